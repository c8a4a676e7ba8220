//! Audiobooks and their chapters.
