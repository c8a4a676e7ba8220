//! The handler for a program with a person in front of it, whatever its redirect URI.

use std::{
    io::{BufRead, Write},
    time::Duration,
};

#[cfg(feature = "listener")]
use super::Loopback;
use super::{
    AuthorizationRequest, Callback, Cancel, Opener, Paste, RedirectError, RedirectHandler,
};
use crate::RedirectUri;

/// Listens where the redirect URI lets a program listen, and otherwise asks the person to paste,
/// after a warning.
///
/// The URL is always printed. It is opened as well after [`open_with`](Self::open_with), with
/// `SystemBrowser` (feature `browser`) or an [`Opener`] of your own.
#[derive(Debug)]
pub struct Interactive {
    redirect_uri: RedirectUri,
    way: Way,
}

#[derive(Debug)]
enum Way {
    #[cfg(feature = "listener")]
    Listen(Loopback),
    Paste(Paste),
}

impl Interactive {
    /// Chooses by the redirect URI, and binds a listener if there is to be one.
    ///
    /// # Errors
    /// As `Loopback::bind`, but for [`RedirectError::NotLoopback`].
    pub fn bind(redirect_uri: &RedirectUri) -> Result<Self, RedirectError> {
        #[cfg(feature = "listener")]
        match Loopback::bind(redirect_uri) {
            Ok(listener) => {
                return Ok(Self {
                    redirect_uri: listener.redirect_uri().clone(),
                    way: Way::Listen(listener),
                });
            }
            Err(RedirectError::NotLoopback(_)) => {}
            Err(error) => return Err(error),
        }
        let warning = format!(
            "No program can listen at the redirect URI {redirect_uri}, so the address that the \
             browser ends at has to be pasted.\n"
        );
        Ok(Self {
            redirect_uri: redirect_uri.clone(),
            way: Way::Paste(Paste::new().warning(warning)),
        })
    }

    /// The redirect URI with the real port; give it to the app before the sign-in begins.
    #[must_use]
    pub const fn redirect_uri(&self) -> &RedirectUri {
        &self.redirect_uri
    }

    /// Whether it listens; otherwise it asks to paste.
    #[must_use]
    pub const fn listens(&self) -> bool {
        !matches!(self.way, Way::Paste(_))
    }

    /// Opens the URL as well.
    #[must_use]
    pub fn open_with(self, opener: impl Opener + 'static) -> Self {
        self.map(
            #[cfg(feature = "listener")]
            |listener, opener| listener.open_with(opener),
            |paste, opener| paste.open_with(opener),
            opener,
        )
    }

    /// Prints here instead of to standard error.
    #[must_use]
    pub fn print_to(self, out: impl Write + Send + 'static) -> Self {
        self.map(
            #[cfg(feature = "listener")]
            |listener, out| listener.print_to(out),
            |paste, out| paste.print_to(out),
            out,
        )
    }

    /// Reads what is pasted from here instead of from standard input.
    #[must_use]
    pub fn read_from(self, input: impl BufRead + Send + 'static) -> Self {
        self.map(
            #[cfg(feature = "listener")]
            |listener, _| listener,
            |paste, input| paste.read_from(input),
            input,
        )
    }

    /// Lets a listener wait this long instead of two minutes.
    #[must_use]
    pub fn timeout(self, timeout: Duration) -> Self {
        self.map(
            #[cfg(feature = "listener")]
            |listener, timeout| listener.timeout(timeout),
            |paste, _| paste,
            timeout,
        )
    }

    fn map<T>(
        self,
        #[cfg(feature = "listener")] listen: impl FnOnce(Loopback, T) -> Loopback,
        paste: impl FnOnce(Paste, T) -> Paste,
        value: T,
    ) -> Self {
        Self {
            way: match self.way {
                #[cfg(feature = "listener")]
                Way::Listen(listener) => Way::Listen(listen(listener, value)),
                Way::Paste(prompt) => Way::Paste(paste(prompt, value)),
            },
            ..self
        }
    }
}

impl RedirectHandler for Interactive {
    fn handle(&mut self, request: &AuthorizationRequest) -> Result<Callback, RedirectError> {
        match &mut self.way {
            #[cfg(feature = "listener")]
            Way::Listen(listener) => listener.handle(request),
            Way::Paste(paste) => paste.handle(request),
        }
    }

    fn cancel(&self) -> Option<Cancel> {
        match &self.way {
            #[cfg(feature = "listener")]
            Way::Listen(listener) => listener.cancel(),
            Way::Paste(paste) => paste.cancel(),
        }
    }
}
