//! A sign-in, a listener that waits for it on another thread, and clients.

use std::{
    io::{self, Write},
    sync::{Arc, Mutex},
};

use spotify_auth::{App, Asking, Entropy};
use spotify_core::Accounts;

/// A sign-in that comes back to this redirect URI, and its state.
pub(crate) fn asking(redirect_uri: &str) -> (Asking, String) {
    let app = App::new("client-id")
        .unwrap()
        .redirect(redirect_uri)
        .unwrap();
    let asking = app
        .authorization_code_pkce("user-top-read")
        .unwrap()
        .begin(Entropy::os().unwrap(), &Accounts::default());
    let state = asking.params().state.expose().to_owned();
    (asking, state)
}

/// What a handler has printed.
#[derive(Clone, Default)]
pub(crate) struct Printed(Arc<Mutex<Vec<u8>>>);

impl Printed {
    pub(crate) fn text(&self) -> String {
        String::from_utf8(self.0.lock().unwrap().clone()).unwrap()
    }
}

impl Write for Printed {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(feature = "listener")]
pub(crate) use waiting::{Waiting, code, connect, exchange, get, talk};

#[cfg(feature = "listener")]
mod waiting {
    use std::{
        io::{Read as _, Write as _},
        net::{SocketAddr, TcpStream},
        thread::{self, JoinHandle},
        time::Duration,
    };

    use spotify_auth::{
        Exchange,
        redirect::{Cancel, Loopback, RedirectError, RedirectHandler as _},
    };

    use super::asking;

    type Outcome = Result<Exchange, RedirectError>;

    /// A sign-in whose answer is awaited on a thread of its own.
    pub(crate) struct Waiting {
        pub(crate) address: SocketAddr,
        pub(crate) state: String,
        pub(crate) cancel: Cancel,
        thread: JoinHandle<(Outcome, Loopback)>,
    }

    impl Waiting {
        /// At any free port of 127.0.0.1, path `/callback`.
        pub(crate) fn new() -> Self {
            Self::at("http://127.0.0.1:0/callback", |listener| listener)
        }

        pub(crate) fn at(uri: &str, set: impl FnOnce(Loopback) -> Loopback) -> Self {
            Self::with(set(Loopback::bind(&uri.parse().unwrap()).unwrap()))
        }

        pub(crate) fn with(listener: Loopback) -> Self {
            let mut listener = listener.print_to(std::io::sink());
            let (asking, state) = asking(listener.redirect_uri().as_str());
            Self {
                address: listener.address(),
                state,
                cancel: listener.cancel().unwrap(),
                thread: thread::spawn(move || {
                    let outcome = asking.through(&mut listener);
                    (outcome, listener)
                }),
            }
        }

        /// The request target of the answer that is waited for.
        pub(crate) fn good(&self) -> String {
            format!("/callback?code=AQ&state={}", self.state)
        }

        pub(crate) fn is_over(&self) -> bool {
            self.thread.is_finished()
        }

        pub(crate) fn end(self) -> Outcome {
            self.thread.join().unwrap().0
        }

        pub(crate) fn end_with_listener(self) -> (Outcome, Loopback) {
            self.thread.join().unwrap()
        }
    }

    pub(crate) fn connect(address: SocketAddr) -> TcpStream {
        let stream = TcpStream::connect_timeout(&address, Duration::from_secs(10)).unwrap();
        let patience = Some(Duration::from_secs(20));
        stream.set_read_timeout(patience).unwrap();
        stream.set_write_timeout(patience).unwrap();
        stream
    }

    /// Sends bytes and reads until the other side ends; what was refused half-way is no error.
    pub(crate) fn talk(address: SocketAddr, bytes: &[u8]) -> String {
        let mut stream = connect(address);
        let mut response = Vec::new();
        drop(stream.write_all(bytes));
        drop(stream.read_to_end(&mut response));
        String::from_utf8(response).unwrap()
    }

    /// What a browser gets that goes there.
    pub(crate) fn get(address: SocketAddr, target: &str) -> String {
        let request = format!(
            "GET {target} HTTP/1.1\r\nHost: {address}\r\nUser-Agent: Mozilla/5.0\r\n\
             Accept: text/html\r\nConnection: keep-alive\r\n\r\n"
        );
        talk(address, request.as_bytes())
    }

    /// The exchange of a sign-in that went well, and its code.
    pub(crate) fn exchange(outcome: Outcome) -> Exchange {
        outcome.unwrap_or_else(|error| panic!("{error}"))
    }

    pub(crate) fn code(exchange: &Exchange) -> String {
        let form = exchange.token_request();
        let (name, code) = form.expose_form()[1];
        assert_eq!(name, "code");
        code.to_owned()
    }
}
