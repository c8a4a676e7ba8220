//! [`KeyringStore`], over the mock store of keyring-core.

use std::{sync::Arc, time::Duration};

use keyring_core::{CredentialStore, mock};
use spotify_auth::KeyringStore;
use spotify_core::{
    BlockingTokenStore as _, Commit, CredentialKey, Flow, KeyFilter, StoreErrorKind, Token,
    testing::ManualClock,
};

use crate::store_contract::{self, Offers};

const SERVICE: &str = "com.example.test";

fn key() -> CredentialKey {
    CredentialKey::new(Flow::Pkce, "app")
}

#[test]
fn f13_f20_f21_the_keyring_store_keeps_the_contract() {
    let clock = ManualClock::new();
    let store = KeyringStore::with_clock(mock::Store::new().unwrap(), SERVICE, clock.clone());
    let offers = Offers {
        order_and_notes: true,
    };
    store_contract::holds(&store, &offers, &|time| clock.advance(time));
    store_contract::one_of_many_wins(&store);
}

#[test]
fn a_second_store_of_the_same_keyring_finds_what_the_first_left() {
    let keyring: Arc<CredentialStore> = mock::Store::new().unwrap();
    let token = Token::new("access").refresh("refresh");
    let store = KeyringStore::new(keyring.clone(), SERVICE);
    let commit = store.commit(&key(), None, Some(&token)).unwrap();
    assert!(matches!(commit, Commit::Done(Some(_))));
    let store = KeyringStore::new(keyring.clone(), SERVICE);
    assert_eq!(store.load(&key()).unwrap().unwrap().token, token);
    assert_eq!(store.list(&KeyFilter::all()).unwrap(), [key()]);
    let other = KeyringStore::new(keyring, "com.example.other");
    assert_eq!(other.list(&KeyFilter::all()).unwrap(), []);
}

#[test]
fn nothing_stays_in_the_keyring_when_all_is_removed() {
    let keyring: Arc<CredentialStore> = mock::Store::new().unwrap();
    let store = KeyringStore::new(keyring.clone(), SERVICE);
    for name in ["a", "b"] {
        let key = key().account(name);
        store.commit(&key, None, Some(&Token::new(name))).unwrap();
        let lease = store.lease(&key, Duration::from_secs(1));
        store.release(lease.unwrap().unwrap()).unwrap();
    }
    let entries = || {
        let names = ["token pkce YXBw =YQ", "token pkce YXBw =Yg", "index"];
        let entries = names.map(|name| keyring.build(SERVICE, name, None).unwrap());
        entries
            .iter()
            .filter(|entry| entry.get_secret().is_ok())
            .count()
    };
    assert_eq!(entries(), 3);
    assert_eq!(store.remove(&KeyFilter::all()).unwrap(), 2);
    assert_eq!(entries(), 0);
}

#[test]
fn t14_entries_that_are_none_of_ours_are_errors_that_show_nothing() {
    let keyring: Arc<CredentialStore> = mock::Store::new().unwrap();
    let store = KeyringStore::new(keyring.clone(), SERVICE);
    store
        .commit(&key(), None, Some(&Token::new("good")))
        .unwrap();
    for bytes in [
        &b""[..],
        b"canary",
        b"{\"writings\":1,\"kept\":\"canary\"}",
        b"\xff\x00",
        b"[]",
    ] {
        for name in ["token pkce YXBw -", "index"] {
            let entry = keyring.build(SERVICE, name, None).unwrap();
            let good = entry.get_secret().unwrap();
            entry.set_secret(bytes).unwrap();
            let found = match name {
                "index" => store.list(&KeyFilter::all()).map(|keys| keys.len()),
                _ => store.load(&key()).map(|found| usize::from(found.is_some())),
            };
            match found {
                // An empty list is a list.
                Ok(found) => assert!(found == 0 && name == "index" && bytes == b"[]"),
                Err(error) => {
                    assert_eq!(error.kind(), StoreErrorKind::Corrupt, "{name}");
                    assert!(!format!("{error:?}").contains("canary"));
                }
            }
            entry.set_secret(&good).unwrap();
        }
    }
    assert!(store.load(&key()).unwrap().is_some());
    assert!(!format!("{store:?}").contains("good"));
}

#[test]
fn f7_a_keyring_that_fails_is_a_typed_error_and_nothing_is_lost() {
    let keyring: Arc<CredentialStore> = mock::Store::new().unwrap();
    let store = KeyringStore::new(keyring.clone(), SERVICE);
    store
        .commit(&key(), None, Some(&Token::new("good")))
        .unwrap();
    let entry = keyring.build(SERVICE, "token pkce YXBw -", None).unwrap();
    let cred: &mock::Cred = entry.as_any().downcast_ref().unwrap();
    let locked = || keyring_core::Error::NoStorageAccess("the keyring is locked".into());
    cred.set_error(locked());
    let error = store.load(&key()).unwrap_err();
    assert_eq!(error.kind(), StoreErrorKind::Unavailable);
    cred.set_error(locked());
    assert!(store.commit(&key(), None, Some(&Token::new("x"))).is_err());
    let kept = store.load(&key()).unwrap().unwrap();
    assert_eq!(kept.token.access.expose(), "good");
}
