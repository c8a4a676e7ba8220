//! T14: what is damaged is said, moved aside, and never taken for a token.

use std::{error::Error as _, fs, path::Path};

use proptest::prelude::*;
use spotify_auth::{ByteTokenStore, FileStore};
use spotify_core::{
    AppNote, BlockingTokenStore, Commit, CredentialKey, Flow, KeyFilter, Secret, StoreErrorKind,
    Token,
};

use crate::{folder::Folder, kept::Memory, key};

fn other() -> CredentialKey {
    CredentialKey::new(Flow::ClientCredentials, "client-id")
}

fn tokens() -> [(CredentialKey, Token); 2] {
    [
        (
            key(),
            Token::new("canary-access")
                .refresh("canary-refresh")
                .scopes("streaming"),
        ),
        (other(), Token::new("canary-other")),
    ]
}

/// A good file with two records, a note and a lease.
fn good() -> Vec<u8> {
    let memory = Memory::default();
    let store = ByteTokenStore::new(memory.clone());
    for (key, token) in tokens() {
        store.commit(&key, None, Some(&token)).unwrap();
    }
    let note = AppNote::new().client_secret(Secret::new("canary-secret"));
    store.note(&key(), &note).unwrap();
    store
        .lease(&key(), std::time::Duration::from_secs(30))
        .unwrap();
    let kept = memory.0.lock().unwrap();
    kept["token_info"].clone()
}

/// Looks for all tokens; whatever is found is whole, and at most one error comes.
fn survives(store: &dyn BlockingTokenStore) -> bool {
    let mut damaged = false;
    for (key, token) in tokens() {
        let found = store.load(&key).or_else(|error| {
            assert!(!damaged, "said once");
            damaged = true;
            assert_eq!(error.kind(), StoreErrorKind::Corrupt);
            let told = format!("{error} {error:?} {}", error.source().unwrap());
            assert!(!told.contains("canary"), "{told}");
            store.load(&key)
        });
        let found = found.expect("it was moved aside");
        assert!(found.is_none_or(|record| record.token == token));
    }
    assert!(store.list(&KeyFilter::all()).is_ok());
    assert!(store.noted(&key()).is_ok());
    let expected = store.load(&key()).unwrap().map(|record| record.generation);
    let commit = store
        .commit(&key(), expected, Some(&Token::new("next")))
        .unwrap();
    assert!(matches!(commit, Commit::Done(_)));
    damaged
}

fn in_memory(content: Vec<u8>) -> bool {
    let memory = Memory::default();
    memory
        .0
        .lock()
        .unwrap()
        .insert("token_info".to_owned(), content);
    survives(&ByteTokenStore::new(memory))
}

#[test]
fn t14_every_bit_that_flips_and_every_place_where_it_ends() {
    let good = good();
    assert!(!in_memory(good.clone()));
    for place in 0..good.len() {
        assert!(in_memory(good[..place].to_vec()), "cut at {place}");
        for bit in 0..8 {
            let mut bad = good.clone();
            bad[place] ^= 1 << bit;
            in_memory(bad);
        }
    }
}

