//! The page for people: what the mock serves, the requests as they come, buttons for faults.
//!
//! The page is one file and has no data; its script asks for JSON. Only its own origin gets
//! answers: a name that was made to point here (`Host`) and a page of another site (`Origin`) do
//! not. `Content-Security-Policy` lets nothing run but what is in the file.

mod journal;

use std::sync::LazyLock;

use base64::{Engine, prelude::BASE64_STANDARD};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use url::form_urlencoded;

pub(crate) use journal::Journal;

use super::{
    Consent, Profile, Shared,
    accounts::SCOPES,
    fault::{Answer, Fault},
    lock, operations,
    record::Recorded,
};

const PAGE: &str = include_str!("dashboard/page.html");

/// Longest text of a fault that is read.
const MAX_FAULT: usize = 1000;

/// Most faults that are ready at once.
const MAX_FAULTS: usize = 100;

pub(crate) fn respond(mock: &Shared, request: &Recorded) -> Answer {
    let base = mock.bases.dashboard.as_deref().unwrap_or_default();
    let answer = refusal(base, request).unwrap_or_else(|| route(mock, base, request));
    answer
        .header("cache-control", "no-store")
        .header("cross-origin-resource-policy", "same-origin")
        .header("referrer-policy", "no-referrer")
        .header("x-content-type-options", "nosniff")
}

/// The answer to those who have no business here.
fn refusal(base: &str, request: &Recorded) -> Option<Answer> {
    let named = |name: &str| {
        let headers = request.headers.iter();
        headers
            .filter(|(key, _)| key.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.clone())
            .collect::<Vec<_>>()
    };
    // Browsers leave the usual port out.
    let is = |given: &[String], own: &str| {
        given == [own] || given == [own.strip_suffix(":80").unwrap_or(own)]
    };
    let host = base.strip_prefix("http://").unwrap_or(base);
    if !is(&named("host"), host) {
        return Some(error(421, &format!("this page is at {base}/ alone")));
    }
    let foreign = match request.method.as_str() {
        "GET" => false,
        // A browser says who asks; a page of another site cannot say that it is this one.
        _ => !is(&named("origin"), base),
    };
    let site = named("sec-fetch-site");
    if foreign || (request.method != "GET" && !site.is_empty() && site != ["same-origin"]) {
        let text = format!("only the page itself may do that; others send `Origin: {base}`");
        return Some(error(403, &text));
    }
    None
}

fn route(mock: &Shared, base: &str, request: &Recorded) -> Answer {
    let get = request.method == "GET";
    match (request.method.as_str(), request.path()) {
        ("GET", "/") => page(),
        ("GET", "/about") => Answer::json(200, &about(mock, base)),
        ("GET", "/state") => match request.param("after").unwrap_or_default().parse() {
            Ok(after) => Answer::json(200, &state(mock, after)),
            Err(_) => error(400, "`after` is the number of a request"),
        },
        ("POST", "/faults") => add(mock, request),
        ("POST", "/faults/clear") => done(|| lock(&mock.faults).clear()),
        ("POST", "/log/clear") => done(|| mock.forget_requests()),
        ("POST", "/tokens/expire") => done(|| lock(&mock.tokens).expire_all()),
        ("POST", "/tokens/revoke") => done(|| lock(&mock.tokens).revoke_all()),
        (_, "/" | "/about" | "/state") => not_allowed("GET"),
        (_, "/faults" | "/faults/clear" | "/log/clear" | "/tokens/expire" | "/tokens/revoke") => {
            not_allowed("POST")
        }
        _ if get => error(404, "there is no such page"),
        _ => error(404, "there is nothing to be done here"),
    }
}

fn done(act: impl FnOnce()) -> Answer {
    act();
    Answer::empty(204)
}

fn not_allowed(method: &str) -> Answer {
    let text = format!("this place takes {method} alone");
    error(405, &text).header("allow", method)
}

fn error(status: u16, text: &str) -> Answer {
    Answer::json(status, &json!({"error": text}))
}

