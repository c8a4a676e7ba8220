//! What a request carries behind its head.

use bytes::Bytes;
use http::{HeaderValue, header};
use serde::Serialize;

use crate::BuildError;

/// The body of a request.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Body {
    /// Nothing.
    None,
    /// JSON text.
    Json(Bytes),
    /// Anything else.
    Raw {
        /// Its content type.
        mime: &'static str,
        /// Its bytes.
        bytes: Bytes,
    },
}

impl Body {
    /// Writes a value as JSON.
    ///
    /// # Errors
    /// [`BuildError::Body`] when the value cannot be written as JSON.
    pub fn json(value: &(impl Serialize + ?Sized)) -> Result<Self, BuildError> {
        match serde_json::to_vec(value) {
            Ok(text) => Ok(Self::Json(text.into())),
            Err(error) => Err(BuildError::Body(error.to_string().into())),
        }
    }

    pub(crate) fn attach(self, request: &mut http::Request<Bytes>) {
        let (mime, bytes) = match self {
            Self::None => return,
            Self::Json(bytes) => ("application/json", bytes),
            Self::Raw { mime, bytes } => (mime, bytes),
        };
        request
            .headers_mut()
            .insert(header::CONTENT_TYPE, HeaderValue::from_static(mime));
        *request.body_mut() = bytes;
    }
}
