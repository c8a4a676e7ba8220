//! The links between pages, which are read and never followed.

use http::Uri;

use crate::{BaseUrl, error::PagingError};

/// The link to a page, as the server gave it.
///
/// It is taken for what it says about the position; the request for the page is built anew from
/// the one before, so nothing else in the link can lead a call anywhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageLink(Box<str>);

impl PageLink {
    /// Keeps a link.
    #[must_use]
    pub fn new(text: &str) -> Self {
        Self(text.into())
    }

    /// The offset that the link names, if it names one.
    ///
    /// # Errors
    /// [`PagingError::Foreign`] when it leads to none of these servers, and
    /// [`PagingError::Link`] when it is no absolute URL or carries a user.
    pub(crate) fn offset(&self, origins: &[BaseUrl]) -> Result<Option<u32>, PagingError> {
        let uri: Uri = self.0.parse().map_err(|_| PagingError::Link {
            problem: "it is not a URL",
        })?;
        let (Some(scheme), Some(authority)) = (uri.scheme_str(), uri.authority()) else {
            return Err(PagingError::Link {
                problem: "it names no server",
            });
        };
        if authority.as_str().contains('@') {
            return Err(PagingError::Link {
                problem: "it carries a user name",
            });
        }
        if !origins.iter().any(|origin| origin.is_origin_of(&uri)) {
            let origin = format!("{scheme}://{authority}").into();
            return Err(PagingError::Foreign { origin });
        }
        let offset = uri
            .query()
            .unwrap_or_default()
            .split('&')
            .find_map(|pair| pair.strip_prefix("offset="));
        offset
            .map(|digits| {
                digits.parse().map_err(|_| PagingError::Link {
                    problem: "its offset is no number",
                })
            })
            .transpose()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn q2_only_the_offset_of_a_link_is_read() {
        let origins = [
            BaseUrl::default(),
            "http://127.0.0.1:4000/v1".parse().unwrap(),
        ];
        let read = |link: &str| PageLink::new(link).offset(&origins);
        assert_eq!(
            read("https://api.spotify.com/v1/me/tracks?offset=50&limit=50"),
            Ok(Some(50))
        );
        assert_eq!(
            read("http://127.0.0.1:4000/v1/me/tracks?limit=50&offset=7"),
            Ok(Some(7))
        );
        assert_eq!(
            read("https://api.spotify.com/v1/me/following?after=abc"),
            Ok(None)
        );
        for (link, foreign) in [
            ("https://evil.example/v1/me/tracks?offset=50", true),
            ("http://api.spotify.com/v1/me/tracks?offset=50", true),
            ("https://api.spotify.com:8443/v1/me/tracks?offset=50", true),
            ("http://127.0.0.1:4001/v1/me/tracks?offset=50", true),
            ("https://api.spotify.com@evil.example/?offset=50", false),
            ("/v1/me/tracks?offset=50", false),
            ("https://api.spotify.com/v1?offset=-1", false),
            ("https://api.spotify.com/v1?offset=99999999999", false),
            ("", false),
        ] {
            match read(link) {
                Err(PagingError::Foreign { .. }) => assert!(foreign, "{link}"),
                Err(PagingError::Link { .. }) => assert!(!foreign, "{link}"),
                other => panic!("{link}: {other:?}"),
            }
        }
    }
}
