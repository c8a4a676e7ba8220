//! The example of a program that draws frames in one thread: they go on while calls are under way.
#![allow(clippy::unwrap_used, reason = "what is not as expected fails the test")]

#[allow(dead_code, reason = "its `main` is for people")]
#[path = "../examples/single_threaded.rs"]
mod single_threaded;

use spotify_core::Error;
use spotify_endpoints::AlbumId;
use spotify_tests::mock::{Fault, MockSpotify};

/// The frames of a run, and what it came to.
fn run(mock: &MockSpotify) -> (Vec<String>, Result<(), Error>) {
    let client = single_threaded::client(mock).unwrap();
    let album: AlbumId = mock.world().long_album().parse().unwrap();
    let mut frames = Vec::new();
    let result = single_threaded::show(&client, album, &mut |line| frames.push(line.to_owned()));
    (frames, result)
}

fn count(frames: &[String], what: &str) -> usize {
    frames.iter().filter(|frame| frame.contains(what)).count()
}

fn requests(mock: &MockSpotify, path: &str) -> usize {
    let requests = mock.requests();
    requests
        .iter()
        .filter(|request| request.path().ends_with(path))
        .count()
}

#[test]
fn h2_frames_go_on_while_calls_are_under_way() {
    let mock = MockSpotify::start().unwrap();
    let (frames, result) = run(&mock);
    result.unwrap();

    // An exchange takes 300 ms, the limit a second; a frame comes every 20 ms.
    assert!(count(&frames, "reading the album") >= 10, "{frames:?}");
    assert!(count(&frames, "reading its tracks") >= 20, "{frames:?}");
    assert_eq!(mock.exchanges(), 1);
    // Rows are on the screen before the last of them has come.
    assert!(
        count(&frames, "(20 tracks) reading its tracks") >= 5,
        "{frames:?}"
    );
    assert!(frames.last().unwrap().ends_with("done"), "{frames:?}");
    let pages = requests(&mock, "/tracks") - 1; // one was answered with the 429
    assert!(pages >= 2, "{pages} pages");
}

#[test]
fn an_error_ends_the_frames() {
    let mock = MockSpotify::start().unwrap();
    mock.fault(Fault::on("GET", "/v1/albums/").status(404));
    let (frames, result) = run(&mock);
    let error = result.unwrap_err();
    assert_eq!(error.status().map(|status| status.as_u16()), Some(404));
    assert!(count(&frames, "reading the album") >= 1);
}
