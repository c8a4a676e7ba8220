//! A12 over real sockets: the `Cookie` header goes out as it is, and nowhere else.

use spotify_auth::{CookieSignIn, Cookies, Entropy};
use spotify_core::{AuthError, Error, Flow, Scope};
use spotify_tests::mock::{Answer, Builder, Consent, Fault, MockSpotify};

use crate::stage::{Stage, everywhere};

fn interactive() -> Builder {
    MockSpotify::builder().consent(Consent::Interactive)
}

fn way(stage: &Stage, [t, dc, key]: [String; 3]) -> CookieSignIn {
    stage
        .app()
        .authorization_code_pkce(Scope::UserTopRead)
        .unwrap()
        .begin(Entropy::os().unwrap(), &stage.accounts)
        .cookies(Cookies::new(t, dc, key).unwrap())
}

#[test]
fn a12_a_user_who_consented_is_signed_in_without_a_page() {
    everywhere(interactive, |stage| {
        let cookies = stage.mock.signed_in_browser(true);
        let [t, dc, key] = cookies.clone();
        let client = stage
            .sign_in(way(stage, cookies))
            .unwrap_or_else(|error| panic!("{}: {error}", stage.name));
        assert_eq!(client.session().flow, Flow::Cookie);
        assert_eq!(client.user(), "demo-listener");
        stage.mock.expire_tokens();
        assert_eq!(client.user(), "demo-listener");
        insta::allow_duplicates! {
            insta::assert_snapshot!(stage.asked(), @r"
            GET /authorize
            GET /authorize/next
            POST /api/token
            GET /v1/me
            GET /v1/me
            POST /api/token
            GET /v1/me
            ");
        }
        let sent: Vec<_> = stage.mock.requests();
        let cookies = |place: usize| sent[place].header("cookie").unwrap_or_default().to_owned();
        let first = format!("sp_t={t}; sp_dc={dc}; sp_key={key}");
        assert_eq!(cookies(0), first, "{}", stage.name);
        assert!(cookies(1).starts_with(&format!("{first}; hop=")));
        assert!(
            sent[2..]
                .iter()
                .all(|request| request.header("cookie").is_none())
        );
    });
}

#[test]
fn a12_consent_and_sign_in_are_asked_for_by_their_names() {
    everywhere(interactive, |stage| {
        let cookies = stage.mock.signed_in_browser(false);
        let Err(error) = stage.sign_in(way(stage, cookies)) else {
            panic!("{}: nobody consented", stage.name);
        };
        assert!(
            matches!(error, Error::Auth(AuthError::ConsentRequired)),
            "{error}"
        );
        let strange = ["a", "b", "c"].map(str::to_owned);
        let Err(error) = stage.sign_in(way(stage, strange)) else {
            panic!("{}: nobody is signed in", stage.name);
        };
        assert!(
            matches!(error, Error::Auth(AuthError::LoginRequired)),
            "{error}"
        );
        assert_eq!(stage.mock.exchanges(), 0);
    });
}

#[test]
fn a12_no_cookie_reaches_another_server() {
    everywhere(interactive, |stage| {
        let elsewhere = format!("{}/authorize", stage.mock.stranger_base());
        stage.mock.fault(
            Fault::on_accounts("GET", "/authorize/next").answer(Answer::redirect(302, elsewhere)),
        );
        let cookies = stage.mock.signed_in_browser(true);
        let Err(error) = stage.sign_in(way(stage, cookies)) else {
            panic!("{}: signed in elsewhere", stage.name);
        };
        assert!(
            matches!(error, Error::Auth(AuthError::SignIn(_))),
            "{error}"
        );
        assert!(stage.mock.stranger_requests().is_empty(), "{}", stage.name);
    });
}
