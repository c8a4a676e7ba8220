//! What the browser brings back: what is believed, what is not, and what ends a sign-in.

use proptest::prelude::*;
use spotify_auth::{App, Asking, CallbackError, StateProblem};
use spotify_core::{Accounts, AuthError, Error};

use crate::{REDIRECT, asking, entropy};

/// Gives an answer to a fresh sign-in; `{state}` stands for its state.
fn answer(template: &str) -> Result<String, (CallbackError, bool)> {
    let (asking, state) = asking();
    match asking.callback(&template.replace("{state}", &state)) {
        Ok(exchange) => {
            let form = exchange.token_request();
            let (_, code) = form.expose_form()[1];
            Ok(code.to_owned())
        }
        Err(rejected) => {
            if let Some(asking) = &rejected.asking {
                assert_eq!(
                    asking.params().state.expose(),
                    state,
                    "it waits for the same answer"
                );
            }
            Err((rejected.error, rejected.asking.is_some()))
        }
    }
}

#[test]
fn d6_d11_urls_targets_and_queries_are_read() {
    for (text, code) in [
        (
            "http://127.0.0.1:8888/callback?code=AQ-_.1&state={state}",
            "AQ-_.1",
        ),
        ("http://127.0.0.1:8888/callback?state={state}&code=AQ", "AQ"),
        (
            "  http://127.0.0.1:8888/callback?code=AQ&state={state}\n",
            "AQ",
        ),
        (
            "HTTP://127.0.0.1:8888/callback?code=AQ&state={state}#_=_",
            "AQ",
        ),
        ("/callback?code=AQ&state={state}", "AQ"),
        ("?code=AQ&state={state}", "AQ"),
        ("code=AQ&state={state}", "AQ"),
        ("code=A%2BQ%2f&state={state}", "A+Q/"),
        ("code=a:b&state={state}", "a:b"),
        ("code=AQ&state={state}&unknown=1&unknown=2", "AQ"),
        (
            "code=AQ&state={state}&iss=https%3A%2F%2Faccounts.spotify.com",
            "AQ",
        ),
        (
            "code=AQ&state={state}&iss=https://accounts.spotify.com",
            "AQ",
        ),
        ("&&code=AQ&&state={state}&", "AQ"),
    ] {
        assert_eq!(answer(text).as_deref(), Ok(code), "{text}");
    }
}

#[test]
fn a1_an_answer_without_the_right_state_is_nobodys() {
    use StateProblem::*;
    for (text, problem) in [
        ("code=AQ", Missing),
        ("", Missing),
        ("code=AQ&state=", Missing),
        ("code=AQ&state", Missing),
        ("code=AQ&State={state}", Missing),
        ("code=AQ#state={state}", Missing),
        ("http://127.0.0.1:8888/callback", Missing),
        ("error=access_denied", Missing),
        ("code=AQ&state={state}x", Wrong),
        ("code=AQ&state=x{state}", Wrong),
        ("code=AQ&state=+{state}", Wrong),
        ("code=AQ&state={state}%00", Wrong),
        ("error=access_denied&state=x", Wrong),
        ("code=AQ&state={state}&state={state}", Duplicate),
        ("code=AQ&state={state}&state=", Duplicate),
        ("code=AQ&state=x&state={state}", Duplicate),
    ] {
        let error = CallbackError::StateMismatch(problem);
        assert_eq!(answer(text), Err((error, true)), "{text}");
    }
    // D5: the same where somebody else has taken the answer apart.
    let (asking, state) = asking();
    let rejected = asking.code("AQ", "another").unwrap_err();
    assert_eq!(rejected.error, CallbackError::StateMismatch(Wrong));
    let rejected = rejected.asking.unwrap().code("AQ", "").unwrap_err();
    assert_eq!(rejected.error, CallbackError::StateMismatch(Missing));
    assert!(rejected.asking.unwrap().code("AQ", &state).is_ok());
}

#[test]
fn a7_unreadable_answers_do_not_end_a_sign_in() {
    for text in [
        "code=AQ&state={state}&x=%",
        "code=%zz&state={state}",
        "code=%2&state={state}",
        "code=AQ&state={state}&%=1",
        "code=%ff%fe&state={state}",
        "code=AQ&state={state}&%c3=1",
        "error=access_denied&state={state}&error_description=%80",
    ] {
        assert!(
            matches!(answer(text), Err((CallbackError::Malformed(_), true))),
            "{text}"
        );
    }
    let long = format!("code={}&state={{state}}", "A".repeat(16 << 10));
    assert!(matches!(
        answer(&long),
        Err((CallbackError::Malformed(_), true))
    ));
}

