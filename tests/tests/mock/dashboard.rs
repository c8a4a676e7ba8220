//! The mock's page without a browser: what it is asked for, and who may ask.

use std::{
    collections::BTreeSet,
    io::Write,
    net::{IpAddr, Ipv4Addr},
};

use serde_json::{Value, json};
use spotify_core::{Availability, Meta};
use spotify_endpoints::ENDPOINTS;
use spotify_tests::mock::{Consent, Fault, MockSpotify, Profile, Service};

use crate::wire::{Reply, Request, connect};

fn mock() -> MockSpotify {
    MockSpotify::builder().dashboard(0).start().unwrap()
}

/// The address of the page, without the slash at its end: its origin.
fn origin(mock: &MockSpotify) -> String {
    let url = mock.dashboard_url().unwrap();
    url.strip_suffix('/').unwrap().to_owned()
}

/// Sends these header lines as they are.
fn raw(mock: &MockSpotify, line: &str, headers: &[(&str, &str)], body: &str) -> Reply {
    let mut head = format!("{line} HTTP/1.1\r\nContent-Length: {}\r\n", body.len());
    for (name, value) in headers {
        head += &format!("{name}: {value}\r\n");
    }
    let mut wire = connect(&origin(mock));
    wire.stream
        .write_all(format!("{head}\r\n{body}").as_bytes())
        .unwrap();
    wire.read_reply().unwrap()
}

fn host(mock: &MockSpotify) -> String {
    origin(mock).replace("http://", "")
}

fn get(mock: &MockSpotify, path: &str) -> Reply {
    raw(mock, &format!("GET {path}"), &[("Host", &host(mock))], "")
}

fn post(mock: &MockSpotify, path: &str, body: &str) -> Reply {
    let (host, origin) = (host(mock), origin(mock));
    raw(
        mock,
        &format!("POST {path}"),
        &[("Host", &host), ("Origin", &origin)],
        body,
    )
}

fn state(mock: &MockSpotify) -> Value {
    get(mock, "/state?after=0").json()
}

fn ask(mock: &MockSpotify, path: &str) -> u16 {
    let request = Request::new("GET", path).bearer(&mock.mint_full_token());
    connect(&mock.api_base()).send(&request).unwrap().status
}

#[test]
fn it_is_off_unless_asked_for() {
    let mock = MockSpotify::start().unwrap();
    assert_eq!(mock.dashboard_url(), None);
    assert_eq!(mock.connections(Service::Dashboard), 0);
}

#[test]
fn it_is_on_loopback_alone() {
    let mock = mock();
    let address: std::net::SocketAddr = host(&mock).parse().unwrap();
    assert_eq!(address.ip(), IpAddr::V4(Ipv4Addr::LOCALHOST));
}

#[test]
fn a_page_lets_nothing_run_but_its_own() {
    let mock = mock();
    let reply = get(&mock, "/");
    assert_eq!(reply.status, 200);
    assert_eq!(
        reply.header("content-type"),
        Some("text/html; charset=utf-8")
    );
    for (name, value) in [
        ("cache-control", "no-store"),
        ("cross-origin-resource-policy", "same-origin"),
        ("referrer-policy", "no-referrer"),
        ("x-content-type-options", "nosniff"),
    ] {
        assert_eq!(reply.header(name), Some(value));
    }
    let policy = reply.header("content-security-policy").unwrap();
    for part in [
        "default-src 'none';",
        "style-src 'sha256-",
        "script-src 'sha256-",
        "connect-src 'self';",
        "base-uri 'none';",
        "form-action 'none';",
        "frame-ancestors 'none'",
    ] {
        assert!(policy.contains(part), "{policy}");
    }
    assert!(!policy.contains("unsafe"));
    let html = reply.text();
    // What comes is set as text; there is no other way into the page.
    for way in [
        "innerHTML",
        "outerHTML",
        "insertAdjacentHTML",
        "document.write",
        "eval(",
    ] {
        assert!(!html.contains(way), "{way}");
    }
    assert_eq!(html.matches("<script>").count(), 1);
    assert_eq!(html.matches("<style>").count(), 1);
    // Nor does it hold anything of this mock.
    assert!(!html.contains(mock.client_id()) && !html.contains(mock.client_secret()));
}

