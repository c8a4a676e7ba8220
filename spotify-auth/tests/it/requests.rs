//! Every request, with the least and the most that it can say.

use bytes::Bytes;
use spotify_auth::{ClientCredentials, Exchange, Refresh, State, TokenRequest};
use spotify_core::{Accounts, Flow, Grant, Repeat, Scopes, Token};

use crate::{confidential, entropy, public};

/// One parameter a line.
fn lines(text: &str) -> String {
    text.replace('?', "\n? ").replace('&', "\n& ")
}

pub(crate) fn shown(request: &http::Request<Bytes>) -> String {
    let mut text = format!("{} {}\n", request.method(), request.uri());
    for (name, value) in request.headers() {
        let mark = if value.is_sensitive() {
            " (sensitive)"
        } else {
            ""
        };
        text.push_str(&format!("{name}: {}{mark}\n", value.to_str().unwrap()));
    }
    text + "\n" + &lines(std::str::from_utf8(request.body()).unwrap())
}

fn exchange(has_secret: bool, pkce: bool) -> Exchange {
    let app = if has_secret { confidential() } else { public() };
    let way = if pkce {
        app.authorization_code_pkce("")
    } else {
        app.authorization_code("")
    };
    let asking = way.unwrap().begin(entropy(), &Accounts::default());
    let state = asking.params().state.clone();
    asking.code("AQ+/=code", state.expose()).unwrap()
}

#[test]
fn d1_authorize_urls() {
    let least = confidential().authorization_code("").unwrap();
    let most = public()
        .authorization_code_pkce(Scopes::from("user-top-read streaming"))
        .unwrap()
        .show_dialog(true)
        .param("locale", "pt-BR & more")
        .unwrap()
        .state(State::new("a-state.of_the-callers~own").unwrap());
    let elsewhere = Accounts::at(&"http://127.0.0.1:4000/mock".parse().unwrap());
    insta::assert_snapshot!(lines(&least.begin(entropy(), &Accounts::default()).url()));
    insta::assert_snapshot!(lines(&most.begin(entropy(), &elsewhere).url()));
}

#[test]
fn d2_the_dialog_is_asked_for_or_not_mentioned() {
    let url = |show| {
        let way = public()
            .authorization_code_pkce("")
            .unwrap()
            .show_dialog(show);
        way.begin(entropy(), &Accounts::default()).url()
    };
    assert!(url(true).contains("&show_dialog=true"));
    assert!(!url(false).contains("show_dialog"));
}

#[test]
fn d3_extra_parameters_do_not_replace_the_librarys_own() {
    let way = || public().authorization_code_pkce("").unwrap();
    let mut texts = String::new();
    for name in [
        "state",
        "redirect_uri",
        "code_challenge_method",
        "show_dialog",
        "",
    ] {
        texts.push_str(&format!("{}\n", way().param(name, "x").unwrap_err()));
    }
    texts.push_str(
        &way()
            .param("a", "1")
            .unwrap()
            .param("a", "2")
            .unwrap_err()
            .to_string(),
    );
    insta::assert_snapshot!(texts);
}

#[test]
fn a1_a2_a3_exchanges() {
    let accounts = Accounts::default();
    let shown =
        |confidential, pkce| shown(&exchange(confidential, pkce).request(&accounts).unwrap());
    insta::assert_snapshot!("exchange_with_secret", shown(true, false));
    insta::assert_snapshot!("exchange_with_pkce", shown(false, true));
    insta::assert_snapshot!("exchange_with_both", shown(true, true));
}

#[test]
fn a3_the_redirect_uri_is_the_same_in_both_requests() {
    // A parser would write each of these in another way.
    for text in [
        "HTTP://127.0.0.1:80",
        "https://EXAMPLE.com:443/a/../b?x=%7e",
        "my-app:/cb",
    ] {
        let app = spotify_auth::App::new("id")
            .unwrap()
            .redirect(text)
            .unwrap();
        let way = app.authorization_code_pkce("").unwrap();
        let asking = way.begin(entropy(), &Accounts::default());
        let query = url::Url::parse(&asking.url()).unwrap();
        let (_, asked) = query
            .query_pairs()
            .find(|(name, _)| name == "redirect_uri")
            .unwrap();
        let state = asking.params().state.clone();
        let exchange = asking.code("AQ", state.expose()).unwrap();
        let body = exchange.request(&Accounts::default()).unwrap().into_body();
        let mut sent = url::form_urlencoded::parse(&body);
        assert_eq!(asked, text);
        assert_eq!(
            sent.find(|(name, _)| name == "redirect_uri").unwrap().1,
            text
        );
    }
}

#[test]
fn a5_client_credentials() {
    let grant = ClientCredentials::new(confidential()).unwrap();
    let request = grant.request(&Accounts::default(), None).unwrap();
    insta::assert_snapshot!("client_credentials", shown(&request));
    assert_eq!(grant.flow(), Flow::ClientCredentials);
    assert_eq!(grant.client_id(), "client-id");
    assert_eq!(grant.repeat(), Repeat::Safe);
}

#[test]
fn a5_a16_what_client_credentials_do_not_use_is_dropped_and_said() {
    let grant = ClientCredentials::new(confidential()).unwrap();
    let app = spotify_auth::App::new("id").unwrap();
    let bare = ClientCredentials::new(app.secret("secret").unwrap()).unwrap();
    assert_eq!(bare.ignored(), []);
    assert_eq!(bare.scopes("").ignored(), []);
    let grant = grant.scopes("user-top-read streaming");
    let request = grant.request(&Accounts::default(), None).unwrap();
    assert_eq!(request.body(), "grant_type=client_credentials");
    let said: Vec<_> = grant.ignored().iter().map(ToString::to_string).collect();
    insta::assert_snapshot!(said.join("\n"));
}

#[test]
fn refreshes() {
    let accounts = Accounts::default();
    let token = Token::new("BQ").refresh("AQ+/=refresh");
    let shown = |grant: &Refresh| shown(&grant.request(&accounts, Some(&token)).unwrap());
    let with_secret = Refresh::authorization_code(confidential()).unwrap();
    insta::assert_snapshot!("refresh_with_secret", shown(&with_secret));
    insta::assert_snapshot!("refresh_without_secret", shown(&Refresh::pkce(public())));
    assert_eq!(
        shown(&Refresh::new(public(), "other")),
        shown(&Refresh::pkce(public()))
    );
    assert_eq!(with_secret.flow(), Flow::AuthorizationCode);
    assert_eq!(Refresh::pkce(public()).flow(), Flow::Pkce);
    assert_eq!(Refresh::new(public(), "other").flow(), Flow::RefreshToken);
    assert_eq!(with_secret.repeat(), Repeat::Once);
    assert!(Refresh::authorization_code(public()).is_err());
}

#[test]
fn d24_requests_are_values_that_show_their_secrets_when_told_to() {
    let request: TokenRequest = exchange(true, true).token_request();
    insta::assert_debug_snapshot!(request);
    insta::assert_debug_snapshot!(request.expose_form());
    let asking = public()
        .authorization_code_pkce("streaming")
        .unwrap()
        .param("login_hint", "me@example.com")
        .unwrap()
        .begin(entropy(), &Accounts::default());
    insta::assert_debug_snapshot!(asking.params());
}