#[test]
fn t14_bad_files_are_moved_aside_for_their_owner_only() {
    let good = good();
    let wrong_version = String::from_utf8(good.clone()).unwrap();
    let wrong_version = wrong_version.replace("\"version\":1", "\"version\":2");
    for (bad, why) in [
        (Vec::new(), "the whole: empty"),
        (
            good[..good.len() / 2].to_vec(),
            "the whole: JSON that ends too early",
        ),
        (vec![0; 4096], "the whole: not JSON"),
        (vec![0xFF; 100], "the whole: not JSON"),
        (
            wrong_version.into_bytes(),
            "version: not one that this library reads",
        ),
        (
            b"{\"version\":1,\"records\":{}}".to_vec(),
            "records: not a list",
        ),
        (
            b"{\"version\":1,\"records\":[7]}".to_vec(),
            "records 0.the whole: not an object",
        ),
        ("[".repeat(1_000_000).into_bytes(), "the whole: not JSON"),
    ] {
        let folder = Folder::new();
        let path = folder.join("tokens.json");
        fs::write(&path, &bad).unwrap();
        let store = FileStore::open(&path).unwrap();
        let error = store.load(&key()).unwrap_err();
        assert_eq!(error.source().unwrap().to_string(), why);
        let aside = folder.join(".tokens.json.corrupt");
        assert_eq!(fs::read(&aside).unwrap(), bad);
        #[cfg(unix)]
        {
            use std::os::unix::fs::MetadataExt as _;
            assert_eq!(fs::metadata(&aside).unwrap().mode() & 0o777, 0o600);
        }
        assert!(!survives(&store));
    }
}

#[test]
fn t14_a_gigabyte_is_not_read() {
    let folder = Folder::new();
    let path = folder.join("tokens.json");
    fs::File::create(&path).unwrap().set_len(1 << 30).unwrap();
    assert!(survives(&FileStore::open(&path).unwrap()));
    assert_eq!(
        fs::metadata(folder.join(".tokens.json.corrupt"))
            .unwrap()
            .len(),
        1 << 30
    );
}

#[test]
fn t14_damage_to_one_record_leaves_the_others() {
    let (folder, good) = (Folder::new(), String::from_utf8(good()).unwrap());
    let path = folder.join("tokens.json");
    for (number, (from, to)) in [
        ("canary-access", "canary-acceSs"),
        ("canary-refresh", "canary-refresH"),
        ("canary-secret", "canary-Secret"),
        ("\"count\":1", "\"count\":2"),
        ("\"streaming\"", "\"streamint\""),
        ("\"account\":\"ann\"", "\"account\":\"anne\""),
        ("\"flow\":\"pkce\"", "\"flow\":\"pkcf\""),
    ]
    .into_iter()
    .enumerate()
    {
        let (begin, rest) = good.split_at(good.find(from).unwrap());
        fs::write(&path, begin.to_owned() + &rest.replacen(from, to, 1)).unwrap();
        let store = FileStore::open(&path).unwrap();
        // Even an operation on the record that is whole says it.
        let error = store.load(&other()).unwrap_err();
        let why = error.source().unwrap().to_string();
        assert!(why.starts_with("records 0."), "{why}");
        assert!(store.load(&other()).unwrap().is_some(), "{from}");
        assert_eq!(store.load(&key()).unwrap(), None, "{from}");
        let asides = folder
            .names()
            .iter()
            .filter(|name| name.contains("corrupt"))
            .count();
        assert_eq!(asides, number + 1, "none is overwritten");
    }
}

#[test]
fn t14_a_file_may_be_indented() {
    let folder = Folder::new();
    let path: &Path = &folder.join("tokens.json");
    let value: serde_json::Value = serde_json::from_slice(&good()).unwrap();
    fs::write(path, serde_json::to_string_pretty(&value).unwrap()).unwrap();
    assert!(!survives(&FileStore::open(path).unwrap()));
}

proptest! {
    #[test]
    fn t14_whatever_is_changed_no_wrong_token_comes_out(
        edits in proptest::collection::vec((any::<proptest::sample::Index>(), any::<u8>(), 0..4u8), 1..8),
    ) {
        let mut bytes = good();
        for (place, byte, what) in edits {
            let place = place.index(bytes.len());
            match what {
                0 => bytes[place] = byte,
                1 => bytes.insert(place, byte),
                2 => drop(bytes.remove(place)),
                _ => {
                    let tail = bytes.split_off(place);
                    bytes.extend_from_within(..place.min(64));
                    bytes.extend(tail);
                }
            }
        }
        in_memory(bytes);
    }

    #[test]
    fn t14_nothing_panics(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        in_memory(bytes);
    }
}