#[test]
fn it_tells_what_the_mock_serves() {
    let mock = MockSpotify::builder()
        .dashboard(0)
        .profile(Profile::Extended)
        .consent(Consent::Interactive)
        .start()
        .unwrap();
    let about = get(&mock, "/about").json();
    assert_eq!(about["addresses"]["Web API"], mock.api_base());
    assert_eq!(about["addresses"]["accounts"], mock.accounts_base());
    assert_eq!(about["addresses"]["Web API over TLS"], mock.tls_api_base());
    assert_eq!(
        about["addresses"]["accounts over TLS"],
        mock.tls_accounts_base()
    );
    assert_eq!(about["client_id"], mock.client_id());
    assert_eq!(about["profile"], "Extended Quota");
    assert_eq!(about["consent"], "the user is asked");
    assert!(!about.to_string().contains(mock.client_secret()));
    let forms: Vec<&str> = about["faults"]
        .as_array()
        .unwrap()
        .iter()
        .map(|fault| fault["form"].as_str().unwrap())
        .collect();
    assert_eq!(
        forms,
        Fault::names().map(|(form, _)| form).collect::<Vec<_>>()
    );
}

/// The link leads through the consent page back here.
#[test]
fn it_links_to_the_consent_page() {
    for consent in [Consent::Grant, Consent::Interactive] {
        let mock = MockSpotify::builder()
            .dashboard(0)
            .consent(consent)
            .start()
            .unwrap();
        let link = get(&mock, "/about").json()["sign_in"]
            .as_str()
            .unwrap()
            .to_owned();
        let target = link.strip_prefix(&mock.accounts_base()).unwrap();
        let reply = connect(&mock.accounts_base())
            .send(&Request::new("GET", target))
            .unwrap();
        match consent {
            Consent::Interactive => assert!(reply.text().contains("id=\"grant\"")),
            _ => {
                let back = reply.header("location").unwrap();
                let target = back.strip_prefix(&origin(&mock)).unwrap();
                assert!(target.starts_with("/?code="), "{target}");
                assert_eq!(get(&mock, target).status, 200);
            }
        }
    }
}

#[test]
fn the_operations_are_those_of_the_library() {
    // What the mock does as it was seen, and not as it is written.
    const STILL_OPEN: [&str; 2] = ["FollowPlaylist", "UnfollowPlaylist"];
    type Operations = BTreeSet<(String, String)>;
    let known = |open: fn(&Meta) -> bool| -> Operations {
        let metas = ENDPOINTS
            .iter()
            .filter(|meta| meta.name != "ResolveShortLink");
        let metas = metas.filter(|meta| open(meta));
        let operation = |meta: &&Meta| {
            let method = http::Method::from(meta.method);
            (method.to_string(), format!("/v1{}", meta.path))
        };
        metas.map(operation).collect()
    };
    let all = known(|_| true);
    let development = known(|meta| {
        meta.availability == Availability::Everyone || STILL_OPEN.contains(&meta.name)
    });
    for (profile, expected) in [
        (Profile::Extended, &all),
        (Profile::DevMode2026, &development),
    ] {
        let mock = MockSpotify::builder()
            .dashboard(0)
            .profile(profile)
            .start()
            .unwrap();
        let about = get(&mock, "/about").json();
        let shown = about["operations"].as_array().unwrap();
        let told = |open: bool| -> Operations {
            let text = |one: &Value, key: &str| one[key].as_str().unwrap().to_owned();
            let meant = shown.iter().filter(|one| !open || one["open"] == true);
            meant
                .map(|one| (text(one, "method"), text(one, "path")))
                .collect()
        };
        assert_eq!(told(false), all);
        assert_eq!(shown.len(), all.len());
        assert_eq!(&told(true), expected, "{profile:?}");
    }
}

