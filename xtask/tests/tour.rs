//! `cargo xtask tour` as a person meets it: what it prints, and how it ends.