#[test]
fn answers_to_another_address_do_not_end_a_sign_in() {
    for address in [
        "http://127.0.0.1:8889/callback",
        "http://127.0.0.1/callback",
        "https://127.0.0.1:8888/callback",
        "http://localhost:8888/callback",
        "http://[::1]:8888/callback",
        "http://127.0.0.1:8888/callback/",
        "http://127.0.0.1:8888/Callback",
        "http://127.0.0.1:8888/",
        "http://127.0.0.1:8888/favicon.ico",
        "http://127.0.0.1:8888@evil.example/callback",
        "http://user@127.0.0.1:8888/callback",
        "http://evil.example/callback",
        "//evil.example/callback",
        "/",
        "/favicon.ico",
        "myapp://callback",
        "http://",
    ] {
        let error = CallbackError::WrongRedirect(REDIRECT.parse().unwrap());
        let text = format!("{address}?code=AQ&state={{state}}");
        assert_eq!(answer(&text), Err((error, true)), "{address}");
    }
}

#[test]
fn a7_d10_answers_with_the_right_state_end_the_sign_in_whatever_they_say() {
    use CallbackError::*;
    for (text, error) in [
        ("state={state}", MissingCode),
        ("code=&state={state}", MissingCode),
        ("code=AQ&code=AQ&state={state}", Duplicate("code")),
        ("code=AQ&code=&state={state}", Duplicate("code")),
        ("error=a&error=b&state={state}", Duplicate("error")),
        ("code=AQ&error=access_denied&state={state}", CodeAndError),
        ("code=AQ&error=&state={state}", CodeAndError),
        (
            "code=AQ&state={state}&iss=https://evil.example",
            WrongIssuer,
        ),
        ("code=AQ&state={state}&iss=", WrongIssuer),
        (
            "code=AQ&state={state}&iss=https://accounts.spotify.com/",
            WrongIssuer,
        ),
        ("code=AQ&state={state}&iss=a&iss=b", Duplicate("iss")),
        (
            "code=A+Q&state={state}",
            Malformed("the code has characters that no code has"),
        ),
        (
            "code=A%0d%0aQ&state={state}",
            Malformed("the code has characters that no code has"),
        ),
        (
            "code=%c3%a4&state={state}",
            Malformed("the code has characters that no code has"),
        ),
        ("error=access_denied&state={state}", Denied),
        (
            "error=access_denied&error_description=no&state={state}",
            Denied,
        ),
    ] {
        assert_eq!(answer(text), Err((error, false)), "{text}");
    }
}

#[test]
fn a9_refusals_are_cut_and_escaped() {
    let text = |query: &str| answer(query).unwrap_err().0.to_string();
    insta::assert_snapshot!(text(
        "error=server_error&error_description=try+later%0a%1b[31m%E2%80%AE&state={state}"
    ));
    insta::assert_snapshot!(text("error=invalid_scope&state={state}"));
    let long = format!(
        "error={}&error_description={}&state={{state}}",
        "e".repeat(4000),
        "d".repeat(4000)
    );
    assert!(text(&long).len() < 1200);
}

#[test]
fn k10_k11_a_rejected_answer_keeps_its_kind_as_the_one_error() {
    let rejected = |answer: &str| {
        let (asking, state) = asking();
        let rejected = asking.callback(&answer.replace("STATE", &state));
        Error::from(rejected.unwrap_err())
    };
    let denied = rejected("error=access_denied&state=STATE");
    assert!(matches!(denied, Error::Auth(AuthError::Denied)));
    assert_eq!(denied.oauth(), Some(("access_denied", None)));
    let refused = rejected("error=server_error&error_description=try+later&state=STATE");
    assert_eq!(refused.oauth(), Some(("server_error", Some("try later"))));
    assert_eq!(
        refused.to_string(),
        "the accounts service refused: server_error (try later)"
    );
    for answer in ["code=c", "code=c&state=", "code=c&state=other"] {
        let forged = rejected(answer);
        assert!(
            matches!(forged, Error::Auth(AuthError::StateMismatch(_))),
            "{answer}"
        );
        assert_eq!(forged.to_json()["error"]["status"], 0);
    }
    let empty = rejected("state=STATE");
    assert!(matches!(empty, Error::Auth(AuthError::SignIn(_))));
}

#[test]
fn every_rejection_says_what_to_do() {
    insta::assert_snapshot!(
        [
            "code=AQ",
            "code=AQ&state=x",
            "code=AQ&state=x&state=y",
            "state={state}",
            "code=1&code=2&state={state}",
            "code=1&error=2&state={state}",
            "/?code=AQ",
            "code=AQ&state={state}&iss=x",
            "code=%",
            "error=access_denied&state={state}",
        ]
        .map(|text| answer(text).unwrap_err().0.to_string())
        .join("\n")
    );
}

