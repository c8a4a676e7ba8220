//! A6, D6: implicit grant, which Spotify has withdrawn. A2: nothing else falls back to it.

use proptest::prelude::*;
use spotify_auth::{
    App, CallbackError, ResponseType, SettingsError, StateProblem,
    implicit::{Asking, Granted, ImplicitGrant, Unrenewed},
};
use spotify_core::{
    Accounts, AuthError, CredentialKey, Error, Flow, Grant, MemoryStore, Scope, Scopes,
    TokenStore as _, blocking::Client, testing::Replay,
};
use std::time::Duration;

use crate::{REDIRECT, asking, entropy, now, public};

fn begun() -> (Asking, String) {
    let asking = ImplicitGrant::new(&public(), Scope::UserTopRead)
        .unwrap()
        .begin(entropy(), &Accounts::default());
    let state = asking.params().state.expose().to_owned();
    (asking, state)
}

/// What comes of an answer in which `STATE` stands for the right state.
fn answered(answer: &str) -> Result<Granted, (CallbackError, bool)> {
    let (asking, state) = begun();
    asking
        .callback(&answer.replace("STATE", &state), now())
        .map_err(|rejected| (rejected.error, rejected.asking.is_some()))
}

#[test]
fn a6_the_url_asks_for_a_token() {
    let (asking, _) = begun();
    assert_eq!(asking.params().response_type, ResponseType::Token);
    insta::assert_snapshot!(asking.url().replace('?', "\n? ").replace('&', "\n& "));
    let without = App::new("id").unwrap();
    assert_eq!(
        ImplicitGrant::new(&without, "").unwrap_err(),
        SettingsError::NeedsRedirect(Flow::Implicit)
    );
    let way = ImplicitGrant::new(&public(), "").unwrap();
    assert!(way.param("response_type", "code").is_err());
}

#[test]
fn d6_the_fragment_is_read_or_what_a_page_made_of_it() {
    let parts = "access_token=BQ%2D1&token_type=Bearer&expires_in=3600&state=STATE";
    for answer in [
        format!("{REDIRECT}#{parts}"),
        format!("  {REDIRECT}#{parts}\n"),
        format!("{REDIRECT}?keep=1#{parts}"),
        format!("{REDIRECT}?{parts}"),
        format!("{REDIRECT}?{parts}#_=_"),
        format!("/callback?{parts}"),
        format!("/callback#{parts}"),
        format!("?{parts}"),
        format!("#{parts}"),
        parts.to_owned(),
    ] {
        let granted = answered(&answer).unwrap_or_else(|error| panic!("{answer}: {error:?}"));
        let token = granted.token();
        assert_eq!(token.access.expose(), "BQ-1", "{answer}");
        assert_eq!(token.refresh, None);
        assert_eq!(token.lifetime, Some(Duration::from_secs(3600)));
        assert_eq!(token.scopes, Some(Scopes::from(Scope::UserTopRead)));
        assert_eq!(token.authorized_at, Some(now().wall));
    }
    let narrowed = format!("#{parts}&scope=streaming+user-read-email");
    assert_eq!(
        answered(&narrowed).unwrap().token().scopes,
        Some(Scope::Streaming | Scope::UserReadEmail)
    );
}

#[test]
fn a6_what_is_no_token_is_told_and_only_the_right_state_ends_the_sign_in() {
    use CallbackError as E;
    let good = "access_token=BQ&token_type=Bearer&state=STATE";
    let state = |problem| E::StateMismatch(problem);
    for (answer, error, goes_on) in [
        ("", state(StateProblem::Missing), true),
        (
            "#access_token=BQ&token_type=Bearer",
            state(StateProblem::Missing),
            true,
        ),
        (
            "#access_token=BQ&token_type=Bearer&state=",
            state(StateProblem::Missing),
            true,
        ),
        (
            "#access_token=BQ&token_type=Bearer&state=other",
            state(StateProblem::Wrong),
            true,
        ),
        (
            "?state=STATE#access_token=BQ&state=STATE",
            state(StateProblem::Duplicate),
            true,
        ),
        (
            "#access_token=%zz&state=STATE",
            E::Malformed("a percent sign without two hex digits"),
            true,
        ),
        (
            "#access_token=%ff&state=STATE",
            E::Malformed("it is not UTF-8"),
            true,
        ),
        ("#error=access_denied&state=STATE", E::Denied, false),
        ("?error=access_denied&state=STATE", E::Denied, false),
        ("#state=STATE", E::MissingToken, false),
        (
            "#access_token=&token_type=Bearer&state=STATE",
            E::MissingToken,
            false,
        ),
        (
            "#access_token=BQ&state=STATE",
            E::Malformed("its token_type is not bearer"),
            false,
        ),
        (
            "#access_token=BQ&token_type=mac&state=STATE",
            E::Malformed("its token_type is not bearer"),
            false,
        ),
        (
            "#access_token=B%20Q&token_type=Bearer&state=STATE",
            E::Malformed("the token has characters that no header can carry"),
            false,
        ),
        (
            "#access_token=B&access_token=Q&token_type=Bearer&state=STATE",
            E::Duplicate("access_token"),
            false,
        ),
        (
            "?access_token=B#access_token=Q&token_type=Bearer&state=STATE",
            E::Duplicate("access_token"),
            false,
        ),
        (
            "#access_token=B&token_type=Bearer&error=x&state=STATE",
            E::Malformed("it has a token and an error"),
            false,
        ),
        (
            "#access_token=B&token_type=Bearer&code=x&state=STATE",
            E::Malformed("it has a code, and none was asked for"),
            false,
        ),
        (
            "#access_token=B&token_type=Bearer&iss=https://evil.example&state=STATE",
            E::WrongIssuer,
            false,
        ),
    ] {
        assert_eq!(answered(answer).unwrap_err(), (error, goes_on), "{answer}");
    }
    let elsewhere = format!("https://evil.example/callback#{good}");
    assert!(matches!(
        answered(&elsewhere),
        Err((E::WrongRedirect(_), true))
    ));
    assert!(answered(&format!("#{good}")).is_ok());
    let (asking, _) = begun();
    let error = Error::from(asking.callback("", now()).unwrap_err());
    assert!(matches!(error, Error::Auth(_)));
}

