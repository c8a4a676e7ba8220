//! Artists.