/// Takes a fault as text; what is misspelled is told.
fn add(mock: &Shared, request: &Recorded) -> Answer {
    if request.body.len() > MAX_FAULT {
        return error(
            413,
            "a fault has a line, such as `GET /v1/albums 503 twice`",
        );
    }
    let Ok(text) = std::str::from_utf8(&request.body) else {
        return error(400, "a fault is text in UTF-8");
    };
    let mut faults = lock(&mock.faults);
    if faults.len() >= MAX_FAULTS {
        // Those that are over are of no use.
        faults.retain(|fault| fault.left() != Some(0));
    }
    match text.parse::<Fault>() {
        Err(misspelled) => error(400, &misspelled.to_string()),
        Ok(_) if faults.len() >= MAX_FAULTS => error(
            409,
            &format!("there are {MAX_FAULTS} faults; clear them first"),
        ),
        Ok(fault) => {
            faults.push(fault);
            Answer::empty(204)
        }
    }
}

/// What stays the same while the mock runs.
fn about(mock: &Shared, base: &str) -> Value {
    let operations: Vec<Value> = operations::all(mock.profile)
        .map(|operation| {
            json!({
                "method": operation.method,
                "path": operation.path,
                "open": operation.open,
            })
        })
        .collect();
    let faults: Vec<Value> = Fault::names()
        .map(|(form, about)| json!({"form": form, "about": about}))
        .collect();
    json!({
        "addresses": {
            "Web API": mock.bases.api,
            "accounts": mock.bases.accounts,
            "Web API over TLS": mock.bases.tls_api,
            "accounts over TLS": mock.bases.tls_accounts,
        },
        "client_id": mock.client_id,
        "profile": match mock.profile {
            Profile::DevMode2026 => "Development mode",
            Profile::Extended => "Extended Quota",
        },
        "consent": match mock.consent {
            Consent::Grant => "the user agrees at once",
            Consent::Deny => "the user refuses at once",
            Consent::Interactive => "the user is asked",
        },
        "sign_in": sign_in(mock, base),
        "operations": operations,
        "faults": faults,
    })
}

/// The consent page, as an app asks for it; it leads back here.
fn sign_in(mock: &Shared, base: &str) -> String {
    let query = form_urlencoded::Serializer::new(String::new())
        .append_pair("client_id", &mock.client_id)
        .append_pair("response_type", "code")
        .append_pair("redirect_uri", &format!("{base}/"))
        .append_pair("scope", &SCOPES.join(" "))
        .append_pair("state", "dashboard")
        .finish();
    format!("{}/authorize?{query}", mock.bases.accounts)
}

/// What changes: the faults, and the requests after that number.
fn state(mock: &Shared, after: u64) -> Value {
    let faults: Vec<Value> = lock(&mock.faults)
        .iter()
        .map(|fault| {
            json!({
                "title": fault.title(),
                "left": fault.left(),
                "hits": fault.hits().count(),
            })
        })
        .collect();
    let journal = lock(&mock.journal);
    let (granted, refused) = mock.exchanges();
    json!({
        "faults": faults,
        "granted": granted,
        "refused": refused,
        "newest": journal.newest(),
        "oldest": journal.oldest(),
        "requests": journal.after(after),
    })
}

fn page() -> Answer {
    Answer::empty(200)
        .header("content-type", "text/html; charset=utf-8")
        .header("content-security-policy", POLICY.as_str())
        .body(PAGE)
}

/// Only the style and the script of the page, by their digests.
static POLICY: LazyLock<String> = LazyLock::new(|| {
    let digest = |open: &str, close: &str| {
        let inner = PAGE
            .split_once(open)
            .and_then(|(_, rest)| rest.split_once(close));
        let inner = inner.map_or("", |(inner, _)| inner);
        BASE64_STANDARD.encode(Sha256::digest(inner))
    };
    format!(
        "default-src 'none'; style-src 'sha256-{}'; script-src 'sha256-{}'; connect-src 'self'; \
         img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
        digest("<style>", "</style>"),
        digest("<script>", "</script>"),
    )
});
