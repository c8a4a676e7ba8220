//! Handlers without a listener, and those that combine: prompts, closures, openers, futures.

use std::{
    future::Future,
    io::{self, Cursor},
    pin::pin,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering::SeqCst},
        mpsc,
    },
    task::{Context, Poll, Wake},
    thread::{self, Thread},
    time::Duration,
};

use spotify_auth::{
    App, CallbackError, Exchange, Refresh, ResponseType,
    redirect::{
        AuthorizationRequest, Callback, Consent, Interactive, OnThread, Paste, RedirectError,
    },
};

use spotify_core::{Scopes, blocking::Client, testing::Replay};

use crate::support::{Printed, asking};

const REDIRECT: &str = "http://127.0.0.1:8888/callback";

/// Pastes a line, in which `{s}` stands for the state.
fn paste(line: &str) -> (Result<Exchange, RedirectError>, String) {
    let (asking, state) = asking(REDIRECT);
    let url = asking.url();
    let printed = Printed::default();
    let mut paste = Paste::new()
        .read_from(Cursor::new(line.replace("{s}", &state).into_bytes()))
        .print_to(printed.clone());
    let outcome = asking.through(&mut paste);
    let text = printed.text();
    assert!(
        text.contains(&format!("    {url}\n")),
        "the URL stands alone: {text}"
    );
    (outcome, text)
}

#[test]
fn d12_d6_one_line_is_read_and_trimmed() {
    for line in [
        "http://127.0.0.1:8888/callback?code=AQ&state={s}\n",
        "  http://127.0.0.1:8888/callback?code=AQ&state={s}  \r\nsecond line\n",
        "\"http://127.0.0.1:8888/callback?code=AQ&state={s}\"\n",
        "/callback?code=AQ&state={s}",
        "?code=AQ&state={s}\n",
        "code=AQ&state={s}\n",
        "HTTP://127.0.0.1:8888/callback?code=AQ&state={s}#_=_\n",
    ] {
        let (outcome, printed) = paste(line);
        assert!(outcome.is_ok(), "{line} {outcome:?}");
        assert!(
            printed.contains(&format!("begins with {REDIRECT}?")),
            "{printed}"
        );
    }
}

#[test]
fn d12_lines_that_are_no_answer() {
    for line in ["", "\n", "  \r\n", "\"\"\n"] {
        assert!(
            matches!(paste(line).0, Err(RedirectError::Cancelled)),
            "{line:?}"
        );
    }
    // D7: a code alone has no state, so nobody knows whose it is.
    for line in [
        "AQ\n",
        "http://127.0.0.1:8888/callback?code=AQ&state=x\n",
        "http://x/\n",
    ] {
        let Err(RedirectError::Rejected(rejected)) = paste(line).0 else {
            panic!("{line}")
        };
        assert!(rejected.asking.is_some(), "it may be pasted once more");
    }
    let denied = paste("error=access_denied&state={s}\n").0;
    let Err(RedirectError::Rejected(rejected)) = denied else {
        panic!("{denied:?}")
    };
    assert_eq!(rejected.error, CallbackError::Denied);
    let (sign_in, _) = asking(REDIRECT);
    let mut broken = Paste::new()
        .read_from(Cursor::new(b"\xff\n"))
        .print_to(io::sink());
    let error = sign_in.through(&mut broken).unwrap_err();
    assert!(matches!(error, RedirectError::Io { .. }), "{error}");
}

#[test]
fn d23_closures_are_handlers() {
    let (sign_in, state) = asking(REDIRECT);
    let exchange = sign_in.through(&mut |request: &AuthorizationRequest| {
        assert_eq!(request.redirect_uri().as_str(), REDIRECT);
        assert_eq!(request.response_type(), ResponseType::Code);
        assert!(
            request
                .url()
                .starts_with("https://accounts.spotify.com/authorize?")
        );
        assert!(request.check("code=AQ&state=x").is_err(), "not this one");
        let answer = format!("code=AQ&state={state}");
        assert_eq!(request.check(&answer), Ok(Consent::Granted));
        let denied = format!("error=access_denied&state={state}");
        assert_eq!(request.check(&denied), Ok(Consent::Refused));
        Ok(Callback::from(answer))
    });
    assert!(exchange.is_ok());

    let (sign_in, _) = asking(REDIRECT);
    let error = sign_in
        .through(&mut |_: &AuthorizationRequest| Err(RedirectError::handler("no window")))
        .unwrap_err();
    assert_eq!(error.to_string(), "the redirect handler failed: no window");
}

