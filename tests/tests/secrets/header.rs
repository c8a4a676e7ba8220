//! T3: headers that hold a secret are marked, so that libraries neither print nor index them.

use base64::{Engine as _, prelude::BASE64_STANDARD};
use spotify_auth::{App, ClientCredentials, Entropy, Refresh};
use spotify_core::{
    Accounts, Clock as _, Error, Token, blocking,
    testing::{ManualClock, Replay},
};
use spotify_endpoints::{GetCurrentUser, GetPlaybackState};

use crate::kind::ok;

const TOKENS: &str = r#"{"access_token":"canary-access","token_type":"Bearer","expires_in":3600,"refresh_token":"canary-refresh"}"#;

fn wire(clock: &ManualClock) -> Replay {
    Replay::new()
        .clock(clock)
        .on("POST /api/token", TOKENS)
        .always(
            "POST /api/token",
            TOKENS.replace("canary-access", "canary-next").as_str(),
        )
        .on("GET /v1/me/player", (401, ""))
        .always("GET /v1/me/player", (204, ""))
        .always("GET /v1/me", (401, ""))
}

#[test]
fn t3_every_header_with_a_secret_is_marked_sensitive() {
    let clock = ManualClock::new();
    let app = App::new("id").unwrap().secret("canary-secret").unwrap();
    let app = app.redirect("https://example.com/cb").unwrap();
    let mut wires = Vec::new();

    // A sign-in, and a call whose token is refused.
    let asking = app.authorization_code_pkce("streaming").unwrap();
    let asking = asking.begin(Entropy::os().unwrap(), &Accounts::default());
    let state = asking.params().state.expose().to_owned();
    let exchange = asking.callback(&format!("code=canary-code&state={state}"));
    let wire_1 = wire(&clock);
    let client = blocking::Client::builder(wire_1.clone()).clock(clock.clone());
    let client = client.sign_in(exchange.unwrap()).unwrap();
    client.send(GetPlaybackState::new()).unwrap();
    wires.push(wire_1);

    // A refresh token from elsewhere, client credentials, a bare token.
    let over = Token::new("canary-old").refresh("canary-refresh");
    let over = over.expires_in(std::time::Duration::ZERO, clock.now());
    let wire_2 = wire(&clock);
    let client = blocking::Client::builder(wire_2.clone()).clock(clock.clone());
    let client = client.grant(Refresh::new(app.clone(), "canary-refresh"));
    let client = client.token(over).build().unwrap();
    client.send(GetPlaybackState::new()).unwrap();
    wires.push(wire_2);

    let wire_3 = wire(&clock);
    let client = blocking::Client::builder(wire_3.clone()).clock(clock.clone());
    let client = client.grant(ClientCredentials::new(app).unwrap());
    let search = spotify_endpoints::GetAlbum::new("4aawyAB9vmqN3uQ7FjRGTy".parse().unwrap());
    let _: Result<_, Error> = client.build().unwrap().send(search);
    wires.push(wire_3);

    let wire_4 = wire(&clock);
    let client = blocking::Client::builder(wire_4.clone()).clock(clock);
    let client = client.token("canary-bare").build().unwrap();
    client.send(GetCurrentUser::new()).unwrap_err();
    wires.push(wire_4);

    let basic = BASE64_STANDARD.encode("id:canary-secret");
    let (mut marked, mut open) = (0, 0);
    for request in wires.iter().flat_map(Replay::requests) {
        for (name, value) in request.headers() {
            let text = value.to_str().unwrap();
            if !text.contains("canary") && !text.contains(&basic) {
                continue;
            }
            if value.is_sensitive() {
                marked += 1;
            } else {
                open += 1;
                println!("{name} of {}", request.uri());
            }
        }
        assert!(!request.uri().to_string().contains("canary"));
    }
    assert!(marked >= 8, "{marked} headers were seen");
    println!(
        "T3  headers with a secret that are not marked  {open}  {}",
        ok(open == 0)
    );
    assert_eq!(open, 0);
}
