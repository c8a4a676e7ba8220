//! The call machine against scripts of answers, in virtual time: no transport, no client.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test says what it expects"
)]

#[path = "support/endpoints.rs"]
mod endpoints;

use std::time::Duration;

use bytes::Bytes;
use endpoints::{Add, Read, Write};
use http::Response;
use proptest::prelude::*;
use spotify_core::{
    BaseUrl, Endpoint, Error, Now, Outcome, Policy, Repeat, Scopes, Sent, Timestamp,
    TransportError, TransportErrorKind as Kind,
    call::{Bearer, Call, RateGate, Step},
};

/// One thing that the world answers.
#[derive(Debug, Clone)]
enum Reply {
    Status(u16, &'static [(&'static str, &'static str)], &'static str),
    Fails(Kind, Sent),
}
use Reply::{Fails, Status};

/// Drives a call through a script; what happened is a line each.
struct World {
    now: Now,
    log: String,
    sent: usize,
    took: Duration,
}

impl World {
    fn new() -> Self {
        let wall = "2026-11-22T12:00:00Z".parse().unwrap();
        let now = Now {
            wall,
            mono: Duration::from_secs(1000),
        };
        Self {
            now,
            log: String::new(),
            sent: 0,
            took: Duration::ZERO,
        }
    }

    fn pass(&mut self, time: Duration) {
        self.now.mono += time;
        self.now.wall = self.now.wall.saturating_add(time);
    }

    fn note(&mut self, line: impl std::fmt::Display) {
        self.log.push_str(&format!("{line}\n"));
    }

    fn run<E: Endpoint>(
        &mut self,
        _: E,
        policy: Policy,
        gate: &RateGate,
        script: &[Reply],
    ) -> Result<Response<Bytes>, Error> {
        let mut replies = script.iter();
        let start = self.now.mono;
        let request = http::Request::new(Bytes::new());
        let mut step = Call::new(E::META, request, policy, gate, 7).start(self.now);
        let mut tokens = 0;
        let result = loop {
            step = match step {
                Step::Authorize(s) => {
                    tokens += 1;
                    let why = s.rejected().map_or("", |_| " because one was refused");
                    self.note(format_args!("authorize{why}"));
                    let scopes = Some(Scopes::from("user-library-read"));
                    let token = format!("token-{tokens}");
                    s.provide(Ok(Bearer::with_scopes(token, scopes)), self.now)
                }
                Step::Wait(s) => {
                    let delay = s.delay();
                    self.note(format_args!("wait {:?} ({:?})", round(delay), s.reason()));
                    self.pass(delay);
                    s.over(self.now)
                }
                Step::Admit(s) => s.try_admit(self.now).unwrap_or_else(Step::Admit),
                Step::Transmit(s) => {
                    let token = s.request().headers()["authorization"]
                        .to_str()
                        .unwrap()
                        .to_owned();
                    let limit = s.limits(self.now).total;
                    self.sent += 1;
                    let reply = replies.next().expect("the script is long enough");
                    self.note(format_args!(
                        "send {token} within {:?}: {reply:?}",
                        round(limit)
                    ));
                    self.pass(Duration::from_millis(100));
                    match reply {
                        Status(status, headers, body) => {
                            let mut response = Response::builder().status(*status);
                            for (name, value) in *headers {
                                response = response.header(*name, *value);
                            }
                            let body = Bytes::from_static(body.as_bytes());
                            s.reply(Ok(response.body(body).unwrap()), self.now)
                        }
                        Fails(kind, sent) => {
                            s.reply(Err(TransportError::new(*kind, *sent)), self.now)
                        }
                    }
                }
                Step::Done(result) => break result,
            };
        };
        self.took = self.now.mono - start;
        match &result {
            Ok(response) => self.note(format_args!("done {}", response.status())),
            Err(error) => self.note(format_args!("failed: {error:#}")),
        }
        result
    }
}

fn round(time: Duration) -> Duration {
    Duration::from_millis(time.as_millis() as u64)
}

