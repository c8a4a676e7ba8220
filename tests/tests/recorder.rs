//! The recorder: what it writes, what it takes out, and what it refuses to write.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "what is not as expected fails the test"
)]

#[path = "recorder/journey.rs"]
mod journey;

use std::{fs, path::PathBuf};

use base64::{Engine as _, prelude::BASE64_STANDARD};
use bytes::Bytes;
use http::{Request, Response};
use spotify_core::{
    BlockingTransport, Limits, Sent, TransportErrorKind,
    testing::{Answer, Replay},
};
use spotify_tests::{Fixture, Kind, Place, Recorder, RecorderProblem, Rule, Scrub};

pub(crate) fn folder(name: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR"))
        .join("recorder")
        .join(name);
    fs::remove_dir_all(&folder).ok();
    folder
}

fn get(target: &str) -> http::request::Builder {
    Request::get(format!("https://api.spotify.com{target}"))
}

fn send(wire: &impl BlockingTransport, request: http::request::Builder) -> Option<Response<Bytes>> {
    let request = request.body(Bytes::new()).unwrap();
    wire.send(request, Limits::new()).ok()
}

/// What a fixture is after the usual rules.
fn scrubbed(scrub: &mut Scrub, text: &str) -> String {
    let mut fixture: Fixture = text.parse().unwrap();
    scrub.fixture(&mut fixture);
    let once = fixture.to_string();
    assert_eq!(scrub.fixture(&mut fixture), [], "{once}");
    assert_eq!(Scrub::new().fixture(&mut fixture), [], "{once}");
    once
}

#[test]
fn the_usual_rules() {
    let token = "spotify-fixture 1
> POST /api/token
> authorization: Basic aHVudGVyMmh1bnRlcjI6c2VjcmV0c2VjcmV0
> content-type: application/x-www-form-urlencoded
>
> grant_type=authorization_code&code=c0&redirect_uri=http%3A%2F%2F127.0.0.1%2Fcallback%3Fstate%3Dxyzzy&code_verifier=v%20v&client_id=hunter2hunter2
< 200
< content-type: application/json
< set-cookie: sp_dc=crumbs; Path=/; Secure

{
  \"access_token\": \"NgCXRK\",
  \"expires_in\": 3600,
  \"refresh_token\": \"NgAagA\",
  \"scope\": \"user-read-email\"
}
";
    let user = "spotify-fixture 1
# Asked by ada@lovelace.org; hunter2hunter2 is the app, and aHVudGVyMmh1bnRlcjI6eHh4 too.
> GET /v1/users/ada%2Blovelace/playlists?after=1790751600456&state=on-and-on
> cookie: sp_dc=crumbs; sp_key=more
< 200
< location: https://x.org/callback?code=c0&state=xyzzy#access_token=NgCXRK&type=bearer

{
  \"cursors\": {\"after\": \"1790751600456\", \"before\": \"ONcShKUPb039L1FslPQEEr\"},
  \"next\": \"https://api.spotify.com/v1/me/following?after=1790751600456&limit=2\",
  \"owner\": {\"display_name\": \"Ada\", \"id\": \"ada+lovelace\", \"uri\": \"spotify:user:ada+lovelace\"},
  \"user\": {\"type\": \"user\", \"id\": \"bob\", \"href\": \"https://api.spotify.com/v1/users/bob\", \"email\": \"bob@x\"},
  \"track\": {\"type\": \"track\", \"id\": \"ada\", \"popularity\": 1.50},
  \"note\": \"by ada+lovelace, ada%2Blovelace, ada%2blovelace, YWRhK2xvdmVsYWNl or 6164612b6c6f76656c616365\"
}
";
    let player = "spotify-fixture 1\n> PUT /v1/me/player/repeat?state=context&device_id=d\n< 204\n";
    let mut scrub = Scrub::new();
    assert_eq!(scrubbed(&mut scrub, player), player);
    insta::assert_snapshot!(
        [token, user]
            .map(|text| scrubbed(&mut scrub, text))
            .join("\n----\n")
    );
}

