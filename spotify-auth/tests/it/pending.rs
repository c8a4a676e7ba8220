//! A sign-in that a web server keeps in its session.

use spotify_auth::{App, Asking, PendingSignIn, SettingsError};
use spotify_core::Accounts;

use crate::{asking, confidential, entropy, public};

fn round_trip(asking: Asking) -> PendingSignIn {
    serde_json::from_str(&serde_json::to_string(&asking.into_pending()).unwrap()).unwrap()
}

#[test]
fn a4_a_sign_in_comes_back_as_it_was() {
    let begin = || {
        public()
            .authorization_code_pkce("streaming user-soa-link")
            .unwrap()
            .show_dialog(true)
            .param("locale", "sv")
            .unwrap()
            .begin(
                entropy(),
                &Accounts::at(&"http://127.0.0.1:9".parse().unwrap()),
            )
    };
    let resumed = public().resume(round_trip(begin())).unwrap();
    assert_eq!(resumed, begin());
    assert_eq!(resumed.url(), begin().url());
}

#[test]
fn a4_the_serialised_form() {
    let (asking, _) = asking();
    insta::assert_snapshot!(serde_json::to_string_pretty(&asking.into_pending()).unwrap());
    let way = confidential().authorization_code("").unwrap();
    let asking = way.begin(entropy(), &Accounts::default());
    insta::assert_snapshot!(serde_json::to_string_pretty(&asking.into_pending()).unwrap());
}

#[test]
fn a4_the_redirect_uri_is_that_of_the_authorize_url() {
    let moved = public().redirect("https://example.com/new").unwrap();
    let (asking, state) = asking();
    let resumed = moved.resume(round_trip(asking)).unwrap();
    let exchange = resumed.code("AQ", &state).unwrap();
    assert!(
        exchange
            .token_request()
            .expose_form()
            .contains(&("redirect_uri", crate::REDIRECT))
    );
}

#[test]
fn a4_only_the_app_that_began_it_resumes_it() {
    let other = App::new("other").unwrap();
    let error = other.resume(asking().0.into_pending()).unwrap_err();
    assert_eq!(error, SettingsError::OtherApp("other".into()));
    let way = confidential().authorization_code("").unwrap();
    let pending = way.begin(entropy(), &Accounts::default()).into_pending();
    assert!(matches!(
        public().resume(pending),
        Err(SettingsError::NeedsSecret(_))
    ));
}

#[test]
fn a_form_that_was_tampered_with_is_refused_without_a_word_of_it() {
    let (asking, _) = asking();
    let good = serde_json::to_value(asking.into_pending()).unwrap();
    let mut texts = String::new();
    for (key, value) in [
        ("state", "canary"),
        ("code_verifier", "canary"),
        ("redirect_uri", "http://localhost/"),
        ("authorize", "http://evil.example/authorize"),
    ] {
        let mut form = good.clone();
        form[key] = value.into();
        let error = serde_json::from_value::<PendingSignIn>(form).unwrap_err();
        texts.push_str(&format!("{error}\n"));
    }
    let mut form = good;
    form["extra"] = serde_json::json!([["state", "x"]]);
    texts.push_str(
        &serde_json::from_value::<PendingSignIn>(form)
            .unwrap_err()
            .to_string(),
    );
    assert!(!texts.contains("canary"));
    insta::assert_snapshot!(texts);
}
