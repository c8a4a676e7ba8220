//! A client in use whose token, grant, store, hook and switches change; the same for both kinds.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test says what it expects"
)]

#[path = "support/accounts.rs"]
mod accounts;
#[path = "support/app.rs"]
mod app;
#[path = "support/block_on.rs"]
mod block_on;
#[path = "support/endpoints.rs"]
mod endpoints;
#[path = "support/wire.rs"]
mod wire;

use std::{sync::mpsc, thread};

use accounts::{REFRESH, Rotation, Service};
use app::{Any, Code, Gate};
use block_on::{block_on, poll_once};
use endpoints::Read;
use http::{Request, Response};
use spotify_core::{
    BlockingTokenStore, BlockingTransport, BuildError, Client, Clock, CredentialKey, Credentials,
    Error, Flow, Limits, MemoryStore, Token, TransportError, blocking,
    testing::{ManualClock, Replay},
};
use wire::{HOUR, Wire, key, stale};

fn fresh(name: &str, clock: &ManualClock) -> Token {
    Token::new(name).expires_in(HOUR, clock.now())
}

fn stored(store: &MemoryStore, key: &CredentialKey) -> Option<String> {
    let record = BlockingTokenStore::load(store, key).unwrap()?;
    Some(record.token.access.expose().to_owned())
}

#[test]
fn a14_the_token_is_replaced_on_a_live_client() {
    let clock = ManualClock::new();
    let client = blocking::Client::builder(Wire(Service::new(Rotation::None)))
        .token("first")
        .clock(clock.clone())
        .build()
        .unwrap();
    assert_eq!(client.send(Read).unwrap(), "Bearer first");
    client.set_token("second").unwrap();
    assert_eq!(client.clone().send(Read).unwrap(), "Bearer second");
    assert_eq!(client.token(), Some(Token::new("second")));
}

