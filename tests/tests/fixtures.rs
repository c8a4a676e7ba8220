//! Fixture files: reading, printing, replaying, and what is told of those that are not well.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "what is not as expected fails the test"
)]

use std::{fs, path::PathBuf, time::Duration};

use proptest::prelude::*;
use spotify_core::{
    BlockingTransport, Clock as _, Limits, Sent, TransportErrorKind,
    testing::{ManualClock, Replay},
};
use spotify_tests::{Fixture, FixtureError, ReplayFixtures};

const WHOLE: &str = "\
spotify-fixture 1
# Adding a row.
#
> POST /v1/playlists/{id}/items?x=1
> authorization: Bearer {access-token-1}
> content-type: application/json
>
> {
>   \"uris\": [\"spotify:track:{track}\"],
>
>   \"position\": 1.50
> }
* delay 250ms
< 201
< content-type: application/json
< etag:

{
  \"snapshot_id\": \"AAAA\"

}
";

fn folder(name: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR"))
        .join("fixtures")
        .join(name);
    fs::remove_dir_all(&folder).ok();
    fs::create_dir_all(&folder).unwrap();
    folder
}

#[test]
fn what_is_read_is_printed_as_it_was() {
    let fault = "spotify-fixture 1\n> GET /v1/me\n* fault closed, maybe sent\n";
    let bare = "spotify-fixture 1\n> GET /v1/me\n< 204\n";
    let binary = "spotify-fixture 1\n> PUT /a\n>\n> /9j/\n* request base64\n* answer base64\n< 200\n\n/9j/\n";
    for text in [WHOLE, fault, bare, binary] {
        let fixture: Fixture = text.parse().unwrap();
        assert_eq!(fixture.to_string(), text);
        let windows: Fixture = text.replace('\n', "\r\n").parse().unwrap();
        assert_eq!(windows, fixture);
    }
}

#[test]
fn a_folder_is_replayed_in_the_order_of_its_names() {
    let folder = folder("replayed");
    let answer = |status: u16| {
        format!("spotify-fixture 1\n> GET /v1/a\n* delay 2s\n< {status}\n< retry-after: 1\n")
    };
    fs::write(folder.join("1000.fixture"), answer(200)).unwrap();
    fs::write(folder.join("999.fixture"), answer(429)).unwrap();
    fs::write(folder.join("README.md"), "no fixture").unwrap();
    let fault = "spotify-fixture 1\n> GET /v1/a\n* fault tls, never sent\n"
        .parse()
        .unwrap();
    let clock = ManualClock::new();
    let wire = Replay::new()
        .clock(&clock)
        .folder(&folder)
        .unwrap()
        .fixture(&fault);
    let ask = |target: &str| {
        let request = http::Request::get(target).body(Default::default()).unwrap();
        BlockingTransport::send(&wire, request, Limits::new())
    };
    let first = ask("https://api.spotify.com/v1/a").unwrap();
    assert_eq!(
        (first.status().as_u16(), &first.headers()["retry-after"]),
        (429, &"1".parse().unwrap())
    );
    assert_eq!(ask("https://api.spotify.com/v1/a").unwrap().status(), 200);
    assert_eq!(clock.now().mono, Duration::from_secs(4));
    let unexpected = ask("https://api.spotify.com/v1/a?limit=1").unwrap_err();
    assert_eq!(unexpected.kind(), TransportErrorKind::Unprepared);
    let failed = ask("https://api.spotify.com/v1/a").unwrap_err();
    assert_eq!(
        (failed.kind(), failed.sent()),
        (TransportErrorKind::Tls, Sent::No)
    );
    assert_eq!(wire.unused(), 0);
    let names = Replay::new().folder(&folder).unwrap().finish().unwrap_err();
    assert_eq!(
        names.unused,
        ["GET /v1/a (999.fixture)", "GET /v1/a (1000.fixture)"]
    );
}