#[test]
fn a2_no_other_flow_takes_a_token_from_a_browser() {
    let (code, state) = asking();
    let token = format!("access_token=BQ&token_type=Bearer&expires_in=3600&state={state}");
    for answer in [
        format!("{REDIRECT}#{token}"),
        format!("{REDIRECT}?{token}"),
        token.clone(),
    ] {
        let (code, _) = asking();
        let rejected = code.callback(&answer).unwrap_err();
        let expected = [
            CallbackError::MissingCode,
            CallbackError::StateMismatch(StateProblem::Missing),
        ];
        assert!(expected.contains(&rejected.error), "{answer}: {rejected}");
    }
    assert_eq!(code.params().response_type, ResponseType::Code);
    assert!(code.url().contains("response_type=code"));
}

#[test]
fn a6_the_client_has_a_bare_token_and_asks_for_no_other() {
    let answer = "#access_token=BQ&token_type=Bearer&expires_in=3600&state=STATE";
    let store = MemoryStore::new();
    let wire = Replay::new();
    let client = Client::builder(wire.clone())
        .store(store.clone())
        .account("me")
        .sign_in(answered(answer).unwrap())
        .unwrap();
    let state = client.session();
    assert_eq!(state.flow, Flow::Implicit);
    assert!(state.authorized);
    assert_eq!(wire.log(), "", "nothing is exchanged");
    let key = CredentialKey::new(Flow::Implicit, "client-id").account("me");
    let kept = block_on(store.load(&key)).unwrap();
    assert_eq!(kept.token.access.expose(), "BQ");

    let grant = Unrenewed::new(&public());
    let (accounts, token) = (Accounts::default(), &kept.token);
    assert_eq!(
        grant.request(&accounts, Some(token)).unwrap_err(),
        AuthError::NothingToRenew
    );
    let bare = Client::builder(Replay::new()).token(answered(answer).unwrap());
    assert_eq!(bare.build().unwrap().session().flow, Flow::BearerToken);
}

/// The store of this test never waits.
fn block_on<T>(
    future: impl Future<Output = Result<Option<T>, spotify_core::StoreError>>,
) -> Option<T> {
    let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    match std::pin::pin!(future).poll(&mut context) {
        std::task::Poll::Ready(result) => result.unwrap(),
        std::task::Poll::Pending => panic!("it waits"),
    }
}

#[test]
fn t1_no_token_of_a_fragment_is_shown() {
    let (asking, state) = begun();
    let text = format!("{asking:?}");
    assert!(!text.contains(&state));
    let granted = answered("#access_token=canary&token_type=Bearer&state=STATE").unwrap();
    assert!(!format!("{granted:?}").contains("canary"));
    for answer in [
        "#access_token=canary&token_type=canary&state=STATE",
        "#access_token=canary&token_type=Bearer&state=canary",
        "#access_token=canary%0a&token_type=Bearer&state=STATE",
        "#access_token=canary&error=x&state=STATE",
    ] {
        let (error, _) = answered(answer).unwrap_err();
        assert!(!format!("{error:?} {error}").contains("canary"), "{answer}");
    }
}

proptest! {
    #[test]
    fn a1_no_answer_without_the_state_gives_a_token(answer in "\\PC*|[#?]?access_token=B&token_type=Bearer&state=\\PC*") {
        let (asking, _) = begun();
        let rejected = asking.callback(&answer, now()).unwrap_err();
        prop_assert!(rejected.asking.is_some());
    }
}
