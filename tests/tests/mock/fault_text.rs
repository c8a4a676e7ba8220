//! Faults as text: what each name does, and what is said of those that are misspelled.

use std::{io::Write, thread, time::Duration};

use spotify_tests::mock::{Fault, FaultError, MockSpotify};

use crate::wire::{Request, connect};

/// The status that a request gets; none if there is no answer.
fn status(mock: &MockSpotify, method: &str, path: &str) -> Option<u16> {
    let base = match path.starts_with("/v1") {
        true => mock.api_base(),
        false => mock.accounts_base(),
    };
    let request = Request::new(method, path).bearer(&mock.mint_full_token());
    connect(&base).send(&request).ok().map(|reply| reply.status)
}

/// The statuses of so many requests.
fn statuses(fault: &str, method: &str, path: &str, times: usize) -> Vec<u16> {
    let mock = MockSpotify::start().unwrap();
    mock.fault(fault.parse().unwrap());
    (0..times)
        .map(|_| status(&mock, method, path).unwrap())
        .collect()
}

#[test]
fn it_happens_as_often_as_it_says() {
    let me = |fault: &str| statuses(fault, "GET", "/v1/me", 4);
    assert_eq!(me("GET /v1/me 503"), [503, 200, 200, 200]);
    assert_eq!(me("GET /v1/me 503 once"), [503, 200, 200, 200]);
    assert_eq!(me("GET /v1/me 503 twice"), [503, 503, 200, 200]);
    assert_eq!(me("GET /v1/me 503 3 times"), [503, 503, 503, 200]);
    assert_eq!(me("GET /v1/me 503 always"), [503, 503, 503, 503]);
    assert_eq!(me("GET /v1/me 503 after 1 twice"), [200, 503, 503, 200]);
    assert_eq!(me("  twice   503 "), [503, 503, 200, 200]);
}

#[test]
fn it_means_the_requests_that_it_says() {
    let mock = MockSpotify::start().unwrap();
    let album = format!("/v1/albums/{}", mock.world().album());
    let tracks = format!("{album}/tracks");
    let met = |fault: &str, method: &str, path: &str| {
        mock.clear_faults();
        mock.fault(fault.parse().unwrap());
        status(&mock, method, path) == Some(599)
    };
    assert!(met("599", "GET", &album));
    assert!(met("GET 599", "GET", &album));
    assert!(met("/v1/albums 599", "GET", &tracks));
    assert!(met("* /v1/albums 599", "GET", &tracks));
    assert!(met("GET /v1/albums/{id} 599", "GET", &album));
    assert!(met("GET /v1/albums/{id} exactly 599", "GET", &album));
    assert!(met("GET /v1/me exactly 599", "GET", "/v1/me"));
    assert!(met("POST /api/token 599", "POST", "/api/token"));
    assert!(met("POST /api/{what} 599", "POST", "/api/token"));

    assert!(!met("PUT 599", "GET", &album));
    assert!(!met("GET /v1/albums/{id} 599", "GET", &tracks));
    assert!(!met("GET /v1/me exactly 599", "GET", "/v1/me/playlists"));
    assert!(!met("599", "POST", "/api/token"));
    assert!(!met("POST /api/{what} 599", "POST", "/v1/me/playlists"));
}

#[test]
fn effects_add_up() {
    let mock = MockSpotify::start().unwrap();
    mock.fault("GET /v1/me 429:7 gzip chunked".parse().unwrap());
    let request = Request::new("GET", "/v1/me").bearer(&mock.mint_full_token());
    let reply = connect(&mock.api_base()).send(&request).unwrap();
    assert_eq!(reply.status, 429);
    assert_eq!(reply.header("retry-after"), Some("7"));
    assert_eq!(reply.header("content-encoding"), Some("gzip"));
    assert_eq!(reply.header("transfer-encoding"), Some("chunked"));
}

/// An example of each form, and the status that it gives; none where there is no answer.
const EXAMPLES: [(&str, Option<u16>); 27] = [
    ("503", Some(503)),
    ("503:2", Some(503)),
    ("quota:60", Some(429)),
    ("expired", Some(401)),
    ("revoked", Some(400)),
    ("forbidden:premium", Some(403)),
    ("html", Some(502)),
    ("delay:1ms", Some(200)),
    ("stall", None),
    ("stall-body:9", None),
    ("slow", Some(200)),
    ("endless", None),
    ("drop", None),
    ("drop-after", None),
    ("reset", None),
    ("reset-after", None),
    ("cut:9", Some(200)),
    ("close", Some(200)),
    ("refuse", Some(200)), // over HTTP/1.1
    ("garbage", None),
    ("gzip", Some(200)),
    ("gzip-cut", Some(200)),
    ("gzip-bomb", Some(200)),
    ("chunked", Some(200)),
    ("two-lengths", Some(200)),
    ("bad-utf8", Some(200)),
    ("nested:9", Some(200)),
];