fn script<E: Endpoint>(endpoint: E, replies: &[Reply]) -> String {
    let mut world = World::new();
    let _ = world.run(endpoint, Policy::new(), &RateGate::default(), replies);
    world.log
}

const EXPIRED: Reply = Status(
    401,
    &[("www-authenticate", "Bearer error=\"invalid_token\"")],
    r#"{"error":{"status":401,"message":"The access token expired"}}"#,
);
const OK: Reply = Status(200, &[], "{}");
const LOST: Reply = Fails(Kind::Closed, Sent::Maybe);
const UNSENT: Reply = Fails(Kind::Connect, Sent::No);
const BAD_GATEWAY: Reply = Status(
    502,
    &[("content-type", "text/html")],
    "<html>\u{7}bad gateway</html>",
);

#[test]
fn r11_a_refused_token_is_renewed_once_and_the_call_sent_once_more() {
    insta::assert_snapshot!(script(Add, &[EXPIRED, OK]), @r#"
    authorize
    send Bearer token-1 within 30s: Status(401, [("www-authenticate", "Bearer error=\"invalid_token\"")], "{\"error\":{\"status\":401,\"message\":\"The access token expired\"}}")
    authorize because one was refused
    send Bearer token-2 within 30s: Status(200, [], "{}")
    done 200 OK
    "#);
    insta::assert_snapshot!("r11_second_401", script(Read, &[EXPIRED, EXPIRED]));
    for refusal in [400, 403, 404] {
        let mut world = World::new();
        let replies = [Status(refusal, &[], "")];
        let result = world.run(Read, Policy::new(), &RateGate::default(), &replies);
        assert_eq!(
            (world.sent, result.unwrap_err().status().unwrap().as_u16()),
            (1, refusal)
        );
    }
}

#[test]
fn everything_that_may_be_repeated_in_one_call() {
    let limited = Status(429, &[("retry-after", "3")], "");
    insta::assert_snapshot!(script(Read, &[EXPIRED, limited, UNSENT, OK]));
    insta::assert_snapshot!(
        "r2_idempotent_calls",
        script(Write, &[BAD_GATEWAY, LOST, OK])
    );
    insta::assert_snapshot!(
        "r4_three_attempts",
        script(Read, &[BAD_GATEWAY, BAD_GATEWAY, BAD_GATEWAY])
    );
}

#[test]
fn r3_what_must_not_be_repeated_is_reported_as_ambiguous() {
    insta::assert_snapshot!("r3_lost", script(Add, &[LOST]));
    insta::assert_snapshot!("r3_gateway", script(Add, &[BAD_GATEWAY]));
    insta::assert_snapshot!("r2_never_sent", script(Add, &[UNSENT, OK]));
}

#[test]
fn r7_a_long_limit_or_a_quota_is_an_error_at_once() {
    let long = Status(429, &[("retry-after", "48925")], "");
    let quota = Status(
        429,
        &[("retry-after", "2")],
        r#"{"error":{"status":429,"message":"Too many requests","reason":"QUOTA_EXCEEDED"}}"#,
    );
    insta::assert_snapshot!("r7_long", script(Read, &[long]));
    insta::assert_snapshot!("r7_quota", script(Read, &[quota]));
    let mut world = World::new();
    let long = Status(429, &[("retry-after", "48925")], "");
    let error = world
        .run(Read, Policy::new(), &RateGate::default(), &[long])
        .unwrap_err();
    assert_eq!(error.retry_after(), Some(Duration::from_secs(48_925)));
    assert_eq!(
        world.took,
        Duration::from_millis(100),
        "nothing was waited for"
    );
}

#[test]
fn r8_a_limit_that_one_call_meets_holds_the_others() {
    let (gate, mut world) = (RateGate::default(), World::new());
    let limited = Status(429, &[("retry-after", "20")], "");
    let policy = Policy::new().attempts(1);
    world.run(Read, policy, &gate, &[limited]).unwrap_err();
    assert_eq!(
        gate.pause(world.now).unwrap().remaining,
        Duration::from_secs(20)
    );
    let before = world.now.mono;
    world.run(Write, Policy::new(), &gate, &[OK]).unwrap();
    assert!(world.now.mono - before >= Duration::from_secs(20));
    insta::assert_snapshot!(world.log);
}

#[test]
fn a_limit_without_a_number_is_waited_out_for_at_least_a_second() {
    let log = script(Read, &[Status(429, &[("content-length", "0")], ""), OK]);
    insta::assert_snapshot!(log);
}

#[test]
fn q3_redirects_are_errors() {
    for status in [301, 302, 303, 307, 308] {
        let redirect = Status(status, &[("location", "https://evil.example/")], "");
        let log = script(Read, &[redirect]);
        assert!(log.contains("redirects are never followed"), "{log}");
    }
    let mut world = World::new();
    let unchanged = Status(304, &[], "");
    assert!(
        world
            .run(Read, Policy::new(), &RateGate::default(), &[unchanged])
            .is_ok()
    );
}

#[test]
fn r10_a_call_without_time_for_another_attempt_ends() {
    let policy = Policy::new().deadline(Duration::from_secs(5)).attempts(100);
    let mut world = World::new();
    let replies = vec![LOST; 100];
    let error = world
        .run(Read, policy, &RateGate::default(), &replies)
        .unwrap_err();
    assert!(world.took <= Duration::from_secs(5), "{:?}", world.took);
    assert!(matches!(error, Error::Transport(_)), "{error}");
}

#[test]
fn what_may_have_been_done_once_is_never_said_not_to_have_been() {
    let gate = RateGate::default();
    let error = World::new()
        .run(Write, Policy::new(), &gate, &[LOST, UNSENT, UNSENT])
        .unwrap_err();
    let Error::Transport(error) = error else {
        panic!("{error}")
    };
    assert_eq!((error.kind(), error.sent()), (Kind::Connect, Sent::Maybe));
}

#[test]
fn a_timeout_at_the_deadline_says_whose_it_was() {
    let policy = Policy::new().deadline(Duration::from_millis(100));
    let slow = [Fails(Kind::Timeout, Sent::Maybe)];
    let gate = RateGate::default();
    let error = World::new()
        .run(Read, policy.clone(), &gate, &slow)
        .unwrap_err();
    assert!(
        matches!(
            error,
            Error::Deadline {
                outcome: Outcome::Unknown,
                ..
            }
        ),
        "{error}"
    );
    let error = World::new().run(Add, policy, &gate, &slow).unwrap_err();
    assert!(matches!(error, Error::Ambiguous(_)), "{error}");
}

#[test]
fn t1_a_token_that_no_header_can_carry_is_refused_and_not_shown() {
    let request = Read.request(&BaseUrl::default()).unwrap();
    let now = Now::default();
    let Step::Authorize(s) =
        Call::new(Read::META, request, Policy::new(), &RateGate::default(), 1).start(now)
    else {
        panic!("a call begins with its token");
    };
    let bearer = Bearer::new("canary\r\nx: y");
    let Step::Done(Err(error)) = s.provide(Ok(bearer), now) else {
        panic!("it ends")
    };
    assert!(!format!("{error:#?} {error:#}").contains("canary"));
}

fn reply() -> impl Strategy<Value = Reply> {
    prop_oneof![
        Just(OK),
        Just(EXPIRED),
        Just(LOST),
        Just(UNSENT),
        Just(BAD_GATEWAY),
        Just(Fails(Kind::BodyTooLarge, Sent::Maybe)),
        Just(Fails(Kind::Timeout, Sent::Maybe)),
        Just(Status(429, &[("retry-after", "1")], "")),
        Just(Status(429, &[("retry-after", "31")], "")),
        Just(Status(429, &[], "")),
        Just(Status(503, &[("retry-after", "2")], "")),
        Just(Status(404, &[], "")),
        Just(Status(302, &[], "")),
    ]
}

/// Whether the server may have carried a request out.
fn executed(reply: &Reply) -> bool {
    match reply {
        Status(status, ..) => *status < 400 || *status >= 500,
        Fails(_, sent) => *sent == Sent::Maybe,
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, ..ProptestConfig::default() })]

    /// R2, R4, R10, R11: whatever the world answers, a call ends, in time, after at most three
    /// attempts and one more for a refused token, and never does twice what must not be.
    #[test]
    fn r2_any_script_ends_and_repeats_only_what_may_be(
        replies in proptest::collection::vec(reply(), 8),
        class in 0..3,
    ) {
        let (mut world, gate) = (World::new(), RateGate::default());
        let policy = Policy::new();
        let repeat = match class {
            0 => { let _ = world.run(Read, policy, &gate, &replies); Repeat::Safe }
            1 => { let _ = world.run(Write, policy, &gate, &replies); Repeat::Idempotent }
            _ => { let _ = world.run(Add, policy, &gate, &replies); Repeat::Once }
        };
        prop_assert!(world.sent <= 4, "{}", world.log);
        prop_assert!(world.took <= Duration::from_secs(60));
        let done = replies[..world.sent].iter().filter(|reply| executed(reply)).count();
        if repeat == Repeat::Once {
            prop_assert!(done <= 1, "{}", world.log);
        }
        prop_assert_eq!(gate.in_flight(), 0);
        prop_assert_eq!(gate.waiting(), 0);
    }
}

