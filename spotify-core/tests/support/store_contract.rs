//! What every token store promises, whatever it keeps its tokens in.

use std::{thread, time::Duration};

use spotify_core::{
    AppNote, BlockingTokenStore, Commit, CredentialKey, Flow, Generation, KeyFilter, Record,
    Secret, Token,
};

/// What a store has beyond the least.
pub(crate) struct Offers {
    /// It keeps the order of use, and notes.
    pub order_and_notes: bool,
}

/// Goes through all of it, on a store that is empty; `pass` lets time pass for leases.
pub(crate) fn holds(store: &dyn BlockingTokenStore, offers: &Offers, pass: &dyn Fn(Duration)) {
    writing(store);
    leases(store, pass);
    lists(store);
    removal(store);
    if offers.order_and_notes {
        use_and_notes(store);
    }
}

fn key(name: &str) -> CredentialKey {
    CredentialKey::new(Flow::Pkce, "app").account(name)
}

fn put(store: &dyn BlockingTokenStore, key: &CredentialKey, text: &str) -> Generation {
    let expected = store.load(key).unwrap().map(|record| record.generation);
    match store.commit(key, expected, Some(&token(text))).unwrap() {
        Commit::Done(Some(generation)) => generation,
        other => panic!("{other:?}"),
    }
}

fn token(text: &str) -> Token {
    Token::new(text).refresh(format!("refresh of {text}"))
}

fn text(record: Option<Record>) -> Option<String> {
    record.map(|record| record.token.access.expose().to_owned())
}

/// F1, F13, T10: kept by key, replaced only by whoever knows what is replaced.
fn writing(store: &dyn BlockingTokenStore) {
    let (a, b) = (key("a"), CredentialKey::new(Flow::Pkce, "app"));
    assert_eq!(store.load(&a).unwrap(), None);
    let first = put(store, &a, "one");
    assert_eq!(store.load(&b).unwrap(), None);
    put(store, &b, "other");
    let record = store.load(&a).unwrap().unwrap();
    assert_eq!((record.token, record.generation), (token("one"), first));
    // Whoever expects nothing, or something else, learns what is there.
    let wrong = Generation {
        id: first.id ^ 1,
        ..first
    };
    for expected in [None, Some(wrong)] {
        match store.commit(&a, expected, Some(&token("two"))).unwrap() {
            Commit::Conflict(found) => assert_eq!(text(found).as_deref(), Some("one")),
            other => panic!("{other:?}"),
        }
        assert!(matches!(
            store.commit(&a, expected, None).unwrap(),
            Commit::Conflict(Some(_))
        ));
    }
    let second = put(store, &a, "two");
    assert_ne!(first, second);
    assert!(matches!(
        store.commit(&a, Some(first), None).unwrap(),
        Commit::Conflict(Some(found)) if found.generation == second
    ));
    assert_eq!(
        store.commit(&a, Some(second), None).unwrap(),
        Commit::Done(None)
    );
    assert_eq!(store.load(&a).unwrap(), None);
    assert_eq!(
        store.commit(&a, Some(second), None).unwrap(),
        Commit::Conflict(None)
    );
    // A new beginning is no old one.
    assert_ne!(put(store, &a, "three"), first);
    assert_eq!(text(store.load(&b).unwrap()).as_deref(), Some("other"));
    store.remove(&KeyFilter::all()).unwrap();
}

/// T9, T12: one holder at a time, an end of its own, and word of those that were interrupted.
fn leases(store: &dyn BlockingTokenStore, pass: &dyn Fn(Duration)) {
    let (key, other) = (key("leased"), key("leased too"));
    let time = Duration::from_millis(300);
    let take = || store.lease(&key, time).unwrap();
    put(store, &key, "one");

    let lease = take().expect("nobody else has it");
    assert!(!lease.interrupted);
    assert!(take().is_none(), "somebody has it");
    let elsewhere = store.lease(&other, time).unwrap().expect("another key");
    store.release(elsewhere).unwrap();
    store.release(lease.clone()).unwrap();

    let second = take().expect("it was given back");
    assert!(!second.interrupted);
    assert_ne!(lease.id, second.id);
    store.release(lease).unwrap();
    assert!(
        take().is_none(),
        "giving the first back again does not end the second"
    );
    pass(time);

    let third = take().expect("the second has ended");
    assert!(third.interrupted, "nobody gave the second back");
    store.release(second).unwrap();
    assert!(take().is_none(), "the third lasts");
    store.release(third).unwrap();
    let fourth = take().unwrap();
    assert!(fourth.interrupted, "still nothing was committed");
    put(store, &key, "two");
    store.release(fourth).unwrap();
    assert!(!take().unwrap().interrupted, "something was committed");
    pass(time);
    put(store, &key, "three");
    let last = take().unwrap();
    assert!(
        !last.interrupted,
        "what was committed after its end counts as well"
    );
    store.release(last).unwrap();
    store.remove(&KeyFilter::all()).unwrap();
    assert!(!take().unwrap().interrupted);
    pass(time);
}