/// Those whose answers never end; they are not waited for.
const ENDLESS: [&str; 3] = ["endless", "stall", "stall-body"];

#[test]
fn every_name_does_something() {
    let word = |text: &'static str| text.split(':').next().unwrap();
    for (form, _) in Fault::names().filter(|(form, _)| !form.starts_with("STATUS")) {
        let mut examples = EXAMPLES.iter().map(|(example, _)| word(example));
        assert!(
            examples.any(|name| name == word(form)),
            "{form} has no example"
        );
    }
    for (example, expected) in EXAMPLES {
        let mock = MockSpotify::start().unwrap();
        let hits = mock.fault(example.parse().unwrap());
        if ENDLESS.contains(&word(example)) {
            let mut wire = connect(&mock.api_base());
            let request = Request::new("GET", "/v1/me").bearer(&mock.mint_full_token());
            wire.stream.write_all(&request.bytes()).unwrap();
            while hits.count() == 0 {
                thread::park_timeout(Duration::from_millis(5));
            }
        } else {
            assert_eq!(status(&mock, "GET", "/v1/me"), expected, "{example}");
        }
        assert_eq!(hits.count(), 1, "{example}");
    }
}

fn refusal(text: &str) -> FaultError {
    text.parse::<Fault>().unwrap_err()
}

#[test]
fn what_is_misspelled_is_named_with_what_there_is() {
    let owned = |text: &str| text.to_owned();
    assert_eq!(refusal(""), FaultError::NoEffect);
    assert_eq!(refusal("GET /v1/me"), FaultError::NoEffect);
    assert_eq!(refusal("GET /v1/me twice"), FaultError::NoEffect);
    assert_eq!(refusal("503 times"), FaultError::NoEffect);
    assert_eq!(
        refusal("503 twice times"),
        FaultError::Count(owned("times"))
    );
    assert_eq!(refusal("GTE /v1/me 503"), FaultError::Method(owned("GTE")));
    assert_eq!(
        refusal("GET /albums 503"),
        FaultError::Path(owned("/albums"))
    );
    for unknown in [
        "53", "600", "399", "STATUS", "STATUS:2", "stal", "get", "503x", "exactly",
    ] {
        assert_eq!(refusal(unknown), FaultError::Unknown(owned(unknown)));
    }
    for count in ["after", "after x", "0 times", "-1 times"] {
        assert_eq!(
            refusal(&format!("503 {count}")),
            FaultError::Count(owned(count))
        );
    }
    for argument in [
        "delay",
        "delay:",
        "delay:2",
        "delay:61s",
        "delay:-1s",
        "delay:1:1s",
        "429:",
        "503:soon",
        "expired:1",
        "quota",
        "quota:x",
        "forbidden:",
        "forbidden:me",
        "cut:-1",
        "nested:1000001",
        "gzip:9",
    ] {
        match refusal(argument) {
            FaultError::Argument { given, form, about } => {
                assert_eq!(given, argument);
                assert!(Fault::names().any(|name| name == (form, about)), "{form}");
            }
            other => panic!("{argument}: {other}"),
        }
    }
}

/// Words in any order are a fault, or what is wrong with them is told.
#[test]
fn words_in_any_order_are_read_or_told() {
    const WORDS: [&str; 20] = [
        "GET",
        "GTE",
        "*",
        "/",
        "/v1/me",
        "/v1/{a}/b",
        "/api/token",
        "/x",
        "exactly",
        "503",
        "429:2",
        "delay:2s",
        "delay:",
        "drop",
        "once",
        "always",
        "3",
        "times",
        "after",
        "é{",
    ];
    let mut faults = 0;
    for first in WORDS {
        for second in WORDS {
            for third in WORDS {
                for fourth in ["", "503", "times", "exactly"] {
                    let text = format!("{first} {second} {third} {fourth}");
                    match text.parse::<Fault>() {
                        Ok(_) => faults += 1,
                        Err(error) => assert!(error.to_string().len() > 20, "{text}"),
                    }
                }
            }
        }
    }
    assert!(faults > 1000, "{faults}");
}

#[test]
fn messages_list_what_there_is() {
    let said: Vec<String> = [
        "GET /v1/me",
        "GTE /v1/me 503",
        "GET /albums 503",
        "GET /v1/me tuesday",
        "delay:2",
        "503 0 times",
    ]
    .map(|text| format!("{text}: {}\n", refusal(text)))
    .into();
    insta::assert_snapshot!(said.concat());
}
