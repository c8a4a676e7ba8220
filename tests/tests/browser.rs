//! A sign-in in a real browser: headless Chromium, driven through the mock's consent page.
#![allow(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "what is not as expected fails the test"
)]

use std::{
    io,
    net::{Ipv4Addr, TcpListener},
    sync::mpsc,
    thread,
    time::Duration,
};

use spotify_auth::{
    App, Asking, CallbackError, Entropy, Exchange,
    redirect::{Loopback, Opener, RedirectError, RedirectHandler, WebDriver, WebDriverError},
};
use spotify_blocking::prelude::{Client, Scope, Ureq, *};
use spotify_core::{Accounts, ProxyChoice};
use spotify_tests::mock::{Consent, MockSpotify};

fn mock(consent: Consent) -> MockSpotify {
    MockSpotify::builder().consent(consent).start().unwrap()
}

fn asking_at(mock: &MockSpotify, redirect_uri: &str) -> Asking {
    let accounts = Accounts::at(&mock.accounts_base().parse().unwrap());
    App::new(mock.client_id())
        .unwrap()
        .redirect(redirect_uri)
        .unwrap()
        .authorization_code_pkce(Scope::UserReadPrivate | Scope::UserTopRead)
        .unwrap()
        .begin(Entropy::os().unwrap(), &accounts)
}

/// A sign-in that ends at a port where nobody listens.
fn asking(mock: &MockSpotify) -> Asking {
    let free = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    let address = free.local_addr().unwrap();
    asking_at(mock, &format!("http://{address}/callback"))
}

/// A browser that also starts as root and where `/dev/shm` is small, as in containers.
fn chromium() -> WebDriver {
    WebDriver::chromium()
        .headless(true)
        .argument("--no-sandbox")
        .argument("--disable-dev-shm-usage")
        .timeout(Duration::from_secs(60))
}

/// Whose token a code is exchanged for.
fn user_of(mock: &MockSpotify, exchange: Exchange) -> String {
    let transport = Ureq::builder().proxy(ProxyChoice::None).build().unwrap();
    let client = Client::builder(transport)
        .api_base(mock.api_base())
        .accounts_base(mock.accounts_base())
        .sign_in(exchange)
        .unwrap();
    client.users().current().send().unwrap().id.to_string()
}

fn is_denied(error: &RedirectError) -> bool {
    matches!(error, RedirectError::Rejected(rejected) if rejected.error == CallbackError::Denied)
}

#[test]
#[ignore = "needs chromedriver"]
fn d18_a_browser_agrees_where_nobody_listens() {
    let mock = mock(Consent::Interactive);
    let mut browser = chromium().wait_for("#user").click("#grant");
    let exchange = asking(&mock).through(&mut browser).unwrap();
    assert_eq!(user_of(&mock, exchange), mock.world().user());
}

#[test]
#[ignore = "needs chromedriver"]
fn d18_a_browser_agrees_as_another_user() {
    let mock = mock(Consent::Interactive);
    let mut browser = chromium()
        .click("#switch")
        .wait_for("#grant[href*='user=neighbour&']")
        .click("#grant");
    let exchange = asking(&mock).through(&mut browser).unwrap();
    assert_eq!(user_of(&mock, exchange), mock.world().another_user());
}

#[test]
#[ignore = "needs chromedriver"]
fn d18_a_browser_denies() {
    let mock = mock(Consent::Interactive);
    let error = asking(&mock).through(&mut chromium().click("#deny"));
    assert!(is_denied(&error.unwrap_err()));
    assert_eq!(mock.exchanges(), 0);
}

#[test]
#[ignore = "needs chromedriver"]
fn d18_steps_that_are_not_needed_are_not_waited_for() {
    let mock = mock(Consent::Grant);
    let mut browser = chromium().fill("#password", "x").click("#grant");
    assert!(asking(&mock).through(&mut browser).is_ok());
}

#[test]
#[ignore = "needs chromedriver"]
fn d18_a_browser_comes_back_to_the_listener() {
    for (button, agreed) in [("#grant", true), ("#deny", false)] {
        let mock = mock(Consent::Interactive);
        let (told, closed) = mpsc::channel();
        let browser = chromium().click(button);
        let mut listener = Loopback::bind(&"http://127.0.0.1:0/callback".parse().unwrap())
            .unwrap()
            .timeout(Duration::from_secs(60))
            .print_to(io::sink())
            .open_with(move |url: &str| {
                let opened = browser.open(url);
                told.send(opened.is_ok()).unwrap();
                opened
            });
        let redirect_uri = listener.redirect_uri().to_string();
        let signed_in = asking_at(&mock, &redirect_uri).through(&mut listener);
        match signed_in {
            Ok(exchange) => assert!(agreed && user_of(&mock, exchange) == mock.world().user()),
            Err(error) => assert!(!agreed && is_denied(&error), "{error}"),
        }
        // The browser saw the address, and is closed.
        assert!(closed.recv_timeout(Duration::from_secs(60)).unwrap());
    }
}

#[test]
#[ignore = "needs chromedriver"]
fn d18_what_goes_wrong_in_a_browser_is_told_without_the_state() {
    let mock = mock(Consent::Interactive);
    let asking = asking(&mock);
    let request = asking.authorization_request();
    let mut said = String::new();
    let mut error = |mut browser: WebDriver, request| match browser.handle(request) {
        Err(RedirectError::WebDriver(error)) => {
            said.push_str(&format!("{error} {error:?}\n"));
            error
        }
        other => panic!("{other:?}"),
    };

    let lost = chromium()
        .click("#nowhere")
        .timeout(Duration::from_secs(15));
    match error(lost, &request) {
        WebDriverError::TimedOut {
            place, selector, ..
        } => {
            assert_eq!(place, Some(mock.accounts_base()));
            assert_eq!(selector.as_deref(), Some("#nowhere"));
        }
        other => panic!("{other}"),
    }

    match error(chromium().binary("/dev/null"), &request) {
        WebDriverError::NoSession(_) => {}
        other => panic!("{other}"),
    }

    let app = App::new("id")
        .unwrap()
        .redirect("http://127.0.0.1/")
        .unwrap();
    let accounts = Accounts::at(&"https://accounts.invalid".parse().unwrap());
    let elsewhere = app.authorization_code_pkce("").unwrap();
    let elsewhere = elsewhere.begin(Entropy::os().unwrap(), &accounts);
    match error(chromium(), &elsewhere.authorization_request()) {
        WebDriverError::Unreachable(place) => {
            assert_eq!(place.as_deref(), Some("https://accounts.invalid"));
        }
        other => panic!("{other}"),
    }

    for asking in [asking, elsewhere] {
        assert!(!said.contains(asking.params().state.expose()), "{said}");
    }
}

#[test]
#[ignore = "needs chromedriver"]
fn d18_a_browser_is_cancelled_from_elsewhere() {
    let mock = mock(Consent::Interactive);
    let mut browser = chromium();
    let cancel = browser.cancel().unwrap();
    let asking = asking(&mock);
    let waiting = thread::spawn(move || asking.through(&mut browser));
    // Once the browser has the page.
    while mock.requests().is_empty() {
        thread::park_timeout(Duration::from_millis(20));
    }
    cancel.cancel();
    let error = waiting.join().unwrap().unwrap_err();
    assert!(matches!(error, RedirectError::Cancelled), "{error}");
}
