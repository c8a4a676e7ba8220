//! The suite itself: transports that misbehave are found out.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "what is not as expected fails the test"
)]

use std::fs;

use bytes::Bytes;
use http::{HeaderValue, Method, Request, Response, Uri, header};
use serde_json::Value;
use spotify_blocking::{ProxyChoice, Ureq};
use spotify_core::{BlockingTransport, Limits, Sent, TransportError, TransportErrorKind as Kind};
use spotify_tests::conformance::{Difference, Setup, Suite};

/// What a transport does that it must not do.
#[derive(Clone, Copy)]
enum Vice {
    None,
    AddsAHeader,
    DropsAHeader,
    DropsAHeaderOfTheAnswer,
    LowersValues,
    JoinsHeaders,
    SendsTwice,
    SendsAgain,
    FollowsRedirects,
    ClaimsThatNothingWasSent,
    LeavesTheBodyOut,
    ForgetsItsLimits,
    TrustsNobody,
    NeverKnows,
    SpeaksNoTls,
    Panics,
}

struct Careless(Ureq, Vice);

impl Careless {
    fn new(vice: Vice, setup: Setup) -> Self {
        let mut builder = Ureq::builder().proxy(ProxyChoice::None);
        if let (Some(root), false) = (setup.root_pem, matches!(vice, Vice::TrustsNobody)) {
            builder = builder.add_root_certificate_pem(root.as_bytes());
        }
        Self(builder.build().unwrap(), vice)
    }
}

impl BlockingTransport for Careless {
    fn send(
        &self,
        mut request: Request<Bytes>,
        mut limits: Limits,
    ) -> Result<Response<Bytes>, TransportError> {
        match self.1 {
            Vice::AddsAHeader => {
                let value = HeaderValue::from_static("careless");
                request.headers_mut().insert("x-powered-by", value);
            }
            Vice::LeavesTheBodyOut if request.method() == Method::DELETE => {
                *request.body_mut() = Bytes::new();
            }
            Vice::ForgetsItsLimits => limits = Limits::new(),
            Vice::DropsAHeader => {
                request.headers_mut().remove(header::IF_NONE_MATCH);
            }
            Vice::LowersValues => {
                for value in request.headers_mut().values_mut() {
                    let lower = value.as_bytes().to_ascii_lowercase();
                    *value = HeaderValue::from_bytes(&lower).unwrap();
                }
            }
            Vice::JoinsHeaders => {
                let many = request.headers().get_all("x-many").iter();
                let many: Vec<&str> = many.map(|value| value.to_str().unwrap()).collect();
                let joined = HeaderValue::from_str(&many.join(", ")).unwrap();
                request.headers_mut().insert("x-many", joined);
            }
            Vice::SendsTwice => drop(self.0.send(request.clone(), limits)),
            Vice::SpeaksNoTls if request.uri().scheme_str() == Some("https") => {
                return Err(TransportError::new(Kind::Tls, Sent::No));
            }
            Vice::Panics => panic!("it does"),
            _ => {}
        }
        let outcome = self.0.send(request.clone(), limits);
        match (self.1, outcome) {
            (Vice::SendsAgain, Err(_)) => self.0.send(request, limits),
            (Vice::FollowsRedirects, Ok(answer)) if answer.status().is_redirection() => {
                match answer
                    .headers()
                    .get(header::LOCATION)
                    .map(|to| to.to_str().unwrap().parse())
                {
                    Some(Ok(to)) => *request.uri_mut() = absolute(to, request.uri()),
                    _ => return Ok(answer),
                }
                self.0.send(request, limits)
            }
            (Vice::ClaimsThatNothingWasSent, Err(error)) if error.kind() == Kind::Closed => {
                Err(TransportError::new(error.kind(), Sent::No))
            }
            (Vice::NeverKnows, Err(error)) => Err(TransportError::new(error.kind(), Sent::Maybe)),
            (Vice::DropsAHeaderOfTheAnswer, Ok(mut answer)) => {
                answer.headers_mut().remove(header::RETRY_AFTER);
                Ok(answer)
            }
            (_, outcome) => outcome,
        }
    }
}

/// What a `location` leads to from a place.
fn absolute(to: Uri, from: &Uri) -> Uri {
    let mut parts = to.into_parts();
    parts.scheme = parts.scheme.or(from.scheme().cloned());
    parts.authority = parts.authority.or(from.authority().cloned());
    Uri::from_parts(parts).unwrap()
}

