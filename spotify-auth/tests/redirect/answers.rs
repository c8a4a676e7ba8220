//! What the browser brings to the listener, good and bad, and what it is shown.

use spotify_auth::{CallbackError, redirect::RedirectError};

use crate::{
    figure,
    support::{Waiting, exchange, get, talk},
};

/// Why a sign-in ended without a code.
fn rejected(query: &str) -> (CallbackError, String) {
    let waiting = Waiting::new();
    let page = get(
        waiting.address,
        &format!("/callback?{query}&state={}", waiting.state),
    );
    match waiting.end() {
        Err(RedirectError::Rejected(rejected)) => {
            assert!(rejected.asking.is_none(), "it is over");
            (rejected.error, page)
        }
        other => panic!("{query}: {other:?}"),
    }
}

#[test]
fn a7_answers_with_the_right_state_that_grant_nothing_end_the_sign_in() {
    use CallbackError::*;
    for (query, error) in [
        ("code=AQ&code=AQ", Duplicate("code")),
        ("code=AQ&error=access_denied", CodeAndError),
        ("code=", MissingCode),
        ("x=1", MissingCode),
        ("code=AQ&iss=https://evil.example", WrongIssuer),
        (
            "code=A+Q",
            Malformed("the code has characters that no code has"),
        ),
    ] {
        let (given, page) = rejected(query);
        assert_eq!(given, error, "{query}");
        assert!(page.starts_with("HTTP/1.1 403 "), "{query} {page}");
    }
}

#[test]
fn a7_answers_that_cannot_be_read_change_nothing() {
    let waiting = Waiting::new();
    let state = waiting.state.clone();
    let bomb = format!("code={}&state={state}", "%25".repeat(2000));
    for query in [
        format!("code=AQ&state={state}&state={state}"),
        format!("code=AQ&state={state}&x=%"),
        format!("code=%ff&state={state}"),
        format!("code=AQ&state=+{state}"),
        format!("code=AQ&state={state}%00"),
        "code=AQ".to_owned(),
        "error=access_denied".to_owned(),
        String::new(),
    ] {
        let page = get(waiting.address, &format!("/callback?{query}"));
        assert!(page.starts_with("HTTP/1.1 400 "), "{query} {page}");
    }
    let page = get(waiting.address, &format!("/callback?{bomb}{bomb}"));
    assert!(page.starts_with("HTTP/1.1 431 "), "{page}");
    assert!(!waiting.is_over());
    assert!(get(waiting.address, &waiting.good()).contains(" 200 "));
    drop(exchange(waiting.end()));
}

#[test]
fn a9_denial_and_other_errors_are_results_of_their_own() {
    let (error, page) = rejected("error=access_denied&error_description=no");
    assert_eq!(error, CallbackError::Denied);
    assert!(page.starts_with("HTTP/1.1 403 "));
    let long = "x".repeat(3000);
    let (error, _) = rejected(&format!("error=server_error%1b%0a{long}"));
    let CallbackError::Refused { error, .. } = error else {
        panic!("{error:?}")
    };
    let text = error.to_string();
    let ok = text.starts_with("server_error") && text.len() < 600 && !text.contains(['\x1b', '\n']);
    figure(
        "A9",
        "denial and an unknown error told apart, cut and escaped",
        "2 of 2",
        ok,
    );
}

/// Texts that do harm in a page, a header or a terminal.
const HOSTILE: &[&str] = &[
    "<script>alert(1)</script>",
    "%3Cscript%3Ealert(1)%3C/script%3E",
    "\"><img/src=x/onerror=alert(1)>",
    "%22%3E%3Csvg/onload=alert(1)%3E",
    "'-alert(1)-'",
    "javascript:alert(1)",
    "%0d%0aSet-Cookie:x=1",
    "%0d%0a%0d%0a<html>evil",
    "{{7*7}}",
    "${7*7}",
    "</title><h1>evil</h1>",
    "<!--",
    "&lt;b&gt;",
    "%00%1b[31m",
    "%E2%80%AEevil",
    "<a/href=//evil.example>x</a>",
    "<meta/http-equiv=refresh/content=0>",
    "<base/href=//evil.example>",
    "<style>*{display:none}</style>",
    "AAAAAAAAAAAAAAAA",
    "<iframe/src=//evil.example>",
    "%253Cscript%253E",
    "<xss>'\"`",
    "`${alert(1)}`",
];

