//! T2: secret types have no trait that lets a secret out unseen.

use std::{
    borrow::Borrow, collections::BTreeSet, fmt::Display, fs, marker::PhantomData, ops::Deref,
    path::Path,
};

use serde::Serialize;
use spotify_auth::{ClientSecret, Code, DeviceCode, Entropy, State, Verifier, redirect::Callback};
use spotify_core::{AccessToken, RefreshToken, Secret};

/// Asks the compiler which traits a type has: an associated constant of the type itself goes
/// before that of the trait, and is there only if the bound holds.
struct Probe<T: ?Sized>(PhantomData<T>);

macro_rules! questions {
    ($($name:ident $answer:ident: $bound:path;)*) => {$(
        trait $name {
            const $answer: bool = false;
        }
        impl<T: ?Sized> $name for Probe<T> {}
        impl<T: ?Sized + $bound> Probe<T> {
            const $answer: bool = true;
        }
    )*};
}

questions! {
    Displays DISPLAY: Display;
    Serializes SERIALIZE: Serialize;
    Derefs DEREF: Deref;
    IsText AS_STR: AsRef<str>;
    IsBytes AS_BYTES: AsRef<[u8]>;
    Borrows BORROW: Borrow<str>;
    BecomesText INTO: Into<String>;
}

macro_rules! traits {
    ($type:ty) => {
        [
            ("Display", Probe::<$type>::DISPLAY),
            ("Serialize", Probe::<$type>::SERIALIZE),
            ("Deref", Probe::<$type>::DEREF),
            ("AsRef<str>", Probe::<$type>::AS_STR),
            ("AsRef<[u8]>", Probe::<$type>::AS_BYTES),
            ("Borrow<str>", Probe::<$type>::BORROW),
            ("Into<String>", Probe::<$type>::INTO),
        ]
        .into_iter()
        .filter_map(|(name, has)| has.then_some(name))
        .collect::<Vec<_>>()
    };
}

macro_rules! secrets {
    ($($type:ident: $value:expr,)*) => {
        /// The secret types, and which of the traits each has.
        fn found() -> Vec<(&'static str, Vec<&'static str>)> {
            vec![$((stringify!($type), traits!($type)),)*]
        }

        /// What `Debug` shows of each, around a secret that is known.
        fn shown() -> Vec<(&'static str, String)> {
            vec![$((stringify!($type), format!("{0:?} {0:#?}", $value)),)*]
        }
    };
}

const CANARY: &str = "canary-canary-canary-canary-canary-canary-canary";

secrets! {
    Secret: Secret::new(CANARY),
    AccessToken: AccessToken::new(CANARY),
    RefreshToken: RefreshToken::new(CANARY),
    ClientSecret: ClientSecret::new(CANARY),
    Code: Code::new(CANARY),
    Callback: Callback::new(CANARY),
    DeviceCode: DeviceCode::new(CANARY),
    State: State::new(CANARY).unwrap(),
    Verifier: Verifier::new(CANARY).unwrap(),
    Entropy: Entropy::new([0x63; 32], [0x63; 32]),
}

#[test]
fn t2_no_secret_type_can_be_shown_but_by_expose() {
    // The question itself: a text has them all.
    assert_eq!(
        traits!(String),
        [
            "Display",
            "Serialize",
            "Deref",
            "AsRef<str>",
            "AsRef<[u8]>",
            "Borrow<str>",
            "Into<String>"
        ]
    );
    let mut leaks = 0;
    for (name, traits) in found() {
        println!("{name}: {traits:?}");
        leaks += traits.len();
    }
    for (name, text) in shown() {
        assert!(text.len() < 100, "{name}: {text}");
        assert!(!text.contains("canary") && !text.contains("99"), "{name}");
        assert!(text.contains("[redacted]"), "{name}: {text}");
    }
    println!(
        "T2  ways to show a secret but expose()  {leaks}  {}",
        ok(leaks == 0)
    );
    assert_eq!(leaks, 0);
}

/// So that a new secret type is asked as well.
#[test]
fn t2_every_secret_type_of_the_sources_is_asked() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut declared = BTreeSet::new();
    for krate in ["spotify-core", "spotify-auth"] {
        read(&root.join(krate).join("src"), &mut declared);
    }
    assert!(declared.contains("AccessToken") && declared.contains("State"));
    let asked: BTreeSet<String> = found().iter().map(|(name, _)| (*name).to_owned()).collect();
    let missing: Vec<_> = declared.difference(&asked).collect();
    assert!(
        missing.is_empty(),
        "add to the list of secrets in {}: {missing:?}",
        file!()
    );
}

fn read(folder: &Path, declared: &mut BTreeSet<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            read(&path, declared);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let text = fs::read_to_string(&path).unwrap();
            let text = text.split("#[cfg(test)]").next().unwrap_or_default();
            declared.extend(secret_types(text));
        }
    }
}

/// The names in `secret! { … }`, and public structs around a `Secret` alone.
fn secret_types(text: &str) -> Vec<String> {
    let mut names = Vec::new();
    let mut inside = false;
    for line in text.lines() {
        let line = line.trim();
        if line.ends_with("secret! {") && !line.starts_with("//") {
            inside = true;
        } else if line == "}" {
            inside = false;
        } else if inside && !line.starts_with("//") {
            names.push(line.trim_end_matches(',').to_owned());
        } else if let Some((name, "Secret);")) = line
            .strip_prefix("pub struct ")
            .and_then(|line| line.split_once('('))
        {
            names.push(name.to_owned());
        }
    }
    names
}

pub(crate) fn ok(holds: bool) -> &'static str {
    if holds { "ok" } else { "FAILED" }
}
