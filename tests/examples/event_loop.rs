//! A program with an event loop of its own and no runtime: it carries out several calls at once,
//! in one thread, over sockets of the standard library.
//!
//! `cargo run -p spotify-tests --example event_loop` runs it against a mock Spotify on which the
//! token has ended, one server is down and a rate limit is reached.

use std::{sync::Arc, thread, time::Duration};

use bytes::Bytes;
use http::Response;
use spotify_auth::{App, Refresh};
use spotify_core::{
    Accounts, BaseUrl, Clock as _, Endpoint as _, Error, MemoryStore, Now, Policy, SystemClock,
    Token,
    call::{Admit, Authorize, Call, RateGate, Step, Transmit, Wait},
    session::Session,
};
use spotify_endpoints::{AlbumId, GetAlbum};
use spotify_tests::mock::{Answer, Fault, MockSpotify, RetryAfter};

#[path = "support/exchange.rs"]
mod exchange;
#[path = "support/renewal.rs"]
mod renewal;

use exchange::Exchange;
use renewal::Renewal;

/// What a call waits for.
enum Pending {
    /// A token.
    Token(Authorize),
    /// A moment.
    Time(Wait, Duration),
    /// Its turn among the others.
    Turn(Admit),
    /// The server.
    Server(Transmit, Box<Exchange>),
    /// Nothing any more.
    Done(Result<Response<Bytes>, Error>),
}

/// What all calls share.
struct EventLoop<'a> {
    clock: SystemClock,
    session: Arc<Session>,
    store: MemoryStore,
    renewal: Option<Renewal>,
    say: &'a mut dyn FnMut(String),
}

impl EventLoop<'_> {
    /// Carries all calls out and gives what they came to, in the same order.
    #[allow(clippy::disallowed_methods, reason = "a loop has to wait somewhere")]
    fn run(&mut self, calls: Vec<Call>) -> Vec<Result<Response<Bytes>, Error>> {
        let now = self.clock.now();
        let calls = calls.into_iter().enumerate();
        let mut pending: Vec<Pending> = calls
            .map(|(id, call)| self.take(id, call.start(now), now))
            .collect();
        while pending.iter().any(|call| !matches!(call, Pending::Done(_))) {
            let now = self.clock.now();
            self.see_to_the_token(&pending, now);
            let calls = pending.into_iter().enumerate();
            pending = calls.map(|(id, call)| self.look(id, call, now)).collect();
            if matches!(self.renewal, Some(Renewal::Done(_))) {
                self.renewal = None; // everybody has been told
            }
            // A real loop sleeps in `epoll` or the like until a socket is ready or the next
            // moment has come; the standard library has no such thing.
            thread::sleep(Duration::from_millis(1));
        }
        let done = pending.into_iter().filter_map(|call| match call {
            Pending::Done(result) => Some(result),
            _ => None,
        });
        done.collect()
    }

    /// Sees whether what a call waits for has come.
    fn look(&mut self, id: usize, call: Pending, now: Now) -> Pending {
        let step = match call {
            Pending::Token(s) if s.rest(now).is_zero() => s.expired(),
            Pending::Token(s) => match &self.renewal {
                Some(Renewal::Done(token)) => s.provide(token.clone(), now),
                _ => return Pending::Token(s),
            },
            Pending::Time(s, end) if end <= now.mono => s.over(now),
            Pending::Turn(s) => Step::Admit(s),
            Pending::Server(s, mut exchange) => match exchange.poll(now.mono) {
                Some(reply) => {
                    let status = reply.as_ref().map(|reply| reply.status().as_u16());
                    (self.say)(format!("call {id}: {status:?}"));
                    s.reply(reply, now)
                }
                None => return Pending::Server(s, exchange),
            },
            waiting => return waiting,
        };
        self.take(id, step, now)
    }

    /// Does what the machine of a call wants, as far as that needs no waiting.
    fn take(&mut self, id: usize, mut step: Step, now: Now) -> Pending {
        loop {
            step = match step {
                Step::Authorize(s) => match self.session.usable(s.rejected(), now) {
                    Some(token) => s.provide(Ok(token), now),
                    None => return Pending::Token(s),
                },
                Step::Wait(s) => {
                    let (delay, reason) = (s.delay(), s.reason());
                    (self.say)(format!("call {id}: waits {delay:.2?}, {reason:?}"));
                    let end = now.mono.saturating_add(delay);
                    return Pending::Time(s, end);
                }
                Step::Admit(s) => match s.try_admit(now) {
                    Ok(step) => step,
                    // Asked again in every turn, so that there is no waker to be had.
                    Err(s) => return Pending::Turn(s),
                },
                Step::Transmit(s) => {
                    (self.say)(format!("call {id}: attempt {}", s.attempt()));
                    match Exchange::begin(&s.request(), s.limits(now), now.mono) {
                        Ok(exchange) => return Pending::Server(s, exchange),
                        Err(error) => s.reply(Err(error), now),
                    }
                }
                Step::Done(result) => return Pending::Done(result),
            };
        }
    }

    /// Goes on with the renewal, or begins one if a call needs a token. There is one at most, for
    /// all of them.
    fn see_to_the_token(&mut self, pending: &[Pending], now: Now) {
        let mut calls = pending.iter();
        self.renewal = match self.renewal.take() {
            Some(renewal) => Some(renewal.look(&self.store, now)),
            None => calls.find_map(|call| {
                let Pending::Token(needs) = call else {
                    return None;
                };
                (self.say)("the token is renewed".to_owned());
                let step = self.session.renew(needs.rejected().cloned(), &self.clock);
                Some(Renewal::take(step, &self.store, now))
            }),
        };
    }
}

