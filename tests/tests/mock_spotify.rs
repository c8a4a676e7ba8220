//! The mock, tried from outside over raw sockets.
#![allow(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    clippy::unwrap_used,
    reason = "what is not as expected fails the test"
)]

#[path = "mock/accounts.rs"]
mod accounts;
#[path = "mock/answers.rs"]
mod answers;
#[path = "mock/asked.rs"]
mod asked;
#[path = "mock/bodies.rs"]
mod bodies;
#[path = "mock/browse.rs"]
mod browse;
#[path = "mock/catalogue.rs"]
mod catalogue;
#[path = "mock/dashboard.rs"]
mod dashboard;
#[path = "mock/device.rs"]
mod device;
#[path = "mock/families.rs"]
mod families;
#[path = "mock/fault_text.rs"]
mod fault_text;
#[path = "mock/follow.rs"]
mod follow;
#[path = "mock/library.rs"]
mod library;
#[path = "mock/operations.rs"]
mod operations;
#[path = "mock/peers.rs"]
mod peers;
#[path = "mock/player.rs"]
mod player;
#[path = "mock/playlists.rs"]
mod playlists;
#[path = "mock/saved.rs"]
mod saved;
#[path = "mock/server.rs"]
mod server;
#[path = "mock/several.rs"]
mod several;
#[path = "mock/tls.rs"]
mod tls;
#[path = "mock/tokens.rs"]
mod tokens;
#[path = "mock/wire.rs"]
mod wire;
