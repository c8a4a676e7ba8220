//! async-std, as the suite wants a runtime.

use async_std::task;
use spotify_tests::conformance::{BlockOn, Suite, block_on};

/// Calls are run by async-std, each on the thread that asked for it.
pub(crate) fn async_std() -> BlockOn {
    block_on(|future| task::block_on(future))
}

/// Plays a suite from within async-std: a suite waits, so it gets a thread of its own.
pub(crate) async fn verify(suite: Suite) {
    let played = task::spawn_blocking(move || suite.verify());
    played.await;
}
