//! [`SqliteStore`].

use std::{
    collections::BTreeMap,
    env, fs,
    io::{BufRead as _, BufReader},
    path::{Path, PathBuf},
    process::{Command, Stdio},
    thread,
    time::Duration,
};

use spotify_auth::SqliteStore;
use spotify_core::{
    BlockingTokenStore as _, Commit, CredentialKey, Flow, KeyFilter, Scope, Secret, StoreErrorKind,
    Timestamp, Token, testing::ManualClock,
};
use tempfile::TempDir;

use crate::store_contract::{self, Offers};

fn place() -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("auth.db");
    (folder, path)
}

fn key() -> CredentialKey {
    CredentialKey::new(Flow::Pkce, "app")
}

fn put(store: &SqliteStore, token: &Token) {
    let expected = store.load(&key()).unwrap().map(|record| record.generation);
    let commit = store.commit(&key(), expected, Some(token)).unwrap();
    assert!(matches!(commit, Commit::Done(Some(_))));
}

#[test]
fn f2_f13_f20_f21_the_sqlite_store_keeps_the_contract() {
    let (_folder, path) = place();
    let clock = ManualClock::new();
    let store = SqliteStore::open_with_clock(&path, clock.clone()).unwrap();
    let offers = Offers {
        order_and_notes: true,
    };
    store_contract::holds(&store, &offers, &|time| clock.advance(time));
    store_contract::one_of_many_wins(&store);
}

/// Two stores of one file, as two processes have them.
#[test]
fn t10_compare_and_set_and_leases_hold_between_two_connections() {
    let (_folder, path) = place();
    let (one, other) = (SqliteStore::open(&path), SqliteStore::open(&path));
    let (one, other) = (one.unwrap(), other.unwrap());
    put(&one, &Token::new("first"));
    let seen = other.load(&key()).unwrap().unwrap();
    assert_eq!(seen.token.access.expose(), "first");
    put(&one, &Token::new("second"));
    let stale = other.commit(&key(), Some(seen.generation), Some(&Token::new("stale")));
    assert!(matches!(stale.unwrap(), Commit::Conflict(Some(found))
        if found.token.access.expose() == "second"));
    let lease = one.lease(&key(), Duration::from_secs(30)).unwrap().unwrap();
    assert_eq!(other.lease(&key(), Duration::from_secs(30)).unwrap(), None);
    one.release(lease).unwrap();
    assert!(
        other
            .lease(&key(), Duration::from_secs(30))
            .unwrap()
            .is_some()
    );

    let won: usize = thread::scope(|scope| {
        let threads: Vec<_> = [one, other]
            .into_iter()
            .map(|store| {
                scope.spawn(move || {
                    let mut won = 0;
                    for _ in 0..20 {
                        let found = store.load(&key()).unwrap().unwrap();
                        let new = Token::new("contended");
                        let commit = store.commit(&key(), Some(found.generation), Some(&new));
                        won += usize::from(matches!(commit.unwrap(), Commit::Done(_)));
                    }
                    won
                })
            })
            .collect();
        threads
            .into_iter()
            .map(|thread| thread.join().unwrap())
            .sum()
    });
    let last = SqliteStore::open(&path).unwrap().load(&key()).unwrap();
    assert_eq!(last.unwrap().generation.count, won as u64 + 2);
}

#[test]
fn e3_a_token_comes_back_whole_after_a_restart() {
    let (_folder, path) = place();
    let mut token = Token::new("access")
        .refresh("refresh")
        .expires_at(Timestamp::from_millis(1_800_000_000_123))
        .scopes(Scope::UserTopRead | Scope::from("of-tomorrow"))
        .authorized_at(Timestamp::from_secs(-5));
    token.lifetime = Some(Duration::from_millis(3_600_500));
    token.extra = BTreeMap::from([
        ("note".into(), Secret::new("\"text\"")),
        ("list".into(), Secret::new("[1,null]")),
    ]);
    put(&SqliteStore::open(&path).unwrap(), &token);
    let store = SqliteStore::open(&path).unwrap();
    assert_eq!(store.load(&key()).unwrap().unwrap().token, token);
    assert_eq!(store.path().file_name(), path.file_name());
    assert!(!format!("{store:?}").contains("access"));
}

#[test]
fn t8_nothing_stays_beside_the_file_and_nothing_of_what_was_removed() {
    let (folder, path) = place();
    let store = SqliteStore::open(&path).unwrap();
    put(
        &store,
        &Token::new("canary-that-is-removed").refresh("canary-too"),
    );
    let holds = |path: &Path| {
        let bytes = fs::read(path).unwrap();
        bytes.windows(6).any(|part| part == b"canary")
    };
    assert!(holds(&path), "it is where it is looked for");
    store.remove(&KeyFilter::all()).unwrap();
    assert!(!holds(&path), "what is deleted is overwritten");
    let files: Vec<_> = fs::read_dir(folder.path()).unwrap().collect();
    assert_eq!(files.len(), 1, "{files:?}");
}