/// Reads four albums, two at a time, from a mock on which all sorts of things go wrong, and gives
/// their names.
pub(crate) fn read_albums(
    mock: &MockSpotify,
    say: &mut dyn FnMut(String),
) -> Result<Vec<String>, Box<dyn std::error::Error>> {
    let (clock, app) = (SystemClock, App::new(mock.client_id())?);
    let mut event_loop = EventLoop {
        clock,
        session: Session::for_grant_at(
            Accounts::at(&mock.accounts_base().parse()?),
            Refresh::new(app, mock.mint_refresh_token(&[])),
            Some(Token::new(mock.mint_token(&[]))),
            clock.now(),
        ),
        store: MemoryStore::new(),
        renewal: None,
        say,
    };

    let ids: Vec<String> = mock.world().albums().into_iter().take(4).collect();
    let [_, down, limited, packed] = ids.as_slice() else {
        return Err("the mock has fewer than four albums".into());
    };
    let read = |id: &str| Fault::on("GET", &format!("/v1/albums/{id}"));
    mock.expire_tokens(); // 401 for whoever comes with the token
    mock.fault(read(down).status(503));
    mock.fault(read(limited).answer(Answer::rate_limited(RetryAfter::Seconds(1))));
    mock.fault(read(packed).always().gzip().chunked());

    let base: BaseUrl = mock.api_base().parse()?;
    let (policy, gate) = (Arc::new(Policy::new()), RateGate::new(2));
    let (mut endpoints, mut calls) = (Vec::new(), Vec::new());
    for id in &ids {
        let endpoint = GetAlbum::new(id.parse::<AlbumId>()?);
        let (meta, request) = (endpoint.meta(), endpoint.request(&base)?);
        let policy = policy.clone();
        calls.push(Call::new(meta, request, policy, &gate, clock.seed()));
        endpoints.push(endpoint);
    }
    let mut names = Vec::new();
    for (endpoint, answer) in endpoints.iter().zip(event_loop.run(calls)) {
        names.push(endpoint.decode(answer?)?.name.to_string());
    }
    Ok(names)
}

#[expect(clippy::print_stdout, reason = "what it prints is what it is run for")]
fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mock = MockSpotify::start()?;
    for name in read_albums(&mock, &mut |line| println!("{line}"))? {
        println!("album: {name}");
    }
    Ok(())
}
