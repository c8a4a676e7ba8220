//! Sign-ins of several steps, driven by both kinds of client in virtual time.

#![allow(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "tests say what they expect"
)]

#[path = "support/accounts.rs"]
mod accounts;
#[path = "support/block_on.rs"]
mod block_on;

use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

use accounts::REFRESH;
use block_on::block_on;
use bytes::Bytes;
use http::{Request, Response, header};
use spotify_core::{
    Accounts, Client, Clock, Error, Limits, Now, Phase, SignIn, SignInStep, SignedIn, Token,
    TransportError, TransportErrorKind, blocking,
    testing::{Answer, ManualClock, Replay},
};

const SECOND: Duration = Duration::from_secs(1);

/// A step of a made-up sign-in.
#[derive(Clone)]
enum Plan {
    Get(String, Option<&'static str>),
    Post(String),
    Wait(Duration),
}

/// A sign-in that does what its plan says, and has a token at its end.
#[derive(Clone)]
struct Planned(Vec<Plan>, Duration);

fn planned(plan: impl IntoIterator<Item = Plan>) -> Planned {
    Planned(plan.into_iter().collect(), Duration::from_secs(60))
}

impl SignIn for Planned {
    fn start(mut self, accounts: &Accounts, _: Now) -> SignInStep {
        let accounts = accounts.clone();
        if self.0.is_empty() {
            return SignInStep::done(SignedIn::new(Token::new("signed-in"), REFRESH));
        }
        match self.0.remove(0) {
            Plan::Get(url, cookie) => {
                let mut request = Request::get(url);
                if let Some(cookie) = cookie {
                    request = request.header(header::COOKIE, cookie);
                }
                let request = Ok(request.body(Bytes::new()).unwrap());
                SignInStep::page(request, move |_, now| Ok(self.start(&accounts, now)))
            }
            Plan::Post(url) => {
                let request = Ok(Request::post(url).body(Bytes::new()).unwrap());
                SignInStep::exchange(request, move |_, now| Ok(self.start(&accounts, now)))
            }
            Plan::Wait(delay) => SignInStep::wait(delay, move |now| self.start(&accounts, now)),
        }
    }

