//! The listener: a program's own little web site at its redirect URI, for one answer.

mod address;
mod connection;
mod page;
mod request;
mod route;
mod serve;

use std::{
    fmt,
    io::{ErrorKind, Write},
    net::{SocketAddr, TcpListener, TcpStream},
    time::Duration,
};

pub(in crate::redirect) use self::{connection::Wire, serve::Wrap};
use self::{
    route::Site,
    serve::{End, Serving},
};
use super::{
    Announce, AuthorizationRequest, Callback, Cancel, Opener, RedirectError, RedirectHandler,
};
use crate::RedirectUri;

/// Listens at a redirect URI on loopback until the browser comes back.
///
/// It binds 127.0.0.1 or \[::1\], as the redirect URI says, and never anything else, at its port:
/// 80 where it names none (443 for `https`), any free one for port 0. Only a GET of the redirect
/// URI's path, for its host and with the state of the sign-in, is taken; whatever else comes gets
/// an error page and changes nothing. The pages are constants. For the implicit grant the page
/// hands over the fragment.
///
/// At most 64 connections are held at a time, each with at most 8 KiB (16 KiB behind TLS). The
/// port is given back with the answer, when the time is over (two minutes, unless
/// [`timeout`](Self::timeout) is set), when somebody [cancels](RedirectHandler::cancel) or when
/// this is dropped. A further sign-in binds the same port again.
///
/// ```no_run
/// # use std::{thread, time::Duration};
/// use spotify_auth::{App, Entropy, redirect::{Loopback, RedirectHandler as _}};
///
/// let mut listener = Loopback::bind(&"http://127.0.0.1:0/callback".parse()?)?
///     .timeout(Duration::from_secs(300));
/// let cancel = listener.cancel().unwrap();
/// thread::spawn(move || cancel.cancel()); // when the user closes the window
///
/// let app = App::new("client-id")?.redirect(listener.redirect_uri().as_str())?;
/// let exchange = app
///     .authorization_code_pkce("")?
///     .begin(Entropy::os()?, &spotify_core::Accounts::default())
///     .through(&mut listener)?;
/// # Ok::<(), spotify_core::Error>(())
/// ```
pub struct Loopback {
    redirect_uri: RedirectUri,
    address: SocketAddr,
    listener: Option<TcpListener>,
    wrap: Box<Wrap>,
    timeout: Duration,
    cancel: Cancel,
    announce: Announce,
}

impl Loopback {
    /// How long a listener waits that was told nothing else.
    pub const TIMEOUT: Duration = Duration::from_secs(120);

    /// Binds the address of a redirect URI.
    ///
    /// An `https` one needs feature `https-listener`; its certificate is made anew, so the
    /// browser warns of it.
    ///
    /// # Errors
    /// [`RedirectError::NotLoopback`], [`RedirectError::PortTaken`],
    /// [`RedirectError::PortForbidden`] or [`RedirectError::Io`].
    pub fn bind(redirect_uri: &RedirectUri) -> Result<Self, RedirectError> {
        if redirect_uri.is_loopback() {
            return Self::bind_with(redirect_uri, Box::new(in_the_clear));
        }
        #[cfg(feature = "https-listener")]
        if address::of(redirect_uri).is_some() {
            return Self::bind_https(redirect_uri, &super::Certificate::generate()?);
        }
        Err(RedirectError::NotLoopback(redirect_uri.clone()))
    }

    /// Binds the address of an `https` redirect URI, with a certificate that the user's browser
    /// may know already.
    ///
    /// # Errors
    /// As [`bind`](Self::bind), and [`RedirectError::NotLoopback`] for an `http` one.
    #[cfg(feature = "https-listener")]
    pub fn bind_https(
        redirect_uri: &RedirectUri,
        certificate: &super::Certificate,
    ) -> Result<Self, RedirectError> {
        if redirect_uri.is_loopback() {
            return Err(RedirectError::NotLoopback(redirect_uri.clone()));
        }
        Self::bind_with(redirect_uri, certificate.wrap()?)
    }