#[test]
fn what_is_wrong_with_a_fixture_is_told_with_its_line() {
    let first = "spotify-fixture 1\n";
    let get = "spotify-fixture 1\n> GET /v1/me\n";
    let cases = [
        String::new(),
        "{\"id\": \"hunter2\"}\n".into(),
        "spotify-fixture 2\n> GET /v1/me\n< 200\n".into(),
        first.into(),
        format!("{first}GET /v1/me\n< 200\n"),
        format!("{first}< 200\n"),
        format!("{first}> /v1/me\n"),
        format!("{first}> G@T /v1/me\n"),
        format!("{first}> GET v1/me\n"),
        format!("{first}> GET /v1/me HTTP/1.1\n"),
        format!("{get}> authorization Bearer hunter2\n"),
        format!("{get}> acc ept: hunter2\n"),
        get.into(),
        format!("{get}< OK\n"),
        format!("{get}< 20\n"),
        format!("{get}< 200\n> accept: hunter2\n"),
        format!("{get}< 200\n{{\"id\": \"hunter2\"}}\n"),
        format!("{first}\n> GET /v1/me\n< 200\n"),
        format!("{get}\n< 200\n"),
        format!("{get}* delay 1s\n\n\n< 200\n\nhunter2\n"),
        format!("{get}>\n> hunter2\n\n> hunter2\n< 200\n"),
        format!("{get}< 200\n\n< retry-after: 1\n"),
        format!("{get}< 200\n< etag: a\n\n< x-secret: hunter2\n\nhunter2\n"),
        format!("{get}* wait 2s hunter2\n"),
        format!("{get}* delay soon\n< 200\n"),
        format!("{get}* delay 1s\n* delay 2s\n< 200\n"),
        format!("{get}* fault lost, maybe sent\n"),
        format!("{get}* fault closed\n"),
        format!("{get}* fault closed, maybe sent\n< 200\n"),
        format!("{get}* fault closed, maybe sent\n\nhunter2\n"),
        format!("{get}* answer base64\n< 200\n\nhunter2!\n"),
        format!("{get}>\n> hunter2!\n* request base64\n< 200\n"),
    ];
    let told = cases.map(|case| {
        let error = case.parse::<Fixture>().unwrap_err().to_string();
        assert!(!error.contains("hunter2"), "{error}");
        error
    });
    insta::assert_snapshot!(told.join("\n"));
}

