//! `cargo xtask login`, `whoami`, `accounts` and `logout` as a person meets them, against the
//! mock.
#![allow(clippy::unwrap_used, reason = "what is not as expected fails the test")]

use std::{
    fs,
    io::{BufRead as _, BufReader, Read as _, Write as _},
    net::TcpStream,
    path::{Path, PathBuf},
    process::{Child, Command, Output, Stdio},
};

use spotify_tests::mock::{Consent, MockSpotify};

/// An empty folder of a test's own.
fn folder(name: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    fs::remove_dir_all(&folder).ok();
    fs::create_dir_all(&folder).unwrap();
    folder
}

/// A command in a folder where it finds no settings, pointed at the mock.
fn command(mock: &MockSpotify, folder: &Path, args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_demo"));
    command.args(args).current_dir(folder);
    command.arg("--home").arg(folder.join("home"));
    command.args(["--api-base", &mock.api_base()]);
    command.args(["--accounts-base", &mock.accounts_base()]);
    for (name, _) in std::env::vars() {
        if name.starts_with("SPOTIFY_") || name.to_ascii_lowercase().ends_with("_proxy") {
            command.env_remove(name);
        }
    }
    command.stdin(Stdio::piped());
    command.stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

/// What a command prints, and what it complains of.
fn run(mock: &MockSpotify, folder: &Path, args: &[&str]) -> (bool, String, String) {
    let output = command(mock, folder, args).output().unwrap();
    texts(&output)
}

fn texts(output: &Output) -> (bool, String, String) {
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    (
        output.status.success(),
        text(&output.stdout),
        text(&output.stderr),
    )
}

/// The head of the answer to a GET.
fn get(address: &str) -> String {
    let rest = address.strip_prefix("http://").unwrap();
    let (host, path) = rest.split_once('/').unwrap();
    let mut stream = TcpStream::connect(host).unwrap();
    write!(
        stream,
        "GET /{path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"
    )
    .unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer
}

/// A browser: opens the address, and goes where it is sent.
fn browse(address: &str) -> String {
    let answer = get(address);
    let headers = answer.lines().filter_map(|line| line.split_once(": "));
    let mut locations = headers.filter(|(name, _)| name.eq_ignore_ascii_case("location"));
    locations.next().unwrap().1.to_owned()
}

/// The authorize URL that a program prints on its standard error.
fn asked(child: &mut Child) -> (String, BufReader<std::process::ChildStderr>) {
    let mut lines = BufReader::new(child.stderr.take().unwrap());
    let mut seen = String::new();
    loop {
        let mut line = String::new();
        assert_ne!(lines.read_line(&mut line).unwrap(), 0, "{seen}");
        let mut words = line.split_whitespace();
        if let Some(url) = words.find(|word| word.contains("/authorize?")) {
            return (url.to_owned(), lines);
        }
        seen.push_str(&line);
    }
}

/// Signs in with a listener, as somebody whose browser opens by itself.
fn sign_in(mock: &MockSpotify, folder: &Path, args: &[&str]) -> (bool, String, String) {
    let mut all = vec!["login", "--no-browser"];
    all.extend(args);
    let mut child = command(mock, folder, &all).spawn().unwrap();
    let (address, mut lines) = asked(&mut child);
    get(&browse(&address));
    let mut rest = String::new();
    lines.read_to_string(&mut rest).unwrap();
    let (ok, printed, _) = texts(&child.wait_with_output().unwrap());
    (ok, printed, rest)
}

#[test]
fn from_nothing_to_a_sign_in_that_lasts_and_its_end() {
    let (mock, folder) = (MockSpotify::start().unwrap(), folder("account"));

    let (ok, _, errors) = run(&mock, &folder, &["whoami"]);
    assert!(!ok && errors.contains("cargo xtask login"), "{errors}");
    let (ok, printed, _) = run(&mock, &folder, &["accounts"]);
    assert!(
        ok && printed.starts_with("nobody is signed in"),
        "{printed}"
    );

    let (ok, printed, errors) = sign_in(&mock, &folder, &["--client-id", mock.client_id()]);
    assert!(ok, "{printed}{errors}");
    assert!(
        printed.starts_with("signed in as Demo Listener (account "),
        "{printed}"
    );
    assert!(
        printed.contains("the consent is valid until 20"),
        "{printed}"
    );

    // The next program knows the app and the person.
    let exchanges = mock.exchanges();
    let (ok, printed, errors) = run(&mock, &folder, &["whoami"]);
    assert!(ok, "{printed}{errors}");
    assert!(
        printed.starts_with("Demo Listener (demo-listener)\n"),
        "{printed}"
    );
    assert!(printed.contains("user-library-read"), "{printed}");
    assert_eq!(
        mock.exchanges(),
        exchanges,
        "the token that is kept is used"
    );

    let (ok, printed, errors) = sign_in(&mock, &folder, &["--account", "second"]);
    assert!(
        ok && printed.contains("(account second)"),
        "{printed}{errors}"
    );
    let (_, printed, _) = run(&mock, &folder, &["accounts"]);
    let names: Vec<_> = printed
        .lines()
        .map(|line| line.split(' ').next().unwrap())
        .collect();
    assert_eq!(
        (names.len(), names.first()),
        (2, Some(&"second")),
        "{printed}"
    );

    let (ok, printed, _) = run(&mock, &folder, &["logout", "--account", "second"]);
    assert!(
        ok && printed.starts_with("signed out: second\n"),
        "{printed}"
    );
    let (ok, printed, errors) = run(&mock, &folder, &["whoami"]);
    assert!(ok, "{printed}{errors}");
    let (ok, _, _) = run(&mock, &folder, &["logout", "--all"]);
    assert!(ok);
    let (ok, _, errors) = run(&mock, &folder, &["logout"]);
    assert!(!ok && errors.contains("nobody is signed in"), "{errors}");
    let (ok, _, errors) = run(&mock, &folder, &["whoami"]);
    assert!(!ok && errors.contains("sign in again"), "{errors}");

    for file in ["settings.ini", "tokens.json"] {
        let path = folder.join("home").join(file);
        #[cfg(unix)]
        assert_eq!(
            std::os::unix::fs::PermissionsExt::mode(&fs::metadata(&path).unwrap().permissions())
                & 0o777,
            0o600,
            "{file}"
        );
        assert!(!fs::read_to_string(&path).unwrap().contains("BQ"), "{file}");
    }
}

#[test]
fn the_client_id_is_asked_for_and_the_address_is_pasted() {
    let (mock, folder) = (MockSpotify::start().unwrap(), folder("account-pasted"));
    let mut child = command(&mock, &folder, &["login", "--paste"])
        .spawn()
        .unwrap();
    let mut input = child.stdin.take().unwrap();
    writeln!(input, "{}", mock.client_id()).unwrap();
    let (address, _lines) = asked(&mut child);
    writeln!(input, "{}", browse(&address)).unwrap();
    let (ok, printed, _) = texts(&child.wait_with_output().unwrap());
    assert!(ok, "{printed}");
    assert!(
        printed.starts_with("No client id found. Four steps"),
        "{printed}"
    );
    assert!(printed.contains("signed in as Demo Listener"), "{printed}");
}

#[test]
fn who_says_no_is_not_signed_in() {
    let mock = MockSpotify::builder()
        .consent(Consent::Deny)
        .start()
        .unwrap();
    let folder = folder("account-denied");
    let (ok, printed, errors) = sign_in(&mock, &folder, &["--client-id", mock.client_id()]);
    assert!(!ok && printed.is_empty(), "{printed}");
    assert!(errors.contains("did not consent"), "{errors}");
    let (_, printed, _) = run(&mock, &folder, &["accounts"]);
    assert!(printed.starts_with("nobody is signed in"), "{printed}");
}

#[test]
fn what_is_not_understood_is_named() {
    let (mock, folder) = (MockSpotify::start().unwrap(), folder("account-usage"));
    for (args, said) in [
        (&["whoami", "--all"][..], "--all"),
        (&["login", "--client-id", "a b"], "client_id"),
        (
            &["logout", "--account", "x", "--all"],
            "leave one of them out",
        ),
        (&["accounts", "now"], "now"),
    ] {
        let (ok, _, errors) = run(&mock, &folder, args);
        assert!(!ok && errors.contains(said), "{args:?}: {errors}");
    }
}

#[test]
fn every_command_tells_its_options() {
    let (mock, folder) = (MockSpotify::start().unwrap(), folder("account-help"));
    for name in ["login", "whoami", "logout", "accounts"] {
        let (ok, printed, _) = run(&mock, &folder, &[name, "--help"]);
        assert!(
            ok && printed.starts_with(&format!("cargo xtask {name} ")),
            "{printed}"
        );
        assert!(printed.contains("\n  --account NAME"), "{printed}");
    }
}
