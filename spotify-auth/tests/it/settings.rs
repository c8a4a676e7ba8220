//! Settings from the program and the environment, and back.

use std::{ffi::OsString, path::Path};

use spotify_auth::{App, Setting, Settings, SettingsError, Variables};
use spotify_core::{BlockingTokenStore, CredentialKey, Flow, MemoryStore, Scope, Scopes, Token};

/// An environment with these variables, and no other.
fn environment<'a>(pairs: &'a [(&'a str, &'a str)]) -> impl Fn(&str) -> Option<&'a str> {
    move |name| Some(pairs.iter().find(|(key, _)| *key == name)?.1)
}

fn read(variables: &Variables, pairs: &[(&str, &str)]) -> Settings {
    Settings::from_lookup(variables, environment(pairs)).unwrap()
}

#[test]
fn b1_b2_b3_b4_the_names_of_all_libraries() {
    let presets = [
        ("ours", &Variables::SPOTIFY),
        ("minim", &Variables::MINIM),
        ("spotipy", &Variables::SPOTIPY),
        ("spotipie", &Variables::SPOTIPIE),
        ("async_spotify", &Variables::ASYNC_SPOTIFY),
        ("spotantic", &Variables::SPOTANTIC),
        ("rspotify", &Variables::RSPOTIFY),
        ("tekore", &Variables::TEKORE),
    ];
    let mut table = String::new();
    for (library, variables) in presets {
        table.push_str(&format!("{library}\n"));
        for setting in Setting::ALL {
            if let Some(name) = variables.get(*setting) {
                table.push_str(&format!("  {setting} = {name}\n"));
                // Each is read from there and from nowhere else.
                let value = if *setting == Setting::Store {
                    "on"
                } else {
                    "x"
                };
                let settings = read(variables, &[(name, value)]);
                let back = settings.expose_pairs(variables);
                assert_eq!(back.len(), 1, "{library} {setting}");
                assert_eq!(back[0].0, name);
            }
        }
    }
    insta::assert_snapshot!(table);
}

#[test]
fn b3_b4_every_setting_is_read() {
    let settings = read(
        &Variables::SPOTIFY,
        &[
            ("SPOTIFY_CLIENT_ID", "id"),
            ("SPOTIFY_CLIENT_SECRET", "secret"),
            ("SPOTIFY_REDIRECT_URI", "http://127.0.0.1:8888/callback"),
            ("SPOTIFY_SCOPES", "user-top-read, streaming new-one"),
            ("SPOTIFY_ACCOUNT", "ada"),
            ("SPOTIFY_REFRESH_TOKEN", "AQ"),
            ("SPOTIFY_TOKEN_FILE", "/var/lib/app/tokens.json"),
            ("SPOTIFY_STORE", "yes"),
            ("SPOTIFY_OTHER", "passed over"),
        ],
    );
    let by_hand = Settings::new()
        .client_id("id")
        .client_secret("secret")
        .redirect_uri("http://127.0.0.1:8888/callback")
        .scopes(Scope::UserTopRead | Scope::Streaming | "new-one")
        .account("ada")
        .refresh_token("AQ")
        .token_file("/var/lib/app/tokens.json")
        .store(true);
    assert_eq!(settings, by_hand);
    assert_eq!(
        by_hand.token_file.as_deref(),
        Some(Path::new("/var/lib/app/tokens.json"))
    );
}

#[test]
fn b4_yes_and_no_as_pydantic_reads_them() {
    let store = |text| {
        let pairs = [("SPOTANTIC_AUTH_STORE_ACCESS_TOKEN", text)];
        Settings::from_lookup(&Variables::SPOTANTIC, environment(&pairs)).map(|s| s.store)
    };
    for yes in ["1", "true", "TRUE", "True", "t", "yes", "y", "on", " On "] {
        assert_eq!(store(yes).unwrap(), Some(true), "{yes}");
    }
    for no in ["0", "false", "False", "f", "no", "N", "off"] {
        assert_eq!(store(no).unwrap(), Some(false), "{no}");
    }
    for other in ["2", "ja", "truee", "hunter2"] {
        let error = store(other).unwrap_err();
        assert!(!error.to_string().contains(other), "{error}");
    }
    insta::assert_snapshot!(store("hunter2").unwrap_err());
}

