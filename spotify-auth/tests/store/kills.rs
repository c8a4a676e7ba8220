//! T8: killed at any instant, the file is the old one or the new one.

use std::{
    env,
    error::Error as _,
    io::{BufRead as _, BufReader, Read as _},
    path::Path,
    process::{Command, Stdio},
    thread,
    time::Duration,
};

use spotify_auth::FileStore;
use spotify_core::{BlockingTokenStore, Clock as _, Secret, StoreErrorKind, SystemClock, Token};

use crate::{folder::Folder, full, key};

/// Tells the process that will be killed which file to write.
const PROBE: &str = "SPOTIFY_STORE_KILLS_PROBE";
/// The same for one whose files may not grow beyond a limit.
const LIMITED: &str = "SPOTIFY_STORE_LIMIT_PROBE";

/// The token of a writing: what is in it follows from its number.
fn token(number: u64) -> Token {
    let mut token = Token::new(format!("access-{number}")).refresh(format!("refresh-{number}"));
    // Of another length each time, up to what takes the disk a while.
    let filler = number.to_string().repeat((number as usize * 7919) % 8000);
    token
        .extra
        .insert("filler".into(), Secret::new(format!("\"{filler}\"")));
    token
}

fn number(token: &Token) -> u64 {
    token
        .access
        .expose()
        .strip_prefix("access-")
        .unwrap()
        .parse()
        .unwrap()
}

/// Not a test: writes until it is killed, and says what is written for good.
#[test]
fn probe() {
    let Some(path) = env::var_os(PROBE) else {
        return;
    };
    let store = FileStore::open(path).unwrap();
    let mut record = store.load(&key()).unwrap();
    loop {
        let next = record
            .as_ref()
            .map_or(0, |record| number(&record.token) + 1);
        let lease = store.lease(&key(), Duration::from_millis(1)).unwrap();
        let expected = record.as_ref().map(|record| record.generation);
        store.commit(&key(), expected, Some(&token(next))).unwrap();
        println!("\nwritten {next}");
        if let Some(lease) = lease {
            store.release(lease).unwrap();
        }
        record = store.load(&key()).unwrap();
    }
}

/// A process of this test, that does what the variable tells it to.
fn child(probe: &str, variable: &str, path: &Path) -> Command {
    let mut command = Command::new(env::current_exe().unwrap());
    command
        .args(["--exact", probe, "--test-threads=1", "--nocapture"])
        .env(variable, path)
        .stdout(Stdio::piped())
        .stderr(Stdio::null());
    command
}

/// The numbers in the lines that a process wrote.
fn written(line: &str) -> Option<u64> {
    line.trim_end().strip_prefix("written ")?.parse().ok()
}

#[test]
#[allow(
    clippy::disallowed_methods,
    reason = "the instant of a kill is a matter of time"
)]
fn t8_killed_at_any_instant_the_file_is_the_old_or_the_new() {
    let kills = if full() { 3_000 } else { 200 };
    let folder = Folder::new();
    let path = folder.join("tokens.json");
    let (mut torn, mut lost, mut last) = (0, 0, None);
    for _ in 0..kills {
        let mut child = child("kills::probe", PROBE, &path).spawn().unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap());
        let mut line = String::new();
        while written(&line).is_none() {
            line.clear();
            assert_ne!(lines.read_line(&mut line).unwrap(), 0, "the process writes");
        }
        last = last.max(written(&line));
        // A random instant: some writings later, in the middle of one.
        thread::sleep(Duration::from_micros(SystemClock.seed() % 12_000));
        child.kill().unwrap();
        child.wait().unwrap();
        let mut rest = String::new();
        lines.read_to_string(&mut rest).unwrap();
        last = last.max(rest.lines().filter_map(written).max());

        let store = FileStore::open(&path).unwrap();
        match store.load(&key()) {
            Ok(Some(record)) => {
                let found = number(&record.token);
                torn += u32::from(record.token != token(found));
                // The next may be written already, and not yet said.
                lost += u32::from(Some(found) < last || Some(found) > last.map(|last| last + 1));
            }
            Ok(None) => lost += 1,
            Err(_) => torn += 1,
        }
        assert_eq!(
            folder.names(),
            [".tokens.json.lock", "tokens.json"],
            "nothing is left over"
        );
    }
    let verdict = if torn + lost == 0 { "ok" } else { "MISSED" };
    println!("T8  torn files of {kills} kills  {torn}  {verdict}");
    assert_eq!((torn, lost), (0, 0));
}

/// Not a test: writes more than it may.
#[test]
fn limited() {
    let Some(path) = env::var_os(LIMITED) else {
        return;
    };
    let store = FileStore::open(path).unwrap();
    let record = store.load(&key()).unwrap().unwrap();
    let mut large = Token::new("large");
    large.extra.insert(
        "filler".into(),
        Secret::new(format!("\"{}\"", "x".repeat(100_000))),
    );
    let error = store
        .commit(&key(), Some(record.generation), Some(&large))
        .unwrap_err();
    assert_eq!(error.kind(), StoreErrorKind::Unavailable);
    println!("\nrefused: {}", error.source().unwrap());
    assert_eq!(store.load(&key()).unwrap().unwrap(), record);
    // What fits goes on.
    let commit = store.commit(&key(), Some(record.generation), Some(&token(1)));
    assert!(commit.is_ok());
}

#[test]
fn t8_a_disk_that_takes_no_more_leaves_the_old_file() {
    let folder = Folder::new();
    let path = folder.join("tokens.json");
    FileStore::open(&path)
        .unwrap()
        .commit(&key(), None, Some(&token(0)))
        .unwrap();
    // A limit on the size of files stands for a disk that is full: writing stops in the middle.
    let limit = "trap '' XFSZ; ulimit -f 60; exec \"$@\"";
    let output = Command::new("sh")
        .args(["-c", limit, "sh"])
        .arg(env::current_exe().unwrap())
        .args([
            "--exact",
            "kills::limited",
            "--test-threads=1",
            "--nocapture",
        ])
        .env(LIMITED, &path)
        .output()
        .unwrap();
    let told = String::from_utf8_lossy(&output.stdout);
    assert!(
        output.status.success() && told.contains("refused: "),
        "{told}"
    );
    assert_eq!(folder.names(), [".tokens.json.lock", "tokens.json"]);
    let store = FileStore::open(&path).unwrap();
    assert_eq!(store.load(&key()).unwrap().unwrap().token, token(1));
}

#[test]
fn t8_where_nothing_can_be_written_reading_goes_on() {
    // A folder of the kernel: nobody makes files there, not even root.
    let path = "/proc/self/tokens.json";
    if !Path::new("/proc/self").is_dir() {
        return;
    }
    let store = FileStore::open(path).unwrap();
    assert_eq!(store.load(&key()).unwrap(), None);
    let error = store.commit(&key(), None, Some(&token(0))).unwrap_err();
    assert_eq!(error.kind(), StoreErrorKind::Unavailable);
    assert!(error.source().is_some());
}