/// A part of the suite over a transport that speaks HTTP/1.1 alone.
fn suite(vice: Vice, part: &'static str) -> Suite {
    let suite = Suite::blocking("careless", move |setup| Careless::new(vice, setup));
    suite.http1().only(part)
}

#[test]
fn a_transport_that_misbehaves_is_found_out_and_told_what_it_broke() {
    for (vice, part, word) in [
        (
            Vice::AddsAHeader,
            "get_with_headers",
            "added the header `x-powered-by`",
        ),
        (
            Vice::DropsAHeader,
            "get_with_headers",
            "dropped the header `if-none-match`",
        ),
        (
            Vice::LowersValues,
            "header_names_are_lower_case",
            "changed the header `x-case`",
        ),
        (
            Vice::JoinsHeaders,
            "repeated_headers",
            "changed the header `x-many`",
        ),
        (
            Vice::DropsAHeaderOfTheAnswer,
            "headers_of_the_answer",
            "dropped the header `retry-after` of the answer",
        ),
        (
            Vice::SendsTwice,
            "post_json",
            "sent the request `POST /v1/playlists/1/items` twice",
        ),
        (
            Vice::SendsAgain,
            "a_post_of_which_the_answer_is_lost",
            "sent the request `POST /v1/me/player/next` twice",
        ),
        (
            Vice::FollowsRedirects,
            "redirects_are_not_followed",
            "followed a redirect to another server",
        ),
        (
            Vice::FollowsRedirects,
            "redirects_to_the_same_host",
            "sent `GET /v1/me/elsewhere`, which nobody asked for (a redirect that was followed?)",
        ),
        (
            Vice::FollowsRedirects,
            "a_redirect_is_an_error",
            "followed a redirect to another server",
        ),
        (
            Vice::ClaimsThatNothingWasSent,
            "a_post_that_was_dropped",
            "sent the request `POST /v1/me/player/next` twice",
        ),
        (
            Vice::ClaimsThatNothingWasSent,
            "hangs_up_before_an_answer",
            "claimed that nothing was sent, though the server may have received the request",
        ),
        (
            Vice::NeverKnows,
            "port_closed",
            "did not tell that nothing was sent (`Sent::No`)",
        ),
        (
            Vice::LeavesTheBodyOut,
            "delete_with_json",
            "left out the body of `DELETE /v1/playlists/1/items`",
        ),
        (
            Vice::ForgetsItsLimits,
            "a_body_one_byte_over_the_cap",
            "gave more than `max_body`",
        ),
        (
            Vice::ForgetsItsLimits,
            "an_error_page_longer_than_its_cap",
            "gave more of an error's body than `max_error_body`",
        ),
        (
            Vice::ForgetsItsLimits,
            "slow_beyond_the_total",
            "took longer than the limits allow",
        ),
        (
            Vice::TrustsNobody,
            "tls_with_a_root_of_ones_own",
            "failed with `Tls` where there is an answer",
        ),
        (Vice::Panics, "json", "panicked"),
    ] {
        let report = suite(Vice::None, part).run();
        assert!(report.scenarios() > 0, "{part} is no scenario");
        assert_eq!(report.failures(), "", "{part} fails anyway");
        let report = suite(vice, part).run();
        let failed = report.failed();
        let broken: Vec<&String> = failed.iter().flat_map(|failed| &failed.broken).collect();
        assert!(!failed.is_empty(), "{part} does not see it");
        assert!(
            broken.iter().any(|told| *told == word),
            "{part}: {broken:?}"
        );
        assert!(report.failures().contains(word), "{}", report.failures());
    }
}

#[test]
fn an_explained_difference_passes_and_hides_no_other() {
    let late = || {
        Difference::because("it is always late").line_in(
            "port_closed",
            "= Connect, never sent",
            "= Connect, may have been received",
        )
    };
    let explained = suite(Vice::NeverKnows, "port_closed").explains(late());
    let report = explained.run();
    assert_eq!(report.failures(), "");
    assert!(
        report
            .figures()
            .contains("explained difference in 1 scenarios: it is always late"),
        "{}",
        report.figures()
    );
    // The same words do not serve for another scenario.
    let report = suite(Vice::NeverKnows, "no_such_host")
        .explains(late())
        .run();
    assert_eq!(report.failed().len(), 1);
}

#[test]
fn an_explanation_that_no_longer_occurs_is_a_failure() {
    let gone = Difference::because("it was so").line_in("get", "= 204; no body", "= 200; no body");
    let failed = suite(Vice::None, "get").explains(gone).run().failed();
    let get = failed
        .iter()
        .find(|failed| failed.scenario == "get")
        .unwrap();
    assert_eq!(
        get.difference,
        "  - = 200; no body\n  + = 204; no body\n    > GET /v1/albums/1; accept-encoding: gzip"
    );
}