#[test]
fn r12_a_call_dropped_in_any_state_gives_everything_back() {
    for depth in 0..4 {
        let (gate, now) = (
            RateGate::new(1),
            Now {
                wall: Timestamp::EPOCH,
                ..Now::default()
            },
        );
        let request = http::Request::new(Bytes::new());
        let mut step = Call::new(Read::META, request, Policy::new(), &gate, 7).start(now);
        for _ in 0..depth {
            step = match step {
                Step::Authorize(s) => s.provide(Ok(Bearer::new("t")), now),
                Step::Admit(s) => s.try_admit(now).unwrap(),
                Step::Transmit(s) => {
                    s.reply(Err(TransportError::new(Kind::Idle, Sent::Maybe)), now)
                }
                other => other,
            };
        }
        drop(step);
        assert_eq!(
            (gate.in_flight(), gate.waiting()),
            (0, 0),
            "after {depth} steps"
        );
    }
}

#[test]
fn r8_the_gate_is_closed_before_the_permit_of_a_429_is_given_back() {
    /// Notes whether the gate was closed when it was woken.
    struct Look {
        gate: RateGate,
        now: Now,
        closed: std::sync::Mutex<Vec<bool>>,
    }
    impl std::task::Wake for Look {
        fn wake(self: std::sync::Arc<Self>) {
            self.closed
                .lock()
                .unwrap()
                .push(self.gate.pause(self.now).is_some());
        }
    }
    let (gate, now) = (RateGate::new(1), Now::default());
    let admit = || {
        let request = http::Request::new(Bytes::new());
        match Call::anonymous(Read::META, request, Policy::new(), &gate, 7).start(now) {
            Step::Admit(admit) => admit.try_admit(now),
            other => panic!("{other:?}"),
        }
    };
    let Ok(Step::Transmit(first)) = admit() else {
        panic!("the first is let in")
    };
    let Err(second) = admit() else {
        panic!("the second waits")
    };
    let closed = std::sync::Mutex::default();
    let look = std::sync::Arc::new(Look {
        gate: gate.clone(),
        now,
        closed,
    });
    second.notify(&look.clone().into());
    let limited = Response::builder().status(429).header("retry-after", "5");
    let step = first.reply(Ok(limited.body(Bytes::new()).unwrap()), now);
    assert!(matches!(step, Step::Wait(_)), "{step:?}");
    assert_eq!(*look.closed.lock().unwrap(), [true]);
}
