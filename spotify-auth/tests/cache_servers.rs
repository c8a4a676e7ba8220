//! F11, F12: the byte store over Redis and memcached, in a few lines each, against the servers
//! themselves.
//!
//! A server that is not installed is skipped, with a line that says how to get it.
#![allow(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test says what it expects, and waits for the server to start"
)]

#[path = "cache_servers/memcached.rs"]
mod memcached;
#[path = "cache_servers/redis.rs"]
mod redis;
#[path = "cache_servers/server.rs"]
mod server;
#[path = "../../spotify-core/tests/support/store_contract.rs"]
mod store_contract;

use memcached::Memcached;
use redis::Redis;
use server::Server;
use spotify_auth::{ByteStore, ByteTokenStore};
use spotify_core::{
    BlockingTokenStore as _, CredentialKey, Flow, KeyFilter, StoreErrorKind, Token,
    testing::ManualClock,
};

use store_contract::Offers;

#[test]
fn f11_redis_keeps_tokens() {
    let server = Server::start("redis-server", |port, folder| {
        let fixed = "--bind 127.0.0.1 --save  --appendonly no --daemonize no --dir";
        let mut args: Vec<String> = fixed.split(' ').map(str::to_owned).collect();
        args.extend([folder, "--port".to_owned(), port]);
        args
    });
    if let Some(server) = server {
        keeps_tokens(server, Redis::connect);
    }
}

#[test]
fn f12_memcached_keeps_tokens() {
    let server = Server::start("memcached", |port, _| {
        ["-l", "127.0.0.1", "-U", "0", "-u", "root", "-p", &port]
            .map(str::to_owned)
            .to_vec()
    });
    if let Some(server) = server {
        keeps_tokens(server, Memcached::connect);
    }
}

fn keeps_tokens<B: ByteStore + 'static>(server: Server, connect: fn(u16) -> B) {
    let port = server.port();
    let clock = ManualClock::new();
    let store = ByteTokenStore::with_clock(connect(port), "contract", clock.clone());
    let offers = Offers {
        order_and_notes: true,
    };
    store_contract::holds(&store, &offers, &|time| clock.advance(time));
    store_contract::one_of_many_wins(&store);

    // Another process finds what the first one left, under the name that spotipy's users know.
    let key = CredentialKey::new(Flow::Pkce, "app");
    let token = Token::new("access").refresh("refresh");
    let store = ByteTokenStore::new(connect(port));
    store.commit(&key, None, Some(&token)).unwrap();
    let bytes = connect(port).get("token_info").unwrap().unwrap();
    assert!(bytes.windows(6).any(|part| part == b"access"));
    let other = ByteTokenStore::new(connect(port));
    assert_eq!(other.load(&key).unwrap().unwrap().token, token);
    assert_eq!(other.remove(&KeyFilter::all()).unwrap(), 1);
    assert_eq!(connect(port).get("token_info").unwrap(), None);

    // A server that is gone is an error, and no lost token.
    drop(server);
    let error = store.load(&key).unwrap_err();
    assert_eq!(error.kind(), StoreErrorKind::Unavailable);
    let error = store.commit(&key, None, Some(&token)).unwrap_err();
    assert_eq!(error.kind(), StoreErrorKind::Unavailable);
}
