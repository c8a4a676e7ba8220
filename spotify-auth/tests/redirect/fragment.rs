//! The implicit grant through handlers: its answer is in the fragment, which no server sees.

use std::io::{self, Cursor};

use spotify_auth::{
    App, CallbackError, Entropy,
    implicit::{Asking, ImplicitGrant},
    redirect::{AuthorizationRequest, Callback, OnThread, Paste, RedirectError},
};
use spotify_core::{Accounts, SystemClock};

use crate::{handlers::block_on, support::Printed};

const REDIRECT: &str = "http://127.0.0.1:8888/callback";

fn asking(redirect_uri: &str) -> (Asking, String) {
    let app = App::new("client-id").unwrap();
    let app = app.redirect(redirect_uri).unwrap();
    let asking = ImplicitGrant::new(&app, "user-top-read")
        .unwrap()
        .begin(Entropy::os().unwrap(), &Accounts::default());
    let state = asking.params().state.expose().to_owned();
    (asking, state)
}

fn fragment(state: &str) -> String {
    format!("access_token=BQ%2F1&token_type=Bearer&expires_in=3600&state={state}")
}

#[test]
fn d12_d6_the_pasted_fragment_is_taken() {
    for before in ["http://127.0.0.1:8888/callback#", "/callback#", "#", ""] {
        let (sign_in, state) = asking(REDIRECT);
        let printed = Printed::default();
        let line = format!("{before}{}\n", fragment(&state));
        let mut paste = Paste::new()
            .read_from(Cursor::new(line.into_bytes()))
            .print_to(printed.clone());
        let granted = sign_in.through(&mut paste, &SystemClock).unwrap();
        assert_eq!(granted.token().access.expose(), "BQ/1", "{before}");
        assert!(printed.text().contains(&format!("begins with {REDIRECT}#")));
    }
}

#[test]
fn d23_a_sign_in_by_implicit_grant_takes_any_handler() {
    let (sign_in, state) = asking(REDIRECT);
    let line = Cursor::new(format!("#{}\n", fragment(&state)).into_bytes());
    let mut handler = OnThread::new(Paste::new().read_from(line).print_to(io::sink()));
    let granted = block_on(sign_in.through_async(&mut handler, &SystemClock)).unwrap();
    assert_eq!(granted.token().access.expose(), "BQ/1");

    let (sign_in, state) = asking(REDIRECT);
    let mut denies = move |_: &AuthorizationRequest| {
        Ok(Callback::from(format!(
            "#error=access_denied&state={state}"
        )))
    };
    let error = sign_in.through(&mut denies, &SystemClock).unwrap_err();
    let RedirectError::Rejected(rejected) = error else {
        panic!("{error}")
    };
    assert_eq!(rejected.error, CallbackError::Denied);
}

#[cfg(feature = "listener")]
#[test]
fn d15_the_fragment_is_handed_over_by_a_page_that_never_changes() {
    use std::thread;

    use crate::support::{get, talk};
    use spotify_auth::redirect::Loopback;

    let relayed = |answer: &dyn Fn(&str) -> String| {
        let listener = Loopback::bind(&"http://127.0.0.1:0/callback".parse().unwrap()).unwrap();
        let mut listener = listener.print_to(io::sink());
        let address = listener.address();
        let (asking, state) = asking(listener.redirect_uri().as_str());
        let waiting = thread::spawn(move || asking.through(&mut listener, &SystemClock));
        let post = |fragment: &str| {
            let body = url::form_urlencoded::Serializer::new(String::new())
                .append_pair("fragment", fragment)
                .finish();
            let length = body.len();
            talk(
                address,
                format!(
                    "POST /callback HTTP/1.1\r\nHost: {address}\r\nContent-Length: {length}\r\n\
                     \r\n{body}"
                )
                .as_bytes(),
            )
        };
        // What a browser shows first: it keeps the fragment to itself.
        let relay = get(address, "/callback");
        assert!(relay.contains("location.hash"), "{relay}");
        assert!(relay.contains("\r\nContent-Security-Policy: default-src 'none';"));
        let forged = "/callback?access_token=EVIL&token_type=Bearer&state=x";
        assert_eq!(get(address, forged), relay);
        // What the script sends then; forgeries and what cannot be read first.
        for fragment in [
            "access_token=EVIL&token_type=Bearer&state=x",
            "",
            "%",
            "%ff",
        ] {
            let page = post(fragment);
            assert!(page.starts_with("HTTP/1.1 400 "), "{fragment} {page}");
        }
        let page = post(&answer(&state));
        assert!(!page.contains("BQ"), "{page}");
        (waiting.join().unwrap(), page)
    };
    let (outcome, page) = relayed(&fragment);
    assert!(page.starts_with("HTTP/1.1 200 "), "{page}");
    assert_eq!(outcome.unwrap().token().access.expose(), "BQ/1");

    let (outcome, page) = relayed(&|state| format!("error=access_denied&state={state}"));
    assert!(page.starts_with("HTTP/1.1 403 "), "{page}");
    assert!(matches!(outcome, Err(RedirectError::Rejected(r)) if r.error == CallbackError::Denied));
}
