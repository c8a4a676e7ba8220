//! The mock's page in a real browser: headless Chromium shows the requests as they come, and its
//! buttons do what they say.
#![allow(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "what is not as expected fails the test"
)]

use std::{
    thread::{self, JoinHandle},
    time::Duration,
};

use bytes::Bytes;
use http::Request;
use spotify_auth::redirect::{Cancel, Opener, RedirectHandler, WebDriver};
use spotify_blocking::Ureq;
use spotify_core::{BlockingTransport, Limits, ProxyChoice};
use spotify_tests::mock::{Consent, Fault, MockSpotify};

/// A browser that also starts as root and where `/dev/shm` is small, as in containers.
fn chromium() -> WebDriver {
    WebDriver::chromium()
        .headless(true)
        .argument("--no-sandbox")
        .argument("--disable-dev-shm-usage")
        .timeout(Duration::from_secs(60))
}

/// A browser on the page, which takes its steps and then stays until it is cancelled.
struct Visit {
    cancel: Cancel,
    browser: JoinHandle<String>,
}

impl Visit {
    fn begin(mock: &MockSpotify, browser: WebDriver) -> Self {
        let page = mock.dashboard_url().unwrap();
        let cancel = browser.cancel().unwrap();
        let browser = thread::spawn(move || {
            // It would end there, and does not come there.
            let url = format!("{page}?redirect_uri=http://127.0.0.1:9/never");
            browser.open(&url).unwrap_err().to_string()
        });
        Self { cancel, browser }
    }

    /// Makes calls until one is answered with this status, which a step of the browser sees to.
    fn until(&self, status: u16, mut call: impl FnMut() -> u16) {
        while call() != status {
            assert!(!self.browser.is_finished(), "the browser gave up");
            thread::park_timeout(Duration::from_millis(50));
        }
    }

    /// Closes the browser, which must have come to the end of its steps.
    fn end(self) {
        self.cancel.cancel();
        let said = self.browser.join().unwrap();
        assert!(said.contains("cancel"), "{said}");
    }
}

/// A call in the name of the user; gives the status.
fn caller(mock: &MockSpotify) -> impl Fn(&str) -> u16 {
    let transport = Ureq::builder().proxy(ProxyChoice::None).build().unwrap();
    let (base, token) = (mock.api_base(), mock.mint_full_token());
    move |target| {
        let request = Request::get(format!("{base}{target}"))
            .header("authorization", format!("Bearer {token}"))
            .body(Bytes::new())
            .unwrap();
        let answer = transport.send(request, Limits::new()).unwrap();
        answer.status().as_u16()
    }
}

#[test]
#[ignore = "needs chromedriver"]
fn requests_are_shown_as_they_come_and_buttons_make_calls_fail() {
    let mock = MockSpotify::builder().dashboard(0).start().unwrap();
    let call = caller(&mock);
    assert_eq!(call("/me?before=1"), 200);
    let browser = chromium()
        // What was asked before, and what the mock serves.
        .wait_for("#log tr[data-status='200'] td[title='/v1/me?before=1']")
        .wait_for(format!("#addresses dd[title='{}']", mock.api_base()))
        .wait_for(format!("#addresses dd[title='{}']", mock.client_id()))
        // A button makes the next call fail.
        .click("#next-503")
        .wait_for("#log tr[data-status='503'] td[title='/v1/me']")
        .wait_for("#log tr[data-status='503'] td[title='fault']")
        // What is misspelled is told; what is not is taken.
        .fill("#fault", "GET /v1/me tuesday")
        .click("#add")
        .wait_for("#error:not(:empty)")
        .fill("#fault", "GET /v1/me 502 after 1")
        .click("#add")
        .wait_for("#error:empty")
        .wait_for("#faults td[title='GET /v1/me 502 after 1']")
        .wait_for("#log tr[data-status='502']")
        .click("#clear-faults")
        .wait_for("#faults:empty")
        .click("#clear-log")
        .click("#expire");
    let visit = Visit::begin(&mock, browser);
    visit.until(503, || call("/me"));
    assert_eq!(call("/me"), 200);
    visit.until(502, || call("/me"));
    visit.until(401, || call("/me"));
    visit.end();
}

/// Whatever a request says is text on the page.
#[test]
#[ignore = "needs chromedriver"]
fn what_is_shown_is_text() {
    let mock = MockSpotify::builder().dashboard(0).start().unwrap();
    let call = caller(&mock);
    let target = "/me?q=%3Cimg%20src=x%3E&a=b&amp;c";
    assert_eq!(call(target), 200);
    mock.fault(Fault::on("GET", "<b id=hurt>").status(500));
    let browser = chromium()
        .wait_for(format!("#log td[title='/v1{target}']"))
        .wait_for("#faults td[title='GET <b id=hurt> (made in code)']")
        .wait_for("body:not(:has(#hurt))")
        .click("#next-503");
    let visit = Visit::begin(&mock, browser);
    // The fault that is first does not mean this one.
    visit.until(503, || call("/me"));
    visit.end();
}

#[test]
#[ignore = "needs chromedriver"]
fn consent_is_given_or_refused_by_a_click() {
    for (button, outcome) in [("#grant", "agreed"), ("#deny", "refused")] {
        let mock = MockSpotify::builder()
            .dashboard(0)
            .consent(Consent::Interactive)
            .start()
            .unwrap();
        let call = caller(&mock);
        let browser = chromium()
            .wait_for("#sign-in[href]")
            .click("#sign-in")
            .click(button)
            .wait_for(format!("#said[data-outcome='{outcome}']"))
            .wait_for("#log td[title^='/authorize?']")
            .click("#next-503");
        let visit = Visit::begin(&mock, browser);
        visit.until(503, || call("/me"));
        visit.end();
        mock.assert_no_strangers();
    }
}
