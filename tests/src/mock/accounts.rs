//! The accounts service: consent pages and token exchanges.

mod consent;

use base64::{Engine, prelude::BASE64_STANDARD, prelude::BASE64_URL_SAFE_NO_PAD};
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};
use url::{Url, form_urlencoded};

use super::{
    Consent, Shared, cookies, device,
    fault::Answer,
    lock,
    record::Recorded,
    tokens::{Granted, Refused, Renewed},
};

/// Every scope an app may ask for.
pub(crate) const SCOPES: [&str; 19] = [
    "app-remote-control",
    "playlist-modify-private",
    "playlist-modify-public",
    "playlist-read-collaborative",
    "playlist-read-private",
    "streaming",
    "ugc-image-upload",
    "user-follow-modify",
    "user-follow-read",
    "user-library-modify",
    "user-library-read",
    "user-modify-playback-state",
    "user-read-currently-playing",
    "user-read-email",
    "user-read-playback-position",
    "user-read-playback-state",
    "user-read-private",
    "user-read-recently-played",
    "user-top-read",
];

pub(crate) fn respond(mock: &Shared, request: &Recorded) -> Answer {
    match (request.method.as_str(), request.path()) {
        _ if cookies::takes(request) => cookies::respond(mock, request, authorize),
        _ if device::takes(request) => device::respond(mock, request, &SCOPES),
        ("GET", "/authorize") => authorize(mock, request),
        ("POST", "/api/token") => {
            let answer = token(mock, request).unwrap_or_else(|refusal| refusal);
            mock.count_exchange(answer.is_success());
            answer
        }
        (_, "/authorize" | "/api/token") => Answer::text(405, "Method Not Allowed"),
        _ => Answer::html(404),
    }
}

/// The consent page. What is wrong with client or redirect is told to the user, everything else
/// to the app.
fn authorize(mock: &Shared, request: &Recorded) -> Answer {
    let param = |name: &str| request.param(name).filter(|value| !value.is_empty());
    if param("client_id").as_deref() != Some(&mock.client_id) {
        return Answer::text(400, "INVALID_CLIENT: Invalid client");
    }
    let Some(redirect) = param("redirect_uri").filter(|uri| accepts_redirect(mock, uri)) else {
        return Answer::text(400, "INVALID_CLIENT: Invalid redirect URI");
    };
    let state = request.param("state");
    let back = |pairs: &[(&str, &str)]| send_back(&redirect, pairs, state.as_deref());
    if param("response_type").as_deref() != Some("code") {
        return back(&[("error", "unsupported_response_type")]);
    }
    let challenge = param("code_challenge");
    let method = param("code_challenge_method");
    let well_formed = match (&challenge, method.as_deref()) {
        (None, None) => true,
        (Some(challenge), Some("S256")) => {
            challenge.len() == 43 && challenge.bytes().all(is_base64_url)
        }
        _ => false,
    };
    if !well_formed {
        return back(&[("error", "invalid_request")]);
    }
    let asked = param("scope").unwrap_or_default();
    let scopes: Vec<String> = asked.split_ascii_whitespace().map(str::to_owned).collect();
    if !scopes.iter().all(|scope| SCOPES.contains(&scope.as_str())) {
        return back(&[("error", "invalid_scope")]);
    }
    let (user, decision) = (consent::user(request), request.param("decision"));
    match (mock.consent, decision.as_deref()) {
        (Consent::Grant, _) | (Consent::Interactive, Some("grant")) => {
            let code = lock(&mock.tokens).code(
                redirect.clone(),
                challenge,
                scopes,
                user,
                mock.clock.now(),
            );
            back(&[("code", &code)])
        }
        (Consent::Deny, _) | (Consent::Interactive, Some("deny")) => {
            back(&[("error", "access_denied")])
        }
        (Consent::Interactive, _) => consent::page(request, &redirect, &scopes),
    }
}

/// Loopback addresses with any port, and what the app registered. `localhost` is no address.
fn accepts_redirect(mock: &Shared, uri: &str) -> bool {
    if mock
        .redirect_uris
        .iter()
        .any(|registered| registered == uri)
    {
        return true;
    }
    Url::parse(uri).is_ok_and(|url| {
        url.scheme() == "http"
            && matches!(url.host_str(), Some("127.0.0.1" | "[::1]"))
            && url.fragment().is_none()
            && url.username().is_empty()
            && url.password().is_none()
    })
}

fn send_back(redirect: &str, pairs: &[(&str, &str)], state: Option<&str>) -> Answer {
    let mut query = form_urlencoded::Serializer::new(String::new());
    query.extend_pairs(pairs);
    if let Some(state) = state {
        query.append_pair("state", state);
    }
    let separator = if redirect.contains('?') { '&' } else { '?' };
    Answer::redirect(302, format!("{redirect}{separator}{}", query.finish()))
}

fn is_base64_url(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_')
}

/// Who asks for a token.
struct Client {
    /// Whether the secret was shown.
    proven: bool,
}

fn token(mock: &Shared, request: &Recorded) -> Result<Answer, Answer> {
    let form_encoded = request.header("content-type").is_some_and(|mime| {
        mime.trim_start()
            .to_ascii_lowercase()
            .starts_with("application/x-www-form-urlencoded")
    });
    // A body of another kind is not looked at.
    let field = |name: &str| request.form(name).filter(|v| form_encoded && !v.is_empty());
    let unsupported = |text| Answer::oauth_error("unsupported_grant_type", Some(text));
    let client = client(mock, request, &field)?;
    let grant =
        field("grant_type").ok_or_else(|| unsupported("grant_type parameter is missing"))?;
    let granted = match grant.as_str() {
        "client_credentials" => client_credentials(mock, &client)?,
        "authorization_code" => authorization_code(mock, &client, &field)?,
        "refresh_token" => refresh(mock, &client, &field)?,
        "urn:ietf:params:oauth:grant-type:device_code" => {
            device::token(mock, client.proven, field("device_code"))?
        }
        _ => {
            return Err(unsupported(
                "grant_type must be client_credentials, authorization_code or refresh_token",
            ));
        }
    };
    Ok(Answer::json(200, &body(mock, granted)).header("cache-control", "no-store"))
}

