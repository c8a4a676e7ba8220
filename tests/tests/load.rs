//! Many calls on one client, over a transport in memory: the in-flight limit, the queue, memory,
//! and one renewal for all.
#![allow(
    clippy::panic,
    clippy::unwrap_used,
    reason = "what is not as expected fails the test"
)]

#[path = "../../spotify-core/tests/support/accounts.rs"]
mod accounts;
#[path = "../../spotify-core/tests/support/endpoints.rs"]
mod endpoints;
#[path = "load/memory.rs"]
mod memory;
#[path = "load/queue.rs"]
mod queue;
#[path = "load/renewal.rs"]
mod renewal;
#[path = "load/runtimes.rs"]
mod runtimes;

/// How many callers a crowd has.
const CROWD: usize = 10_000;