#[test]
fn a8_the_pages_are_constants() {
    let waiting = Waiting::new();
    let address = waiting.address;
    let ask = |method: &str, target: &str, host: &str, more: &str| {
        talk(
            address,
            format!("{method} {target} HTTP/1.1\r\nHost: {host}\r\n{more}\r\n").as_bytes(),
        )
    };
    let host = address.to_string();
    // Each place that a text can come in by, and the answer to a harmless text there.
    let places: [&dyn Fn(&str) -> String; 14] = [
        &|text| ask("GET", &format!("/callback?code={text}"), &host, ""),
        &|text| ask("GET", &format!("/callback?state={text}"), &host, ""),
        &|text| ask("GET", &format!("/callback?error={text}"), &host, ""),
        &|text| {
            ask(
                "GET",
                &format!("/callback?error_description={text}"),
                &host,
                "",
            )
        },
        &|text| ask("GET", &format!("/callback?{text}"), &host, ""),
        &|text| ask("GET", &format!("/callback?{text}=1&state=x"), &host, ""),
        &|text| ask("GET", &format!("/x{text}"), &host, ""),
        &|text| ask("GET", &format!("/x/{text}/callback"), &host, ""),
        &|text| ask("GET", "/callback", &format!("x{text}"), ""),
        &|text| ask("GET", "/x", &host, &format!("Referer: {text}\r\n")),
        &|text| ask("GET", "/x", &host, &format!("Cookie: {text}\r\n")),
        &|text| ask("GET", "/x", &host, &format!("Origin: {text}\r\n")),
        &|text| ask("OPTIONS", &format!("/callback?{text}"), &host, ""),
        &|text| ask(&format!("g{text}"), "/callback", &host, ""),
    ];
    let (mut reflected, mut payloads) = (0, 0);
    let mut compare = |harmless: &str, hostile: &str| {
        payloads += 1;
        if harmless != hostile {
            reflected += hostile.len();
        }
    };
    for place in places {
        // What cannot be a method is no request, so the harmless text there is none either.
        let harmless = place("x");
        assert!(harmless.ends_with("</html>\n"));
        for text in HOSTILE {
            compare(&harmless, &place(text));
        }
    }
    waiting.cancel.cancel();
    drop(waiting.end());

    // The same with the right state, where the answer is believed.
    let believed = |query: &str| {
        let waiting = Waiting::new();
        let target = format!("/callback?{query}&state={}", waiting.state);
        let page = get(waiting.address, &target);
        drop(waiting.end());
        page
    };
    for template in [
        "error=",
        "error=access_denied&error_description=",
        "code=&x=",
        "iss=",
    ] {
        let harmless = believed(&format!("{template}x"));
        assert!(harmless.starts_with("HTTP/1.1 403 "));
        for text in HOSTILE {
            compare(&harmless, &believed(&format!("{template}{text}")));
        }
    }
    let granted = believed("code=AQ&x=x");
    assert!(granted.starts_with("HTTP/1.1 200 "));
    for template in ["code=AQ&x=", "code=AQ&error_description=", "code="] {
        for text in HOSTILE {
            let page = believed(&format!("{template}{text}"));
            // A code may look like anything; whether it is one decides which page it is.
            let expected = if page.starts_with("HTTP/1.1 200 ") {
                &granted
            } else {
                &believed("code=")
            };
            compare(expected, &page);
        }
    }
    for header in [
        "Content-Type: text/html; charset=utf-8\r\n",
        "Content-Security-Policy: default-src 'none';",
        "X-Content-Type-Options: nosniff\r\n",
        "Cache-Control: no-store\r\n",
        "Referrer-Policy: no-referrer\r\n",
    ] {
        assert!(granted.contains(header), "{header}");
    }
    let what = format!("reflected bytes of {payloads} payloads");
    figure("A8", &what, reflected, reflected == 0 && payloads >= 500);
}
