//! What an app in Development mode no longer has since February 2026.

use crate::mock::fault::{Answer, Forbidden};

/// The answer to an operation that is gone; none if it is there.
///
/// Following a playlist under its old path is on Spotify's list as well, but was seen to work.
pub(super) fn answer(method: &str, segments: &[&str]) -> Option<Answer> {
    match (method, segments) {
        ("GET", ["recommendations"] | ["recommendations", "available-genre-seeds"]) => {
            Some(super::resource_not_found())
        }
        (
            "GET",
            [
                "albums" | "artists" | "shows" | "episodes" | "audiobooks" | "chapters" | "tracks"
                | "audio-features" | "markets",
            ]
            | ["artists", _, "top-tracks" | "related-artists"]
            | ["users", _]
            | ["me", "following", "contains"]
            | ["playlists", _, "followers", "contains"]
            | ["browse", ..]
            | ["audio-features" | "audio-analysis", _]
            | [
                "me",
                "audiobooks" | "albums" | "tracks" | "episodes" | "shows",
                "contains",
            ],
        )
        | (
            "PUT" | "DELETE",
            [
                "me",
                "audiobooks" | "albums" | "tracks" | "episodes" | "shows" | "following",
            ],
        )
        | ("GET" | "POST", ["users", _, "playlists"])
        | ("GET" | "POST" | "PUT" | "DELETE", ["playlists", _, "tracks"]) => {
            Some(Answer::forbidden(Forbidden::Removed))
        }
        _ => None,
    }
}