#[test]
fn requests_are_shown_as_they_come_without_their_tokens() {
    let mock = mock();
    assert_eq!(state(&mock)["requests"], json!([]));
    let token = mock.mint_full_token();
    let request = Request::new("GET", "/v1/me?a=<b>").bearer(&token);
    connect(&mock.api_base()).send(&request).unwrap();
    mock.fault(Fault::on("GET", "/v1/me").drop_before());
    assert!(connect(&mock.api_base()).send(&request).is_err());
    let form = format!(
        "grant_type=client_credentials&client_id={}&client_secret={}",
        mock.client_id(),
        mock.client_secret()
    );
    let exchange = Request::new("POST", "/api/token")
        .header("Content-Type", "application/x-www-form-urlencoded")
        .body(form);
    connect(&mock.accounts_base()).send(&exchange).unwrap();
    connect(&mock.stranger_base())
        .send(&Request::new("GET", "/?code=AQ"))
        .unwrap();

    let reply = get(&mock, "/state?after=0");
    assert_eq!(
        reply.header("content-type"),
        Some("application/json; charset=utf-8")
    );
    for secret in [&*token, mock.client_secret(), "AQ"] {
        assert!(!reply.text().contains(secret), "{}", reply.text());
    }
    let state = reply.json();
    let end = &token[token.len() - 4..];
    let entry = |number: u64,
                 service: &str,
                 method: &str,
                 target: &str,
                 status: Value,
                 faulty: bool,
                 note: &str| {
        json!({
            "number": number, "service": service, "tls": false, "method": method,
            "target": target, "status": status, "faulty": faulty, "note": note,
        })
    };
    let shown = format!("token …{end}");
    assert_eq!(
        state["requests"],
        json!([
            entry(1, "api", "GET", "/v1/me?a=<b>", json!(200), false, &shown),
            entry(2, "api", "GET", "/v1/me?a=<b>", Value::Null, true, &shown),
            entry(
                3,
                "accounts",
                "POST",
                "/api/token",
                json!(200),
                false,
                "client_credentials"
            ),
            entry(
                4,
                "stranger",
                "GET",
                "/?code=…",
                json!(200),
                false,
                "no token"
            ),
        ])
    );
    assert_eq!((&state["newest"], &state["oldest"]), (&json!(4), &json!(1)));
    assert_eq!(
        (&state["granted"], &state["refused"]),
        (&json!(1), &json!(0))
    );
    let later = get(&mock, "/state?after=3").json();
    assert_eq!(later["requests"].as_array().unwrap().len(), 1);
    // The page itself is no part of what is recorded.
    assert_eq!(mock.requests().len(), 3);

    assert_eq!(post(&mock, "/log/clear", "").status, 204);
    let cleared = get(&mock, "/state?after=0").json();
    assert_eq!(
        (&cleared["requests"], &cleared["oldest"]),
        (&json!([]), &json!(5))
    );
    assert_eq!(mock.requests().len(), 0);
}

#[test]
fn no_token_is_shown_whole_and_no_text_without_end() {
    let mock = mock();
    let short = Request::new("GET", "/v1/me").bearer("secret");
    connect(&mock.api_base()).send(&short).unwrap();
    let long = Request::new("GET", &format!("/v1/me?q={}", "é".repeat(2000)));
    connect(&mock.api_base()).send(&long).unwrap();
    for _ in 0..600 {
        connect(&mock.stranger_base())
            .send(&Request::new("GET", "/"))
            .unwrap();
    }
    let state = state(&mock);
    let requests = state["requests"].as_array().unwrap();
    assert_eq!(requests.len(), 500);
    assert_eq!(
        (&state["newest"], &state["oldest"]),
        (&json!(602), &json!(103))
    );
    mock.clear_requests();
    connect(&mock.api_base()).send(&short).unwrap();
    connect(&mock.api_base()).send(&long).unwrap();
    let state = get(&mock, "/state?after=602").json();
    assert_eq!(state["requests"][0]["note"], "token …");
    let target = state["requests"][1]["target"].as_str().unwrap();
    assert!(
        target.chars().count() <= 301 && target.ends_with('…'),
        "{target}"
    );
}

#[test]
fn a_fault_is_given_and_cleared() {
    let mock = mock();
    assert_eq!(post(&mock, "/faults", "GET /v1/me 503 twice").status, 204);
    mock.fault(Fault::on("GET", "/v1/<b>").always().status(500));
    assert_eq!(ask(&mock, "/v1/me"), 503);
    let state = state(&mock);
    assert_eq!(
        state["faults"],
        json!([
            {"title": "GET /v1/me 503 twice", "left": 1, "hits": 1},
            {"title": "GET /v1/<b> (made in code)", "left": null, "hits": 0},
        ])
    );
    assert_eq!(state["requests"][0]["faulty"], true);
    assert_eq!(post(&mock, "/faults/clear", "").status, 204);
    assert_eq!(ask(&mock, "/v1/me"), 200);
}

#[test]
fn a_fault_that_is_misspelled_is_told() {
    let mock = mock();
    for text in [
        "",
        "GET /v1/me",
        "GET /v1/me tuesday",
        "GTE /v1/me 503",
        "<b>hi</b>",
    ] {
        let reply = post(&mock, "/faults", text);
        assert_eq!(reply.status, 400, "{text}");
        let expected = text.parse::<Fault>().unwrap_err().to_string();
        assert_eq!(reply.json(), json!({"error": expected}));
    }
    let said = post(&mock, "/faults", "tuesday").json()["error"].to_string();
    assert!(
        said.contains("`tuesday`") && said.contains("delay:TIME"),
        "{said}"
    );
    assert_eq!(post(&mock, "/faults", &"5".repeat(1001)).status, 413);
    assert_eq!(state(&mock)["faults"], json!([]));
    for _ in 0..100 {
        assert_eq!(post(&mock, "/faults", "503").status, 204);
    }
    assert_eq!(post(&mock, "/faults", "503").status, 409);
    // One is over, and makes room.
    assert_eq!(ask(&mock, "/v1/me"), 503);
    assert_eq!(post(&mock, "/faults", "502").status, 204);
    assert_eq!(post(&mock, "/faults", "502").status, 409);
}