/// The example of the docs is one that answers.
#[test]
fn the_example_of_the_docs_answers() {
    let docs = include_str!("../../docs/fixtures.md");
    let (_, example) = docs.split_once("```text\n").unwrap();
    let (example, _) = example.split_once("```").unwrap();
    let wire = Replay::new().fixture(&example.parse().unwrap());
    let ask = |uri: &str| {
        let target = "https://api.spotify.com/v1/playlists/3cEYpjA9oz9GiPac4AsH4n/items";
        let body = format!(r#"{{"uris":["{uri}"]}}"#);
        let request = http::Request::post(target)
            .header("authorization", "Bearer BQDexample")
            .body(body.into());
        BlockingTransport::send(&wire, request.unwrap(), Limits::new())
    };
    ask("spotify:episode:512ojhOuo1ktJprKbVcKyQ").unwrap_err();
    assert_eq!(
        ask("spotify:track:11dFghVXANMlKmJXsNCbNl")
            .unwrap()
            .status(),
        201
    );
    assert_eq!(wire.unused(), 0);
}

/// What looks like a header is recorded so that it is none.
#[test]
fn a_body_that_looks_like_a_header_is_kept() {
    let folder = folder("header");
    let body = "< retry-after: 1\nand more";
    let recorder = spotify_tests::Recorder::into_folder(&folder).unwrap();
    let ask = |wire: &dyn BlockingTransport| {
        let request = http::Request::get("https://api.spotify.com/v1/a").body(Default::default());
        wire.send(request.unwrap(), Limits::new()).unwrap()
    };
    ask(&recorder.wrap(Replay::new().on("GET /v1/a", body)));
    recorder.finish().unwrap();
    assert_eq!(ask(&Replay::new().folder(&folder).unwrap()).body(), body);
}

#[test]
fn a_file_is_named_in_its_error() {
    let folder = folder("broken");
    let error = |result: Result<Replay, FixtureError>| {
        let error = result.unwrap_err();
        let place = error
            .path()
            .unwrap()
            .strip_prefix(&folder)
            .unwrap()
            .to_owned();
        (place.display().to_string(), error.line(), error.to_string())
    };
    let (place, line, text) = error(Replay::new().folder(&folder));
    assert_eq!((&*place, line), ("", 0));
    assert!(
        text.ends_with("broken: no file here ends with .fixture"),
        "{text}"
    );
    fs::write(folder.join("a.fixture"), "spotify-fixture 1\n> GET me\n").unwrap();
    let (place, line, text) = error(Replay::new().folder(&folder));
    assert_eq!((&*place, line), ("a.fixture", 2));
    assert!(
        text.contains("a.fixture:2: what is asked for must be a path"),
        "{text}"
    );
    let (place, line, _) = error(Replay::new().file(folder.join("b.fixture")));
    assert_eq!((&*place, line), ("b.fixture", 0));
}

fn header() -> impl Strategy<Value = String> {
    "[a-z][a-z0-9-]{0,8}: [!-~]([ -~]{0,12}[!-~])?"
}

fn lines() -> impl Strategy<Value = Vec<String>> {
    let line = prop_oneof![Just(String::new()), "[ \t!-~é€]{0,20}"];
    prop::collection::vec(line, 1..5)
}

proptest! {
    /// Every file of the form is printed as it is, and read as the same again.
    #[test]
    fn every_fixture_reads_back(
        notes in prop::collection::vec("[!-~]([ -~]{0,12}[!-~])?", 0..3),
        target in "/[!-~]{0,20}",
        asked in prop::collection::vec(header(), 0..3),
        sent in prop::option::of(lines()),
        delay in prop::option::of(1_u64..100_000),
        reply in prop::option::of((100_u16..1000, prop::collection::vec(header(), 0..3), prop::option::of(lines()))),
    ) {
        let mut text = "spotify-fixture 1\n".to_owned();
        notes.iter().for_each(|note| text += &format!("# {note}\n"));
        text += &format!("> PATCH {target}\n");
        asked.iter().for_each(|header| text += &format!("> {header}\n"));
        if let Some(lines) = sent.filter(|lines| !lines.join("\n").is_empty()) {
            text += ">\n";
            for line in lines {
                text += if line.is_empty() { ">".into() } else { format!("> {line}") }.as_str();
                text += "\n";
            }
        }
        if let Some(millis) = delay {
            let whole = millis % 1000 == 0;
            text += &if whole { format!("* delay {}s\n", millis / 1000) } else { format!("* delay {millis}ms\n") };
        }
        match reply {
            None => text += "* fault idle, maybe sent\n",
            Some((status, headers, body)) => {
                text += &format!("< {status}\n");
                headers.iter().for_each(|header| text += &format!("< {header}\n"));
                if let Some(lines) = body.filter(|lines| !lines.join("\n").is_empty()) {
                    text += &format!("\n{}\n", lines.join("\n"));
                }
            }
        }
        let fixture: Fixture = text.parse().unwrap();
        prop_assert_eq!(&fixture.to_string(), &text);
        prop_assert_eq!(fixture.to_string().parse::<Fixture>().unwrap(), fixture);
    }

    /// Whatever a file has in it, reading it ends well or with an error.
    #[test]
    fn nothing_breaks_the_reader(text in "(spotify-fixture 1\n)?([>#*<]? ?[ -~\u{e9}]{0,12}\n){0,8}") {
        let _ = text.parse::<Fixture>().map_err(|error| error.to_string());
    }
}
