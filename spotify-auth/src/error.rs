//! What is wrong with the settings of an app or of a sign-in, before anything is sent.

use std::{borrow::Cow, fmt};

use spotify_core::{AuthError, BuildError, Error, Flow};

use crate::{InvalidRedirectUri, InvalidSource, Rejected, Setting};

/// Where the id and the secret of an app are found.
pub(crate) const DASHBOARD: &str = "https://developer.spotify.com/dashboard";

/// A setting of an app or of a sign-in is missing or cannot be what it is; nothing was sent.
///
/// Never shows a secret, nor anything that stands where a secret should be.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum SettingsError {
    /// The client id cannot be one.
    ClientId(&'static str),
    /// The client secret cannot be one.
    ClientSecret(&'static str),
    /// The redirect URI breaks one of Spotify's rules.
    RedirectUri(InvalidRedirectUri),
    /// This way in needs a client secret, and the app has none.
    NeedsSecret(Flow),
    /// This way in needs a redirect URI, and the app has none.
    NeedsRedirect(Flow),
    /// Settings are not set, or empty.
    Missing {
        /// Those that are needed: the variables that would give each, or the setting's own name
        /// where it was looked for under none.
        needed: Vec<Cow<'static, str>>,
        /// Those that are not set either and that some ways in need.
        unset: Vec<Cow<'static, str>>,
    },
    /// A source of settings could not be read, or not all of it.
    Source(Box<InvalidSource>),
    /// A setting that cannot be written to a file.
    Unwritable {
        /// Which it is.
        setting: Setting,
        /// Why not.
        reason: &'static str,
    },
    /// An extra parameter of the authorize URL that the library sets itself, that was given
    /// before, or that has no name.
    Parameter(Box<str>),
    /// A verifier that is not 43 to 128 unreserved characters.
    Verifier,
    /// A state that is not 22 to 512 unreserved characters.
    State,
    /// One of the cookies of a sign-in is missing or cannot be one.
    Cookie(&'static str, &'static str),
    /// A pending sign-in that was begun by another app; the id is this app's.
    OtherApp(Box<str>),
}

impl SettingsError {
    /// The name of the setting, as the accounts service calls it.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::ClientId(_) => "client_id",
            Self::ClientSecret(_) | Self::NeedsSecret(_) => "client_secret",
            Self::RedirectUri(_) | Self::NeedsRedirect(_) => "redirect_uri",
            Self::Missing { .. } => "app",
            Self::Source(_) => "source",
            Self::Unwritable { setting, .. } => setting.as_str(),
            Self::Parameter(_) => "parameter",
            Self::Verifier => "code_verifier",
            Self::State => "state",
            Self::Cookie(name, _) => name,
            Self::OtherApp(_) => "pending sign-in",
        }
    }

    /// What is wrong, what is allowed and what to do, without the name.
    fn problem(&self) -> String {
        match self {
            Self::ClientId(problem) => {
                format!("{problem}; copy the Client ID from your app's settings at {DASHBOARD}")
            }
            Self::ClientSecret(problem) => {
                format!("{problem}; copy the Client secret from your app's settings at {DASHBOARD}")
            }
            Self::RedirectUri(error) => error.to_string(),
            Self::NeedsSecret(Flow::AuthorizationCode) => "missing, and authorization_code needs \
                it; set it with `App::secret` (SPOTIFY_CLIENT_SECRET), or use \
                `App::authorization_code_pkce`, which needs none"
                .to_owned(),
            Self::NeedsSecret(flow) => format!(
                "missing, and {flow} needs it; set it with `App::secret` \
                 (SPOTIFY_CLIENT_SECRET) to what your app's settings at {DASHBOARD} say"
            ),
            Self::NeedsRedirect(flow) => format!(
                "missing, and a sign-in ({flow}) needs it; set it with `App::redirect` \
                 (SPOTIFY_REDIRECT_URI) to one that your app's settings at {DASHBOARD} list"
            ),
            Self::Missing { needed, unset } => {
                let mut text = format!("not set: {}", needed.join(", "));
                if !unset.is_empty() {
                    text.push_str("; not set either, and needed by some ways in: ");
                    text.push_str(&unset.join(", "));
                }
                text.push_str("; create an app at ");
                text.push_str(DASHBOARD);
                text.push_str(" and copy them from its settings");
                text
            }
            Self::Source(invalid) => invalid.to_string(),
            Self::Unwritable { reason, .. } => format!("cannot be written: {reason}"),
            Self::Parameter(name) if name.is_empty() => "it has no name".to_owned(),
            Self::Parameter(name) => format!(
                "{name:?} is set already, by the library or by an earlier call; an authorize URL \
                 has each parameter once"
            ),
            Self::Verifier => "not 43 to 128 characters out of A-Z a-z 0-9 - . _ ~ (RFC 7636, \
                section 4.1); leave it to `Entropy`"
                .to_owned(),
            Self::State => "not 22 to 512 characters out of A-Z a-z 0-9 - . _ ~; fewer cannot \
                hold 128 random bits; leave it to `Entropy`"
                .to_owned(),
            Self::Cookie(_, problem) => format!(
                "{problem}; a sign-in by cookies takes sp_t, sp_dc and sp_key of a browser that \
                 is signed in at the accounts service"
            ),
            Self::OtherApp(id) => format!(
                "begun by another app than {id:?}; resume it with the app that began it, or begin \
                 anew"
            ),
        }
    }
}

impl fmt::Display for SettingsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::RedirectUri(error) => error.fmt(f),
            Self::Source(invalid) => invalid.fmt(f),
            _ => write!(f, "{}: {}", self.name(), self.problem()),
        }
    }
}

impl std::error::Error for SettingsError {}

impl From<InvalidRedirectUri> for SettingsError {
    fn from(error: InvalidRedirectUri) -> Self {
        Self::RedirectUri(error)
    }
}

impl From<SettingsError> for BuildError {
    fn from(error: SettingsError) -> Self {
        Self::setting(error.name(), error.problem())
    }
}

/// The operating system gave no random bytes.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the operating system gave no random bytes; without them no sign-in is safe")]
pub struct EntropyError(#[source] pub(crate) getrandom::Error);

impl From<EntropyError> for BuildError {
    fn from(error: EntropyError) -> Self {
        Self::setting("entropy", error.to_string())
    }
}

impl From<InvalidRedirectUri> for BuildError {
    fn from(error: InvalidRedirectUri) -> Self {
        SettingsError::from(error).into()
    }
}

impl From<Rejected> for AuthError {
    fn from(rejected: Rejected) -> Self {
        Self::SignIn(rejected.error.to_string().into())
    }
}

impl From<Rejected> for Error {
    fn from(rejected: Rejected) -> Self {
        Self::Auth(rejected.into())
    }
}

/// So that `?` works where a program returns the one error of its calls.
macro_rules! into_error {
    ($($error:ty),*) => {$(
        impl From<$error> for Error {
            fn from(error: $error) -> Self {
                Self::Build(error.into())
            }
        }
    )*};
}

into_error!(SettingsError, EntropyError, InvalidRedirectUri);
