//! T7: who may read the file, and what is no file to keep tokens in.

use std::{
    env,
    error::Error as _,
    fs::{self, Permissions},
    os::unix::{
        fs::{MetadataExt as _, PermissionsExt as _, symlink},
        net::UnixListener,
    },
    path::Path,
    process::Command,
};

use spotify_auth::FileStore;
use spotify_core::{BlockingTokenStore, StoreError, StoreErrorKind, Token};

use crate::{folder::Folder, key};

/// Tells the process that this one starts which file to make.
const PROBE: &str = "SPOTIFY_STORE_OWNER_PROBE";

fn mode(path: &Path) -> u32 {
    fs::symlink_metadata(path).unwrap().mode() & 0o7777
}

fn set_mode(path: &Path, mode: u32) {
    fs::set_permissions(path, Permissions::from_mode(mode)).unwrap();
}

fn commit(store: &FileStore, text: &str) -> Result<(), StoreError> {
    let expected = store.load(&key())?.map(|record| record.generation);
    store
        .commit(&key(), expected, Some(&Token::new(text)))
        .map(drop)
}

/// The token in the file, or why the file is refused.
fn look(path: &Path) -> Result<Option<String>, String> {
    let found = FileStore::open(path).and_then(|store| store.load(&key()));
    match found {
        Ok(record) => Ok(record.map(|record| record.token.access.expose().to_owned())),
        Err(error) => {
            assert_eq!(error.kind(), StoreErrorKind::Unavailable);
            Err(error.source().unwrap().to_string())
        }
    }
}

/// Not a test: makes a store where it is told to, under the umask that it was started with.
#[test]
fn probe() {
    let Some(path) = env::var_os(PROBE) else {
        return;
    };
    commit(&FileStore::open(path).unwrap(), "made").unwrap();
}

#[test]
fn t7_files_are_private_from_their_first_moment_under_any_umask() {
    for umask in ["000", "022", "077", "777"] {
        let folder = Folder::new();
        let deep = folder.join("made");
        let path = match umask {
            // No folder could be entered that is made under this one.
            "777" => folder.join("tokens.json"),
            _ => deep.join("further/tokens.json"),
        };
        let status = Command::new("sh")
            .args(["-c", "umask $0; exec \"$@\"", umask])
            .arg(env::current_exe().unwrap())
            .args(["--exact", "owner::probe", "--test-threads=1", "--quiet"])
            .env(PROBE, &path)
            .status()
            .unwrap();
        assert!(status.success(), "{umask}");
        assert_eq!(look(&path), Ok(Some("made".to_owned())), "{umask}");
        let lock = path.with_file_name(".tokens.json.lock");
        assert_eq!((mode(&path), mode(&lock)), (0o600, 0o600), "{umask}");
        if umask != "777" {
            let inner = deep.join("further");
            assert_eq!((mode(&deep), mode(&inner)), (0o700, 0o700), "{umask}");
        }
    }
}

#[test]
fn t7_a_file_that_others_may_read_is_tightened() {
    for laxer in [0o644, 0o666, 0o640, 0o606, 0o777, 0o400] {
        let folder = Folder::new();
        let path = folder.join("tokens.json");
        commit(&FileStore::open(&path).unwrap(), "kept").unwrap();
        set_mode(&path, laxer);
        assert_eq!(look(&path), Ok(Some("kept".to_owned())), "{laxer:o}");
        assert_eq!(mode(&path), 0o600, "{laxer:o}");
        set_mode(&path, laxer);
        set_mode(&folder.join(".tokens.json.lock"), 0o666);
        commit(&FileStore::open(&path).unwrap(), "kept").unwrap();
        assert_eq!(mode(&path), 0o600, "{laxer:o}");
        assert_eq!(mode(&folder.join(".tokens.json.lock")), 0o600, "{laxer:o}");
    }
}