#[test]
fn a14_a15_what_does_not_fit_together_is_refused_and_changes_nothing() {
    let user = || Token::new("t").refresh("r");
    let builder = || blocking::Client::builder(Replay::new());
    let refused = |result: Result<blocking::Client, BuildError>| result.unwrap_err().to_string();
    let mut texts = vec![
        refused(builder().grant(Any::app_only()).token(user()).build()),
        refused(builder().anonymous().token("t").build()),
        refused(builder().anonymous().account("me").build()),
        refused(builder().grant(REFRESH).account("~").build()),
        refused(builder().token("t").hold_tokens(false).build()),
    ];
    let app = builder()
        .grant(Any::app_only())
        .token("app's")
        .build()
        .unwrap();
    let before = app.session();
    let anonymous = builder().anonymous().build().unwrap();
    let forgetful = builder().grant(REFRESH).hold_tokens(false).build().unwrap();
    for error in [
        app.set_token(user()),
        app.set_token("two\nlines"),
        app.set_credentials(Credentials::grant(Any::app_only()).token(user())),
        app.set_credentials(Credentials::grant(REFRESH).account("")),
        anonymous.set_token("t"),
        forgetful.set_token("t"),
        forgetful.set_credentials(Credentials::bearer("t")),
    ] {
        texts.push(error.unwrap_err().to_string());
    }
    assert_eq!(app.token(), Some(Token::new("app's")));
    assert_eq!(app.session(), before);
    insta::assert_snapshot!(texts.join("\n"), @"
    setting token: client credentials and the implicit grant come without a refresh token; leave it out, or take the grant that it came by
    setting anonymous: an anonymous client sends no token; leave one of the two out
    setting account: an anonymous client has no account; leave one of the two out
    setting account: it is empty; leave it out to take the account that was used last
    setting token: it would not be held; leave it out, or leave holding on
    setting token: client credentials and the implicit grant come without a refresh token; leave it out, or take the grant that it came by
    setting token: the access token cannot be used: it has characters that no header can carry
    setting token: client credentials and the implicit grant come without a refresh token; leave it out, or take the grant that it came by
    setting account: it is empty; leave it out to take the account that was used last
    setting anonymous: an anonymous client sends no token; leave one of the two out
    setting token: holding is off: give the call its own token, or switch holding on first
    setting token: holding is off: give the call its own token, or switch holding on first
    ");
}

/// A code is good for one exchange: what the client would refuse is refused before it is spent.
#[test]
fn a15_a_sign_in_that_could_not_end_well_spends_no_code() {
    let wire = Replay::new();
    let code = || Code("refresh-0", Any::user("app"));
    let builder = || blocking::Client::builder(wire.clone());
    for refused in [
        builder().hold_tokens(false).sign_in(code()),
        builder().account("~").sign_in(code()),
        builder().anonymous().sign_in(code()),
        builder().grant(REFRESH).sign_in(code()),
    ] {
        let error = refused.unwrap_err();
        assert!(
            matches!(error, Error::Build(BuildError::Setting { .. })),
            "{error}"
        );
    }
    assert_eq!(wire.log(), "");
}

#[test]
fn a13_flow_and_settings_are_replaced_on_a_live_client() {
    let (clock, service) = (ManualClock::new(), Service::new(Rotation::Strict));
    let store = MemoryStore::with_clock(clock.clone());
    let other = CredentialKey::new(Flow::Pkce, "other");
    BlockingTokenStore::commit(&store, &other, None, Some(&fresh("stored", &clock))).unwrap();
    let client = blocking::Client::builder(Wire(service.clone()))
        .token("bare")
        .store(store.clone())
        .clock(clock.clone())
        .build()
        .unwrap();
    assert_eq!(client.session().flow, Flow::BearerToken);
    // Without a token: what the store holds for the new grant.
    client.set_grant(Any::user("other")).unwrap();
    assert_eq!(client.token(), None, "what was held is given up");
    assert_eq!(client.send(Read).unwrap(), "Bearer stored");
    // With a token: that one, and it is renewed by the new grant.
    let credentials = Credentials::grant(REFRESH).token(stale(&clock));
    client.set_credentials(credentials).unwrap();
    assert_eq!(client.send(Read).unwrap(), "Bearer access-1");
    assert_eq!(stored(&store, &key()).as_deref(), Some("access-1"));
    assert_eq!(stored(&store, &other).as_deref(), Some("stored"));
    // To none, and to client credentials.
    client.set_credentials(Credentials::anonymous()).unwrap();
    assert!(!client.session().authorized);
    service.0.lock().unwrap().good.push("refresh-0".to_owned());
    client.set_grant(Any::app_only()).unwrap();
    assert_eq!(client.renew().unwrap().access.expose(), "access-2");
    let error = client.send(Read).unwrap_err();
    assert!(
        matches!(error, Error::Build(BuildError::UserTokenNeeded { .. })),
        "{error}"
    );
}

/// The answer to a renewal that began under the old grant comes after the new one was set.
#[test]
fn a13_a_renewal_that_began_under_the_old_grant_gives_the_new_one_nothing() {
    let (clock, service) = (ManualClock::new(), Service::new(Rotation::Strict));
    let store = MemoryStore::with_clock(clock.clone());
    let gate = Gate::new(Wire(service.clone()));
    let client = Client::builder(gate.clone())
        .grant(REFRESH)
        .token(stale(&clock))
        .store(store.clone())
        .clock(clock.clone())
        .build()
        .unwrap();
    gate.shut(true);
    let waiting = poll_once(Box::pin(client.send(Read))).unwrap_err();
    assert_eq!(
        service.exchanges(),
        1,
        "the service has acted, and nobody knows it yet"
    );
    let new = Credentials::grant(Any::user("other")).token(fresh("new", &clock));
    client.set_credentials(new).unwrap();
    // Whoever waited goes on with the new token, though the old renewal hangs.
    assert_eq!(block_on(waiting).unwrap(), "Bearer new");
    gate.shut(false);
    assert_eq!(block_on(client.send(Read)).unwrap(), "Bearer new");
    assert_eq!(client.token().unwrap().access.expose(), "new");
    // And the login of before is not lost: its answer is where it belongs.
    assert_eq!(stored(&store, &key()).as_deref(), Some("access-1"));
    assert_eq!(
        stored(&store, &CredentialKey::new(Flow::Pkce, "other")),
        None
    );
}

#[test]
fn a14_a_caller_that_was_dropped_leaves_its_renewal_to_the_calls_that_pass() {
    let (clock, service) = (ManualClock::new(), Service::new(Rotation::Strict));
    let store = MemoryStore::with_clock(clock.clone());
    let gate = Gate::new(Wire(service.clone()));
    let client = Client::builder(gate.clone())
        .grant(REFRESH)
        .token(stale(&clock))
        .store(store.clone())
        .clock(clock.clone())
        .build()
        .unwrap();
    gate.shut(true);
    drop(poll_once(Box::pin(client.send(Read))).unwrap_err());
    client.set_token(fresh("mine", &clock)).unwrap();
    assert_eq!(block_on(client.send(Read)).unwrap(), "Bearer mine");
    assert_eq!(stored(&store, &key()), None);
    gate.shut(false);
    assert_eq!(block_on(client.send(Read)).unwrap(), "Bearer mine");
    assert_eq!(
        stored(&store, &key()).as_deref(),
        Some("access-1"),
        "and not lost"
    );
    assert_eq!(client.token().unwrap().access.expose(), "mine");
    assert_eq!(service.exchanges(), 1);
}

/// A blocking wire whose token requests wait for a word.
struct Slow(
    Wire,
    std::sync::Mutex<mpsc::Receiver<()>>,
    mpsc::SyncSender<()>,
);

impl BlockingTransport for Slow {
    fn send(
        &self,
        request: Request<bytes::Bytes>,
        l: Limits,
    ) -> Result<Response<bytes::Bytes>, TransportError> {
        let token = request.uri().host() == Some("accounts.spotify.com");
        let answer = BlockingTransport::send(&self.0, request, l);
        if token {
            self.2.send(()).unwrap();
            self.1.lock().unwrap().recv().unwrap();
        }
        answer
    }
}

#[test]
fn a13_threads_that_wait_for_a_renewal_go_on_with_what_is_set() {
    let (clock, service) = (ManualClock::new(), Service::new(Rotation::Strict));
    let store = MemoryStore::with_clock(clock.clone());
    let ((go, word), (asked, was_asked)) = (mpsc::channel(), mpsc::sync_channel(1));
    let client = blocking::Client::builder(Slow(Wire(service), word.into(), asked))
        .grant(REFRESH)
        .token(stale(&clock))
        .store(store.clone())
        .clock(clock.clone())
        .build()
        .unwrap();
    let call = || {
        let client = client.clone();
        thread::spawn(move || client.send(Read))
    };
    let leader = call();
    was_asked.recv().unwrap();
    let follower = call();
    client.set_grant(Any::user("other")).unwrap();
    client.set_token(fresh("new", &clock)).unwrap();
    assert_eq!(follower.join().unwrap().unwrap(), "Bearer new");
    go.send(()).unwrap();
    assert_eq!(leader.join().unwrap().unwrap(), "Bearer new");
    assert_eq!(client.token().unwrap().access.expose(), "new");
    assert_eq!(stored(&store, &key()).as_deref(), Some("access-1"));
}

#[test]
fn f25_the_store_is_read_and_replaced_on_a_live_client() {
    let (clock, service) = (ManualClock::new(), Service::new(Rotation::Strict));
    let (one, two) = (
        MemoryStore::with_clock(clock.clone()),
        MemoryStore::with_clock(clock.clone()),
    );
    let client = blocking::Client::builder(Wire(service.clone()))
        .grant(REFRESH)
        .token(stale(&clock))
        .store(one.clone())
        .clock(clock.clone())
        .build()
        .unwrap();
    client.send(Read).unwrap();
    client.set_store(two.clone());
    assert_eq!(
        client.send(Read).unwrap(),
        "Bearer access-1",
        "what is held stays"
    );
    assert_eq!(stored(&two, &key()), None);
    clock.advance(HOUR);
    assert_eq!(client.send(Read).unwrap(), "Bearer access-2");
    assert_eq!(stored(&two, &key()).as_deref(), Some("access-2"));
    assert_eq!(stored(&one, &key()).as_deref(), Some("access-1"));
    let seen = client.store().load(&key()).unwrap().unwrap();
    assert_eq!(seen.token.access.expose(), "access-2");
    assert_eq!(client.session().store_degraded, None);
}

#[test]
fn f25_the_answer_to_a_renewal_under_way_reaches_the_new_store_too() {
    let (clock, service) = (ManualClock::new(), Service::new(Rotation::Strict));
    let (one, two) = (
        MemoryStore::with_clock(clock.clone()),
        MemoryStore::with_clock(clock.clone()),
    );
    let gate = Gate::new(Wire(service.clone()));
    let client = Client::builder(gate.clone())
        .grant(REFRESH)
        .token(stale(&clock))
        .store(one.clone())
        .clock(clock.clone())
        .build()
        .unwrap();
    gate.shut(true);
    let waiting = poll_once(Box::pin(client.send(Read))).unwrap_err();
    client.set_store(two.clone());
    gate.shut(false);
    assert_eq!(block_on(waiting).unwrap(), "Bearer access-1");
    assert_eq!(block_on(client.send(Read)).unwrap(), "Bearer access-1");
    assert_eq!(stored(&one, &key()).as_deref(), Some("access-1"));
    assert_eq!(stored(&two, &key()).as_deref(), Some("access-1"));
    assert_eq!(client.session().store_degraded, None);
    assert_eq!((service.exchanges(), service.refused()), (1, 0));
}

#[test]
fn g21_the_state_says_what_there_is_and_no_secret() {
    let clock = ManualClock::new();
    let now = clock.now();
    let client = blocking::Client::builder(Replay::new())
        .grant(REFRESH)
        .token(
            fresh("canary-a", &clock)
                .refresh("canary-r")
                .scopes(spotify_core::Scope::UserReadEmail)
                .authorized_at(now.wall),
        )
        .account("me")
        .clock(clock.clone())
        .build()
        .unwrap();
    let state = client.session();
    assert!(state.authorized && state.automatic_renewal && state.holds_tokens);
    assert_eq!((state.flow.as_str(), &*state.client_id), ("pkce", "app"));
    assert_eq!(state.account.as_deref(), Some("me"));
    assert_eq!(
        state.scopes.as_ref().unwrap().to_string(),
        "user-read-email"
    );
    assert_eq!(state.expires_at, Some(now.wall.saturating_add(HOUR)));
    let shown = format!("{state:?} {client:?} {:?}", client.downgrade());
    assert!(!shown.contains("canary"), "{shown}");
    clock.advance(HOUR);
    assert!(!client.session().authorized);
}

/// To the second, on both sides.
#[test]
fn t17_a_new_sign_in_is_due_a_fortnight_before_the_consent_ends() {
    let clock = ManualClock::new();
    let consent = clock.now().wall;
    let days = |days: u64| std::time::Duration::from_secs(days * 86_400);
    let second = std::time::Duration::from_secs(1);
    let client = |grant: Any| {
        let mut token = Token::new("t").authorized_at(consent);
        if grant.flow == Flow::Pkce {
            token = token.refresh("r");
        }
        let builder = blocking::Client::builder(Replay::new()).grant(grant);
        builder.token(token).build().unwrap().session()
    };
    let state = client(Any::user("app"));
    assert_eq!(state.reauth_at(), Some(consent.saturating_add(days(182))));
    let due = consent.saturating_add(days(168));
    assert!(!state.reauth_due(due.saturating_sub(second)));
    assert!(state.reauth_due(due));
    assert!(state.reauth_due(consent.saturating_add(days(200))));
    let app = client(Any::app_only());
    assert_eq!((app.reauth_at(), app.reauth_due(due)), (None, false));
    println!("T17  warned before the consent ends  14 days, to the second  ok");
}
