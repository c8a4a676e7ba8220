//! The operations in `spotify-endpoints`: each is in the index, and its request in a snapshot.

use super::Finding;
use crate::{
    error::Result,
    source::{File, Token},
};

const SOURCE: &str = "spotify-endpoints/src/";
const INDEX: &str = "spotify-endpoints/src/index.rs";
const TESTS: &str = "spotify-endpoints/tests/";

/// Compares what is declared with the index and with the snapshots of requests.
pub(super) fn check(files: &[File]) -> Result<Vec<Finding>> {
    let mut declared = Vec::new();
    let source = |file: &&File| file.path.starts_with(SOURCE) && file.is_rust();
    for file in files.iter().filter(source) {
        for token in declarations(file.tokens()?) {
            declared.push((file, token));
        }
    }
    if declared.is_empty() {
        let what = "no operation was found in it";
        let fix = "teach xtask/src/tidy/endpoints.rs how they are declared now";
        return Ok(vec![Finding::of(SOURCE, what, fix)]);
    }
    println!("  {} operations", declared.len());

    let index = files.iter().find(|file| file.path == INDEX);
    let index = index.map(File::tokens).transpose()?.unwrap_or_default();
    let snapshots: Vec<&File> = files
        .iter()
        .filter(|file| file.path.starts_with(TESTS) && file.path.ends_with(".snap"))
        .collect();
    let mut findings = Vec::new();
    for (file, token) in declared {
        let name = token.text.as_str();
        if !index.iter().any(|word| word.text == name) {
            let what = format!("`{name}` is not in the index");
            findings.push(Finding::at(file, token.line, what, "list it in index.rs"));
        }
        if !snapshots.iter().any(|snapshot| shows(snapshot, name)) {
            let what = format!("no snapshot shows a request of `{name}`");
            let fix = "add it to the requests of spotify-endpoints/tests, and read the snapshot";
            findings.push(Finding::at(file, token.line, what, fix));
        }
    }
    Ok(findings)
}

/// The names in `endpoint! { Name = … }` and `impl Endpoint for Name {`.
fn declarations(tokens: &[Token]) -> Vec<&Token> {
    let mut found = Vec::new();
    for (at, token) in tokens.iter().enumerate().filter(|(_, token)| !token.test) {
        let after: Vec<&Token> = tokens.iter().skip(at + 1).take(4).collect();
        let texts: Vec<&str> = after.iter().map(|token| token.text.as_str()).collect();
        let name = match (token.text.as_str(), texts.as_slice()) {
            ("endpoint", ["!", "{", _, "="]) => after.get(2),
            ("Endpoint", ["for", _, "{", ..]) => after.get(1),
            _ => None,
        };
        found.extend(name.copied());
    }
    found
}

/// Whether a snapshot shows a request of an operation: it is called after the operation, and has
/// a line that begins with a method.
fn shows(snapshot: &File, name: &str) -> bool {
    let methods = ["GET ", "PUT ", "POST ", "DELETE "];
    let request = |line: &str| methods.iter().any(|method| line.starts_with(method));
    snapshot.name().ends_with(&format!("__{name}.snap")) && snapshot.text.lines().any(request)
}

#[cfg(test)]
mod tests {
    use super::{check, declarations};
    use crate::{source::File, tidy::testing::said};

    const ALBUMS: &str =
        "endpoint! {\n    /// Reads an album.\n    GetAlbum = GET \"/albums/{id}\"\n}\n";

    fn found(files: &[(&str, &str)]) -> Vec<String> {
        let files: Vec<File> = files
            .iter()
            .map(|(path, text)| File::new(*path, text))
            .collect();
        said(&check(&files).unwrap())
    }

    #[test]
    fn declarations_of_both_kinds_are_found() {
        let text = "endpoint! {\n/// One.\nGetA = GET \"/a\"\n}\n\
            impl Endpoint for PutB {\n}\nimpl<E: Endpoint> Endpoint for &E {}\n\
            impl ::spotify_core::Endpoint for $name {}\nendpoint_list! { a = b }\n\
            #[cfg(test)]\nmod tests { impl Endpoint for Test {} }\n";
        let file = File::new("a.rs", text);
        let names: Vec<_> = declarations(file.tokens().unwrap())
            .iter()
            .map(|token| (token.text.as_str(), token.line))
            .collect();
        assert_eq!(names, [("GetA", 3), ("PutB", 5)]);
    }

    #[test]
    fn an_operation_that_is_left_out_is_found() {
        let albums = ("spotify-endpoints/src/albums.rs", ALBUMS);
        let index = ("spotify-endpoints/src/index.rs", "use a::{GetAlbum};\n");
        let lacking = "spotify-endpoints/src/albums.rs:3: ";
        assert_eq!(
            found(&[albums]),
            [
                format!("{lacking}`GetAlbum` is not in the index"),
                format!("{lacking}no snapshot shows a request of `GetAlbum`"),
            ]
        );
        let snapshot = |name: &str| format!("spotify-endpoints/tests/snapshots/requests__{name}");
        let with = |name: &str, text: &str| found(&[albums, index, (&snapshot(name), text)]);
        assert_eq!(with("GetAlbumTracks.snap", "GET /v1/a\n").len(), 1);
        assert_eq!(with("GetAlbum.snap", "Album {}\n").len(), 1);
        assert_eq!(with("GetAlbum.snap", "GET /v1/a\n"), [""; 0]);
    }

    #[test]
    fn finding_none_is_no_success() {
        assert_eq!(
            found(&[]),
            ["spotify-endpoints/src/: no operation was found in it"]
        );
    }
}
