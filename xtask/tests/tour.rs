//! `cargo xtask tour` as a person meets it: what it prints, and how it ends.
#![allow(clippy::unwrap_used, reason = "what is not as expected fails the test")]

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Output},
    time::Duration,
};

use spotify_core::{Clock as _, SystemClock};
use spotify_tests::MockSpotify;

/// Variables that would make a difference.
const VARIABLES: [&str; 9] = [
    "SPOTIFY_CLIENT_ID",
    "SPOTIFY_CLIENT_SECRET",
    "HTTP_PROXY",
    "HTTPS_PROXY",
    "ALL_PROXY",
    "http_proxy",
    "https_proxy",
    "all_proxy",
    "NO_COLOR",
];

/// A tour of the mock is shorter than this.
const LONGEST: Duration = Duration::from_secs(20);

/// An empty folder of a test's own.
fn folder(name: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    fs::remove_dir_all(&folder).ok();
    fs::create_dir_all(&folder).unwrap();
    folder
}

/// The tour with these arguments, in a folder where it finds no settings.
fn tour(folder: &Path, args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_demo"));
    command.arg("tour").args(args).current_dir(folder);
    for name in VARIABLES {
        command.env_remove(name);
    }
    command
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

/// What a tour that succeeds prints.
fn printed(output: &Output) -> String {
    let printed = text(&output.stdout);
    let errors = text(&output.stderr);
    assert!(output.status.success(), "{printed}\n{errors}");
    assert_eq!(errors, "");
    printed
}

/// What a tour that fails prints on standard error, and its exit code.
fn failure(output: &Output) -> (String, Option<i32>) {
    (text(&output.stderr), output.status.code())
}

/// Compares with a snapshot. Ports differ from run to run, and a busy machine wakes up late.
fn compare(name: &str, printed: &str) {
    let mut settings = insta::Settings::clone_current();
    settings.add_filter(r"(http://127\.0\.0\.1):\d+(/v1)?\n", "$1:[port]$2\n");
    settings.add_filter(r"after [2-9] s,", "after [n] s,");
    settings.bind(|| insta::assert_snapshot!(name, printed));
}

fn offline(backend: &str) -> String {
    let mut tour = tour(&folder(backend), &["--backend", backend]);
    let start = SystemClock.now().mono;
    let output = tour.output().unwrap();
    let took = SystemClock.now().mono.saturating_sub(start);
    assert!(took < LONGEST, "the tour took {took:.1?}");
    printed(&output)
}

#[test]
fn the_tour_over_reqwest() {
    compare("reqwest", &offline("reqwest"));
}

#[test]
fn the_tour_over_hyper() {
    compare("hyper", &offline("hyper"));
}

#[test]
fn the_tour_without_async() {
    compare("blocking", &offline("blocking"));
}

/// The three snapshots are one text, but for the line about the backend.
#[test]
fn every_backend_is_shown_alike() {
    let snapshots = ["reqwest", "hyper", "blocking"].map(|backend| {
        let path = format!("tests/snapshots/tour__{backend}.snap");
        let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(path);
        let text = fs::read_to_string(path).unwrap();
        let lines = text.lines().filter(|line| !line.starts_with("   backend"));
        let lines = lines.map(str::to_owned).collect::<Vec<_>>();
        assert_eq!(lines.len() + 1, text.lines().count());
        lines
    });
    let [reqwest, hyper, blocking] = snapshots;
    assert_eq!(reqwest, hyper);
    assert_eq!(reqwest, blocking);
}

/// Another seed is another world, and another app another refusal.
#[test]
fn the_tour_of_an_extended_app() {
    let args = ["--profile", "extended", "--seed", "7"];
    let printed = printed(&tour(&folder("extended"), &args).output().unwrap());
    compare("extended", &printed);
}

#[test]
fn live_asks_the_servers_that_are_named() {
    let mock = MockSpotify::start().unwrap();
    for backend in ["reqwest", "hyper", "blocking"] {
        let output = live(&mock, &folder(&format!("live-{backend}")))
            .args(["--backend", backend])
            .env("SPOTIFY_CLIENT_ID", mock.client_id())
            .env("SPOTIFY_CLIENT_SECRET", mock.client_secret())
            .output()
            .unwrap();
        let printed = printed(&output);
        assert!(!printed.contains(mock.client_secret()));
        if backend == "reqwest" {
            compare("live", &printed);
        }
    }
    let requests = mock.requests();
    assert_eq!(requests.len(), 3 * 4);
    for request in requests {
        assert_eq!(request.header("user-agent"), Some("xtask-tour"));
    }
}

/// The tour of a mock as if it were the real service.
fn live(mock: &MockSpotify, folder: &Path) -> Command {
    let (api, accounts) = (mock.api_base(), mock.accounts_base());
    let args = ["--live", "--api-base", &api, "--accounts-base", &accounts];
    tour(folder, &args)
}

#[test]
fn live_reads_a_file_of_settings_and_prefers_the_environment() {
    let mock = MockSpotify::start().unwrap();
    let folder = folder("settings");
    let file = format!(
        "# of the dashboard\nSPOTIFY_CLIENT_ID=of-another-app\nSPOTIFY_CLIENT_SECRET={}\n",
        mock.client_secret()
    );
    fs::write(folder.join(".env"), file).unwrap();
    let output = live(&mock, &folder)
        .env("SPOTIFY_CLIENT_ID", mock.client_id())
        .output()
        .unwrap();
    printed(&output);
}

#[test]
fn t1_a_file_that_cannot_be_read_is_not_shown() {
    let mock = MockSpotify::start().unwrap();
    let folder = folder("broken-settings");
    fs::write(folder.join(".env"), "SPOTIFY_CLIENT_SECRET hunter2\n").unwrap();
    let output = live(&mock, &folder).output().unwrap();
    let (errors, code) = failure(&output);
    assert_eq!(code, Some(1));
    let said = "error: step 1, An app of yours: .env: line 1: it is no `NAME=value`";
    assert!(errors.starts_with(said), "{errors}");
    assert!(!errors.contains("hunter2"), "{errors}");
    assert_eq!(mock.requests().len(), 0);
}

#[test]
fn live_without_an_app_tells_how_to_get_one() {
    let output = tour(&folder("nothing"), &["--live"]).output().unwrap();
    let (errors, code) = failure(&output);
    assert_eq!(code, Some(1));
    insta::assert_snapshot!("live_without_an_app", errors);
}

#[test]
fn t1_a_step_that_fails_is_named_with_what_to_do() {
    let mock = MockSpotify::start().unwrap();
    let output = live(&mock, &folder("wrong-secret"))
        .env("SPOTIFY_CLIENT_ID", mock.client_id())
        .env("SPOTIFY_CLIENT_SECRET", "hunter2")
        .output()
        .unwrap();
    let (errors, code) = failure(&output);
    assert_eq!(code, Some(1));
    assert!(!errors.contains("hunter2") && !text(&output.stdout).contains("hunter2"));
    insta::assert_snapshot!("live_with_a_wrong_secret", errors);
}

#[test]
fn what_is_not_understood_has_an_exit_code_of_its_own() {
    let folder = folder("usage");
    for args in [
        ["--backend", "curl"],
        ["--profile", "prod"],
        ["--live", "--seed=1"],
    ] {
        let (errors, code) = failure(&tour(&folder, &args).output().unwrap());
        assert_eq!(code, Some(2), "{errors}");
        assert!(errors.starts_with("error: "), "{errors}");
    }
    let help = printed(&tour(&folder, &["--help"]).output().unwrap());
    assert!(help.starts_with("cargo xtask tour "), "{help}");
}

/// Whatever the environment says: what is no terminal gets no colours and no line drawn over.
#[test]
fn output_that_is_no_terminal_is_plain() {
    for (name, value) in [
        ("NO_COLOR", "1"),
        ("CLICOLOR_FORCE", "1"),
        ("TERM", "xterm-256color"),
    ] {
        let mut tour = tour(
            &folder(&format!("plain-{name}")),
            &["--backend", "blocking"],
        );
        let printed = printed(&tour.env(name, value).output().unwrap());
        let controls = printed.chars().filter(|c| c.is_control() && *c != '\n');
        assert_eq!(controls.count(), 0, "{name}");
    }
}