/// F13, F15, F20, F22.
fn lists(store: &dyn BlockingTokenStore) {
    assert_eq!(store.list(&KeyFilter::all()).unwrap(), []);
    let keys = [
        CredentialKey::new(Flow::Pkce, "app"),
        CredentialKey::new(Flow::Pkce, "app").account("bob / ../\u{e9}\n\"x\""),
        CredentialKey::new(Flow::ClientCredentials, "app"),
        CredentialKey::new(Flow::Pkce, "APP").account(""),
    ];
    for key in &keys {
        put(store, key, key.account.as_deref().unwrap_or("-"));
    }
    for key in &keys {
        let kept = text(store.load(key).unwrap());
        assert_eq!(kept.as_deref(), Some(key.account.as_deref().unwrap_or("-")));
    }
    let found = |filter: KeyFilter| {
        let mut found = store.list(&filter).unwrap();
        found.sort();
        let mut expected: Vec<_> = keys
            .iter()
            .filter(|key| filter.matches(key))
            .cloned()
            .collect();
        expected.sort();
        assert_eq!(found, expected, "{filter:?}");
        found.len()
    };
    assert_eq!(found(KeyFilter::all()), 4);
    assert_eq!(found(KeyFilter::all().client("app")), 3);
    assert_eq!(found(KeyFilter::all().flow(Flow::Pkce).account(None)), 1);
    assert_eq!(found(KeyFilter::all().accounts([Some(""), None])), 3);
    assert_eq!(found(KeyFilter::all().flows([])), 0);
    store.remove(&KeyFilter::all()).unwrap();
}

/// F21.
fn removal(store: &dyn BlockingTokenStore) {
    for name in ["a", "b", "c"] {
        put(store, &key(name), name);
    }
    assert_eq!(store.remove(&KeyFilter::all().accounts([])).unwrap(), 0);
    let two = KeyFilter::all().accounts([Some("a"), Some("c"), Some("z")]);
    assert_eq!(store.remove(&two).unwrap(), 2);
    assert_eq!(store.list(&KeyFilter::all()).unwrap(), [key("b")]);
    assert_eq!(store.remove(&KeyFilter::all()).unwrap(), 1);
    assert_eq!(store.remove(&KeyFilter::all()).unwrap(), 0);
}

/// F14, B14.
fn use_and_notes(store: &dyn BlockingTokenStore) {
    let names = |store: &dyn BlockingTokenStore| {
        let keys = store.list(&KeyFilter::all()).unwrap();
        keys.into_iter()
            .map(|key| key.account.unwrap())
            .collect::<Vec<_>>()
            .join(" ")
    };
    for name in ["a", "b", "c"] {
        put(store, &key(name), name);
    }
    assert_eq!(names(store), "c b a");
    store.load(&key("a")).unwrap();
    assert_eq!(names(store), "c b a", "looking is not using");
    store.used(&key("a")).unwrap();
    store.used(&key("b")).unwrap();
    store.used(&key("b")).unwrap();
    store.used(&key("unknown")).unwrap();
    assert_eq!(names(store), "b a c");
    put(store, &key("c"), "again");
    assert_eq!(names(store), "c b a");

    let note = AppNote::new()
        .client_secret(Secret::new("shh"))
        .redirect_uri("http://127.0.0.1:8888/callback")
        .scopes("user-top-read streaming");
    assert_eq!(store.noted(&key("a")).unwrap(), None);
    store.note(&key("a"), &note).unwrap();
    assert_eq!(store.noted(&key("a")).unwrap(), Some(note.clone()));
    assert_eq!(store.noted(&key("b")).unwrap(), None);
    put(store, &key("a"), "again");
    assert_eq!(
        store.noted(&key("a")).unwrap(),
        Some(note.clone()),
        "a refresh keeps it"
    );
    store.note(&key("unknown"), &note).unwrap();
    assert_eq!(
        store.noted(&key("unknown")).unwrap(),
        None,
        "no secret without a token"
    );
    store.remove(&KeyFilter::all()).unwrap();
    put(store, &key("a"), "anew");
    assert_eq!(
        store.noted(&key("a")).unwrap(),
        None,
        "it went with the token"
    );
    store.remove(&KeyFilter::all()).unwrap();
}

/// Compare-and-set holds among threads: of all that expect the same writing, one wins.
pub(crate) fn one_of_many_wins(store: &(impl BlockingTokenStore + Clone + 'static)) {
    const THREADS: usize = 8;
    const ROUNDS: usize = 20;
    let key = key("contended");
    put(store, &key, "begin");
    let threads: Vec<_> = (0..THREADS)
        .map(|thread| {
            let (store, key) = (store.clone(), key.clone());
            thread::spawn(move || {
                let mut won = 0;
                for round in 0..ROUNDS {
                    let found = store.load(&key).unwrap().unwrap();
                    let new = token(&format!("{thread} {round}"));
                    let commit = store.commit(&key, Some(found.generation), Some(&new));
                    won += usize::from(matches!(commit.unwrap(), Commit::Done(_)));
                }
                won
            })
        })
        .collect();
    let won: usize = threads
        .into_iter()
        .map(|thread| thread.join().unwrap())
        .sum();
    let last = store.load(&key).unwrap().unwrap();
    assert_eq!(
        last.generation.count,
        won as u64 + 1,
        "no commit was lost, none counted twice"
    );
    store.remove(&KeyFilter::all()).unwrap();
}