#[test]
fn a_placeholder_is_not_given_twice() {
    let mut scrub = Scrub::new();
    scrub.reserve("fixture-user-1 {access-token-1} {access-token-3}");
    let (text, replaced) = scrub.text(r#"{"access_token": "a", "user_id": "b"}"#);
    assert_eq!(
        text,
        r#"{"access_token": "{access-token-4}", "user_id": "fixture-user-2"}"#
    );
    assert_eq!(
        replaced[0].to_string(),
        "the body /access_token: access-token, now {access-token-4}"
    );
}

#[test]
fn rules_of_ones_own_go_first() {
    let device = Rule::when(Kind::id("device"), |field| {
        field.place == Place::Json && field.parent == "device" && field.name == "id"
    });
    let base = Rule::literal("http://127.0.0.1:8888", "https://api.spotify.com");
    let mut scrub = Scrub::empty().rule(device).rule(base);
    let (text, _) =
        scrub.text(r#"{"device": {"id": "ab"}, "href": "http://127.0.0.1:8888/v1", "id": "ab"}"#);
    assert_eq!(
        text,
        r#"{"device": {"id": "fixture-device-1"}, "href": "https://api.spotify.com/v1", "id": "ab"}"#
    );
}

/// A rule that finds what it has put there, and one that puts there what it finds: both end.
#[test]
fn a_rule_that_meets_its_own_placeholder_ends() {
    let behind = Rule::part(Kind::new("key"), |text| {
        let start = text.find("key=")? + 4;
        let length = text.get(start..)?.split(' ').next()?.len();
        Some(start..start + length)
    });
    let longer = Rule::literal("127.0.0.1:8888", "127.0.0.1:8888/%41");
    let mut scrub = Scrub::empty().rule(behind).rule(longer);
    let text = "key=a key=b %41 at 127.0.0.1:8888";
    let (once, _) = scrub.text(text);
    assert_eq!(once, "key={key-1} key={key-2} %41 at 127.0.0.1:8888/%41");
    let (twice, _) = scrub.text("key={key-1}");
    assert_eq!(twice, "key={key-1}");
}

#[test]
fn everything_passes_as_it_is_and_is_written_in_order() {
    let folder = folder("written");
    let wire = Replay::new()
        .on("GET /v1/a", r#"{"a":[1.0]}"#)
        .on(
            "GET /v1/b",
            Response::new(Bytes::from_static(&[0xff, 0xd8])),
        )
        .on(
            "GET /v1/c",
            Answer::failure(TransportErrorKind::Closed, Sent::Maybe),
        );
    let recorder = Recorder::into_folder(&folder)
        .unwrap()
        .keep_header("X-Kept");
    let recorded = recorder.wrap(wire.clone());
    let kept = get("/v1/a?x=1")
        .header("x-kept", "1")
        .header("user-agent", "left out");
    assert_eq!(send(&recorded, kept).unwrap().body(), r#"{"a":[1.0]}"#);
    assert_eq!(
        send(&recorded, get("/v1/b")).unwrap().body().as_ref(),
        [0xff, 0xd8]
    );
    assert!(send(&recorded, get("/v1/c")).is_none());
    assert_eq!(wire.requests().len(), 3);
    let files = recorder.finish().unwrap();
    let names = files
        .iter()
        .map(|file| file.strip_prefix(&folder).unwrap().to_str().unwrap());
    assert_eq!(
        names.collect::<Vec<_>>(),
        [
            "001-get-v1-a.fixture",
            "002-get-v1-b.fixture",
            "003-get-v1-c.fixture"
        ]
    );
    assert_eq!(fs::read_dir(&folder).unwrap().count(), 3);
    let texts = files.iter().map(|file| fs::read_to_string(file).unwrap());
    insta::assert_snapshot!(texts.collect::<Vec<_>>().join("----\n"));
    let again = Recorder::into_folder(&folder).unwrap_err();
    assert!(
        again
            .to_string()
            .ends_with("written: there are fixtures already; remove them or name another folder")
    );
}

#[test]
fn what_is_learned_late_leaves_the_early_files() {
    let folder = folder("late");
    let wire = Replay::new()
        .on("GET /v1/kind/{x}", r#"{"told": "vinterlund.ada"}"#)
        .on("GET /v1/me", r#"{"type": "user", "id": "vinterlund.ada"}"#);
    let recorder = Recorder::into_folder(&folder).unwrap();
    let recorded = recorder.wrap(wire);
    send(&recorded, get("/v1/kind/vinterlund.ada"));
    assert!(
        folder
            .join("001-get-v1-kind-vinterlund-ada.fixture")
            .exists()
    );
    send(&recorded, get("/v1/me"));
    let files = recorder.finish().unwrap();
    assert!(files[0].ends_with("001-get-v1-kind-fixture-user-1.fixture"));
    assert_eq!(fs::read_dir(&folder).unwrap().count(), 2);
    assert!(
        fs::read_to_string(&files[0])
            .unwrap()
            .contains(r#""told": "fixture-user-1""#)
    );
}

#[test]
fn a_recorder_that_is_not_finished_keeps_its_promise() {
    let folder = folder("dropped");
    let wire = Replay::new()
        .on("GET /v1/kind/{x}", "{}")
        .on("GET /v1/me", r#"{"type": "user", "id": "vinterlund.ada"}"#);
    let recorded = Recorder::into_folder(&folder).unwrap().wrap(wire);
    send(&recorded, get("/v1/kind/vinterlund.ada"));
    send(&recorded, get("/v1/me"));
    drop(recorded);
    let names = fs::read_dir(&folder)
        .unwrap()
        .map(|it| it.unwrap().file_name());
    let mut names: Vec<_> = names.map(|it| it.into_string().unwrap()).collect();
    names.sort();
    assert_eq!(
        names,
        [
            "001-get-v1-kind-fixture-user-1.fixture",
            "002-get-v1-me.fixture"
        ]
    );
}

/// The old file goes when the new one is there, and is known until then.
#[test]
fn a_file_is_replaced_or_stays() {
    let folder = folder("blocked");
    let wire = Replay::new()
        .on("GET /v1/kind/{x}", "{}")
        .on("GET /v1/me", r#"{"type": "user", "id": "vinterlund.ada"}"#);
    let recorder = Recorder::into_folder(&folder).unwrap();
    let recorded = recorder.wrap(wire);
    send(&recorded, get("/v1/kind/vinterlund.ada"));
    send(&recorded, get("/v1/me"));
    let old = folder.join("001-get-v1-kind-vinterlund-ada.fixture");
    let new = folder.join("001-get-v1-kind-fixture-user-1.fixture");
    fs::create_dir(&new).unwrap();
    let problems = recorder.finish().unwrap_err().problems;
    assert!(
        matches!(&*problems, [RecorderProblem::Io { path, .. }] if *path == new),
        "{problems:?}"
    );
    assert!(old.is_file());
    fs::remove_dir(&new).unwrap();
    assert_eq!(recorder.finish().unwrap()[0], new);
    assert!(new.is_file() && !old.exists());
}

#[test]
fn what_cannot_be_written_changes_no_answer_and_is_told_in_the_end() {
    let folder = folder("gone");
    let recorder = Recorder::into_folder(&folder).unwrap();
    let recorded = recorder.wrap(Replay::new().on("GET /v1/a", "{}"));
    fs::remove_dir_all(&folder).unwrap();
    assert_eq!(send(&recorded, get("/v1/a")).unwrap().body(), "{}");
    let problems = recorder.finish().unwrap_err().problems;
    let [RecorderProblem::Io { path, .. }] = &*problems else {
        panic!("{problems:?}");
    };
    assert_eq!(*path, folder.join("001-get-v1-a.fixture"));
}

/// Where a secret can stand, and in what form, if no rule takes it away.
#[test]
fn a_known_secret_is_refused_wherever_it_stands() {
    const SECRET: &str = "hunter2/hunter2+hunter2";
    let percent = "hunter2%2fhunter2%2Bhunter2";
    let base64 = |before: &str| BASE64_STANDARD.encode(format!("{before}{SECRET}:after"));
    let hex = SECRET
        .bytes()
        .map(|byte| format!("{byte:02x}"))
        .collect::<String>();
    let escaped = SECRET.replace('/', r"\u002f");
    let forms = [
        SECRET,
        percent,
        &base64(""),
        &base64("a"),
        &base64("ab"),
        &hex,
        &hex.to_uppercase(),
    ];
    let mut places: Vec<(String, Answer)> = Vec::new();
    for form in forms {
        places.push((format!("/v1/a?x={form}"), "{}".into()));
        places.push((format!("/v1/{form}"), "{}".into()));
        places.push(("/v1/a".into(), format!(r#"{{"a": ["{form}"]}}"#).into()));
        places.push(("/v1/a".into(), format!(r#"{{"{form}": 1}}"#).into()));
        places.push(("/v1/a".into(), (500, &*format!("<p>{form}</p>")).into()));
        let header = Response::builder()
            .header("location", form)
            .body(Bytes::new());
        places.push(("/v1/a".into(), header.unwrap().into()));
        let binary = [b"\xff\xfe", form.as_bytes()].concat();
        places.push(("/v1/a".into(), Response::new(Bytes::from(binary)).into()));
    }
    places.push(("/v1/a".into(), format!(r#"{{"a": "{escaped}"}}"#).into()));
    let double = percent.replace('%', "%25");
    places.push((format!("/v1/a?x={double}"), "{}".into()));

    let folder = folder("refused");
    let recorder = Recorder::into_folder(&folder)
        .unwrap()
        .scrub(Scrub::empty())
        .secret(SECRET);
    let all = places.len();
    for (target, answer) in places {
        let wire = recorder.wrap(Replay::new().always(target.as_str(), answer));
        assert!(send(&wire, get(&target)).is_some(), "{target}");
    }
    assert_eq!(fs::read_dir(&folder).unwrap().count(), 0);
    let error = recorder.finish().unwrap_err();
    assert_eq!(error.problems.len(), all);
    let text = error.to_string();
    assert!(!text.contains("hunter2"), "{text}");
    assert!(matches!(error.problems[0], RecorderProblem::Secret { .. }));
    insta::assert_snapshot!(
        error.problems[..7]
            .iter()
            .map(ToString::to_string)
            .collect::<Vec<_>>()
            .join("\n")
    );
}

/// Without any rule and without being told, what lets somebody in is not written.
#[test]
fn what_was_seen_to_let_somebody_in_is_refused() {
    let folder = folder("seen");
    let wire = Replay::new()
        .on(
            "POST /api/token",
            r#"{"access_token": "access-access", "refresh_token": "refresh-refresh"}"#,
        )
        .on("GET /v1/a", r#"{"a": "access-access"}"#)
        .on("GET /v1/b", r#"{"a": "cmVmcmVzaC1yZWZyZXNo"}"#)
        .on("GET /v1/c", "{}");
    let recorder = Recorder::into_folder(&folder)
        .unwrap()
        .scrub(Scrub::empty());
    let recorded = recorder.wrap(wire);
    let token = Request::post("https://accounts.spotify.com/api/token");
    send(&recorded, token);
    send(&recorded, get("/v1/a"));
    send(&recorded, get("/v1/b"));
    send(&recorded, get("/v1/c"));
    assert_eq!(recorder.finish().unwrap_err().problems.len(), 3);
    assert_eq!(fs::read_dir(&folder).unwrap().count(), 1);
}

/// What a rule of one's own names is a credential too, where nothing can be replaced.
#[test]
fn credentials_of_ones_own_rules_are_refused_elsewhere() {
    let folder = folder("own");
    let key = Rule::header(Kind::credential("api-key"), "x-api-key");
    let recorder = Recorder::into_folder(&folder)
        .unwrap()
        .keep_header("x-api-key")
        .scrub(Scrub::new().rule(key));
    let binary = Response::new(Bytes::from_static(b"\xff: hunter2hunter2"));
    let wire = Replay::new().on("GET /v1/a", "{}").on("GET /v1/b", binary);
    let recorded = recorder.wrap(wire);
    send(
        &recorded,
        get("/v1/a").header("x-api-key", "hunter2hunter2"),
    );
    send(&recorded, get("/v1/b"));
    let problems = recorder.finish().unwrap_err().problems;
    assert!(
        matches!(&*problems, [RecorderProblem::Secret { file, kind, .. }]
            if file == "002" && kind == "api-key"),
        "{problems:?}"
    );
    let first = fs::read_to_string(folder.join("001-get-v1-a.fixture")).unwrap();
    assert!(first.contains("> x-api-key: {api-key-1}"), "{first}");
}

#[test]
fn bodies_that_are_no_clean_text_keep_no_secret() {
    let folder = folder("unclean");
    let broken = [&b"\xff{\"email\": \"ada@x.org\"}"[..], b"\xff"].concat();
    let crlf = Bytes::from_static(b"mail:\r\nada@x.org\r\n");
    let wire = Replay::new()
        .on("GET /v1/a", Response::new(Bytes::from(broken)))
        .on("GET /v1/b", Response::new(crlf));
    let recorder = Recorder::into_folder(&folder).unwrap();
    let recorded = recorder.wrap(wire);
    send(&recorded, get("/v1/a"));
    send(&recorded, get("/v1/b"));
    let problems = recorder.finish().unwrap_err().problems;
    assert!(matches!(&*problems, [RecorderProblem::Binary { .. }]));
    let fixture = Fixture::read(folder.join("002-get-v1-b.fixture")).unwrap();
    let body = BASE64_STANDARD.encode("mail:\r\nfixture-1@example.com\r\n");
    assert!(fixture.to_string().contains(&body), "{fixture}");
}