#[test]
fn b10_b12_what_is_said_first_wins_setting_by_setting() {
    let pairs = [
        ("SPOTIFY_CLIENT_ID", "of the environment"),
        ("SPOTIFY_CLIENT_SECRET", "of the environment"),
    ];
    let environment = read(&Variables::SPOTIFY, &pairs);
    let stored = Settings::new()
        .client_secret("of the store")
        .redirect_uri("http://127.0.0.1/of/the/store")
        .scopes("streaming");
    let settings = Settings::new()
        .client_id("argument")
        .or(environment)
        .or(stored);
    assert_eq!(settings.client_id.as_deref(), Some("argument"));
    // The secret that comes with another id does not replace anything either.
    assert_eq!(
        settings.client_secret.as_ref().unwrap().expose(),
        "of the environment"
    );
    // B14: what nothing else gives comes from the store.
    assert_eq!(
        settings.redirect_uri.as_deref(),
        Some("http://127.0.0.1/of/the/store")
    );
    assert_eq!(settings.scopes, Some(Scopes::from("streaming")));
    // B12: a variable that is not set leaves what is there.
    let kept = settings.clone().or(read(&Variables::SPOTIFY, &[]));
    assert_eq!(kept, settings);
    // The empty set of scopes is one.
    let none = Settings::new().scopes("").or(settings);
    assert_eq!(none.scopes, Some(Scopes::new()));
}

#[test]
fn b14_what_a_token_store_has_noted_comes_last() {
    let before = Settings::new()
        .client_id("id")
        .client_secret("hunter2")
        .redirect_uri("http://127.0.0.1:8888/callback")
        .scopes("streaming");
    let key = CredentialKey::new(Flow::AuthorizationCode, "id").account("ada");
    let store = MemoryStore::new();
    // It is kept beside a token.
    BlockingTokenStore::commit(&store, &key, None, Some(&Token::new("BQ"))).unwrap();
    BlockingTokenStore::note(&store, &key, &before.note()).unwrap();
    let noted = BlockingTokenStore::noted(&store, &key).unwrap();
    let settings = Settings::noted(&key, noted.as_ref());
    assert_eq!(settings, before.clone().account("ada"));
    assert!(settings.app().unwrap().is_confidential());
    // Setting by setting, and only where nothing else says anything.
    let mixed = Settings::new().scopes("").client_secret("other");
    let mixed = mixed.or(read(&Variables::SPOTIFY, &[("SPOTIFY_ACCOUNT", "grace")]));
    let all = mixed.or(settings);
    let expected = before.client_secret("other").scopes("").account("grace");
    assert_eq!(all, expected);
    let nothing = Settings::noted(&CredentialKey::new(Flow::BearerToken, ""), None);
    assert_eq!(nothing, Settings::new());
}

#[test]
fn b6_empty_values_may_count() {
    let pairs = [("SPOTIFY_CLIENT_ID", ""), ("SPOTIFY_SCOPES", "")];
    assert_eq!(read(&Variables::SPOTIFY, &pairs), Settings::new());
    let kept = read(&Variables::SPOTIFY.keep_empty(), &pairs);
    assert_eq!(kept, Settings::new().client_id("").scopes(""));
    let error = kept.or(Settings::new().client_id("id")).app().unwrap_err();
    assert!(matches!(error, SettingsError::ClientId("empty")), "{error}");
}

#[test]
fn b11_what_is_missing_is_named_with_the_variables_that_would_give_it() {
    let texts = [
        Settings::new().app(),
        read(&Variables::SPOTIPY, &[]).app(),
        read(&Variables::SPOTIPY, &[])
            .or(read(&Variables::TEKORE, &[]))
            .or(read(&Variables::SPOTIFY, &[]))
            .app(),
        read(
            &Variables::prefixed("MY_APP"),
            &[("MY_APP_CLIENT_SECRET", "hunter2")],
        )
        .app(),
    ]
    .map(|app| app.unwrap_err().to_string())
    .join("\n");
    assert!(!texts.contains("hunter2"));
    insta::assert_snapshot!(texts);
}

#[test]
fn b13_basic_credentials_name_what_is_missing() {
    let missing = |settings: Settings| match settings.basic_credentials() {
        Err(SettingsError::Missing { needed, unset }) => {
            assert!(unset.is_empty());
            needed.join(", ")
        }
        other => panic!("{other:?}"),
    };
    assert_eq!(missing(Settings::new()), "client_id, client_secret");
    assert_eq!(missing(Settings::new().client_id("id")), "client_secret");
    assert_eq!(missing(Settings::new().client_secret("s")), "client_id");
    assert_eq!(
        missing(read(&Variables::SPOTIPY, &[("SPOTIPY_CLIENT_ID", "id")])),
        "SPOTIPY_CLIENT_SECRET"
    );
    // RFC 7617, section 2.
    let value = Settings::new()
        .client_id("Aladdin")
        .client_secret("opensesame")
        .basic_credentials()
        .unwrap();
    assert_eq!(value, "Basic QWxhZGRpbjpvcGVuc2VzYW1l");
    assert!(value.is_sensitive());
    assert!(!format!("{value:?}").contains("QWxh"));
}

