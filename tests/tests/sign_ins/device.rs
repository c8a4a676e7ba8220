//! A7 over real sockets.

use std::sync::{Arc, Mutex};

use spotify_auth::{DevicePending, DeviceSignIn};
use spotify_core::{AuthError, Error, Flow, OAuthErrorCode, Scope, Scopes};
use spotify_tests::mock::{Answer, Fault, MockSpotify};

use crate::stage::{Signed, Stage, everywhere};

/// A sign-in whose code goes where the test finds it.
fn way(
    stage: &Stage,
) -> (
    DeviceSignIn<impl FnOnce(&DevicePending) + use<>>,
    Arc<Mutex<String>>,
) {
    let code = Arc::new(Mutex::new(String::new()));
    let shown = code.clone();
    let way = stage.app().device_authorization(Scope::UserTopRead);
    let way = way.on_code(move |device| {
        assert!(device.verification_uri().ends_with("/pair"));
        *shown.lock().unwrap() = device.user_code().to_owned();
    });
    (way, code)
}

/// Signs in with a person who answers after the third wait.
fn decided(stage: &Stage, agree: bool) -> Result<Signed<'_>, Error> {
    let (way, code) = way(stage);
    stage.after_each_wait(move |mock, count| {
        if count == 3 {
            assert!(mock.enter_code(&code.lock().unwrap(), agree));
        }
    });
    stage.sign_in(way)
}

#[test]
fn a7_a_device_is_signed_in_and_stays_so() {
    everywhere(MockSpotify::builder, |stage| {
        let client = decided(stage, true).unwrap_or_else(|error| panic!("{}: {error}", stage.name));
        assert_eq!(stage.waits(), [5, 5, 5], "{}", stage.name);
        let state = client.session();
        assert_eq!(state.flow, Flow::Device);
        assert_eq!(state.scopes, Some(Scopes::from(Scope::UserTopRead)));
        assert_eq!(client.user(), "demo-listener");
        // Refreshed afterwards without a secret, as with PKCE.
        stage.mock.expire_tokens();
        assert_eq!(client.user(), "demo-listener");
        assert_eq!(stage.mock.exchanges(), 2);
        insta::allow_duplicates! {
            insta::assert_snapshot!(stage.asked(), @r"
            POST /device/code
            POST /api/token
            POST /api/token
            POST /api/token
            GET /v1/me
            GET /v1/me
            POST /api/token
            GET /v1/me
            ");
        }
    });
}

#[test]
fn a7_a_person_who_says_no_is_told_apart_from_one_who_says_nothing() {
    everywhere(MockSpotify::builder, |stage| {
        let Err(Error::Auth(AuthError::OAuth(error))) = decided(stage, false) else {
            panic!("{}: not refused", stage.name);
        };
        assert_eq!(error.code, OAuthErrorCode::AccessDenied);
        assert_eq!(stage.waits(), [5, 5, 5]);
    });
    everywhere(MockSpotify::builder, |stage| {
        let Err(error) = stage.sign_in(way(stage).0) else {
            panic!("{}: nobody agreed", stage.name);
        };
        assert!(
            matches!(error, Error::Auth(AuthError::CodeExpired)),
            "{error}"
        );
        // Ten minutes, a question every five seconds.
        assert_eq!(stage.waits().len(), 119);
    });
}

#[test]
fn a7_a_device_that_asks_too_often_slows_down_and_a_failure_costs_time() {
    everywhere(MockSpotify::builder, |stage| {
        let (way, code) = way(stage);
        stage.mock.fault(
            Fault::on_accounts("POST", "/api/token").answer(Answer::oauth_error("slow_down", None)),
        );
        stage.after_each_wait(move |mock, count| match count {
            2 => {
                drop(mock.fault(Fault::on_accounts("POST", "/api/token").answer(Answer::html(503))))
            }
            4 => assert!(mock.enter_code(&code.lock().unwrap(), true)),
            _ => {}
        });
        let client = stage
            .sign_in(way)
            .unwrap_or_else(|error| panic!("{}: {error}", stage.name));
        assert_eq!(stage.waits(), [5, 10, 20, 20], "{}", stage.name);
        assert_eq!(client.user(), "demo-listener");
    });
}

#[test]
fn y1_a_device_endpoint_that_never_ends_or_leads_elsewhere_is_left() {
    everywhere(MockSpotify::builder, |stage| {
        let endpoint = || Fault::on_accounts("POST", "/device/code");
        let endless = endpoint().answer(Answer::text(200, "")).endless_body();
        let elsewhere =
            Answer::redirect(307, format!("{}/device/code", stage.mock.stranger_base()));
        for fault in [endless, endpoint().answer(elsewhere)] {
            stage.mock.clear_faults();
            stage.mock.fault(fault);
            assert!(stage.sign_in(way(stage).0).is_err(), "{}", stage.name);
        }
        assert!(stage.mock.stranger_requests().is_empty());
        assert_eq!(stage.waits(), [0; 0]);
    });
}
