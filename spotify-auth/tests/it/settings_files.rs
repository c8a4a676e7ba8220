//! Settings from `.env` and INI files and from a folder of secrets.

use std::{fs, path::PathBuf};

use proptest::prelude::*;
use spotify_auth::{InvalidSource, Setting, Settings, SettingsError, Variables};

/// An empty folder of a test's own.
fn folder(name: &str) -> PathBuf {
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("settings-{name}"));
    drop(fs::remove_dir_all(&path));
    fs::create_dir_all(&path).unwrap();
    path
}

fn invalid(result: Result<Settings, SettingsError>) -> InvalidSource {
    match result {
        Err(SettingsError::Source(invalid)) => *invalid,
        other => panic!("{other:?}"),
    }
}

#[test]
fn b6_a_dotenv_file_as_people_write_it() {
    let text = "\u{feff}# An app\r\n\
        export SPOTIFY_CLIENT_ID=id # the id\r\n\
        \n\
        spotify_client_secret = \"s#cr\\\"t\"\n\
        OTHER_PROGRAM='what it\n wants'\n\
        SPOTIFY_SCOPES='streaming $HOME user-top-read'\n\
        SPOTIFY_ACCOUNT=ada\n\
        SPOTIFY_ACCOUNT=grace\n\
        SPOTIFY_REFRESH_TOKEN=\n\
        SPOTIFY_STORE=on ";
    let settings = Settings::from_dotenv_text(text, &Variables::SPOTIFY).unwrap();
    let expected = Settings::new()
        .client_id("id")
        .client_secret("s#cr\"t")
        .scopes("streaming $HOME user-top-read")
        .account("grace")
        .store(true);
    assert_eq!(settings, expected);
    let kept = Settings::from_dotenv_text(text, &Variables::SPOTIFY.keep_empty()).unwrap();
    assert_eq!(kept, expected.refresh_token(""));
    let none = Settings::from_dotenv_text("", &Variables::SPOTIFY).unwrap();
    assert_eq!(none, Settings::new());
}

#[test]
fn b6_lines_that_make_no_sense_are_named_and_the_others_kept() {
    let text = "SPOTIFY_CLIENT_ID=id\n\
        \n\
        # comment\n\
        hunter2 and more\n\
        SPOTIFY_ACCOUNT='ada\n\
        lovelace'\n\
        SPOTIFY_STORE=hunter2\n\
        SPOTIFY_CLIENT_SECRET=\"hunter2\n\
        SPOTIFY_REDIRECT_URI=http://127.0.0.1/callback\n";
    let error = invalid(Settings::from_dotenv_text(text, &Variables::SPOTIFY));
    let lines: Vec<_> = error.problems.iter().map(|problem| problem.line).collect();
    assert_eq!(lines, [Some(4), Some(7), Some(8)]);
    assert_eq!(
        error.kept,
        Settings::new()
            .client_id("id")
            .account("ada\nlovelace")
            .redirect_uri("http://127.0.0.1/callback")
    );
    assert!(!format!("{error} {error:?}").contains("hunter2"));
    insta::assert_snapshot!(error);
}

#[test]
fn b6_path_and_prefix_are_given_and_a_file_may_be_missing() {
    let folder = folder("dotenv");
    let path = folder.join("my.env");
    let variables = Variables::prefixed("MY_APP");
    assert_eq!(
        Settings::from_dotenv(&path, &variables).unwrap(),
        Settings::new()
    );
    fs::write(&path, "MY_APP_CLIENT_ID=id\nSPOTIFY_CLIENT_ID=other\n").unwrap();
    let settings = Settings::from_dotenv(&path, &variables).unwrap();
    assert_eq!(settings, Settings::new().client_id("id"));
    // The environment wins over the file, and the program over both.
    let environment = |name: &str| (name == "MY_APP_CLIENT_ID").then_some("of the environment");
    let all = Settings::from_lookup(&variables, environment)
        .unwrap()
        .or(settings);
    assert_eq!(all.app().unwrap_err().name(), "client_id");
    assert_eq!(all.client_id.as_deref(), Some("of the environment"));
}

#[test]
fn b6_files_that_cannot_be_read_are_named() {
    let folder = folder("unreadable");
    let of = |name: &str, content: &[u8]| {
        let path = folder.join(name);
        fs::write(&path, content).unwrap();
        let error = invalid(Settings::from_dotenv(&path, &Variables::SPOTIFY));
        assert_eq!(*error.place, *path.display().to_string());
        (error.problems[0].line, error.problems[0].reason.to_string())
    };
    let (line, reason) = of("bytes.env", b"SPOTIFY_ACCOUNT=a\nB=\xff\n");
    assert_eq!((line, reason.as_str()), (Some(2), "it is no UTF-8"));
    let (_, reason) = of("long.env", &vec![b'\n'; (1 << 20) + 1]);
    assert_eq!(reason, "it is larger than 1 MiB");
    let error = invalid(Settings::from_dotenv(&folder, &Variables::SPOTIFY));
    assert!(error.problems[0].reason.starts_with("it cannot be read: "));
}