#[test]
fn b9_written_back_as_pairs() {
    let settings = Settings::new()
        .client_id("id")
        .client_secret("hunter2")
        .scopes("user-top-read,streaming")
        .store(false)
        .token_file("tokens.json");
    let pairs = settings.expose_pairs(&Variables::SPOTANTIC);
    let expected: Vec<(String, OsString)> = [
        ("SPOTANTIC_AUTH_CLIENT_ID", "id"),
        ("SPOTANTIC_AUTH_CLIENT_SECRET", "hunter2"),
        ("SPOTANTIC_AUTH_SCOPE", "streaming user-top-read"),
        ("SPOTANTIC_AUTH_ACCESS_TOKEN_FILE_PATH", "tokens.json"),
        ("SPOTANTIC_AUTH_STORE_ACCESS_TOKEN", "false"),
    ]
    .map(|(name, value)| (name.into(), value.into()))
    .into();
    assert_eq!(pairs, expected);
    // What comes back is the same, but for what the preset has no name for.
    let again = Settings::from_lookup(&Variables::SPOTANTIC, |name| {
        Some(pairs.iter().find(|(own, _)| own == name)?.1.clone())
    });
    assert_eq!(again.unwrap(), settings);
    assert!(settings.expose_pairs(&Variables::MINIM).len() == 2);
}

#[test]
fn b9_a_value_that_no_file_can_hold_is_refused() {
    let refused = |settings: Settings| {
        let error = settings.expose_dotenv(&Variables::SPOTIFY).unwrap_err();
        assert!(matches!(error, SettingsError::Unwritable { .. }));
        error.to_string()
    };
    let mut texts = vec![
        refused(Settings::new().client_secret("hunter2\nX=1")),
        refused(Settings::new().account("hunter2\0")),
        refused(Settings::new().account("hunter2`'")),
    ];
    let odd = Variables::SPOTIFY.named(Setting::ClientId, "A=B\nC");
    let error = Settings::new().client_id("hunter2").expose_dotenv(&odd);
    texts.push(error.unwrap_err().to_string());
    let texts = texts.join("\n");
    assert!(!texts.contains("hunter2"));
    insta::assert_snapshot!(texts);
}

#[cfg(unix)]
#[test]
fn b1_a_value_that_is_no_utf_8_is_named_and_the_others_are_kept() {
    use std::os::unix::ffi::OsStringExt as _;

    let error = Settings::from_lookup(&Variables::SPOTIFY, |name| match name {
        "SPOTIFY_CLIENT_SECRET" => Some(OsString::from_vec(b"hunter2\xff".to_vec())),
        "SPOTIFY_CLIENT_ID" => Some("id".into()),
        "SPOTIFY_STORE" => Some("hunter2".into()),
        _ => None,
    })
    .unwrap_err();
    let SettingsError::Source(invalid) = &error else {
        panic!("{error:?}");
    };
    assert_eq!(invalid.kept, Settings::new().client_id("id"));
    assert!(!format!("{error:?}").contains("hunter2"));
    insta::assert_snapshot!(error);
}

#[test]
fn t1_settings_show_no_secret() {
    let settings = Settings::new()
        .client_id("id")
        .client_secret("canary")
        .refresh_token("canary");
    assert!(!format!("{settings:#?}").contains("canary"));
    let app: App = settings.app().unwrap();
    assert!(!format!("{app:?}").contains("canary"));
}

/// What every test run has in its environment is enough to see that it is read.
#[test]
fn b6_the_environment_is_read_whatever_the_letter_case() {
    let variables = Variables::prefixed("NOBODY_SETS_THIS");
    assert_eq!(Settings::from_env(&variables).unwrap(), Settings::new());
    for name in ["CARGO_PKG_NAME", "cargo_pkg_name"] {
        let settings = Settings::from_env(&variables.clone().named(Setting::Account, name));
        assert_eq!(settings.unwrap(), Settings::new().account("spotify-auth"));
    }
    #[cfg(feature = "settings")]
    {
        let variables = variables.named(Setting::Account, "CARGO_PKG_NAME");
        let settings = Settings::new().client_id("argument").load(&variables);
        let expected = Settings::new()
            .client_id("argument")
            .account("spotify-auth");
        assert_eq!(settings.unwrap(), expected);
    }
}