#[test]
fn t7_what_is_no_plain_file_of_this_user_is_refused() {
    let folder = Folder::new();
    let join = |name: &str| folder.join(name);
    let good = join("good.json");
    commit(&FileStore::open(&good).unwrap(), "good").unwrap();

    let link = join("link.json");
    symlink(&good, &link).unwrap();
    let dangling = join("dangling.json");
    symlink(join("nowhere.json"), &dangling).unwrap();
    let circle = join("circle.json");
    symlink(&circle, &circle).unwrap();
    let pipe = join("pipe.json");
    assert!(
        Command::new("mkfifo")
            .arg(&pipe)
            .status()
            .unwrap()
            .success()
    );
    let inner = join("folder.json");
    fs::create_dir(&inner).unwrap();
    let socket = join("socket.json");
    let _listener = UnixListener::bind(&socket).unwrap();
    let below = good.join("tokens.json");

    // Root can give a file away; everybody else looks at one of root's.
    let foreign = join("foreign.json");
    fs::copy(&good, &foreign).unwrap();
    set_mode(&foreign, 0o644);
    let foreign = match std::os::unix::fs::chown(&foreign, Some(12345), None) {
        Ok(()) => foreign,
        Err(_) => "/etc/passwd".into(),
    };

    const LINK: &str = "the token file is a link";
    const PLAIN: &str = "the token file is no plain file";
    for (path, why) in [
        (link.as_path(), LINK),
        (&dangling, LINK),
        (&circle, LINK),
        (&pipe, PLAIN),
        (&inner, PLAIN),
        (Path::new("/dev/null"), PLAIN),
        (&foreign, "the token file belongs to another user"),
        (&below, "the folder of the token file is no folder"),
        (
            Path::new("/"),
            "the path of the token file has no file name",
        ),
    ] {
        assert_eq!(look(path), Err(why.to_owned()), "{}", path.display());
    }
    assert!(look(&socket).is_err());
    assert!(!join("nowhere.json").exists());
    assert_eq!(look(&good), Ok(Some("good".to_owned())));

    // A store that was opened before somebody put a link in its place.
    let path = join("later.json");
    let store = FileStore::open(&path).unwrap();
    symlink(&good, &path).unwrap();
    assert!(store.load(&key()).is_err());
    assert!(commit(&store, "x").is_err());
    assert_eq!(look(&good), Ok(Some("good".to_owned())));
}

#[test]
fn t7_what_stands_beside_the_file_is_not_followed() {
    let folder = Folder::new();
    let (path, prey) = (folder.join("tokens.json"), folder.join("prey"));
    fs::write(&prey, "prey").unwrap();
    symlink(&prey, folder.join(".tokens.json.tmp")).unwrap();
    commit(&FileStore::open(&path).unwrap(), "one").unwrap();
    let store = FileStore::open(&path).unwrap();
    symlink(&prey, folder.join(".tokens.json.tmp")).unwrap();
    commit(&store, "two").unwrap();
    assert_eq!(look(&path), Ok(Some("two".to_owned())));
    assert_eq!(fs::read_to_string(&prey).unwrap(), "prey");
    fs::remove_file(folder.join(".tokens.json.lock")).unwrap();
    symlink(folder.join("nowhere"), folder.join(".tokens.json.lock")).unwrap();
    let error = commit(&store, "three").unwrap_err();
    assert_eq!(
        error.source().unwrap().to_string(),
        "the token file is a link"
    );
    assert!(!folder.join("nowhere").exists());
}

#[test]
fn t7_a_folder_in_which_anybody_replaces_files_is_refused() {
    let folder = Folder::new();
    let open = folder.join("open");
    fs::create_dir(&open).unwrap();
    let path = open.join("tokens.json");
    set_mode(&open, 0o777);
    let why = "anybody may replace files in the folder of the token file";
    assert_eq!(look(&path), Err(why.to_owned()));
    for good in [0o1777, 0o755, 0o700] {
        set_mode(&open, good);
        assert_eq!(look(&path), Ok(None), "{good:o}");
        assert_eq!(
            mode(&open),
            good,
            "a folder that was there is left as it is"
        );
    }
}
