//! A store that blocks, for async clients.

use std::{
    collections::VecDeque,
    fmt,
    panic::{AssertUnwindSafe, catch_unwind},
    pin::Pin,
    sync::{Arc, PoisonError},
    task::{Context, Poll, Waker},
    thread,
    time::Duration,
};

use super::{
    AppNote, BlockingTokenStore, Commit, CredentialKey, Generation, KeyFilter, Lease, Record,
    StoreError, StoreErrorKind, TokenStore,
};
use crate::{
    Token,
    sync::{Condvar, Mutex, lock},
};

/// Most operations that are under way at a time, each on a thread of its own.
const THREADS: usize = 4;
/// Most operations that wait for a thread.
const WAITING: usize = 1024;
/// How long a thread without work stays.
const IDLE: Duration = Duration::from_secs(5);

/// Makes a [`BlockingTokenStore`] a [`TokenStore`]: each operation runs on a thread of a small
/// pool, under any runtime or none. Clones share the pool.
///
/// A store that hangs costs four threads and no more. As soon as the callers of all four have
/// gone away, further operations fail at once ([`StoreErrorKind::Unavailable`]), until one of the
/// four comes back.
pub struct OnThread<S>(Arc<Owner<S>>);

/// Closes the pool when the last clone goes.
struct Owner<S>(Arc<Pool<S>>);

struct Pool<S> {
    store: S,
    state: Mutex<State<S>>,
    ready: Condvar,
}

struct State<S> {
    waiting: VecDeque<Box<dyn Job<S>>>,
    threads: usize,
    idle: usize,
    /// Threads whose callers have gone away before the store answered.
    hung: isize,
    closed: bool,
}

/// One operation as the pool sees it.
trait Job<S>: Send {
    fn run(self: Box<Self>, pool: &Pool<S>);
}

impl<S: BlockingTokenStore + 'static> OnThread<S> {
    /// Takes the store; threads are made when they are needed.
    #[must_use]
    pub fn new(store: S) -> Self {
        let state = State {
            waiting: VecDeque::new(),
            threads: 0,
            idle: 0,
            hung: 0,
            closed: false,
        };
        Self(Arc::new(Owner(Arc::new(Pool {
            store,
            state: Mutex::new(state),
            ready: Condvar::new(),
        }))))
    }

    /// The store itself, for a caller that may block.
    #[must_use]
    pub fn get_ref(&self) -> &S {
        &self.0.0.store
    }

    /// Runs one operation; `unheard` undoes it if nobody waits for it any more.
    async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce(&S) -> Result<T, StoreError> + Send + 'static,
        unheard: fn(&S, T),
    ) -> Result<T, StoreError> {
        let pool = &self.0.0;
        let answer = Arc::new(Mutex::new(Answer::Queued(None)));
        let caller = Caller {
            pool: pool.clone(),
            answer: answer.clone(),
        };
        Pool::submit(
            pool,
            Box::new(Operation {
                work: Some(work),
                unheard,
                answer,
            }),
        )?;
        caller.await
    }
}

/// How far an operation is.
enum Answer<T> {
    Queued(Option<Waker>),
    Running(Option<Waker>),
    Done(Result<T, StoreError>),
    /// Nobody waits, or nobody waits any more.
    Over,
}

struct Operation<T, W, S> {
    work: Option<W>,
    unheard: fn(&S, T),
    answer: Arc<Mutex<Answer<T>>>,
}

impl<S, T, W> Job<S> for Operation<T, W, S>
where
    T: Send,
    W: FnOnce(&S) -> Result<T, StoreError> + Send,
{
    fn run(mut self: Box<Self>, pool: &Pool<S>) {
        let Some(work) = self.work.take() else { return };
        {
            let mut answer = lock(&self.answer);
            let Answer::Queued(waker) = &mut *answer else {
                return;
            };
            *answer = Answer::Running(waker.take());
        }
        let result = catch_unwind(AssertUnwindSafe(|| work(&pool.store)));
        let result = result.unwrap_or_else(|_| Err(unavailable("the token store panicked")));
        let Some(unheard) = self.answer(result) else {
            return;
        };
        lock(&pool.state).hung -= 1;
        if let Ok(value) = unheard {
            // Nobody is left to hear of a panic.
            let _ = catch_unwind(AssertUnwindSafe(|| (self.unheard)(&pool.store, value)));
        }
    }
}

impl<T, W, S> Operation<T, W, S> {
    /// Tells the caller; gives the result back if there is none.
    fn answer(&self, result: Result<T, StoreError>) -> Option<Result<T, StoreError>> {
        let waker = match &mut *lock(&self.answer) {
            Answer::Over | Answer::Done(_) => return Some(result),
            answer @ (Answer::Queued(_) | Answer::Running(_)) => {
                match std::mem::replace(answer, Answer::Done(result)) {
                    Answer::Queued(waker) | Answer::Running(waker) => waker,
                    Answer::Done(_) | Answer::Over => None,
                }
            }
        };
        if let Some(waker) = waker {
            waker.wake();
        }
        None
    }
}

/// An operation that was never begun is answered all the same.
impl<T, W, S> Drop for Operation<T, W, S> {
    fn drop(&mut self) {
        if self.work.is_some() {
            self.answer(Err(busy()));
        }
    }
}

/// Whoever waits for an operation.
struct Caller<S, T> {
    pool: Arc<Pool<S>>,
    answer: Arc<Mutex<Answer<T>>>,
}

