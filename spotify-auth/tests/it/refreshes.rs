//! T13: refresh tokens under the three ways in which Spotify has treated them.

use spotify_auth::Refresh;
use spotify_core::{Accounts, AuthError, Grant, RefreshToken, Scope, Scopes, Timestamp, Token};

use crate::{confidential, now, public, reply};

/// Whether the answer to the n-th refresh brings a new refresh token.
type Rotates = fn(u32) -> bool;

/// A server that knows which refresh token is good.
struct Server {
    good: String,
    count: u32,
    rotates: Rotates,
    /// How "no new refresh token" is written.
    none: &'static str,
}

impl Server {
    fn answer(&mut self, request: &http::Request<bytes::Bytes>) -> http::Response<bytes::Bytes> {
        let form = url::form_urlencoded::parse(request.body());
        let sent = form
            .filter(|(name, _)| name == "refresh_token")
            .map(|(_, v)| v.into_owned());
        if !sent.eq([self.good.clone()]) {
            return reply(
                400,
                r#"{"error":"invalid_grant","error_description":"Refresh token revoked"}"#,
            );
        }
        self.count += 1;
        let refresh = if (self.rotates)(self.count) {
            self.good = format!("AQ{}", self.count);
            format!(r#","refresh_token":"{}""#, self.good)
        } else {
            self.none.to_owned()
        };
        let count = self.count;
        reply(
            200,
            &format!(
                r#"{{"access_token":"BQ{count}","token_type":"Bearer","expires_in":3600{refresh}}}"#
            ),
        )
    }
}

#[test]
fn t13_e17_e18_three_server_models() {
    let grants = [
        Refresh::authorization_code(confidential()).unwrap(),
        Refresh::pkce(public()),
        Refresh::new(public(), "AQ0"),
        Refresh::new(confidential(), "AQ0"),
    ];
    let models: [(&str, Rotates); 3] = [
        ("strict rotation", |_| true),
        ("no rotation", |_| false),
        ("optional rotation", |count| count % 2 == 0),
    ];
    let nones = ["", r#","refresh_token":null"#, r#","refresh_token":"""#];
    for grant in &grants {
        for (model, rotates) in models {
            for none in nones {
                let mut server = Server {
                    good: "AQ0".into(),
                    count: 0,
                    rotates,
                    none,
                };
                let mut token = Token::new("BQ0").refresh("AQ0");
                for round in 1..=6 {
                    let request = grant.request(&Accounts::default(), Some(&token)).unwrap();
                    let reply = server.answer(&request);
                    token = grant
                        .accept(Some(&token), reply, now())
                        .unwrap_or_else(|error| {
                            panic!("{model}, {none:?}, round {round}: {error}")
                        });
                    assert_eq!(token.access.expose(), format!("BQ{round}"));
                    assert_eq!(
                        token.refresh.as_ref().unwrap().expose(),
                        server.good,
                        "{model}"
                    );
                }
            }
        }
    }
}

#[test]
fn t13_a_dead_refresh_token_is_told() {
    let mut server = Server {
        good: "new".into(),
        count: 0,
        rotates: |_| true,
        none: "",
    };
    let grant = Refresh::pkce(public());
    let token = Token::new("BQ").refresh("old");
    let request = grant.request(&Accounts::default(), Some(&token)).unwrap();
    let error = grant
        .accept(Some(&token), server.answer(&request), now())
        .unwrap_err();
    assert!(error.is_invalid_grant());
}

#[test]
fn t13_what_the_answer_leaves_out_stays_and_what_it_says_is_taken() {
    let consent = Timestamp::from_secs(1_790_000_000);
    let both = Scope::Streaming | Scope::UserTopRead;
    let token = Token::new("BQ")
        .refresh("AQ")
        .scopes(both.clone())
        .authorized_at(consent);
    let grant = Refresh::pkce(public());
    for (scope, expected) in [
        ("", both.clone()),
        (r#","scope":null"#, both.clone()),
        (r#","scope":"""#, both.clone()),
        (r#","scope":"streaming""#, Scopes::from(Scope::Streaming)),
        (
            r#","scope":"streaming user-top-read user-read-email""#,
            both | Scope::UserReadEmail,
        ),
    ] {
        let body = format!(r#"{{"access_token":"BQ2","token_type":"Bearer"{scope}}}"#);
        let next = grant
            .accept(Some(&token), reply(200, &body), now())
            .unwrap();
        assert_eq!(next.scopes, Some(expected), "{scope}");
        assert_eq!(
            next.authorized_at,
            Some(consent),
            "refreshing does not put the end off"
        );
        assert_eq!(next.expires_at, None, "the old end is not the new token's");
    }
}

#[test]
fn without_a_refresh_token_there_is_nothing_to_renew() {
    let bare = Token::new("BQ");
    for (grant, current) in [
        (Refresh::pkce(public()), None),
        (Refresh::pkce(public()), Some(&bare)),
        (Refresh::new(public(), ""), None),
    ] {
        let error = grant.request(&Accounts::default(), current).unwrap_err();
        assert_eq!(error, AuthError::NothingToRenew);
        let error = grant.accept(current, reply(200, "{}"), now()).unwrap_err();
        assert_eq!(error, AuthError::NothingToRenew);
    }
}

#[test]
fn a_refresh_token_from_elsewhere_serves_until_another_is_held() {
    let grant = Refresh::new(public(), "first");
    let sent = |token: Option<&Token>| {
        let request = grant.token_request(token).unwrap();
        request.expose_form()[1].1.to_owned()
    };
    assert_eq!(sent(None), "first");
    assert_eq!(sent(Some(&Token::new("BQ"))), "first");
    assert_eq!(sent(Some(&Token::new("BQ").refresh("second"))), "second");
    let body = r#"{"access_token":"BQ","token_type":"Bearer"}"#;
    let token = grant.accept(None, reply(200, body), now()).unwrap();
    assert_eq!(token.refresh, Some(RefreshToken::new("first")));
}
