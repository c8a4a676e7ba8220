//! Secrets in every place where one can stand: none of them is in what a recorder writes.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "what is not as expected fails the test"
)]

use std::fs;

use base64::{
    Engine as _,
    engine::general_purpose::{STANDARD, STANDARD_NO_PAD, URL_SAFE_NO_PAD},
};
use bytes::Bytes;
use http::{Request, Response, header};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use spotify_core::{BlockingTransport as _, Limits, testing::Replay};
use spotify_tests::Recorder;

/// Where a secret stands; `{}` is the secret, `%` the same percent-encoded.
enum Place {
    /// In the target of a request.
    Target(&'static str),
    /// In a header of a request.
    Asked(&'static str, &'static str),
    /// In a header of an answer.
    Answered(&'static str, &'static str),
    /// In `Authorization: Basic`, before and behind the colon.
    Basic,
    /// In a form.
    Form(&'static str),
    /// In the JSON of a request.
    Json(&'static str),
    /// In the body of an answer of this type.
    Body(&'static str, &'static str),
}

use Place::{Answered, Asked, Basic, Body, Form, Json, Target};

const JSON: &str = "application/json";

/// What is secret in each place is known from no other.
const PLACES: &[Place] = &[
    Target("/v1/users/{}/playlists"),
    Target("/v1/me/following/contains?type=user&ids={},kiosk.of.lisbon"),
    Target("/v1/me/library?uris=spotify:user:{},spotify:track:4iV5W9uYEdYUVa79Axb7Rh"),
    Target("/v1/me/following?type=artist&after={}"),
    Target("/authorize?client_id=%&response_type=code"),
    Target("/authorize?response_type=code&state=%"),
    Target("/authorize?code_challenge=%&code_challenge_method=S256"),
    Target("/authorize?state=%7B%22csrf%22%3A%22%%22%7D"),
    Target("/callback?code=%"),
    Asked("authorization", "Bearer {}"),
    Asked("cookie", "sp_dc={}"),
    Basic,
    Answered("set-cookie", "sp_key={}; Path=/; HttpOnly"),
    Answered("location", "https://app.example/callback?code=%&state=x"),
    Answered("location", "myapp://callback?state=%"),
    Answered("location", "/callback?code=%"),
    Answered(
        "location",
        "https://app.example/#access_token=%&token_type=Bearer",
    ),
    Form("grant_type=refresh_token&refresh_token=%"),
    Form("grant_type=authorization_code&code=%"),
    Form("code_verifier=%&grant_type=authorization_code"),
    Form("client_id=%&client_secret=x"),
    Form("client_secret=%&grant_type=client_credentials"),
    Json(r#"{"refresh_token": "{}"}"#),
    Json(r#"{"payload": "{\"access_token\": \"{}\"}"}"#),
    Body(JSON, r#"{"access_token": "{}", "token_type": "Bearer"}"#),
    Body(JSON, r#"{"refresh_token": "{}", "expires_in": 3600}"#),
    Body(JSON, r#"[{"note": [{"id_token": "{}"}]}]"#),
    Body(JSON, r#"{"type": "user", "id": "{}"}"#),
    Body(
        JSON,
        r#"{"type": "user", "display_name": "{}", "id": "somebody.else"}"#,
    ),
    Body(
        JSON,
        r#"{"owner": {"type": "user", "uri": "spotify:user:{}"}}"#,
    ),
    Body(JSON, r#"{"email": "{}@lovelace.example"}"#),
    Body(JSON, r#"{"cursors": {"after": "{}"}}"#),
    Body(
        JSON,
        r#"{"next": "https://api.spotify.com/v1/me/following?after=%"}"#,
    ),
    Body("text/html", "<p>\r\nask {}@lovelace.example</p>\r\n"),
    Body(
        "text/html",
        "<a href=\"https://app.example/callback?code=%\">on</a>",
    ),
    Body("text/plain", "the token is access_token={} and no more"),
];

impl Place {
    fn exchange(&self, secret: &str) -> (Request<Bytes>, Response<Bytes>) {
        let escaped = utf8_percent_encode(secret, NON_ALPHANUMERIC).to_string();
        let put = |text: &str| {
            // Not the signs that are escaped already.
            let parts: Vec<&str> = text.split("%7B").collect();
            let text = parts
                .join("\u{1}")
                .replace("%22", "\u{2}")
                .replace("%3A", "\u{3}");
            let text = text.replace("%7D", "\u{4}").replace('%', &escaped);
            let text = text.replace('\u{1}', "%7B").replace('\u{2}', "%22");
            let text = text.replace('\u{3}', "%3A").replace('\u{4}', "%7D");
            Bytes::from(text.replace("{}", secret))
        };
        let text = |template: &str| String::from_utf8(put(template).to_vec()).unwrap();
        let mut request = Request::post("https://api.spotify.com/v1/x")
            .body(Bytes::new())
            .unwrap();
        let mut answer = Response::new(Bytes::new());
        let typed = |mime: &str| header::HeaderValue::from_str(mime).unwrap();
        match *self {
            Target(target) => {
                *request.uri_mut() = format!("https://api.spotify.com{}", text(target))
                    .parse()
                    .unwrap();
            }
            Asked(name, value) => {
                request
                    .headers_mut()
                    .insert(name, text(value).parse().unwrap());
            }
            Basic => {
                let value = STANDARD.encode(format!("{escaped}:x{escaped}"));
                let value = format!("Basic {value}").parse().unwrap();
                request.headers_mut().insert(header::AUTHORIZATION, value);
            }
            Answered(name, value) => {
                *answer.status_mut() = http::StatusCode::FOUND;
                answer
                    .headers_mut()
                    .insert(name, text(value).parse().unwrap());
            }
            Form(form) => {
                let mime = typed("application/x-www-form-urlencoded");
                request.headers_mut().insert(header::CONTENT_TYPE, mime);
                *request.body_mut() = put(form);
            }
            Json(json) => {
                request
                    .headers_mut()
                    .insert(header::CONTENT_TYPE, typed(JSON));
                *request.body_mut() = put(json);
            }
            Body(mime, body) => {
                answer
                    .headers_mut()
                    .insert(header::CONTENT_TYPE, typed(mime));
                *answer.body_mut() = put(body);
            }
        }
        (request, answer)
    }
}

/// The secret as it can be written.
fn forms(secret: &str) -> Vec<String> {
    let escaped = utf8_percent_encode(secret, NON_ALPHANUMERIC).to_string();
    let mut forms = vec![secret.to_owned(), escaped.clone(), escaped.to_lowercase()];
    for text in [secret, &*escaped] {
        for shift in 0..3 {
            let shifted = [&[0; 2][..shift], text.as_bytes()].concat();
            for engine in [STANDARD_NO_PAD, URL_SAFE_NO_PAD] {
                // The first and the last characters have bits of what stands around.
                let encoded = engine.encode(&shifted);
                forms.push(encoded.get(4..encoded.len() - 2).unwrap().to_owned());
            }
        }
    }
    forms
}

#[test]
#[allow(clippy::print_stdout, reason = "a test prints its figures")]
fn no_secret_of_any_place_is_in_what_a_recorder_writes() {
    let folder = std::env::temp_dir().join(format!("canaries-{}", std::process::id()));
    fs::remove_dir_all(&folder).ok();
    let recorder = Recorder::into_folder(&folder).unwrap();
    let mut planted = Vec::new();
    for (number, place) in (100..).zip(PLACES) {
        // In cookies and JSON nothing is escaped; elsewhere the dot is.
        let secret = format!("canary{number}.ZkQ{}", number * 7919);
        let (request, answer) = place.exchange(&secret);
        let sight = format!(
            "{request:?} {:?} {answer:?} {:?}",
            request.body(),
            answer.body()
        );
        let sight = sight + &String::from_utf8_lossy(request.body()) + &headers(&request);
        let seen = forms(&secret).iter().any(|form| sight.contains(form));
        assert!(seen, "{secret} would not be found: {sight}");
        let wire = Replay::new().always(&*format!("POST {}", request.uri().path()), answer.clone());
        recorder.wrap(wire).send(request, Limits::new()).unwrap();
        planted.push(secret);
    }
    let files = recorder.finish().unwrap();
    assert_eq!(files.len(), PLACES.len());
    let mut found = Vec::new();
    for file in &files {
        let text = format!("{}\n{}", file.display(), fs::read_to_string(file).unwrap());
        for secret in &planted {
            found.extend(
                forms(secret)
                    .into_iter()
                    .filter(|form| text.contains(form))
                    .map(|form| format!("{}: {form}", file.display())),
            );
        }
    }
    fs::remove_dir_all(&folder).unwrap();
    println!(
        "{} secrets in as many places, {} found",
        planted.len(),
        found.len()
    );
    assert!(found.is_empty(), "{found:#?}");
}

/// Sensitive values show nothing of themselves otherwise.
fn headers(request: &Request<Bytes>) -> String {
    let values = request.headers().values();
    values
        .map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned())
        .collect()
}