    fn bind_with(redirect_uri: &RedirectUri, wrap: Box<Wrap>) -> Result<Self, RedirectError> {
        let asked = address::of(redirect_uri)
            .ok_or_else(|| RedirectError::NotLoopback(redirect_uri.clone()))?;
        let (listener, address) = listen(asked)?;
        let real = if asked.port() == 0 {
            address::with_port(redirect_uri, address.port())
        } else {
            Some(redirect_uri.clone())
        };
        Ok(Self {
            redirect_uri: real.ok_or_else(|| RedirectError::NotLoopback(redirect_uri.clone()))?,
            address,
            listener: Some(listener),
            wrap,
            timeout: Self::TIMEOUT,
            cancel: Cancel::new(),
            announce: Announce::default(),
        })
    }

    /// The redirect URI with the real port; give it to the app before the sign-in begins.
    #[must_use]
    pub const fn redirect_uri(&self) -> &RedirectUri {
        &self.redirect_uri
    }

    /// Where it listens.
    #[must_use]
    pub const fn address(&self) -> SocketAddr {
        self.address
    }

    /// Waits this long instead of [`TIMEOUT`](Self::TIMEOUT).
    #[must_use]
    pub const fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// Prints the URL here instead of to standard error.
    #[must_use]
    pub fn print_to(mut self, out: impl Write + Send + 'static) -> Self {
        self.announce.print_to(out);
        self
    }

    /// Opens the URL as well.
    #[must_use]
    pub fn open_with(mut self, opener: impl Opener + 'static) -> Self {
        self.announce.open_with(opener);
        self
    }
}

impl fmt::Debug for Loopback {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Loopback")
            .field("redirect_uri", &self.redirect_uri)
            .field("timeout", &self.timeout)
            .finish_non_exhaustive()
    }
}

impl RedirectHandler for Loopback {
    fn handle(&mut self, request: &AuthorizationRequest) -> Result<Callback, RedirectError> {
        let asked = request.redirect_uri();
        if *asked != self.redirect_uri {
            return Err(match address::of(asked) {
                Some(address) if address.port() == 0 => RedirectError::PortZero(asked.clone()),
                _ => RedirectError::OtherRedirect {
                    bound: self.redirect_uri.clone(),
                    asked: asked.clone(),
                },
            });
        }
        let listener = match self.listener.take() {
            Some(listener) => listener,
            None => listen(self.address)?.0,
        };
        self.announce
            .url(request, "", "Waiting for the browser to come back.\n")?;
        let serving = Serving {
            listener,
            site: Site::new(request),
            wrap: &*self.wrap,
            cancel: &self.cancel,
        };
        match serving.run(self.timeout) {
            End::Answer(callback) => Ok(callback),
            End::Cancelled => Err(RedirectError::Cancelled),
            End::TimedOut => Err(RedirectError::TimedOut {
                after: self.timeout,
                redirect_uri: self.redirect_uri.clone(),
            }),
        }
    }

    fn cancel(&self) -> Option<Cancel> {
        Some(self.cancel.clone())
    }
}

fn in_the_clear(stream: TcpStream) -> std::io::Result<Box<dyn Wire>> {
    Ok(Box::new(stream))
}

fn listen(address: SocketAddr) -> Result<(TcpListener, SocketAddr), RedirectError> {
    let doing = "listening at the redirect URI";
    let listener = TcpListener::bind(address).map_err(|error| match error.kind() {
        ErrorKind::AddrInUse => RedirectError::PortTaken(address),
        ErrorKind::PermissionDenied => RedirectError::PortForbidden(address),
        _ => RedirectError::io(doing)(error),
    })?;
    let set_up = |listener: &TcpListener| {
        listener.set_nonblocking(true)?;
        listener.local_addr()
    };
    let address = set_up(&listener).map_err(RedirectError::io(doing))?;
    Ok((listener, address))
}