#[test]
fn tokens_are_ended() {
    let mock = mock();
    let token = mock.mint_full_token();
    let request = Request::new("GET", "/v1/me").bearer(&token);
    let ask = || connect(&mock.api_base()).send(&request).unwrap().status;
    assert_eq!(ask(), 200);
    assert_eq!(post(&mock, "/tokens/expire", "").status, 204);
    assert_eq!(ask(), 401);

    let refresh = mock.mint_refresh_token(&["streaming"]);
    assert_eq!(post(&mock, "/tokens/revoke", "").status, 204);
    let form = format!(
        "grant_type=refresh_token&refresh_token={refresh}&client_id={}",
        mock.client_id()
    );
    let exchange = Request::new("POST", "/api/token")
        .header("Content-Type", "application/x-www-form-urlencoded")
        .body(form);
    let reply = connect(&mock.accounts_base()).send(&exchange).unwrap();
    assert_eq!(reply.json()["error"], "invalid_grant");
}

/// A name that was made to point at this machine, and a page of another site.
#[test]
fn nobody_else_gets_an_answer() {
    let mock = mock();
    let (host, origin) = (host(&mock), origin(&mock));
    let port = host.split(':').nth(1).unwrap();
    let named = format!("localhost:{port}");
    for hosts in [
        &[][..],
        &[("Host", "evil.example")],
        &[("Host", "127.0.0.1")],
        &[("Host", &named)],
        &[("Host", &host), ("Host", "evil.example")],
        &[("Host", "evil.example"), ("Host", &host)],
    ] {
        for line in [
            "GET /",
            "GET /about",
            "GET /state?after=0",
            "GET http://127.0.0.1/",
        ] {
            let reply = raw(&mock, line, hosts, "");
            assert_eq!(reply.status, 421, "{line} {hosts:?}");
            assert!(!reply.text().contains(mock.client_id()));
        }
        let with_origin = [hosts, &[("Origin", &*origin)]].concat();
        assert_eq!(raw(&mock, "POST /faults", &with_origin, "503").status, 421);
    }
    for more in [
        &[][..],
        &[("Origin", "null")],
        &[("Origin", "http://evil.example")],
        &[("Origin", "http://127.0.0.1")],
        &[("Origin", &origin), ("Origin", "http://evil.example")],
        &[("Origin", &origin), ("Sec-Fetch-Site", "cross-site")],
        &[("Origin", &origin), ("Sec-Fetch-Site", "same-site")],
    ] {
        let headers = [&[("Host", &*host)], more].concat();
        for path in [
            "/faults",
            "/faults/clear",
            "/log/clear",
            "/tokens/expire",
            "/tokens/revoke",
        ] {
            let reply = raw(&mock, &format!("POST {path}"), &headers, "503");
            assert_eq!(reply.status, 403, "{path} {more:?}");
        }
    }
    assert_eq!(state(&mock)["faults"], json!([]));
    let own = [
        ("Host", &*host),
        ("Origin", &*origin),
        ("Sec-Fetch-Site", "same-origin"),
    ];
    assert_eq!(raw(&mock, "POST /faults", &own, "503").status, 204);
}

#[test]
fn what_it_does_not_have_is_told() {
    let mock = mock();
    for (path, status) in [
        ("/favicon.ico", 404),
        ("/../about", 404),
        ("//about", 404),
        ("/about/", 404),
        ("/v1/me", 404),
        ("/faults", 405),
        ("/tokens/expire", 405),
        ("/state", 400),
        ("/state?after=-1", 400),
        ("/state?after=99999999999999999999", 400),
    ] {
        assert_eq!(get(&mock, path).status, status, "{path}");
    }
    assert_eq!(post(&mock, "/about", "").status, 405);
    assert_eq!(post(&mock, "/about", "").header("allow"), Some("GET"));
    assert_eq!(post(&mock, "/nowhere", "").status, 404);
    assert_eq!(
        raw(&mock, "OPTIONS /faults", &[("Host", &host(&mock))], "").status,
        403
    );
    // Bytes that are no text.
    let body = [b"503 ", &b"\xff\xfe"[..]].concat();
    let (host, origin) = (host(&mock), origin(&mock));
    let mut wire = connect(&origin);
    let head = format!(
        "POST /faults HTTP/1.1\r\nHost: {host}\r\nOrigin: {origin}\r\nContent-Length: {}\r\n\r\n",
        body.len()
    );
    wire.stream
        .write_all(&[head.as_bytes(), &body].concat())
        .unwrap();
    assert_eq!(wire.read_reply().unwrap().status, 400);
}