#[test]
fn d23_closures_that_return_a_future_are_handlers() {
    let (sign_in, state) = asking(REDIRECT);
    let mut handler = move |request: AuthorizationRequest| {
        let answer = format!("{}?code=AQ&state={state}", request.redirect_uri());
        async move { Ok(Callback::from(answer)) }
    };
    assert!(block_on(sign_in.through_async(&mut handler)).is_ok());
}

#[test]
fn t1_no_debug_of_a_request_or_an_answer_shows_a_secret() {
    let (asking, state) = asking(REDIRECT);
    let request = asking.authorization_request();
    let callback = Callback::from(format!("code=AQ&state={state}"));
    let text = format!("{request:?} {callback:?}");
    assert!(!text.contains(&state) && !text.contains("AQ"), "{text}");
}

#[test]
fn d22_the_url_is_printed_and_opened_and_a_failure_to_open_is_none_to_sign_in() {
    let (sign_in, state) = asking(REDIRECT);
    let url = sign_in.url();
    let printed = Printed::default();
    let (opened, urls) = mpsc::channel();
    let mut handler = Paste::new()
        .open_with(move |url: &str| {
            opened.send(url.to_owned()).map_err(io::Error::other)?;
            Err(io::Error::other("no display"))
        })
        .read_from(Cursor::new(format!("code=AQ&state={state}\n").into_bytes()))
        .print_to(printed.clone());
    assert!(sign_in.through(&mut handler).is_ok());
    assert_eq!(urls.recv_timeout(Duration::from_secs(10)).unwrap(), url);
    until(|| printed.text().contains("(no display)"));
    assert!(printed.text().contains(&url));
}

#[test]
fn d20_where_no_program_can_listen_the_address_is_pasted_after_a_warning() {
    for uri in [
        "https://example.com/callback",
        "myapp://callback",
        "https://127.0.0.2/cb",
    ] {
        let (sign_in, state) = asking(uri);
        let printed = Printed::default();
        let mut person = Interactive::bind(&uri.parse().unwrap())
            .unwrap()
            .timeout(Duration::from_secs(1))
            .read_from(Cursor::new(
                format!("{uri}?code=AQ&state={state}\n").into_bytes(),
            ))
            .print_to(printed.clone());
        assert!(!person.listens());
        assert_eq!(person.redirect_uri().as_str(), uri);
        assert!(sign_in.through(&mut person).is_ok(), "{uri}");
        let text = printed.text();
        assert!(text.starts_with(&format!("No program can listen at the redirect URI {uri}")));
    }
}

#[cfg(feature = "listener")]
#[test]
fn d22_a_listener_opens_the_browser_and_waits_for_it() {
    use crate::support::get;
    let printed = Printed::default();
    let person = Interactive::bind(&"http://127.0.0.1:0/callback".parse().unwrap()).unwrap();
    assert!(person.listens());
    let uri = person.redirect_uri().clone();
    let rest = uri.as_str().strip_prefix("http://").unwrap();
    let address = rest.strip_suffix("/callback").unwrap().parse().unwrap();
    // A browser whose user consents at once.
    let mut person = person
        .print_to(printed.clone())
        .open_with(move |url: &str| {
            let state = url
                .split("state=")
                .nth(1)
                .unwrap()
                .split('&')
                .next()
                .unwrap();
            get(address, &format!("/callback?code=AQ&state={state}"));
            Ok(())
        });
    let (asking, _) = asking(uri.as_str());
    let url = asking.url();
    assert!(asking.through(&mut person).is_ok());
    assert!(printed.text().contains(&url) && printed.text().contains("Waiting"));
}

#[test]
fn a_handler_on_a_thread_is_awaited_without_a_runtime() {
    let (asking, state) = asking(REDIRECT);
    let line = Cursor::new(format!("code=AQ&state={state}\n").into_bytes());
    let mut handler = OnThread::new(Paste::new().read_from(line).print_to(io::sink()));
    let future = asking.through_async(&mut handler);
    // A runtime may take it to another thread.
    let future: std::pin::Pin<Box<dyn Future<Output = _> + Send>> = Box::pin(future);
    assert!(block_on(future).is_ok());
}

