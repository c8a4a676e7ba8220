//! T3: the memory of a secret is overwritten when its last clone is dropped.
//!
//! A process may read its own memory as a file, so freed memory can be looked at without unsafe
//! code. Copies in the buffers of HTTP and TLS libraries are not ours to wipe.

use std::{fs::File, hint::black_box, os::unix::fs::FileExt as _};

use spotify_auth::{ClientSecret, Code, DeviceCode, State, Verifier, redirect::Callback};
use spotify_core::{AccessToken, RefreshToken, Secret};

use crate::kind::ok;

const LENGTH: usize = 96;
const ROUNDS: usize = 50;

/// The longest run of a letter that is still where a text was.
fn left(address: usize, letter: u8) -> usize {
    let memory = File::open("/proc/self/mem").unwrap();
    let mut seen = [0; LENGTH];
    // Memory that was given back to the system cannot be read, and shows nothing.
    if memory.read_exact_at(&mut seen, address as u64).is_err() {
        return 0;
    }
    let runs = seen.split(|byte| *byte != letter);
    runs.map(<[u8]>::len).max().unwrap_or_default()
}

/// Drops texts and counts those of which a piece is left.
fn remain<T>(make: impl Fn(String) -> T, expose: impl Fn(&T) -> &str) -> usize {
    let round = |round: usize| {
        let letter = b'a' + (round % 26) as u8;
        let secret = make(char::from(letter).to_string().repeat(LENGTH));
        let address = expose(&secret).as_ptr() as usize;
        assert_eq!(
            left(address, letter),
            LENGTH,
            "it is where it is looked for"
        );
        drop(black_box(secret));
        left(address, letter) >= 8
    };
    (0..ROUNDS).filter(|number| round(*number)).count()
}

#[test]
fn t3_no_secret_type_leaves_its_text_in_memory() {
    // The way of looking: a text that nobody wipes is found.
    assert!(remain(|text| text, |text| text) > 0, "a text was not found");
    let mut found = 0;
    macro_rules! wiped {
        ($($make:expr => $type:ident,)*) => {$(
            let remained = remain($make, $type::expose);
            assert_eq!(remained, 0, stringify!($type));
            found += remained;
        )*};
    }
    wiped! {
        Secret::new => Secret,
        AccessToken::new => AccessToken,
        RefreshToken::new => RefreshToken,
        ClientSecret::new => ClientSecret,
        Code::new => Code,
        Callback::new => Callback,
        DeviceCode::new => DeviceCode,
        |text| State::new(text).unwrap() => State,
        |text| Verifier::new(text).unwrap() => Verifier,
    }
    // Clones share the text, and the last one wipes it.
    assert_eq!(
        remain(
            |text| {
                let secret = Secret::new(text);
                (secret.clone(), secret)
            },
            |(clone, _)| clone.expose()
        ),
        0
    );
    println!(
        "T3  secret types whose text stays in memory  {found}  {}",
        ok(found == 0)
    );
}