/// Checks `Authorization: Basic`, or `client_id` (and `client_secret`) in the form.
fn client(
    mock: &Shared,
    request: &Recorded,
    field: &impl Fn(&str) -> Option<String>,
) -> Result<Client, Answer> {
    let invalid = |text| Answer::oauth_error("invalid_client", text);
    let (id, secret) = match request.header("authorization") {
        Some(value) => basic(value).ok_or_else(|| invalid(Some("Invalid client")))?,
        None => {
            let id = field("client_id").ok_or_else(|| invalid(None))?;
            (id, field("client_secret"))
        }
    };
    if id != mock.client_id {
        return Err(invalid(Some("Invalid client")));
    }
    match secret {
        None => Ok(Client { proven: false }),
        Some(secret) if secret == mock.client_secret => Ok(Client { proven: true }),
        Some(_) => Err(invalid(Some("Invalid client secret"))),
    }
}

fn basic(header: &str) -> Option<(String, Option<String>)> {
    let (scheme, encoded) = header.split_once(' ')?;
    let decoded = BASE64_STANDARD.decode(encoded.trim()).ok()?;
    let decoded = String::from_utf8(decoded).ok()?;
    let (id, secret) = decoded.split_once(':')?;
    scheme
        .eq_ignore_ascii_case("basic")
        .then(|| (id.to_owned(), Some(secret.to_owned())))
}

fn client_credentials(mock: &Shared, client: &Client) -> Result<Granted, Answer> {
    if !client.proven {
        return Err(Answer::oauth_error(
            "invalid_client",
            Some("Invalid client"),
        ));
    }
    let access = mock.mint(Vec::new(), None);
    Ok(Granted {
        access,
        refresh: Renewed::Absent,
        scopes: Vec::new(),
    })
}

fn authorization_code(
    mock: &Shared,
    client: &Client,
    field: &impl Fn(&str) -> Option<String>,
) -> Result<Granted, Answer> {
    let invalid = |text| Answer::oauth_error("invalid_grant", Some(text));
    let missing = |text| Answer::oauth_error("invalid_request", Some(text));
    let code = field("code").ok_or_else(|| missing("code must be supplied"))?;
    let now = mock.clock.now();
    let code = lock(&mock.tokens)
        .take_code(&code, now)
        .ok_or_else(|| invalid("Invalid authorization code"))?;
    if field("redirect_uri").as_deref() != Some(&code.redirect_uri) {
        return Err(invalid("Invalid redirect URI"));
    }
    match &code.challenge {
        Some(challenge) => {
            let verifier =
                field("code_verifier").ok_or_else(|| missing("code_verifier required"))?;
            let digest = BASE64_URL_SAFE_NO_PAD.encode(Sha256::digest(verifier.as_bytes()));
            if !is_verifier(&verifier) || digest != *challenge {
                return Err(invalid("code_verifier was incorrect"));
            }
        }
        None if !client.proven => {
            return Err(Answer::oauth_error(
                "invalid_client",
                Some("Invalid client"),
            ));
        }
        None => {}
    }
    Ok(lock(&mock.tokens).sign_in(
        code.scopes,
        code.user,
        client.proven,
        now,
        mock.token_lifetime,
    ))
}

/// RFC 7636: 43 to 128 unreserved characters.
fn is_verifier(verifier: &str) -> bool {
    (43..=128).contains(&verifier.len())
        && verifier
            .bytes()
            .all(|b| is_base64_url(b) || matches!(b, b'.' | b'~'))
}

fn refresh(
    mock: &Shared,
    client: &Client,
    field: &impl Fn(&str) -> Option<String>,
) -> Result<Granted, Answer> {
    let token = field("refresh_token").ok_or_else(|| {
        Answer::oauth_error("invalid_request", Some("refresh_token must be supplied"))
    })?;
    let now = mock.clock.now();
    lock(&mock.tokens)
        .refresh(
            &token,
            client.proven,
            mock.rotation,
            now,
            mock.token_lifetime,
        )
        .map_err(|refused| match refused {
            Refused::Unknown => Answer::oauth_error("invalid_grant", Some("Invalid refresh token")),
            Refused::Revoked => Answer::oauth_error("invalid_grant", Some("Refresh token revoked")),
            Refused::SecretNeeded => Answer::oauth_error("invalid_client", Some("Invalid client")),
        })
}

fn body(mock: &Shared, granted: Granted) -> Value {
    let mut body = Map::new();
    body.insert("access_token".to_owned(), json!(granted.access));
    body.insert("token_type".to_owned(), json!("Bearer"));
    body.insert(
        "expires_in".to_owned(),
        json!(mock.token_lifetime.as_secs()),
    );
    if !granted.scopes.is_empty() {
        body.insert("scope".to_owned(), json!(granted.scopes.join(" ")));
    }
    let refresh = match granted.refresh {
        Renewed::Absent => return Value::Object(body),
        Renewed::Null => Value::Null,
        Renewed::Empty => json!(""),
        Renewed::Token(token) => json!(token),
    };
    body.insert("refresh_token".to_owned(), refresh);
    Value::Object(body)
}
