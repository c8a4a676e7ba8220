//! Values of a byte store that are damaged, and web sessions.

use std::{
    collections::HashMap,
    error::Error as _,
    sync::{Arc, Mutex},
};

use spotify_auth::ByteTokenStore;
use spotify_core::{BlockingTokenStore, CredentialKey, Flow, StoreErrorKind, Token};

use crate::{kept::Memory, key};

#[test]
fn f10_two_sessions_of_a_web_server_never_meet() {
    type Session = Arc<Mutex<HashMap<String, String>>>;
    let store = |session: &Session| {
        let (reading, writing) = (session.clone(), session.clone());
        ByteTokenStore::closures(
            move |key| reading.lock().unwrap().get(key).cloned(),
            move |key, text| {
                let mut session = writing.lock().unwrap();
                match text {
                    Some(text) => drop(session.insert(key.to_owned(), text.to_owned())),
                    None => drop(session.remove(key)),
                }
            },
        )
    };
    let (ann, bob) = (Session::default(), Session::default());
    let key = CredentialKey::new(Flow::AuthorizationCode, "client-id");
    store(&ann)
        .commit(&key, None, Some(&Token::new("ann's")))
        .unwrap();
    assert_eq!(store(&bob).load(&key).unwrap(), None);
    let found = store(&ann).load(&key).unwrap().unwrap();
    assert_eq!(found.token.access.expose(), "ann's");
    assert_eq!(
        ann.lock().unwrap().keys().collect::<Vec<_>>(),
        ["token_info"]
    );
    store(&ann)
        .commit(&key, Some(found.generation), None)
        .unwrap();
    assert!(ann.lock().unwrap().is_empty(), "an empty value is removed");
}

#[test]
fn t14_a_damaged_value_is_put_aside_and_said_once() {
    let memory = Memory::default();
    memory
        .0
        .lock()
        .unwrap()
        .insert("token_info".to_owned(), b"canary, not JSON".to_vec());
    let store = ByteTokenStore::new(memory.clone());
    let error = store.load(&key()).unwrap_err();
    assert_eq!(error.kind(), StoreErrorKind::Corrupt);
    let why = error.source().unwrap().to_string();
    assert_eq!(why, "the whole: not JSON");
    assert!(!format!("{error:?}").contains("canary"));
    assert_eq!(store.load(&key()).unwrap(), None);
    let aside = memory.0.lock().unwrap().get("token_info.corrupt").cloned();
    assert_eq!(aside.as_deref(), Some(&b"canary, not JSON"[..]));
}
