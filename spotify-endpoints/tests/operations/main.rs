//! What holds for every operation: its requests, its answers, what it says about itself.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "tests say what they expect"
)]

mod answers;
mod drift;
mod nothing;
mod requests;
mod tiers;

#[path = "../support/fixtures.rs"]
mod fixtures;
#[path = "../support/table.rs"]
mod table;
