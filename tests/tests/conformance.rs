//! The suite itself: transports that misbehave are found out.
#![allow(clippy::unwrap_used, reason = "what is not as expected fails the test")]

use bytes::Bytes;
use http::{HeaderValue, Method, Request, Response, header};
use spotify_blocking::{ProxyChoice, Ureq};
use spotify_core::{BlockingTransport, Limits, Sent, TransportError, TransportErrorKind as Kind};
use spotify_tests::conformance::{Setup, Suite};

/// What a transport does that it must not do.
#[derive(Clone, Copy)]
enum Vice {
    None,
    AddsAHeader,
    SendsAgain,
    FollowsRedirects,
    ClaimsThatNothingWasSent,
    LeavesTheBodyOut,
    ForgetsItsLimits,
    TrustsNobody,
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
                    Some(Ok(to)) => *request.uri_mut() = to,
                    _ => return Ok(answer),
                }
                self.0.send(request, limits)
            }
            (Vice::ClaimsThatNothingWasSent, Err(error)) if error.kind() == Kind::Closed => {
                Err(TransportError::new(error.kind(), Sent::No))
            }
            (_, outcome) => outcome,
        }
    }
}

/// Plays a part of the suite, and says what it came to.
fn played(vice: Vice, part: &'static str) -> String {
    let suite = Suite::blocking("careless", move |setup| Careless::new(vice, setup));
    suite.http1().only(part).run().outcomes()
}

#[test]
fn a_transport_that_misbehaves_is_found_out() {
    for (vice, part, sign) in [
        (
            Vice::AddsAHeader,
            "get_with_headers",
            "x-powered-by: careless",
        ),
        (
            Vice::SendsAgain,
            "a_post_of_which_the_answer_is_lost",
            "skipped 2 times",
        ),
        (
            Vice::FollowsRedirects,
            "redirects_are_not_followed",
            "TO A STRANGER: GET",
        ),
        (
            Vice::FollowsRedirects,
            "a_redirect_is_an_error",
            "Bearer token 1",
        ),
        (
            Vice::ClaimsThatNothingWasSent,
            "a_post_that_was_dropped",
            "POST",
        ),
        (
            Vice::LeavesTheBodyOut,
            "delete_with_json",
            "content-type: application/json",
        ),
        (
            Vice::ForgetsItsLimits,
            "a_body_one_byte_over_the_cap",
            "100001 bytes",
        ),
        (Vice::ForgetsItsLimits, "slow_beyond_the_total", "too late"),
        (
            Vice::TrustsNobody,
            "tls_with_a_root_of_ones_own",
            "Tls, never sent",
        ),
    ] {
        let (good, bad) = (played(Vice::None, part), played(vice, part));
        assert!(good.starts_with(part), "{good}");
        assert_ne!(good, bad, "{part} does not see it");
        assert!(bad.contains(sign), "{bad}");
    }
}

#[test]
fn a_run_is_the_same_every_time() {
    assert_eq!(played(Vice::None, "header"), played(Vice::None, "header"));
}