    fn longest(&self) -> Duration {
        self.1
    }
}

fn get(url: &str) -> Plan {
    Plan::Get(url.into(), Some("a=b"))
}

fn post(url: &str) -> Plan {
    Plan::Post(url.into())
}

const AUTHORIZE: &str = "https://accounts.spotify.com/authorize";
const TOKEN: &str = "https://accounts.spotify.com/api/token";

/// So that a program may spawn it.
fn anywhere<F: Future + Send>(future: F) -> F {
    future
}

/// The same sign-in by both kinds of client, which must come to the same.
fn both(
    accounts: &Accounts,
    wire: impl Fn() -> Replay,
    plan: &Planned,
) -> (Result<(), Error>, String) {
    let run = |blocking: bool| {
        let clock = ManualClock::new();
        let wire = wire().clock(&clock);
        let result = if blocking {
            let builder = blocking::Client::builder(wire.clone())
                .account("me")
                .clock(clock.clone());
            let client = builder.accounts(accounts.clone()).sign_in(plan.clone());
            client.map(|client| assert!(client.session().authorized))
        } else {
            let builder = Client::builder(wire.clone())
                .account("me")
                .clock(clock.clone());
            let signing_in = builder.accounts(accounts.clone()).sign_in(plan.clone());
            let client = block_on(anywhere(signing_in));
            client.map(|client| assert!(client.session().authorized))
        };
        (result, wire.log())
    };
    let (first, second) = (run(false), run(true));
    assert_eq!(first.1, second.1);
    let text = |result: &Result<(), Error>| result.as_ref().map_err(ToString::to_string).err();
    assert_eq!(text(&first.0), text(&second.0));
    first
}

#[test]
fn both_clients_drive_steps_and_waits_to_the_token() {
    let plan = planned([
        get(AUTHORIZE),
        Plan::Wait(5 * SECOND),
        post(TOKEN),
        Plan::Wait(10 * SECOND),
        post(TOKEN),
    ]);
    let wire = || {
        Replay::new()
            .on("GET /authorize", (302, ""))
            .always("POST /api/token", "{}")
    };
    let (result, log) = both(&Accounts::default(), wire, &plan);
    result.unwrap();
    insta::assert_snapshot!(log, @r"
    GET /authorize
    wait 5s
    POST /api/token
    wait 10s
    POST /api/token
    ");
}

#[test]
fn q1_each_step_goes_to_its_own_origin_or_nowhere() {
    let elsewhere = "https://login.example.com/authorize";
    let apart = Accounts::default()
        .authorize(elsewhere.parse().unwrap())
        .device("https://device.example.com/code".parse().unwrap());
    let bare = |url: &str| Plan::Get(url.into(), None);
    for (accounts, plan, may_go) in [
        (Accounts::default(), get(AUTHORIZE), true),
        (Accounts::default(), post(TOKEN), true),
        (Accounts::default(), get("https://evil.example/"), false),
        (Accounts::default(), post("https://evil.example/"), false),
        (
            Accounts::default(),
            get("http://accounts.spotify.com/"),
            false,
        ),
        (
            Accounts::default(),
            get("https://accounts.spotify.com:8443/"),
            false,
        ),
        (
            Accounts::default(),
            post("https://accounts.spotify.com.evil.example/"),
            false,
        ),
        (
            Accounts::default(),
            post("https://device.example.com/code"),
            false,
        ),
        (apart.clone(), post("https://device.example.com/code"), true),
        (apart.clone(), get(elsewhere), true),
        (apart.clone(), post(TOKEN), true),
        // Cookies belong to where users sign in, and secrets do not.
        (apart.clone(), get(TOKEN), false),
        (apart.clone(), get("https://device.example.com/code"), false),
        (apart.clone(), post(elsewhere), false),
        (apart, bare(elsewhere), false),
    ] {
        let wire = || {
            let all = ["/", "/authorize", "/api/token", "/code"];
            all.into_iter().fold(Replay::new(), |wire, path| {
                wire.always(format!("GET {path}"), "{}")
                    .always(format!("POST {path}"), "{}")
            })
        };
        let name = match &plan {
            Plan::Get(url, _) | Plan::Post(url) => url.clone(),
            Plan::Wait(_) => String::new(),
        };
        let (result, log) = both(&accounts, wire, &planned([plan]));
        assert_eq!(result.is_ok(), may_go, "{name}");
        assert_eq!(log.is_empty(), !may_go, "{name}");
        if let Err(error) = result {
            assert!(error.to_string().contains("another server"), "{error}");
        }
    }
}

#[test]
fn what_ends_a_step_ends_the_sign_in() {
    let lost = TransportError::new(TransportErrorKind::Timeout, spotify_core::Sent::Maybe);
    for (answer, page, form) in [
        (Answer::from((200, "")), true, true),
        (Answer::from((302, "")), true, false),
        (Answer::from((400, "")), true, true),
        (
            Answer::from((429, "")).header("retry-after", "7"),
            false,
            false,
        ),
        (Answer::from((503, "")), false, false),
        (Answer::from(lost), false, false),
    ] {
        for (plan, goes_on) in [(get(AUTHORIZE), page), (post(TOKEN), form)] {
            let wire = || {
                Replay::new()
                    .on("GET /authorize", answer.clone())
                    .on("POST /api/token", answer.clone())
            };
            let (result, log) = both(&Accounts::default(), wire, &planned([plan]));
            assert_eq!(result.is_ok(), goes_on, "{answer:?} {log}");
            assert_eq!(log.lines().count(), 1, "nothing is repeated or followed");
            if let Err(Error::RateLimited(limited)) = result {
                assert_eq!(limited.retry_after, 7 * SECOND);
            }
        }
    }
}

#[test]
fn a_sign_in_ends_at_its_deadline_however_many_steps_it_takes() {
    let minute = 60 * SECOND;
    let waits = Planned(vec![Plan::Wait(25 * SECOND); 4], minute);
    let (result, log) = both(&Accounts::default(), Replay::new, &waits);
    let error = result.unwrap_err();
    assert!(
        matches!(error, Error::Deadline { phase: Phase::Wait, deadline, .. } if deadline == minute)
    );
    assert_eq!(
        error.to_string(),
        "getting a token took longer than its 60s, while it waited before another attempt"
    );
    assert_eq!(log, "wait 25s\nwait 25s\n");

    // The machine says how long it may take.
    let longer = Planned(vec![Plan::Wait(25 * SECOND); 4], 2 * minute);
    both(&Accounts::default(), Replay::new, &longer).0.unwrap();
}

/// A transport that takes its time, and writes down what it was allowed.
#[derive(Clone)]
struct Slow(ManualClock, Duration, Arc<Mutex<Vec<Limits>>>);

impl spotify_core::BlockingTransport for Slow {
    fn send(&self, _: Request<Bytes>, l: Limits) -> Result<Response<Bytes>, TransportError> {
        self.0.advance(self.1.min(l.total));
        self.2.lock().unwrap().push(l);
        Ok(Response::default())
    }
}

#[test]
fn y1_answers_are_capped_and_an_exchange_takes_what_is_left_at_the_most() {
    let clock = ManualClock::new();
    let slow = Slow(clock.clone(), 8 * SECOND, Arc::default());
    let steps = [get(AUTHORIZE), post(TOKEN), post(TOKEN), post(TOKEN)];
    let error = blocking::Client::builder(slow.clone())
        .account("me")
        .clock(clock.clone())
        .limits(Limits::new().max_body(1000).max_error_body(100))
        .sign_in(Planned(steps.into(), 20 * SECOND))
        .unwrap_err();
    assert!(matches!(
        error,
        Error::Deadline {
            phase: Phase::Transmit,
            ..
        }
    ));
    let limits = slow.2.lock().unwrap();
    let seen: Vec<_> = limits.iter().map(|l| (l.total, l.max_body)).collect();
    assert_eq!(
        seen,
        [(10 * SECOND, 1000), (10 * SECOND, 100), (4 * SECOND, 100)]
    );
    assert_eq!(clock.now().mono, 20 * SECOND);
}

#[test]
fn t1_no_step_shows_a_secret() {
    let url = format!("{AUTHORIZE}?state=canary");
    let plan = planned([Plan::Get(url, Some("a=canary"))]);
    let step = plan.start(&Accounts::default(), Now::default());
    let waits = SignInStep::wait(SECOND, |_| {
        SignInStep::failed(spotify_core::AuthError::Panicked)
    });
    let text = format!("{step:?} {step:#?} {waits:?}");
    assert!(text.contains("Transmit(GET /authorize)") && text.contains("Wait(1s)"));
    assert!(!text.contains("canary"), "{text}");
}
