//! The models of this library and those of rspotify, reading the same bytes.
//!
//! `cargo xtask bench peers` runs the programs of this package and makes tables of what they say.
#![forbid(unsafe_code)]

pub mod corpus;
pub mod decoder;
pub mod request;