#[test]
fn custom_schemes_and_addresses_without_a_path() {
    for (redirect, callback) in [
        ("myapp://callback", "myapp://callback?"),
        ("myapp://callback", "myapp://callback/?"),
        ("com.example.app:/cb", "com.example.app:/cb?"),
        ("http://127.0.0.1:8888", "http://127.0.0.1:8888/?"),
        (
            "https://example.com:443/cb?keep=1",
            "https://example.com/cb?keep=1&",
        ),
        ("https://example.com/cb", "/cb?"),
    ] {
        let app = App::new("id").unwrap().redirect(redirect).unwrap();
        let way = app.authorization_code_pkce("").unwrap();
        let asking: Asking = way.begin(entropy(), &Accounts::default());
        let state = asking.params().state.expose().to_owned();
        let answer = asking.callback(&format!("{callback}code=AQ&state={state}"));
        assert!(answer.is_ok(), "{redirect} {callback} {answer:?}");
    }
}

/// Texts like a state: of its letters, cut, longer, in other cases, with one letter changed.
#[test]
fn a1_none_of_100_000_other_states_is_accepted() {
    const TRIES: u64 = 100_000;
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let (mut waiting, state) = asking();
    let (mut seed, mut accepted) = (0x9E37_79B9_7F4A_7C15_u64, 0);
    let mut dice = |below: usize| {
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        (seed % below as u64) as usize
    };
    for round in 0..TRIES {
        let mut given = state.clone().into_bytes();
        let place = dice(given.len());
        match round % 5 {
            0 => given.iter_mut().for_each(|byte| *byte = LETTERS[dice(64)]),
            1 => given.truncate(place),
            2 => given.insert(place, LETTERS[dice(64)]),
            3 => given[place] = LETTERS[dice(64)],
            _ => given.rotate_left(place),
        }
        let given = String::from_utf8(given).unwrap();
        if given == state {
            continue;
        }
        match waiting.code("AQ", &given) {
            Err(rejected) => waiting = *rejected.asking.unwrap(),
            Ok(_) => {
                accepted += 1;
                waiting = asking().0;
            }
        }
    }
    let verdict = if accepted == 0 { "ok" } else { "FAILED" };
    println!("A1  of 100,000 other states accepted  {accepted}  {verdict}");
    assert_eq!(accepted, 0);
    assert!(
        waiting.code("AQ", &state).is_ok(),
        "the right one is taken after all of them"
    );
}

proptest! {
    #[test]
    fn a1_no_other_state_is_accepted(given in "\\PC{0,60}|[A-Za-z0-9_-]{40,46}|AQEBAQ[A-Za-z0-9_-]{0,40}") {
        let (asking, state) = asking();
        prop_assume!(given != state);
        prop_assert!(asking.code("AQ", &given).is_err());
    }

    #[test]
    fn a1_no_flipped_bit_is_accepted(place in 0usize..43, bit in 0u8..7) {
        let (asking, state) = asking();
        let mut bytes = state.into_bytes();
        bytes[place] ^= 1 << bit;
        prop_assert!(asking.code("AQ", std::str::from_utf8(&bytes).unwrap()).is_err());
    }

    #[test]
    fn a7_no_text_panics_or_gets_through(text in "\\PC*|[a-z:/?#&=%+.0-9]{0,80}") {
        prop_assert!(answer(&text).is_err());
    }

    #[test]
    fn a7_pieces_in_any_order(pieces in proptest::collection::vec(
        proptest::sample::select(vec![
            "code=AQ", "code=", "code=%41", "state={state}", "state=", "state=x", "error=access_denied",
            "error_description=a+b", "iss=https://accounts.spotify.com", "iss=x", "x=%", "y=%ff", "z", "",
        ]), 0..6))
    {
        let query = pieces.join("&");
        let count = |name: &str| pieces.iter().filter(|piece| piece.starts_with(name)).count();
        let good = count("code=") == 1 && !pieces.contains(&"code=")
            && pieces.iter().filter(|p| p.starts_with("state=")).eq(["state={state}"].iter())
            && count("error=") == 0 && count("error_description=") <= 1
            && count("iss=") <= 1 && !pieces.contains(&"iss=x")
            && !pieces.contains(&"x=%") && !pieces.contains(&"y=%ff");
        prop_assert_eq!(answer(&query).is_ok(), good, "{}", query);
    }
}
