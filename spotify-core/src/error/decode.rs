//! A successful answer that could not be read.

use std::{error::Error as StdError, fmt, sync::Arc};

use bytes::Bytes;
use http::StatusCode;

use crate::{Meta, excerpt::Excerpt};

/// An answer could not be read as what the operation gives.
#[derive(Clone)]
#[non_exhaustive]
pub struct DecodeError {
    /// Which operation it was.
    pub endpoint: &'static Meta,
    /// The status of the answer.
    pub status: StatusCode,
    /// The place, such as `items[17].item.album`; empty for the whole.
    pub path: Box<str>,
    /// The beginning of the body.
    pub excerpt: Excerpt,
    source: Option<Arc<dyn StdError + Send + Sync>>,
}

impl DecodeError {
    /// Says what is wrong where.
    #[must_use]
    pub fn new(
        endpoint: &'static Meta,
        response: &http::Response<Bytes>,
        path: impl Into<Box<str>>,
        source: impl Into<Box<dyn StdError + Send + Sync>>,
    ) -> Self {
        let path = path.into();
        Self {
            endpoint,
            status: response.status(),
            path: if &*path == "." { Box::default() } else { path },
            excerpt: Excerpt::of_bytes(response.body()),
            source: Some(Arc::from(source.into())),
        }
    }

    /// Says that there is no body where there should be one.
    #[must_use]
    pub fn empty(endpoint: &'static Meta, status: StatusCode) -> Self {
        Self {
            endpoint,
            status,
            path: Box::default(),
            excerpt: Excerpt::new(""),
            source: None,
        }
    }

    /// Whether the body was empty.
    #[must_use]
    pub fn is_empty_body(&self) -> bool {
        self.source.is_none()
    }
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = self.endpoint.name;
        if self.is_empty_body() {
            return write!(
                f,
                "{name}: the answer ({}) has no body",
                self.status.as_u16()
            );
        }
        write!(f, "{name}: unexpected answer")?;
        if !self.path.is_empty() {
            write!(f, " at {}", Excerpt::new(&self.path))?;
        }
        match &self.source {
            // Its words quote the answer.
            Some(source) => write!(f, ": {}", Excerpt::new(&source.to_string())),
            None => Ok(()),
        }
    }
}

impl fmt::Debug for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DecodeError")
            .field("endpoint", &self.endpoint.name)
            .field("status", &self.status)
            .field("path", &self.path)
            .field("source", &self.source.as_ref().map(ToString::to_string))
            .field("excerpt", &self.excerpt)
            .finish()
    }
}

impl StdError for DecodeError {}
