//! The device endpoint and the cookies of signed-in browsers.

use std::time::Duration;

use spotify_tests::mock::{Consent, MockSpotify};

use crate::{
    accounts::token,
    wire::{Reply, Request, connect},
};

fn ask(mock: &MockSpotify, scope: &str) -> Reply {
    let pairs = [("client_id", mock.client_id()), ("scope", scope)];
    let request = Request::new("POST", "/device/code").form(&pairs);
    connect(&mock.accounts_base()).send(&request).unwrap()
}

fn poll(mock: &MockSpotify, code: &str) -> Reply {
    let pairs = [
        ("grant_type", "urn:ietf:params:oauth:grant-type:device_code"),
        ("device_code", code),
        ("client_id", mock.client_id()),
    ];
    token(mock, false, &pairs)
}

fn word(reply: &Reply) -> String {
    reply.json()["error"].as_str().unwrap_or("none").to_owned()
}

#[test]
fn a7_a_device_asks_at_its_pace_until_the_person_decides() {
    let mock = MockSpotify::start().unwrap();
    let given = ask(&mock, "user-top-read").json();
    let text = |name: &str| given[name].as_str().unwrap().to_owned();
    assert_eq!(
        (&given["expires_in"], &given["interval"]),
        (&600.into(), &5.into())
    );
    assert_eq!(
        text("verification_uri"),
        format!("{}/pair", mock.accounts_base())
    );
    let code = text("device_code");
    let seconds = |count| mock.advance(Duration::from_secs(count));
    assert_eq!(word(&poll(&mock, &code)), "slow_down");
    seconds(6);
    assert_eq!(word(&poll(&mock, &code)), "slow_down", "now it is 10 s");
    seconds(16);
    assert_eq!(word(&poll(&mock, &code)), "authorization_pending");
    let page = format!("/pair?user_code={}&decision=grant", text("user_code"));
    let page = connect(&mock.accounts_base()).send(&Request::new("GET", &page));
    assert_eq!(page.unwrap().status, 200);
    seconds(16);
    let granted = poll(&mock, &code).json();
    assert!(granted["refresh_token"].is_string(), "{granted}");
    assert_eq!(word(&poll(&mock, &code)), "invalid_grant", "used up");
    assert!(!mock.enter_code(&text("user_code"), true));

    let late = ask(&mock, "").json();
    seconds(601);
    let code = late["device_code"].as_str().unwrap();
    assert_eq!(word(&poll(&mock, code)), "expired_token");
    assert_eq!(word(&ask(&mock, "no-such-scope")), "invalid_scope");
    let get = connect(&mock.accounts_base()).send(&Request::new("GET", "/device/code"));
    assert_eq!(get.unwrap().status, 405);
}

#[test]
fn a12_a_signed_in_browser_is_sent_on_through_a_hop() {
    let mock = MockSpotify::builder()
        .consent(Consent::Interactive)
        .start()
        .unwrap();
    let query = format!(
        "client_id={}&response_type=code&redirect_uri=http%3A%2F%2F127.0.0.1%2Fcb&state=s",
        mock.client_id()
    );
    let get = |path: &str, cookie: &str| {
        let request = Request::new("GET", &format!("{path}?{query}")).header("Cookie", cookie);
        connect(&mock.accounts_base()).send(&request).unwrap()
    };
    let location = |reply: &Reply| reply.header("location").unwrap().to_owned();
    let [t, dc, key] = mock.signed_in_browser(true);
    let cookies = format!("sp_t={t}; sp_dc={dc}; sp_key={key}");
    let first = get("/authorize", &cookies);
    assert!(location(&first).starts_with("/authorize/next?client_id="));
    let hop = first.header("set-cookie").unwrap();
    let hop = hop.split_once(';').unwrap().0;
    assert_eq!(get("/authorize/next", &cookies).status, 400);
    let second = get("/authorize/next", &format!("{cookies}; {hop}"));
    assert!(location(&second).starts_with("http://127.0.0.1/cb?code="));
    let strange = get("/authorize", "sp_t=1; sp_dc=2; sp_key=3");
    assert!(location(&strange).starts_with("/en/login?"));
    let [t, dc, key] = mock.signed_in_browser(false);
    let page = get("/authorize", &format!("sp_t={t}; sp_dc={dc}; sp_key={key}"));
    assert!(page.text().contains("id=\"grant\""));
}