#[test]
fn a_handler_that_panics_on_its_thread_is_an_error() {
    let (sign_in, _) = asking(REDIRECT);
    let panics = |_: &AuthorizationRequest| -> Result<Callback, RedirectError> { panic!("oh") };
    let mut handler = OnThread::new(panics);
    let error = block_on(sign_in.through_async(&mut handler)).unwrap_err();
    assert!(matches!(error, RedirectError::Handler(_)), "{error}");
}

#[cfg(feature = "listener")]
#[test]
fn a6_whoever_drops_the_future_gets_the_port_back_and_may_sign_in_again() {
    use crate::support::get;
    use spotify_auth::redirect::Loopback;
    let listener = Loopback::bind(&"http://127.0.0.1:0/callback".parse().unwrap()).unwrap();
    let (address, uri) = (listener.address(), listener.redirect_uri().clone());
    let mut handler = OnThread::new(listener.print_to(io::sink()));
    for polls in [0, 1] {
        let (asking, _) = asking(uri.as_str());
        let mut future = Box::pin(asking.through_async(&mut handler));
        for _ in 0..polls {
            let mut context = Context::from_waker(std::task::Waker::noop());
            assert!(future.as_mut().poll(&mut context).is_pending());
        }
        drop(future);
        if polls > 0 {
            until(|| std::net::TcpListener::bind(address).is_ok());
        }
    }
    let (asking, state) = asking(uri.as_str());
    let browser = thread::spawn(move || {
        until(|| std::net::TcpStream::connect(address).is_ok());
        get(address, &format!("/callback?code=AQ&state={state}"))
    });
    let outcome = block_on(asking.through_async(&mut handler));
    assert!(outcome.is_ok(), "{outcome:?}");
    assert!(browser.join().unwrap().contains(" 200 "));
}

/// The smallest runtime.
pub(crate) fn block_on<F: Future>(future: F) -> F::Output {
    struct Unpark(Thread);
    impl Wake for Unpark {
        fn wake(self: Arc<Self>) {
            self.0.unpark();
        }
    }
    let waker = Arc::new(Unpark(thread::current())).into();
    let mut future = pin!(future);
    loop {
        match future.as_mut().poll(&mut Context::from_waker(&waker)) {
            Poll::Ready(output) => return output,
            Poll::Pending => thread::park_timeout(Duration::from_secs(30)),
        }
    }
}

/// Waits for what another thread is about to do.
fn until(mut it_is_so: impl FnMut() -> bool) {
    for _ in 0..2000 {
        if it_is_so() {
            return;
        }
        thread::sleep(Duration::from_millis(5));
    }
    panic!("it never was");
}

/// The token of a store, else the person: nobody is asked who need not be.
#[test]
fn g20_the_person_is_asked_only_where_no_token_is_stored() {
    let asked = Arc::new(AtomicUsize::new(0));
    let person = || {
        let (asking, state) = asking(REDIRECT);
        let asked = asked.clone();
        asking.asked_by(move |_: &AuthorizationRequest| {
            asked.fetch_add(1, SeqCst);
            let answer = format!("{REDIRECT}?code=AQ&state={state}");
            Ok::<_, RedirectError>(Callback::new(answer))
        })
    };
    let wire = Replay::new().always(
        "POST /api/token",
        r#"{"access_token":"BQ","token_type":"Bearer","expires_in":3600,"refresh_token":"AQ"}"#,
    );
    let app = App::new("client-id").unwrap();
    let client = Client::builder(wire.clone())
        .grant(Refresh::pkce(app))
        .account("me");
    let client = client.build().unwrap();
    let scopes = Scopes::from("user-top-read");
    let times = |check_store| {
        let token = client
            .token_or_sign_in(&scopes, check_store, person())
            .unwrap();
        assert_eq!(token.access.expose(), "BQ");
        asked.load(SeqCst)
    };
    assert_eq!([times(true), times(true), times(false)], [1, 1, 2]);
    assert_eq!(
        wire.log().lines().count(),
        2,
        "a code is exchanged where somebody was asked"
    );
}