#[test]
fn b7_a_folder_of_secrets() {
    let folder = folder("secrets");
    fs::write(folder.join("application_id"), "id\n").unwrap();
    fs::write(folder.join("application_secret"), "  hunter2\r\n").unwrap();
    fs::write(folder.join("unknown"), "x").unwrap();
    let settings = Settings::new()
        .redirect_uri("http://127.0.0.1/callback")
        .or(Settings::from_secrets(&folder, &Variables::ASYNC_SPOTIFY).unwrap());
    let expected = Settings::new()
        .client_id("id")
        .client_secret("hunter2")
        .redirect_uri("http://127.0.0.1/callback");
    assert_eq!(settings, expected);
    // In small letters, as Docker's examples have them.
    fs::write(folder.join("spotify_client_id"), "small").unwrap();
    let small = Settings::from_secrets(&folder, &Variables::SPOTIFY).unwrap();
    assert_eq!(small, Settings::new().client_id("small"));
    // No folder sets nothing; a file that is a folder is named.
    let nothing = Settings::from_secrets(folder.join("no"), &Variables::SPOTIFY).unwrap();
    assert_eq!(nothing, Settings::new());
    fs::create_dir(folder.join("SPOTIFY_ACCOUNT")).unwrap();
    let error = invalid(Settings::from_secrets(&folder, &Variables::SPOTIFY));
    assert_eq!(error.problems[0].name.as_deref(), Some("SPOTIFY_ACCOUNT"));
    assert_eq!(error.kept, Settings::new().client_id("small"));
}

const INI: &str = "; made by hand\n\
    [DEFAULT]\n\
    spotify_client_id = id\n\
    Other : thing ; and this\n\
    # the end\n\
    \n\
    [bot]\n\
    SPOTIFY_CLIENT_SECRET : hun=ter:2\n\
    SPOTIFY_REDIRECT_URI=http://127.0.0.1/callback?a=b%20c\n\
    SPOTIFY_SCOPES = streaming\n    user-top-read\n\
    \n\
    \tuser-library-read\n";

#[test]
fn b8_a_section_of_an_ini_file_is_read() {
    let of = |section| Settings::from_ini_text(INI, section, &Variables::SPOTIFY).unwrap();
    assert_eq!(of("DEFAULT"), Settings::new().client_id("id"));
    assert_eq!(of("nobody"), of("DEFAULT"));
    let bot = Settings::new()
        .client_id("id")
        .client_secret("hun=ter:2")
        .redirect_uri("http://127.0.0.1/callback?a=b%20c")
        .scopes("streaming user-top-read user-library-read");
    assert_eq!(of("bot"), bot);
}

#[test]
fn b8_lines_that_make_no_sense_are_named_and_the_others_kept() {
    let text = "hunter2\n[DEFAULT\nSPOTIFY_CLIENT_ID = id\n= hunter2\n\
        SPOTIFY_CLIENT_ID = hunter2\nSPOTIFY_STORE = hunter2\n";
    let error = invalid(Settings::from_ini_text(
        text,
        "DEFAULT",
        &Variables::SPOTIFY,
    ));
    assert_eq!(error.kept, Settings::new().client_id("id"));
    assert!(!format!("{error} {error:?}").contains("hunter2"));
    insta::assert_snapshot!(error);
}

#[test]
fn b8_writing_keeps_what_else_is_there() {
    let new = Settings::new()
        .client_id("new-id")
        .refresh_token("AQ-new")
        .scopes("streaming");
    let tekore = new.expose_ini(INI, "DEFAULT", &Variables::TEKORE).unwrap();
    let bot = new.expose_ini(INI, "bot", &Variables::SPOTIFY).unwrap();
    let other = new.expose_ini(INI, "other", &Variables::TEKORE).unwrap();
    let empty = new.expose_ini("", "DEFAULT", &Variables::TEKORE).unwrap();
    let nothing = Settings::new().expose_ini(INI, "bot", &Variables::TEKORE);
    assert_eq!(nothing.unwrap(), INI);
    let windows = INI.replace('\n', "\r\n");
    let windows = new.expose_ini(&windows, "bot", &Variables::SPOTIFY);
    assert_eq!(windows.unwrap().replace("\r\n", "\n"), bot);
    insta::assert_snapshot!([tekore, bot, other, empty].join("=====================\n"));
}

