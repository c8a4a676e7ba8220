//! Showing the URL to the person: always printed, and opened where there is a browser for it.

use std::{
    io::{self, Write},
    sync::{Arc, Mutex, PoisonError},
    thread,
};

use super::{AuthorizationRequest, RedirectError};

/// What opens a URL in a browser. Closures are openers.
///
/// It runs on a thread of its own, so it may block. If it fails, the person is told and opens the
/// URL, which is printed in any case.
pub trait Opener: Send + Sync {
    /// Opens a URL.
    ///
    /// # Errors
    /// Why it could not; shown to the person.
    fn open(&self, url: &str) -> io::Result<()>;
}

impl<F> Opener for F
where
    F: Fn(&str) -> io::Result<()> + Send + Sync,
{
    fn open(&self, url: &str) -> io::Result<()> {
        self(url)
    }
}

/// Prints for the person, and opens the URL.
#[derive(Clone)]
pub(super) struct Announce {
    out: Arc<Mutex<dyn Write + Send>>,
    opener: Option<Arc<dyn Opener>>,
}

impl Default for Announce {
    /// Prints to standard error, where it does not mix with what a program gives out.
    fn default() -> Self {
        Self {
            out: Arc::new(Mutex::new(io::stderr())),
            opener: None,
        }
    }
}

impl Announce {
    pub(super) fn print_to(&mut self, out: impl Write + Send + 'static) {
        self.out = Arc::new(Mutex::new(out));
    }

    pub(super) fn open_with(&mut self, opener: impl Opener + 'static) {
        self.opener = Some(Arc::new(opener));
    }

    /// Prints the URL between what is to be said first and what is to be done then, and opens it.
    pub(super) fn url(
        &self,
        request: &AuthorizationRequest,
        first: &str,
        then: &str,
    ) -> Result<(), RedirectError> {
        let url = request.url();
        let printed = self.print(&format!(
            "{first}Open this address to sign in:\n\n    {url}\n\n{then}"
        ));
        if self.opener.is_none() {
            return printed.map_err(RedirectError::io("printing the address to open"));
        }
        let (announce, request) = (self.clone(), request.clone());
        let thread = thread::Builder::new().name("spotify-open".to_owned());
        if let Err(error) = thread.spawn(move || announce.open(&request)) {
            self.failed(&error);
        }
        Ok(())
    }

    pub(super) fn print(&self, text: &str) -> io::Result<()> {
        let mut out = self.out.lock().unwrap_or_else(PoisonError::into_inner);
        out.write_all(text.as_bytes())?;
        out.flush()
    }

    fn open(&self, request: &AuthorizationRequest) {
        if let Some(Err(error)) = self.opener.as_ref().map(|o| o.open(request.url())) {
            self.failed(&error);
        }
    }

    fn failed(&self, error: &io::Error) {
        // Nobody is left to be told if this fails as well.
        drop(self.print(&format!(
            "No browser could be opened ({error}); open the address yourself.\n"
        )));
    }
}
