//! T1: nothing that prints shows a secret.

use std::fmt::{Debug, Write as _};

use spotify_auth::{App, ClientCredentials, ClientSecret, Code, Entropy, Refresh, State, Verifier};
use spotify_core::{Accounts, AuthError, BuildError, Grant, Token};

use crate::{now, reply};

const SECRET: &str = "canary-client-secret";
const CODE: &str = "canary-code";
const ACCESS: &str = "canary-access";
const REFRESH: &str = "canary-refresh";

/// Everything that was printed.
#[derive(Default)]
struct Log(String);

impl Log {
    fn debug(&mut self, value: &impl Debug) {
        write!(self.0, "{value:?}\n{value:#?}\n").unwrap();
    }

    fn error(&mut self, error: &impl std::error::Error) {
        self.debug(error);
        let mut next: Option<&dyn std::error::Error> = Some(error);
        while let Some(error) = next {
            writeln!(self.0, "{error}\n{error:#}").unwrap();
            next = error.source();
        }
    }
}

#[test]
fn t1_no_debug_and_no_error_shows_a_secret() {
    let mut log = Log::default();
    let entropy = || Entropy::new([1; 32], [2; 32]);
    let accounts = Accounts::default();
    let app = App::new("id").unwrap().secret(SECRET).unwrap();
    let app = app.redirect("https://example.com/cb").unwrap();
    let way = || {
        app.authorization_code_pkce("streaming")
            .unwrap()
            .param("p", "canary")
            .unwrap()
    };
    let begin = || way().begin(entropy(), &accounts);
    let (state, verifier) = {
        let form = serde_json::to_value(begin().into_pending()).unwrap();
        let text = |name: &str| form[name].as_str().unwrap().to_owned();
        (text("state"), text("code_verifier"))
    };

    log.debug(&entropy());
    log.debug(&ClientSecret::new(SECRET));
    log.debug(&Code::new(CODE));
    log.debug(&State::new(&*state).unwrap());
    log.debug(&Verifier::new(&*verifier).unwrap());
    log.debug(&app);
    log.debug(&way());
    log.debug(&begin());
    log.debug(&begin().into_pending());
    log.debug(&ClientCredentials::new(app.clone()).unwrap());
    log.debug(&ClientCredentials::new(app.clone()).unwrap().token_request());
    log.debug(&Refresh::new(app.clone(), REFRESH));

    for query in [
        "".to_owned(),
        format!("code={CODE}"),
        format!("code={CODE}&state={state}&state={state}"),
        format!("code={CODE}&state={state}x"),
        format!("code={CODE}&code={CODE}&state={state}"),
        format!("code={CODE}&error=x&state={state}"),
        format!("code={CODE}%0a&state={state}"),
        format!("code={CODE}%&state={state}"),
        format!("https://evil.example/cb?code={CODE}&state={state}"),
        format!("code={CODE}&state={state}&iss=canary"),
        format!("error=access_denied&state={state}"),
        format!("error=other&error_description=text&state={state}"),
        format!("error=x{state}&error_description=y{state}&state={state}"),
    ] {
        let rejected = begin().callback(&query).unwrap_err();
        log.error(&rejected);
        log.error(&rejected.error);
        log.error(&AuthError::from(rejected));
    }

    let exchange = || begin().code(CODE, &state).unwrap();
    log.debug(&exchange());
    log.debug(&exchange().token_request());
    let request = exchange().request(&accounts).unwrap();
    assert!(request.headers()["authorization"].is_sensitive(), "T3");
    log.debug(request.headers());

    let good = format!(
        r#"{{"access_token":"{ACCESS}","token_type":"Bearer","refresh_token":"{REFRESH}"}}"#
    );
    let signed_in = exchange().reply(reply(200, &good), now()).unwrap();
    log.debug(&signed_in);
    log.debug(&signed_in.token);
    let held = Token::new(ACCESS).refresh(REFRESH);
    log.debug(
        &Refresh::pkce(app.clone())
            .token_request(Some(&held))
            .unwrap(),
    );

    let quoted = format!("{CODE} {verifier} {SECRET} {REFRESH}");
    for (status, body) in [
        (200, good.replace("Bearer", "mac")),
        (200, good.replace(ACCESS, &format!("{ACCESS} ä"))),
        (200, good.replace('}', "")),
        (
            200,
            good.replace(&format!("\"{ACCESS}\""), &format!("[\"{ACCESS}\"]")),
        ),
        (500, good.clone()),
        (301, good.clone()),
        (
            400,
            format!(r#"{{"error":"{CODE}","error_description":"{CODE} {verifier} {SECRET}"}}"#),
        ),
        (502, quoted),
    ] {
        log.error(&exchange().reply(reply(status, &body), now()).unwrap_err());
    }
    let body = format!(r#"{{"error":"{REFRESH}","error_description":"{REFRESH} {SECRET}"}}"#);
    let refresh = Refresh::pkce(app.clone());
    log.error(
        &refresh
            .accept(Some(&held), reply(400, &body), now())
            .unwrap_err(),
    );

    for error in [
        App::new("canary id").unwrap_err(),
        App::new("id")
            .unwrap()
            .secret(format!("{SECRET}\n"))
            .unwrap_err(),
        App::new("id")
            .unwrap()
            .redirect("https://me:canary@example.com/")
            .unwrap_err(),
        State::new("canary").unwrap_err(),
        Verifier::new("canary").unwrap_err(),
        app.authorization_code_pkce("")
            .unwrap()
            .param("state", "canary")
            .unwrap_err(),
    ] {
        log.error(&error);
        log.error(&BuildError::from(error));
    }

    assert!(log.0.len() > 10_000, "much was printed");
    for secret in ["canary", &*state, &*verifier] {
        let encoded = base64::Engine::encode(&base64::prelude::BASE64_STANDARD, secret);
        for form in [secret, encoded.trim_end_matches('=')] {
            if let Some(place) = log.0.find(form) {
                panic!(
                    "a secret in …{:?}",
                    log.0.get(place.saturating_sub(80)..place)
                );
            }
        }
    }
}
