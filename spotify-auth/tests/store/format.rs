//! The written form of a token.

use std::{collections::BTreeMap, time::Duration};

use proptest::prelude::*;
use spotify_auth::TokenFormat;
use spotify_core::{Scopes, Secret, StoreErrorKind, Timestamp, Token};

use crate::folder::Folder;

fn read(text: &str) -> Token {
    TokenFormat::new().read(text).unwrap()
}

fn refused(text: &str) -> String {
    let error = TokenFormat::new().read(text).unwrap_err();
    assert!(!format!("{error:?} {error}").contains("canary"), "{error}");
    error.to_string()
}

fn token() -> Token {
    let mut token = Token::new("BQ-access")
        .refresh("AQ-refresh")
        .scopes("user-top-read streaming")
        .expires_at(Timestamp::from_millis(1_800_000_000_500))
        .authorized_at(Timestamp::from_secs(1_790_000_000));
    token.lifetime = Some(Duration::from_secs(3600));
    token
        .extra
        .insert("note".into(), Secret::new(r#"{"a":[1,"2"]}"#));
    token
}

#[test]
fn e10_as_json() {
    let format = TokenFormat::new();
    let written = format.write(&token());
    assert_eq!(
        written.expose(),
        r#"{"access_token":"BQ-access","authorized_at":1790000000,"expires_at":1800000000.5,"expires_in":3600,"note":{"a":[1,"2"]},"refresh_token":"AQ-refresh","scope":"streaming user-top-read","token_type":"Bearer"}"#
    );
    assert_eq!(format.read(written.expose()).unwrap(), token());
    let least = Token::new("BQ");
    let written = format.write(&least);
    assert_eq!(
        written.expose(),
        r#"{"access_token":"BQ","token_type":"Bearer"}"#
    );
    assert_eq!(format.read(written.expose()).unwrap(), least);
}

#[test]
fn e9_as_a_map_of_texts() {
    let format = TokenFormat::new();
    let map = format.write_map(&token());
    let texts: BTreeMap<&str, &str> = map
        .iter()
        .map(|(name, text)| (name.as_str(), text.expose()))
        .collect();
    assert_eq!(texts["expires_at"], "1800000000.5");
    assert_eq!(texts["scope"], "streaming user-top-read");
    assert_eq!(texts["note"], r#"{"a":[1,"2"]}"#);
    assert_eq!(format.read_map(texts).unwrap(), token());
    let plain = format
        .read_map([("access_token", "BQ"), ("note", "no JSON")])
        .unwrap();
    assert_eq!(plain.extra["note"].expose(), "\"no JSON\"");
    assert!(
        format
            .strict()
            .read_map([("access_token", "BQ"), ("note", "x")])
            .is_err()
    );
}

#[test]
fn e11_as_a_file() {
    let folder = Folder::new();
    let (format, path) = (TokenFormat::new(), folder.join("deep/er/token.json"));
    format.write_file(&path, &token()).unwrap();
    format.write_file(&path, &token()).unwrap();
    assert_eq!(format.read_file(&path).unwrap(), token());
    std::fs::write(&path, b"{\"access_token\":\"\xFF\"}").unwrap();
    assert_eq!(
        format.read_file(&path).unwrap_err().kind(),
        StoreErrorKind::Corrupt
    );
    let missing = format.read_file(folder.join("none")).unwrap_err();
    assert_eq!(missing.kind(), StoreErrorKind::Unavailable);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = |path: &std::path::Path| path.metadata().unwrap().permissions().mode() & 0o777;
        assert_eq!(mode(&path), 0o600);
        assert_eq!(mode(path.parent().unwrap()), 0o700);
    }
}

#[test]
fn e3_when_it_ends_is_read_in_every_usual_form() {
    let at = |value: &str| {
        let text = format!(r#"{{"access_token":"BQ","expires_at":{value}}}"#);
        read(&text).expires_at.map(Timestamp::as_millis)
    };
    for value in [
        "1800000000",
        "1800000000.0",
        "1800000000000",
        "\"1800000000\"",
        "\"2027-01-15T08:00:00Z\"",
        "\"2027-01-15T09:00:00.000+01:00\"",
    ] {
        assert_eq!(at(value), Some(1_800_000_000_000), "{value}");
    }
    assert_eq!(at("null"), None);
    assert_eq!(at("0"), Some(0));
    assert_eq!(at("1e300"), Some(i64::MAX));
    for value in [
        "\"canary\"",
        "true",
        "[]",
        "\"\"",
        "\"2027-01-15T08:00:00\"",
        "\"NaN\"",
    ] {
        let text = format!(r#"{{"access_token":"BQ","expires_at":{value}}}"#);
        assert_eq!(
            refused(&text),
            "expires_at: neither seconds since 1970 nor an RFC 3339 date-time",
            "{value}"
        );
    }
}

#[test]
fn e9_c14_scopes_are_text_list_or_missing() {
    let scopes = |field: &str| read(&format!(r#"{{"access_token":"BQ"{field}}}"#)).scopes;
    let both = Some(Scopes::from("streaming user-top-read"));
    assert_eq!(scopes(r#","scope":"user-top-read streaming""#), both);
    assert_eq!(scopes(r#","scope":"user-top-read,streaming""#), both);
    assert_eq!(scopes(r#","scope":["user-top-read","streaming"]"#), both);
    assert_eq!(scopes(r#","scopes":["user-top-read","streaming"]"#), both);
    assert_eq!(scopes(r#","scope":"""#), Some(Scopes::new()));
    assert_eq!(scopes(r#","scope":null"#), None);
    assert_eq!(scopes(""), None);
    assert_eq!(
        refused(r#"{"access_token":"canary","scope":["canary",1]}"#),
        "scope: neither a text nor a list of texts"
    );
}

#[test]
fn e12_keys_that_are_not_known_are_kept_or_refused() {
    let text = r#"{"access_token":"BQ","uses_pkce":true,"custom":"x"}"#;
    let token = read(text);
    assert_eq!(token.extra["uses_pkce"].expose(), "true");
    assert_eq!(token.extra["custom"].expose(), "\"x\"");
    assert!(
        !format!("{token:?}").contains("\"x\""),
        "values may be secrets"
    );
    assert_eq!(read(TokenFormat::new().write(&token).expose()), token);
    let error = TokenFormat::new().strict().read(text).unwrap_err();
    assert_eq!(error.place(), "custom");
    let long = format!(r#"{{"access_token":"BQ","{}":1}}"#, "canary".repeat(20));
    let error = TokenFormat::new().strict().read(&long).unwrap_err();
    assert_eq!(error.place(), "a key");
}

#[test]
fn e14_the_type_is_bearer_in_any_case() {
    for kind in ["\"Bearer\"", "\"bearer\"", "\"BEARER\"", "null"] {
        let token = read(&format!(r#"{{"access_token":"BQ","token_type":{kind}}}"#));
        assert_eq!(token.authorization().unwrap(), "Bearer BQ");
    }
    assert_eq!(
        refused(r#"{"access_token":"canary","token_type":"mac"}"#),
        "token_type: not bearer"
    );
}

#[test]
fn t14_there_is_no_half_token() {
    for (text, expected) in [
        ("", "the whole: empty"),
        ("{", "the whole: JSON that ends too early"),
        (
            r#"{"access_token":"canary""#,
            "the whole: JSON that ends too early",
        ),
        ("canary", "the whole: not JSON"),
        ("[\"canary\"]", "the whole: JSON, but no object"),
        ("{}", "access_token: missing"),
        (r#"{"refresh_token":"canary"}"#, "access_token: missing"),
        (r#"{"access_token":""}"#, "access_token: missing"),
        (r#"{"access_token":1}"#, "access_token: not a text"),
        (
            r#"{"access_token":"can\nary"}"#,
            "access_token: not a text that a header can carry",
        ),
        (
            r#"{"access_token":"canary","refresh_token":[]}"#,
            "refresh_token: not a text",
        ),
        (
            r#"{"access_token":"canary","expires_in":-1}"#,
            "expires_in: not a number of seconds",
        ),
        (
            r#"{"access_token":"canary","expires_in":"x"}"#,
            "expires_in: not a number of seconds",
        ),
    ] {
        assert_eq!(refused(text), expected, "{text}");
    }
    assert_eq!(
        read(r#"{"access_token":"BQ","refresh_token":""}"#).refresh,
        None
    );
}

proptest! {
    #[test]
    fn e10_every_token_reads_back(
        access in "[!-~]{1,40}",
        refresh in proptest::option::of("\\PC{1,40}"),
        end in proptest::option::of(-1_000_000_000_000i64..50_000_000_000_000),
        lifetime in proptest::option::of(0u64..100_000_000),
        scopes in proptest::option::of("[a-z -]{0,40}"),
        extra in proptest::collection::btree_map("x[a-z]{1,8}", "\\PC{0,20}", 0..3),
    ) {
        let mut token = Token::new(access);
        token.refresh = refresh.map(Into::into);
        token.expires_at = end.map(Timestamp::from_millis);
        token.lifetime = lifetime.map(Duration::from_millis);
        token.scopes = scopes.map(|text| text.as_str().into());
        token.extra = extra
            .into_iter()
            .map(|(name, text)| (name.into(), Secret::new(serde_json::to_string(&text).unwrap())))
            .collect();
        let format = TokenFormat::new();
        prop_assert_eq!(&format.read(format.write(&token).expose()).unwrap(), &token);
        let map = format.write_map(&token);
        let map = map.iter().map(|(name, text)| (name.as_str(), text.expose()));
        prop_assert_eq!(&format.read_map(map).unwrap(), &token);
    }
}
