//! `cargo xtask fixtures` as a person meets it.
#![allow(clippy::unwrap_used, reason = "what is not as expected fails the test")]

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Output},
};

use spotify_core::{blocking::Client, testing::Replay};
use spotify_endpoints::prelude::*;
use spotify_tests::ReplayFixtures;

const FIXTURE: &str = "\
spotify-fixture 1
> GET /v1/users/ada
> authorization: Bearer hunter2hunter2
< 200
< content-type: application/json

{
  \"type\": \"user\",
  \"id\": \"ada\",
  \"uri\": \"spotify:user:ada\",
  \"plays\": 1.50
}
";

fn folder(name: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR"))
        .join("xtask-fixtures")
        .join(name);
    fs::remove_dir_all(&folder).ok();
    fs::create_dir_all(&folder).unwrap();
    folder
}

fn fixtures(folder: &Path, args: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_demo"));
    command.arg("fixtures").args(args).current_dir(folder);
    command.output().unwrap()
}

fn printed(output: &Output) -> String {
    let errors = String::from_utf8(output.stderr.clone()).unwrap();
    assert!(output.status.success(), "{errors}");
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn failure(output: &Output) -> String {
    assert!(!output.status.success());
    String::from_utf8(output.stderr.clone()).unwrap()
}

/// What is recorded has nothing for the check to find, and answers again.
#[test]
fn a_recorded_tour_is_clean_and_replays() {
    let folder = folder("tour");
    let said = printed(&fixtures(
        &folder,
        &["record", "calls", "--backend", "blocking"],
    ));
    let files = fs::read_dir(folder.join("calls")).unwrap().count();
    assert!(
        said.ends_with(&format!("\n{files} calls in calls\n")),
        "{said}"
    );
    assert_eq!(
        printed(&fixtures(&folder, &["check", "calls"])),
        format!("{files} files, nothing to find\n")
    );
    let again = failure(&fixtures(&folder, &["record", "calls"]));
    assert!(
        again.starts_with("error: calls: there are fixtures already"),
        "{again}"
    );

    let wire = Replay::new().folder(folder.join("calls")).unwrap();
    let client = Client::builder(wire.clone()).token("t").build().unwrap();
    let user = client.users().current().send().unwrap();
    assert_eq!(user.display_name.as_deref(), Some("fixture-name-1"));
    let top = client
        .personalization()
        .top_artists()
        .limit(10)
        .send()
        .unwrap();
    assert_eq!(top.items.len(), 10);
    // As the tour printed them, whose bars are of the same answers.
    for artist in &top.items {
        assert!(said.contains(artist.name.as_str()), "{}", artist.name);
    }
    let total = client
        .library()
        .tracks()
        .limit(1)
        .send()
        .unwrap()
        .total
        .unwrap();
    let rows = client.library().tracks().limit(50).items();
    let rows: Vec<_> = rows.try_collect().unwrap();
    assert_eq!(rows.len(), usize::try_from(total).unwrap());
    assert!(
        said.contains(&format!("{total}/{total} saved tracks")),
        "{said}"
    );
    assert!(wire.finish().unwrap_err().unexpected.is_empty());
}

#[test]
fn check_finds_what_scrub_takes_out() {
    let folder = folder("scrub");
    fs::write(folder.join("a.fixture"), FIXTURE).unwrap();
    fs::write(
        folder.join("b.json"),
        "{\"email\":  \"ada@lovelace.org\", \"n\": 1.50}",
    )
    .unwrap();
    fs::write(folder.join("c.txt"), "ada@lovelace.org").unwrap();
    let found = failure(&fixtures(&folder, &["check", "."]));
    assert!(
        !found.contains("hunter2") && !found.contains("lovelace"),
        "{found}"
    );
    let said = printed(&fixtures(&folder, &["scrub", "."]));
    let scrubbed = fs::read_to_string(folder.join("a.fixture")).unwrap();
    let json = fs::read_to_string(folder.join("b.json")).unwrap();
    assert_eq!(json, "{\"email\":  \"fixture-1@example.com\", \"n\": 1.50}");
    insta::assert_snapshot!([found, said, scrubbed].join("----\n"));
    assert_eq!(
        printed(&fixtures(&folder, &["check", "."])),
        "2 files, nothing to find\n"
    );
    assert_eq!(
        printed(&fixtures(&folder, &["scrub", "."])),
        "0 replaced in 2 files\n"
    );
}

/// What a later file tells is taken out of an earlier one, and found there.
#[test]
fn what_a_later_file_tells_leaves_an_earlier_one() {
    let folder = folder("late");
    let text = "{\"note\": \"vinterlund.ada\"}";
    fs::write(folder.join("a.json"), text).unwrap();
    let user = "{\"type\": \"user\", \"id\": \"vinterlund.ada\"}";
    fs::write(folder.join("b.json"), user).unwrap();
    let found = failure(&fixtures(&folder, &["check", "."]));
    assert!(found.contains("a.json"), "{found}");
    printed(&fixtures(&folder, &["scrub", "."]));
    let scrubbed = fs::read_to_string(folder.join("a.json")).unwrap();
    assert_eq!(scrubbed, "{\"note\": \"fixture-user-1\"}");
    assert_eq!(fs::read_dir(&folder).unwrap().count(), 2);
    printed(&fixtures(&folder, &["check", "."]));
}

#[test]
fn help_makes_and_changes_nothing() {
    let folder = folder("help");
    for args in [
        &["record", "--help"][..],
        &["record", "calls", "--help"],
        &["scrub", "-h"],
        &["check", "--help"],
    ] {
        assert!(printed(&fixtures(&folder, args)).contains("fixtures record FOLDER"));
    }
    assert_eq!(fs::read_dir(&folder).unwrap().count(), 0);
}

#[test]
fn what_is_not_understood_is_named() {
    let folder = folder("usage");
    fs::write(
        folder.join("a.fixture"),
        "spotify-fixture 1\n> GET me\n< 200\n",
    )
    .unwrap();
    let told = [
        &["check", "a.fixture"][..],
        &["check", "."],
        &["check"],
        &["scrub", "nowhere"],
        &["record"],
        &["record", "calls", "--backend", "curl"],
        &["erase", "."],
        &["scrub", "--all"],
    ];
    let told = told.map(|args| failure(&fixtures(&folder, args)));
    insta::assert_snapshot!(told.join("----\n"));
    assert!(printed(&fixtures(&folder, &["--help"])).contains("fixtures record FOLDER"));
}
