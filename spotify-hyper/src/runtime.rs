//! [`Runtime`]: whose sockets, timers and tasks a transport uses.

use std::{fmt, future::Future, pin::Pin, sync::Arc};

use hyper::rt::Executor;
use hyper_util::client::legacy::{Builder, Client};
#[cfg(feature = "tokio")]
use hyper_util::rt::{TokioExecutor, TokioTimer};
#[cfg(feature = "smol")]
use smol_hyper::rt::SmolTimer;

use crate::attempt::SharedTimer;

/// A connection at work, to be run in the background until it ends.
pub(crate) type Task = Pin<Box<dyn Future<Output = ()> + Send>>;

/// Whose sockets and timers a transport uses, and where its connections are at work; for
/// [`Hyper::builder_on`](crate::Hyper::builder_on).
///
/// One program may have transports on several.
#[derive(Clone)]
pub struct Runtime {
    pub(crate) reactor: Reactor,
    spawn: Option<Arc<dyn Fn(Task) + Send + Sync>>,
}

/// What waits for sockets and for moments.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Reactor {
    #[cfg(feature = "tokio")]
    Tokio,
    #[cfg(feature = "smol")]
    Smol,
}

impl Runtime {
    /// tokio: calls must be made within its context, and connections are tasks of it.
    #[cfg(feature = "tokio")]
    pub fn tokio() -> Self {
        Self::new(Reactor::Tokio)
    }

    /// smol, or async-std, whose sockets and timers are the same.
    ///
    /// Calls can be made from anywhere: async-io waits on a thread of its own where nobody else
    /// does. Connections are tasks of `smol::spawn`, unless [`spawning`](Self::spawning) names
    /// another executor.
    #[cfg(feature = "smol")]
    pub fn smol() -> Self {
        Self::new(Reactor::Smol)
    }

    fn new(reactor: Reactor) -> Self {
        Self {
            reactor,
            spawn: None,
        }
    }

    /// Runs connections on an executor of one's own.
    ///
    /// `spawn` is called with a future for each of them, which it must have polled until it
    /// ends: in the background, for it ends when the connection is closed.
    ///
    /// ```
    /// # #[cfg(feature = "smol")]
    /// # fn main() -> Result<(), spotify_hyper::SetupError> {
    /// use std::sync::Arc;
    ///
    /// use smol::Executor;
    /// use spotify_hyper::{Hyper, Runtime};
    ///
    /// let executor = Arc::new(Executor::new());
    /// let runtime = Runtime::smol().spawning({
    ///     // Connections keep the closure: if it kept the executor, none of them would ever go.
    ///     let executor = Arc::downgrade(&executor);
    ///     move |connection| {
    ///         if let Some(executor) = executor.upgrade() {
    ///             executor.spawn(connection).detach();
    ///         }
    ///     }
    /// });
    /// let transport = Hyper::builder_on(runtime).build()?;
    /// # Ok(())
    /// # }
    /// # #[cfg(not(feature = "smol"))]
    /// # fn main() {}
    /// ```
    #[must_use]
    pub fn spawning(
        mut self,
        spawn: impl Fn(Pin<Box<dyn Future<Output = ()> + Send>>) + Send + Sync + 'static,
    ) -> Self {
        self.spawn = Some(Arc::new(spawn));
        self
    }

    /// hyper-util's builder on this runtime.
    pub(crate) fn library(&self) -> Builder {
        let mut library = Client::builder(Spawn(self.clone()));
        match self.reactor {
            #[cfg(feature = "tokio")]
            Reactor::Tokio => library
                .timer(TokioTimer::new())
                .pool_timer(TokioTimer::new()),
            #[cfg(feature = "smol")]
            Reactor::Smol => library.timer(SmolTimer::new()).pool_timer(SmolTimer::new()),
        };
        library
    }

    pub(crate) fn timer(&self) -> SharedTimer {
        match self.reactor {
            #[cfg(feature = "tokio")]
            Reactor::Tokio => Arc::new(TokioTimer::new()),
            #[cfg(feature = "smol")]
            Reactor::Smol => Arc::new(SmolTimer::new()),
        }
    }
}

impl fmt::Debug for Runtime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Runtime")
            .field("reactor", &self.reactor)
            .field("own_executor", &self.spawn.is_some())
            .finish()
    }
}

/// Hands hyper's tasks to whoever runs them.
#[derive(Clone)]
struct Spawn(Runtime);

impl Executor<Task> for Spawn {
    fn execute(&self, task: Task) {
        match (&self.0.spawn, self.0.reactor) {
            (Some(spawn), _) => spawn(task),
            #[cfg(feature = "tokio")]
            (None, Reactor::Tokio) => TokioExecutor::new().execute(task),
            #[cfg(feature = "smol")]
            (None, Reactor::Smol) => smol::spawn(task).detach(),
        }
    }
}
