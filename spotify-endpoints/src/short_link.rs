//! Short links, which tell what they stand for only when somebody asks.

use std::{fmt, str::FromStr, sync::LazyLock};

use bytes::Bytes;
use http::{Response, header};
use spotify_core::{
    Argument, BaseUrl, DecodeError, Endpoint, Escaper, Excerpt, GrantNeeded, Meta, Method, Param,
    Place, Repeat, Target,
};

use crate::{Uri, id::short_link};

/// A link of the kind that Spotify's apps share, such as `https://spotify.link/hR2nS3vP8Eb`.
///
/// [`ResolveShortLink`] asks what it stands for.
///
/// ```
/// use spotify_endpoints::ShortLink;
///
/// let link: ShortLink = "https://spotify.link/hR2nS3vP8Eb?_p=1".parse()?;
/// assert_eq!(link.to_string(), "https://spotify.link/hR2nS3vP8Eb");
/// # Ok::<(), spotify_endpoints::InvalidShortLink>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct ShortLink {
    host: Host,
    code: Box<str>,
}

/// The services that short links lead to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Host {
    Link,
    AppLink,
}

impl Host {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Link => "spotify.link",
            Self::AppLink => "spotify.app.link",
        }
    }

    fn base(self) -> &'static BaseUrl {
        static LINK: LazyLock<BaseUrl> = LazyLock::new(|| at(Host::Link));
        static APP_LINK: LazyLock<BaseUrl> = LazyLock::new(|| at(Host::AppLink));
        fn at(host: Host) -> BaseUrl {
            // Both are addresses, so what stands in for one that is none is never used.
            let url = format!("https://{}", host.as_str());
            url.parse().unwrap_or_default()
        }
        match self {
            Self::Link => &LINK,
            Self::AppLink => &APP_LINK,
        }
    }
}

impl FromStr for ShortLink {
    type Err = InvalidShortLink;

    fn from_str(text: &str) -> Result<Self, InvalidShortLink> {
        /// The longest code; real ones have eleven letters and digits.
        const MAX: usize = 64;
        let refused = || InvalidShortLink(Excerpt::new(&text.chars().take(80).collect::<String>()));
        let (host, code) = short_link(text).ok_or_else(refused)?;
        let host = [Host::Link, Host::AppLink]
            .into_iter()
            .find(|known| known.as_str().eq_ignore_ascii_case(host))
            .ok_or_else(refused)?;
        let plain = |c: u8| c.is_ascii_alphanumeric() || matches!(c, b'-' | b'_');
        if code.is_empty() || code.len() > MAX || !code.bytes().all(plain) {
            return Err(refused());
        }
        Ok(Self {
            host,
            code: code.into(),
        })
    }
}

impl TryFrom<&str> for ShortLink {
    type Error = InvalidShortLink;

    fn try_from(text: &str) -> Result<Self, InvalidShortLink> {
        text.parse()
    }
}

impl fmt::Display for ShortLink {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "https://{}/{}", self.host.as_str(), self.code)
    }
}

impl Argument for ShortLink {
    fn write(&self, out: &mut Escaper<'_>) {
        out.push(&self.code);
    }
}

/// A text is no short link.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("\"{0}\" is no short link; one looks like https://spotify.link/hR2nS3vP8Eb")]
pub struct InvalidShortLink(Excerpt);

/// Finds out what a short link stands for.
///
/// The service answers with a redirect, whose address is read and not followed. The request is
/// not one to the Web API and carries no token, whatever the client holds.
///
/// ```
/// # use spotify_core::{blocking::Client, testing::Replay};
/// use spotify_endpoints::{ResolveShortLink, ShortLink};
///
/// # let wire = Replay::new().on("HEAD /hR2nS3vP8Eb", http::Response::builder()
/// #     .status(307)
/// #     .header("location", "https://open.spotify.com/track/11dFghVXANMlKmJXsNCbNl?si=1")
/// #     .body(bytes::Bytes::new()).unwrap());
/// # let client = Client::builder(wire.clone()).token("an access token").build()?;
/// let link: ShortLink = "https://spotify.link/hR2nS3vP8Eb".parse()?;
/// let uri = client.send(ResolveShortLink::new(link))?;
/// assert_eq!(uri.to_string(), "spotify:track:11dFghVXANMlKmJXsNCbNl");
/// # assert!(!wire.requests()[0].headers().contains_key("authorization"));
/// # Ok::<(), spotify_core::Error>(())
/// ```
///
/// # Errors
/// An answer without an address that is read as a Spotify URI is a
/// [`DecodeError`], and one that is no redirect at all has the status that came.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
#[must_use = "a request does nothing until a client sends it"]
pub struct ResolveShortLink {
    /// The link.
    pub link: ShortLink,
}

impl ResolveShortLink {
    /// Makes the request.
    pub fn new(link: ShortLink) -> Self {
        Self { link }
    }
}

impl Endpoint for ResolveShortLink {
    type Response = Uri;

    const META: &'static Meta = {
        const PARAMS: &[Param] = &[Param::new("code", Place::Path).required()];
        &Meta::new("ResolveShortLink", Method::HEAD, "/{code}")
            .params(PARAMS)
            .grant(GrantNeeded::Nobody)
            .repeat(Repeat::Safe)
            .redirects()
    };

    fn base(&self) -> Option<&BaseUrl> {
        Some(self.link.host.base())
    }

    fn target(&self, target: &mut Target) {
        target.path(Self::META.path, &[&self.link]);
    }

    fn decode(&self, response: Response<Bytes>) -> Result<Uri, DecodeError> {
        let refuse = |problem: &str| DecodeError::new(Self::META, &response, "location", problem);
        let location = response
            .headers()
            .get(header::LOCATION)
            .ok_or_else(|| refuse("the answer leads nowhere: it is no redirect"))?;
        let location = location
            .to_str()
            .map_err(|_| refuse("the address is not plain text"))?;
        location
            .parse()
            .map_err(|error: crate::IdError| refuse(&error.to_string()))
    }
}