impl<S, T> Future for Caller<S, T> {
    type Output = Result<T, StoreError>;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let mut answer = lock(&self.answer);
        match &mut *answer {
            Answer::Queued(waker) | Answer::Running(waker) => {
                *waker = Some(context.waker().clone());
                Poll::Pending
            }
            Answer::Done(_) | Answer::Over => match std::mem::replace(&mut *answer, Answer::Over) {
                Answer::Done(result) => Poll::Ready(result),
                _ => Poll::Ready(Err(busy())),
            },
        }
    }
}

impl<S, T> Drop for Caller<S, T> {
    fn drop(&mut self) {
        let before = std::mem::replace(&mut *lock(&self.answer), Answer::Over);
        if matches!(before, Answer::Running(_)) {
            let stranded = {
                let mut state = lock(&self.pool.state);
                state.hung += 1;
                match state.is_stuck() {
                    true => std::mem::take(&mut state.waiting),
                    false => VecDeque::new(),
                }
            };
            // Dropped outside the lock: that answers their callers.
            drop(stranded);
        }
    }
}

impl<S> State<S> {
    fn is_stuck(&self) -> bool {
        self.hung >= THREADS as isize
    }
}

impl<S: BlockingTokenStore + 'static> Pool<S> {
    fn submit(pool: &Arc<Self>, job: Box<dyn Job<S>>) -> Result<(), StoreError> {
        let mut state = lock(&pool.state);
        if state.is_stuck() || state.waiting.len() >= WAITING {
            drop(state);
            return Err(busy());
        }
        if state.idle <= state.waiting.len() && state.threads < THREADS {
            let worker = pool.clone();
            let thread = thread::Builder::new().name("token-store".to_owned());
            match thread.spawn(move || worker.work()) {
                Ok(_) => state.threads += 1,
                // Those that there are will do.
                Err(_) if state.threads > 0 => {}
                Err(error) => {
                    drop(state);
                    return Err(StoreError::new(StoreErrorKind::Unavailable).because(error));
                }
            }
        }
        state.waiting.push_back(job);
        drop(state);
        pool.ready.notify_one();
        Ok(())
    }

    /// What a thread does until there has been nothing to do for a while.
    fn work(&self) {
        let mut state = lock(&self.state);
        loop {
            if let Some(job) = state.waiting.pop_front() {
                drop(state);
                job.run(self);
                state = lock(&self.state);
                continue;
            }
            if state.closed {
                break;
            }
            state.idle += 1;
            let (woken, timeout) = self
                .ready
                .wait_timeout(state, IDLE)
                .unwrap_or_else(PoisonError::into_inner);
            state = woken;
            state.idle -= 1;
            if timeout.timed_out() && state.waiting.is_empty() {
                break;
            }
        }
        state.threads -= 1;
    }
}

impl<S> Drop for Owner<S> {
    fn drop(&mut self) {
        lock(&self.0.state).closed = true;
        self.0.ready.notify_all();
    }
}

impl<S> Clone for OnThread<S> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

impl<S: fmt::Debug> fmt::Debug for OnThread<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("OnThread").field(&self.0.0.store).finish()
    }
}

fn unavailable(why: &'static str) -> StoreError {
    StoreError::new(StoreErrorKind::Unavailable).because(why)
}

fn busy() -> StoreError {
    unavailable("earlier operations of the token store have not come back")
}

/// What is undone when nobody waits for it any more: nothing.
fn keep<S, T>(_: &S, _: T) {}

#[async_trait::async_trait]
impl<S: BlockingTokenStore + 'static> TokenStore for OnThread<S> {
    async fn load(&self, key: &CredentialKey) -> Result<Option<Record>, StoreError> {
        let key = key.clone();
        self.run(move |store| store.load(&key), keep).await
    }

    async fn commit(
        &self,
        key: &CredentialKey,
        expected: Option<Generation>,
        new: Option<&Token>,
    ) -> Result<Commit, StoreError> {
        let (key, new) = (key.clone(), new.cloned());
        self.run(
            move |store| store.commit(&key, expected, new.as_ref()),
            keep,
        )
        .await
    }

    async fn lease(
        &self,
        key: &CredentialKey,
        time: Duration,
    ) -> Result<Option<Lease>, StoreError> {
        let key = key.clone();
        self.run(
            move |store| store.lease(&key, time),
            |store, lease| {
                if let Some(lease) = lease {
                    // It ends by itself if it cannot be given back.
                    let _ = store.release(lease);
                }
            },
        )
        .await
    }

    async fn release(&self, lease: Lease) -> Result<(), StoreError> {
        self.run(move |store| store.release(lease), keep).await
    }

    async fn list(&self, filter: &KeyFilter) -> Result<Vec<CredentialKey>, StoreError> {
        let filter = filter.clone();
        self.run(move |store| store.list(&filter), keep).await
    }

    async fn used(&self, key: &CredentialKey) -> Result<(), StoreError> {
        let key = key.clone();
        self.run(move |store| store.used(&key), keep).await
    }

    async fn note(&self, key: &CredentialKey, note: &AppNote) -> Result<(), StoreError> {
        let (key, note) = (key.clone(), note.clone());
        self.run(move |store| store.note(&key, &note), keep).await
    }

    async fn noted(&self, key: &CredentialKey) -> Result<Option<AppNote>, StoreError> {
        let key = key.clone();
        self.run(move |store| store.noted(&key), keep).await
    }

    async fn remove(&self, filter: &KeyFilter) -> Result<usize, StoreError> {
        let filter = filter.clone();
        self.run(move |store| store.remove(&filter), keep).await
    }
}
