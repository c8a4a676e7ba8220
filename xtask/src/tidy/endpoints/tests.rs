//! What the check finds, one thing after the other.

use super::{EXCEPTIONS, check, declarations};
use crate::{source::File, tidy::testing::said};

const ALBUMS: &str = "\
endpoint! {
    /// Reads an album.
    ///
    /// ```
    /// # let answer = include_str!(\"/../tests/fixtures/albums/album.json\");
    /// ```
    GetAlbum = GET \"/albums/{id}\"
}
";

const TABLE: &str = "\
pub(super) fn visit(ids: &Ids, visit: &mut impl Visit) {
    visit.visit(
        GetAlbum::new(ids.album, \"not/a-fixture\"),
        GetAlbum::new(ids.album).market([a, b]),
        &[\"albums/album\"],
    );
}
";

/// All that an operation must have, by path.
fn complete() -> Vec<(String, String)> {
    let exceptions: String = EXCEPTIONS
        .iter()
        .map(|(name, _)| format!("impl<E> Endpoint for {name}<E> {{}}\n"))
        .collect();
    [
        ("spotify-core/src/others.rs", exceptions.as_str()),
        ("spotify-endpoints/src/albums.rs", ALBUMS),
        ("spotify-endpoints/src/index.rs", "&[GetAlbum::META]"),
        (
            "spotify-endpoints/tests/operations/snapshots/operations__requests__GetAlbum.snap",
            "---\nGET https://api.spotify.com/v1/albums/1\n",
        ),
        ("spotify-endpoints/tests/support/table/albums.rs", TABLE),
        ("tests/fixtures/albums/album.json", "{}"),
        (
            "spotify-endpoints/tests/snapshots/models__albums__album.snap",
            "Album {}",
        ),
        (
            "tests/tests/operations.rs",
            "use table::{Ids, every};\nfn f() { every(&ids, &mut visitor); }",
        ),
    ]
    .map(|(path, text)| (path.to_owned(), text.to_owned()))
    .into()
}

fn found(files: &[(String, String)]) -> Vec<String> {
    let files: Vec<File> = files
        .iter()
        .map(|(path, text)| File::new(path.as_str(), text))
        .collect();
    said(&check(&files).unwrap())
}

/// What is found when every occurrence of some text in the files of a path is replaced.
fn changed(path: &str, from: &str, to: &str) -> Vec<String> {
    let mut files = complete();
    let (_, text) = files.iter_mut().find(|file| file.0.contains(path)).unwrap();
    assert!(text.contains(from), "{path} has no {from}");
    *text = text.replace(from, to);
    found(&files)
}

/// What is found without a file.
fn without(path: &str) -> Vec<String> {
    let mut files = complete();
    files.retain(|file| !file.0.contains(path));
    assert_eq!(files.len() + 1, complete().len(), "{path}");
    found(&files)
}

const AT: &str = "spotify-endpoints/src/albums.rs:7: `GetAlbum`";
const IN_TABLE: &str = "spotify-endpoints/tests/support/table/albums.rs:5:";

#[test]
fn declarations_of_every_kind_are_found() {
    let text = "endpoint! {\n/// One.\nGetA = GET \"/a\"\n}\n\
        impl Endpoint for PutB {\n}\nimpl<E: Endpoint> Endpoint for &E {}\n\
        impl<T> Endpoint for GetC<T> {}\n\
        impl ::spotify_core::Endpoint for $name {}\nendpoint_list! { a = b }\n\
        #[cfg(test)]\nmod tests { impl Endpoint for Test {} }\n";
    let file = File::new("a.rs", text);
    let names: Vec<_> = declarations(file.tokens().unwrap())
        .iter()
        .map(|token| (token.text.as_str(), token.line))
        .collect();
    assert_eq!(names, [("GetA", 3), ("PutB", 5), ("GetC", 8)]);
}

#[test]
fn an_operation_that_has_everything_is_fine() {
    assert_eq!(found(&complete()), [""; 0]);
}

#[test]
fn an_operation_is_in_the_index() {
    let lacks = [format!("{AT} is not in the index")];
    assert_eq!(without("index.rs"), lacks);
    assert_eq!(changed("index.rs", "GetAlbum::", "GetAlbumTracks::"), lacks);
    // It is not enough to be imported.
    assert_eq!(changed("index.rs", "GetAlbum::META", "GetAlbum"), lacks);
}

#[test]
fn an_operation_has_a_snapshot_of_its_request() {
    let lacks = [format!("{AT} has no snapshot of its request")];
    assert_eq!(without("operations__requests__GetAlbum.snap"), lacks);
    assert_eq!(changed("operations__requests__GetAlbum", "GET ", ""), lacks);
}

#[test]
fn an_operation_is_in_the_table() {
    let lacks = [format!("{AT} is not in the table of the tests")];
    assert_eq!(without("table/albums.rs"), lacks);
    assert_eq!(
        changed("table/albums.rs", "GetAlbum::", "GetTrack::"),
        lacks
    );
}

#[test]
fn fixtures_are_there_and_shown() {
    assert_eq!(
        without("tests/fixtures/albums/album.json"),
        [format!("{IN_TABLE} there is no fixture `albums/album`")]
    );
    assert_eq!(
        without("models__albums__album.snap"),
        [format!(
            "{IN_TABLE} no snapshot shows what is read from `albums/album`"
        )]
    );
}

#[test]
fn an_operation_has_an_example_with_a_fixture() {
    let no_example = [format!("{AT} has no example")];
    assert_eq!(changed("src/albums.rs", "```", "~~~"), no_example);
    let other = [format!("{AT} has an example without any of its fixtures")];
    assert_eq!(
        changed("src/albums.rs", "albums/album.json", "albums/other.json"),
        other
    );
    // Where the answer is empty, there is no fixture to take.
    let text = TABLE.replace("\"albums/album\"", "");
    let mut files = complete();
    for (path, old) in &mut files {
        if path.ends_with("table/albums.rs") {
            *old = text.clone();
        } else {
            *old = old.replace("albums/album.json", "");
        }
    }
    assert_eq!(found(&files), [""; 0]);
}

#[test]
fn every_operation_is_called_on_the_mock() {
    assert_eq!(
        without("tests/tests/operations.rs"),
        ["tests/tests/operations.rs: is missing: nothing calls every operation on the mock"]
    );
    let idle = ["tests/tests/operations.rs:1: does not go through the table of all operations"];
    assert_eq!(changed("tests/operations.rs", "every(", "some("), idle);
    assert_eq!(
        changed("tests/operations.rs", "use table", "use other"),
        idle
    );
    let whole = changed("tests/operations.rs", "every(&", "table::every(&");
    assert_eq!(whole, [""; 0]);
}

#[test]
fn an_exception_that_is_gone_is_found() {
    assert_eq!(
        changed("spotify-core/src/others.rs", "Raw<", "Cooked<")
            .first()
            .unwrap(),
        "xtask/src/tidy/endpoints.rs: `Raw` (it is for paths that this version does not know) is \
         not declared any more"
    );
}

#[test]
fn finding_none_is_no_success() {
    let found = without("src/albums.rs");
    assert_eq!(
        found,
        ["spotify-core/src/ and spotify-endpoints/src/: no operation was found in it"]
    );
}
