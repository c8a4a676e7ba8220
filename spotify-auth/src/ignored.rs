//! Settings that were given and that a way in does not use.

use std::fmt;

use spotify_core::{Flow, Scopes};

use crate::RedirectUri;

/// A setting that was given and is not used: a warning, as a value.
///
/// Nothing fails on its account, and nothing is printed: a program shows it to whoever wrote the
/// settings.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Ignored {
    /// Scopes, given to a way in whose tokens have none.
    Scopes {
        /// The way in.
        flow: Flow,
        /// What was left out.
        scopes: Scopes,
    },
    /// A redirect URI, given to a way in that sends no browser back.
    RedirectUri {
        /// The way in.
        flow: Flow,
        /// What was left out.
        redirect_uri: RedirectUri,
    },
}

impl fmt::Display for Ignored {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Scopes { flow, scopes } => write!(
                f,
                "scope: not used: a token by {flow} stands for the app and has no scopes; sign a \
                 user in for {scopes}"
            ),
            Self::RedirectUri { flow, redirect_uri } => write!(
                f,
                "redirect_uri: not used: {flow} sends no browser back to {redirect_uri}; leave it \
                 out"
            ),
        }
    }
}
