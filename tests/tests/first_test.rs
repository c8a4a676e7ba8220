//! The first test of README: it is what README shows, short, and quick.
#![allow(clippy::unwrap_used, reason = "what is not as expected fails the test")]

use std::time::{Duration, Instant};

include!("../fixtures/first_test.rs.txt");

const CODE: &str = include_str!("../fixtures/first_test.rs.txt");

#[test]
fn the_readme_shows_it_in_ten_lines() {
    let readme = include_str!("../../README.md").replace("\r\n", "\n");
    let code = CODE.replace("\r\n", "\n");
    let (_, section) = readme.split_once("\n## Test your code\n").unwrap();
    let (section, _) = section.split_once("\n## ").unwrap();
    let block = format!("```rust\n{code}```\n");
    assert!(section.contains(&block), "README does not show:\n{code}");
    assert!(code.lines().count() <= 10, "{} lines", code.lines().count());
}

/// From nothing to the last assertion: client, fixture, call, snapshot. The best of several, for
/// other tests run at the same time.
#[test]
fn it_takes_less_than_50_milliseconds() {
    let run = |_| {
        #[allow(clippy::disallowed_methods, reason = "what it takes is what is asked")]
        let start = Instant::now();
        insta::allow_duplicates! { the_album_is_asked_for_once_and_read() };
        start.elapsed()
    };
    let best = (0..5).map(run).min().unwrap();
    println!("{best:?}");
    assert!(best < Duration::from_millis(50), "{best:?}");
}