#[test]
fn t14_what_is_no_database_is_an_error_and_stays() {
    let (folder, path) = place();
    for bytes in [&b"no database at all"[..], &[0; 4096], &[0xff; 70_000]] {
        fs::write(&path, bytes).unwrap();
        let opened = SqliteStore::open(&path);
        let Err(error) = opened else {
            // A file of zeros may be taken for an empty one; it holds no token.
            assert_eq!(opened.unwrap().load(&key()).unwrap(), None);
            fs::remove_file(&path).unwrap();
            continue;
        };
        assert_eq!(error.kind(), StoreErrorKind::Corrupt, "{error:?}");
        assert_eq!(fs::read(&path).unwrap(), bytes);
    }
    fs::remove_file(&path).unwrap();
    let good = Token::new("good ".repeat(60)).refresh("good too ".repeat(60));
    put(&SqliteStore::open(&path).unwrap(), &good);
    // A cut or flipped file is an error or gives the token that was written.
    let whole = fs::read(&path).unwrap();
    let broken = folder.path().join("broken.db");
    let (mut same, mut refused) = (0, 0);
    for place in (0..whole.len()).step_by(61) {
        for cut in [true, false] {
            let mut bytes = whole.clone();
            match cut {
                true => bytes.truncate(place),
                false => bytes[place] ^= 0x55,
            }
            fs::write(&broken, bytes).unwrap();
            let found = SqliteStore::open(&broken).and_then(|store| store.load(&key()));
            refused += usize::from(found.is_err());
            if let Ok(Some(record)) = found {
                assert_eq!(record.token, good, "{place}");
                same += 1;
            }
        }
    }
    assert!(same > 100 && refused > 100, "{same} {refused}");
}

#[cfg(unix)]
#[test]
fn t7_the_database_is_its_owners_alone() {
    use std::os::unix::fs::{PermissionsExt as _, symlink};
    let mode = |path: &Path| fs::symlink_metadata(path).unwrap().permissions().mode() & 0o777;
    let (folder, path) = place();
    let deep = folder.path().join("a/b/auth.db");
    let store = SqliteStore::open(&deep).unwrap();
    put(&store, &Token::new("secret"));
    assert_eq!(mode(&deep), 0o600);
    assert_eq!(mode(&folder.path().join("a")), 0o700);
    assert_eq!(mode(&folder.path().join("a/b")), 0o700);
    for lax in [0o666, 0o644, 0o640, 0o604] {
        fs::set_permissions(&deep, fs::Permissions::from_mode(lax)).unwrap();
        SqliteStore::open(&deep).unwrap();
        assert_eq!(mode(&deep), 0o600, "{lax:o}");
    }
    let refused = |path: &Path| {
        let error = SqliteStore::open(path).unwrap_err();
        assert_eq!(error.kind(), StoreErrorKind::Unavailable, "{error:?}");
    };
    symlink(&deep, &path).unwrap();
    refused(&path);
    let dangling = folder.path().join("dangling");
    symlink(folder.path().join("nowhere"), &dangling).unwrap();
    refused(&dangling);
    assert!(!folder.path().join("nowhere").exists());
    refused(folder.path());
    let fifo = folder.path().join("fifo");
    if Command::new("mkfifo")
        .arg(&fifo)
        .status()
        .is_ok_and(|done| done.success())
    {
        refused(&fifo);
    }
    refused(Path::new("/"));
}

/// Tells the process that will be killed which database to write.
const PROBE: &str = "SPOTIFY_SQLITE_KILLS_PROBE";

/// The token of a writing: what is in it follows from its number, which is its lifetime.
fn numbered(number: u64) -> Token {
    let text = format!("{number} ").repeat(200);
    let mut token = Token::new(text.as_str()).refresh(text.as_str());
    token.lifetime = Some(Duration::from_secs(number));
    token
}

/// Not a test: writes until it is killed, and says what is written for good.
#[test]
#[allow(clippy::print_stdout, reason = "it tells the process that kills it")]
fn probe() {
    let Some(path) = env::var_os(PROBE) else {
        return;
    };
    let store = SqliteStore::open(path).unwrap();
    loop {
        let found = store.load(&key()).unwrap();
        let next = found.map_or(0, |record| record.generation.count);
        put(&store, &numbered(next + 1));
        println!("\nwritten {}", next + 1);
    }
}

#[test]
#[allow(
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "the instant of a kill is a matter of time"
)]
fn t8_killed_at_any_instant_the_database_is_the_old_or_the_new() {
    let full = env::var_os("SPOTIFY_FULL").is_some();
    let kills = if full { 1_000 } else { 50 };
    let (folder, path) = place();
    let (mut torn, mut last) = (0, 0);
    let written = |line: &str| line.strip_prefix("written ")?.trim().parse::<u64>().ok();
    for round in 0..kills {
        let mut child = Command::new(env::current_exe().unwrap())
            .args([
                "--exact",
                "sqlite::probe",
                "--test-threads=1",
                "--nocapture",
            ])
            .env(PROBE, &path)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        last = lines.find_map(|line| written(&line.unwrap())).unwrap();
        thread::sleep(Duration::from_micros(round * 7919 % 15_000));
        child.kill().unwrap();
        child.wait().unwrap();
        for line in lines.map_while(Result::ok) {
            last = written(&line).unwrap_or(last);
        }
        let found = SqliteStore::open(&path).unwrap().load(&key());
        match found {
            // The next may be written already, and not yet said.
            Ok(Some(record)) => {
                let count = record.generation.count;
                let whole = record.token == numbered(count);
                torn += u32::from(!whole || count < last || count > last + 1);
            }
            _ => torn += 1,
        }
    }
    let verdict = if torn == 0 { "ok" } else { "MISSED" };
    println!("T8  torn or lost database writings of {kills} kills  {torn}  {verdict}");
    assert!(last > kills, "it wrote something between kills: {last}");
    assert_eq!(torn, 0);
    // What the last kill left is taken back by whoever writes next.
    put(&SqliteStore::open(&path).unwrap(), &Token::new("after"));
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
}
