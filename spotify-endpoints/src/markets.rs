//! The countries that Spotify serves.
