//! A sign-in in a real browser: headless Chromium, driven through the mock's consent page.
#![allow(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "what is not as expected fails the test"
)]

use std::{
    net::{Ipv4Addr, TcpListener},
    time::Duration,
};

use spotify_auth::{
    App, Asking, CallbackError, Entropy,
    redirect::webdriver::{WebDriver, WebDriverError},
};
use spotify_blocking::prelude::{Client, Scope, Ureq, *};
use spotify_core::{Accounts, ProxyChoice};
use spotify_tests::mock::{Consent, MockSpotify};

const TIMEOUT: Duration = Duration::from_secs(60);

fn mock(consent: Consent) -> MockSpotify {
    MockSpotify::builder().consent(consent).start().unwrap()
}

/// A sign-in that ends at a port where nobody listens.
fn asking(mock: &MockSpotify) -> Asking {
    let free = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    let redirect = format!("http://{}/callback", free.local_addr().unwrap());
    let accounts = Accounts::at(&mock.accounts_base().parse().unwrap());
    App::new(mock.client_id())
        .unwrap()
        .redirect(&redirect)
        .unwrap()
        .authorization_code_pkce(Scope::UserReadPrivate | Scope::UserTopRead)
        .unwrap()
        .begin(Entropy::os().unwrap(), &accounts)
}

/// A browser that also starts as root and where `/dev/shm` is small, as in containers.
fn chromium() -> WebDriver {
    WebDriver::chromium()
        .headless(true)
        .argument("--no-sandbox")
        .argument("--disable-dev-shm-usage")
}

fn drive(browser: &WebDriver, asking: &Asking) -> Result<String, WebDriverError> {
    browser.redirect(&asking.url(), &asking.params().redirect_uri, TIMEOUT)
}

/// Whose token a code is exchanged for.
fn user_of(mock: &MockSpotify, asking: Asking, address: &str) -> String {
    let transport = Ureq::builder().proxy(ProxyChoice::None).build().unwrap();
    let client = Client::builder(transport)
        .api_base(mock.api_base())
        .accounts_base(mock.accounts_base())
        .sign_in(asking.callback(address).unwrap())
        .unwrap();
    let me = client.users().current().send().unwrap();
    me.id.to_string()
}

#[test]
#[ignore = "needs chromedriver"]
fn d18_a_browser_agrees_where_nobody_listens() {
    let mock = mock(Consent::Interactive);
    let asking = asking(&mock);
    let browser = chromium().wait_for("#user").click("#grant");
    let address = drive(&browser, &asking).unwrap();
    assert!(address.starts_with(asking.params().redirect_uri.as_str()));
    assert_eq!(user_of(&mock, asking, &address), mock.world().user());
}

#[test]
#[ignore = "needs chromedriver"]
fn d18_a_browser_agrees_as_another_user() {
    let mock = mock(Consent::Interactive);
    let asking = asking(&mock);
    let browser = chromium()
        .click("#switch")
        .wait_for("#grant[href*='user=neighbour&']")
        .click("#grant");
    let address = drive(&browser, &asking).unwrap();
    assert_eq!(
        user_of(&mock, asking, &address),
        mock.world().another_user()
    );
}

#[test]
#[ignore = "needs chromedriver"]
fn d18_a_browser_denies() {
    let mock = mock(Consent::Interactive);
    let asking = asking(&mock);
    let address = drive(&chromium().click("#deny"), &asking).unwrap();
    let rejected = asking.callback(&address).unwrap_err();
    assert_eq!(rejected.error, CallbackError::Denied);
    assert_eq!(mock.exchanges(), 0);
}

#[test]
#[ignore = "needs chromedriver"]
fn d18_steps_that_are_not_needed_are_not_waited_for() {
    let mock = mock(Consent::Grant);
    let asking = asking(&mock);
    let browser = chromium().fill("#password", "x").click("#grant");
    let address = drive(&browser, &asking).unwrap();
    assert!(asking.callback(&address).is_ok());
}

#[test]
#[ignore = "needs chromedriver"]
fn d18_what_goes_wrong_in_a_browser_is_told_without_the_state() {
    let mock = mock(Consent::Interactive);
    let asking = asking(&mock);
    let goal = &asking.params().redirect_uri;

    let lost = chromium().click("#nowhere");
    let error = lost
        .redirect(&asking.url(), goal, Duration::from_secs(5))
        .unwrap_err();
    assert!(
        matches!(&error, WebDriverError::TimedOut { place: Some(place), selector: Some(selector), .. }
            if *place == mock.accounts_base() && selector == "#nowhere"),
        "{error}"
    );
    let mut said = format!("{error} {error:?}");

    let refused = asking
        .url()
        .replace(&mock.accounts_base(), "http://accounts.invalid");
    let error = chromium().redirect(&refused, goal, TIMEOUT).unwrap_err();
    assert!(
        matches!(&error, WebDriverError::Unreachable(Some(place)) if place == "http://accounts.invalid"),
        "{error}"
    );
    said.push_str(&format!("{error} {error:?}"));

    let error = drive(&chromium().binary("/dev/null"), &asking).unwrap_err();
    assert!(matches!(error, WebDriverError::NoSession(_)), "{error}");
    said.push_str(&format!("{error} {error:?}"));

    assert!(!said.contains(asking.params().state.expose()), "{said}");
}