#[test]
fn b8_a_file_is_written_as_a_whole_and_for_its_owner_only() {
    let folder = folder("ini");
    let path = folder.join("app.ini");
    let first = Settings::new().client_id("id").client_secret("hunter2");
    first
        .save_ini(&path, "DEFAULT", &Variables::TEKORE)
        .unwrap();
    let second = Settings::new().refresh_token("AQ");
    second
        .save_ini(&path, "DEFAULT", &Variables::TEKORE)
        .unwrap();
    let read = Settings::from_ini(&path, "DEFAULT", &Variables::TEKORE).unwrap();
    assert_eq!(read, first.or(second.clone()));
    assert_eq!(fs::read_dir(&folder).unwrap().count(), 1);
    #[cfg(unix)]
    {
        use std::os::unix::fs::{PermissionsExt as _, symlink};
        assert_eq!(
            fs::metadata(&path).unwrap().permissions().mode() & 0o777,
            0o600
        );
        let link = folder.join("link.ini");
        symlink(&path, &link).unwrap();
        second.save_ini(&link, "other", &Variables::TEKORE).unwrap();
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
        assert!(fs::read_to_string(&path).unwrap().contains("[other]"));
    }
    let error = second.save_ini(folder.join("no/app.ini"), "DEFAULT", &Variables::TEKORE);
    assert!(matches!(error, Err(SettingsError::Source(_))));
    let missing = Settings::from_ini(folder.join("no.ini"), "DEFAULT", &Variables::TEKORE);
    assert_eq!(missing.unwrap(), Settings::new());
}

#[test]
fn b9_written_back_as_the_text_of_a_dotenv_file() {
    let settings = Settings::new()
        .client_id("id")
        .client_secret("it's $HOME \\ \"#1\"")
        .redirect_uri("http://127.0.0.1:8888/callback")
        .scopes("user-top-read streaming")
        .account("a`b $HOME #1")
        .store(true);
    let text = settings.expose_dotenv(&Variables::SPOTIFY).unwrap();
    insta::assert_snapshot!(text);
    let again = Settings::from_dotenv_text(&text, &Variables::SPOTIFY).unwrap();
    assert_eq!(again, settings);
    // In front of what a file has already, for the last one counts.
    let both = ["SPOTIFY_CLIENT_ID=old\n", &text].concat();
    let again = Settings::from_dotenv_text(&both, &Variables::SPOTIFY).unwrap();
    assert_eq!(again.client_id.as_deref(), Some("id"));
}

/// Settings of any values that a line can hold.
fn any_settings() -> impl Strategy<Value = Settings> {
    let text = || proptest::option::of("\\PC{0,12}|[ -~]{1,12}");
    (text(), text(), text(), proptest::option::of(any::<bool>())).prop_map(
        |(id, secret, account, store)| {
            let mut settings = Settings::new();
            settings.client_id = id;
            settings.client_secret = secret.map(|secret| secret.as_str().into());
            settings.account = account;
            settings.store = store;
            settings
        },
    )
}

proptest! {
    #[test]
    fn b9_whatever_is_written_to_a_dotenv_file_reads_back(settings in any_settings()) {
        let variables = Variables::SPOTIFY.keep_empty();
        match settings.expose_dotenv(&variables) {
            Ok(text) => prop_assert_eq!(
                Settings::from_dotenv_text(&text, &variables).unwrap(),
                settings,
                "{}",
                text
            ),
            Err(error) => {
                let unwritable = matches!(error, SettingsError::Unwritable { .. });
                prop_assert!(unwritable);
            }
        }
    }

    #[test]
    fn b8_whatever_is_written_to_an_ini_file_reads_back_and_the_rest_stays(
        settings in any_settings(),
        text in "( {0,2}[a-c]+ ?[=:] ?[a-z;# ]*\n|# [a-z]*\n|\\[[de]\\]\n|\n|  [a-z]+\n|[a-z]{1,3}\n| ?SPOTIFY_ACCOUNT=x\n){0,12}",
    ) {
        let variables = Variables::SPOTIFY.keep_empty();
        let Ok(new) = settings.expose_ini(&text, "d", &variables) else {
            return Ok(());
        };
        let read = |text: &str| match Settings::from_ini_text(text, "d", &variables) {
            Ok(read) => read,
            Err(SettingsError::Source(invalid)) => invalid.kept,
            Err(error) => panic!("{error}"),
        };
        prop_assert_eq!(read(&new), settings.or(read(&text)), "{}", new);
        let mut rest = new.lines();
        // What is indented may belong to a value that is replaced.
        let kept = |line: &&str| !line.contains("SPOTIFY") && !line.starts_with(' ');
        for line in text.lines().filter(kept) {
            prop_assert!(rest.any(|new| new == line), "{:?} of {:?}", line, new);
        }
    }

    #[test]
    fn b6_b8_no_text_breaks_the_readers(text in "\\PC{0,40}|([A-C]?[='\"\\\\$# \n\r\t{}a]){0,30}") {
        drop(Settings::from_dotenv_text(&text, &Variables::SPOTIFY));
        drop(Settings::from_ini_text(&text, "DEFAULT", &Variables::SPOTIFY));
        let names = Variables::SPOTIFY.named(Setting::Account, "A");
        drop(Settings::from_dotenv_text(&text, &names));
    }
}
