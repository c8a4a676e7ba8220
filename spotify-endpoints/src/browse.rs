//! What is new and what Spotify puts forward.
