//! Chapters of audiobooks.
