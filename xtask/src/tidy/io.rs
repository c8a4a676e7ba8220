//! Clocks, sockets and files in the source of the crates without IO.

use super::Finding;
use crate::{
    error::Result,
    source::{self, File},
};

/// The source that is meant.
const SOURCES: &[&str] = &[
    "spotify-core/src/",
    "spotify-auth/src/",
    "spotify-endpoints/src/",
];

/// Something that reaches out of the program.
struct Reach {
    /// Consecutive words of a path.
    words: &'static [&'static str],
    fix: &'static str,
    /// Files, or beginnings of paths, where it is at home.
    home: &'static [&'static str],
}

const CLOCK: &str = "take the time as an argument, or ask a `Clock`";
const SOCKET: &str = "sockets belong to the backend crates and to spotify-auth's `redirect`";
const IN_CLOCK: &[&str] = &["spotify-core/src/time.rs"];
const IN_REDIRECT: &[&str] = &["spotify-auth/src/redirect/"];

const REACHES: &[Reach] = &[
    Reach {
        words: &["SystemTime", "now"],
        fix: CLOCK,
        home: IN_CLOCK,
    },
    Reach {
        words: &["Instant", "now"],
        fix: CLOCK,
        home: IN_CLOCK,
    },
    Reach {
        words: &["thread", "sleep"],
        fix: "waiting belongs to the transport",
        home: &[
            "spotify-core/src/transport.rs",
            "spotify-auth/src/redirect/",
            "spotify-auth/src/store/file/lock.rs",
        ],
    },
    Reach {
        words: &["TcpStream"],
        fix: SOCKET,
        home: IN_REDIRECT,
    },
    Reach {
        words: &["TcpListener"],
        fix: SOCKET,
        home: IN_REDIRECT,
    },
    Reach {
        words: &["UdpSocket"],
        fix: SOCKET,
        home: IN_REDIRECT,
    },
    Reach {
        words: &["std", "fs"],
        fix: "files belong to spotify-auth's `store`; take or give text",
        home: &[
            "spotify-auth/src/redirect/",
            "spotify-auth/src/store/",
            "spotify-auth/src/private_file.rs",
            "spotify-auth/src/settings/file.rs",
        ],
    },
];

/// Finds what reaches out, but in tests, comments and where it is at home.
pub(super) fn check(files: &[File]) -> Result<Vec<Finding>> {
    let mut findings = Vec::new();
    let sources = |file: &&File| SOURCES.iter().any(|source| file.path.starts_with(source));
    for file in files.iter().filter(|file| file.is_rust()).filter(sources) {
        for (path, token) in source::paths(file.tokens()?) {
            let abroad = |reach: &&Reach| {
                !reach.home.iter().any(|home| file.path.starts_with(home))
                    && path
                        .windows(reach.words.len())
                        .any(|words| words == reach.words)
            };
            if let Some(reach) = REACHES.iter().filter(|_| !token.test).find(abroad) {
                let what = format!("uses {}", reach.words.join("::"));
                findings.push(Finding::at(file, token.line, what, reach.fix));
            }
        }
    }
    Ok(findings)
}

#[cfg(test)]
mod tests {
    use super::check;
    use crate::{source::File, tidy::testing::said};

    fn found(path: &str, text: &str) -> Vec<String> {
        said(&check(&[File::new(path, text)]).unwrap())
    }

    #[test]
    fn clocks_sockets_and_files_are_found() {
        let text = "//! Text.\n\
            use std::{io, fs::{self, File}};\n\
            use std::net::{IpAddr, TcpListener};\n\
            fn f() {\n    let now = std::time::SystemTime::now();\n    Instant::now();\n\
            \x20   std::thread::sleep(d);\n}\n";
        assert_eq!(
            found("spotify-core/src/call.rs", text),
            [
                "spotify-core/src/call.rs:2: uses std::fs",
                "spotify-core/src/call.rs:2: uses std::fs",
                "spotify-core/src/call.rs:3: uses TcpListener",
                "spotify-core/src/call.rs:5: uses SystemTime::now",
                "spotify-core/src/call.rs:6: uses Instant::now",
                "spotify-core/src/call.rs:7: uses thread::sleep",
            ]
        );
    }

    #[test]
    fn comments_tests_and_homes_are_left_alone() {
        let text = "//! Like `std::fs::read`.\n\
            /// Not [`Instant::now`].\nfn f() {} // SystemTime::now\n\
            #[cfg(test)]\nmod tests {\n    use std::fs;\n}\n";
        assert_eq!(found("spotify-endpoints/src/a.rs", text), [""; 0]);
        let clock = "fn f() { SystemTime::now(); }";
        assert_eq!(found("spotify-core/src/time.rs", clock), [""; 0]);
        assert_eq!(found("spotify-core/src/times.rs", clock).len(), 1);
        assert_eq!(found("spotify-reqwest/src/lib.rs", clock), [""; 0]);
        let store = "use std::fs;\n";
        assert_eq!(found("spotify-auth/src/store/file.rs", store), [""; 0]);
        assert_eq!(found("spotify-auth/src/pkce.rs", store).len(), 1);
    }

    #[test]
    fn what_follows_a_test_is_looked_at_again() {
        let text = "#[cfg(test)]\nuse a::b;\nfn f() { Instant::now(); }\n";
        assert_eq!(found("spotify-core/src/a.rs", text).len(), 1);
    }
}