#[test]
fn without_tls_every_scenario_over_it_is_refused_and_no_other_differs() {
    let chunk = Difference::because("ureq has no public error for it").line_in(
        "ends_within_the_last_chunk",
        "= Incomplete, may have been received",
        "= Other, may have been received",
    );
    let plain = suite(Vice::SpeaksNoTls, "").without_tls("it was left out");
    let report = plain.explains(chunk).run();
    assert_eq!(report.failures(), "");
    assert!(
        report
            .figures()
            .contains("scenarios: it speaks no TLS: it was left out"),
        "{}",
        report.figures()
    );
    // TLS that is spoken all the same is seen.
    let tls = suite(Vice::None, "tls_with_a_root").without_tls("it was left out");
    let failed = tls.run().failed();
    assert_eq!(
        failed[0].broken[0],
        "sent a request to a server that is not to be trusted"
    );
}

#[test]
fn what_is_explained_and_never_occurs_is_a_failure() {
    let report = suite(Vice::SpeaksNoTls, "")
        .adds("x-never: seen", "it might")
        .explains(Difference::because("it snowed").line("= snow", "= rain"))
        .run();
    let stale = report.stale();
    assert!(
        stale
            .iter()
            .any(|text| text.contains("`= snow`") && text.contains("it snowed")),
        "{stale:?}"
    );
    assert!(
        stale
            .iter()
            .any(|text| text.contains("no request has the header `x-never: seen`")),
        "{stale:?}"
    );
    assert!(
        report
            .failures()
            .contains("explained, but it does not occur")
    );
}

#[test]
fn a_report_is_read_by_programs() {
    let folder = std::env::temp_dir().join(format!("conformance-{}", std::process::id()));
    let report = suite(Vice::ForgetsItsLimits, "a_body_one_byte_over_the_cap").run();
    report.write(&folder).unwrap();
    let text = fs::read_to_string(folder.join("careless.json")).unwrap();
    fs::remove_dir_all(&folder).unwrap();
    let json: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(json["name"], "careless");
    assert_eq!(json["scenarios"], 1);
    assert_eq!(json["passed"], 0);
    assert_eq!(json["failed"], 1);
    assert_eq!(
        json["failures"][0]["broken"][0],
        "gave more than `max_body`"
    );
    assert_eq!(json["slowest"]["scenario"], "a_body_one_byte_over_the_cap");
    assert_eq!(json["explained"], serde_json::json!([]));
}

#[test]
fn a_run_is_the_same_every_time() {
    let played = || suite(Vice::None, "header").run().outcomes();
    assert_eq!(played(), played());
}

mod elsewhere {
    //! On a runtime of one's own: the thread waits, and another one does the work.

    use std::{
        future::Future,
        pin::pin,
        sync::Arc,
        task::{Context, Poll, Wake, Waker},
        thread,
        time::Duration,
    };

    use bytes::Bytes;
    use http::{Request, Response};
    use spotify_core::{HttpTransport, Limits, TransportError};
    use spotify_tests::conformance;

    use super::{Careless, Vice};

    /// Runs a future to its end on this thread.
    fn wait<F: Future>(future: F) -> F::Output {
        struct Unpark(thread::Thread);
        impl Wake for Unpark {
            fn wake(self: Arc<Self>) {
                self.0.unpark();
            }
        }
        let waker = Waker::from(Arc::new(Unpark(thread::current())));
        let mut future = pin!(future);
        loop {
            match future.as_mut().poll(&mut Context::from_waker(&waker)) {
                Poll::Ready(output) => return output,
                Poll::Pending => thread::park(),
            }
        }
    }

    struct AtOnce(Careless);

    #[async_trait::async_trait]
    impl HttpTransport for AtOnce {
        async fn send(
            &self,
            request: Request<Bytes>,
            limits: Limits,
        ) -> Result<Response<Bytes>, TransportError> {
            spotify_core::BlockingTransport::send(&self.0, request, limits)
        }

        async fn sleep(&self, delay: Duration) {
            spotify_core::BlockingTransport::sleep(&self.0, delay);
        }
    }

    conformance!(
        any_runtime_will_do,
        async |setup| AtOnce(Careless::new(Vice::None, setup)),
        on wait,
        http1,
        only "a_gateway"
    );
}
