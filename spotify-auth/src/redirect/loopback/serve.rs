//! Waiting for one answer at a socket: one thread, few connections, an end in any case.

use std::{
    collections::VecDeque,
    io::ErrorKind,
    net::{TcpListener, TcpStream},
    time::Duration,
};

use spotify_core::{Clock as _, SystemClock};

use super::{
    connection::{Connection, Step, Wire},
    route::Site,
};
use crate::redirect::{Callback, Cancel};

/// The most connections at a time. Whoever comes then takes the place of the oldest.
const MOST: usize = 64;

/// How long a connection keeps its place, whoever comes: long enough for a request from the same
/// machine.
const GRACE: Duration = Duration::from_millis(50);

/// How long the browser has to take its last page.
const LAST_PAGE: Duration = Duration::from_millis(250);

/// The pauses when nothing happens: each is double the one before.
const PAUSES: (Duration, Duration) = (Duration::from_millis(1), Duration::from_millis(10));

/// Makes a stream of a connection.
pub(in crate::redirect) type Wrap = dyn Fn(TcpStream) -> std::io::Result<Box<dyn Wire>> + Send;

/// How a wait ended.
pub(super) enum End {
    Answer(Callback),
    Cancelled,
    TimedOut,
}

/// A socket that waits for one answer. Dropped in any case: then the port is free.
pub(super) struct Serving<'a> {
    pub(super) listener: TcpListener,
    pub(super) site: Site<'a>,
    pub(super) wrap: &'a Wrap,
    pub(super) cancel: &'a Cancel,
}

impl Serving<'_> {
    /// Serves until the answer is there, the time is over or somebody cancels.
    pub(super) fn run(self, timeout: Duration) -> End {
        let end = now().saturating_add(timeout);
        let mut connections = VecDeque::with_capacity(MOST);
        let mut scratch = vec![0; 4 << 10];
        let mut pause = PAUSES.0;
        loop {
            let now = now();
            if self.cancel.take() {
                return End::Cancelled;
            }
            if now >= end {
                return End::TimedOut;
            }
            let mut moves = self.accept(&mut connections, now);
            for _ in 0..connections.len() {
                let Some(mut connection) = connections.pop_front() else {
                    break;
                };
                match connection.step(&self.site, now, &mut scratch) {
                    Step::Brings(callback) => {
                        drop(connections);
                        self.say_goodbye(connection, &mut scratch);
                        return End::Answer(callback);
                    }
                    Step::Gone => moves = true,
                    Step::Moves => {
                        moves = true;
                        connections.push_back(connection);
                    }
                    Step::Waits => connections.push_back(connection),
                }
            }
            if moves {
                pause = PAUSES.0;
            } else {
                self.cancel.pause(pause.min(end.saturating_sub(now)));
                pause = pause.saturating_mul(2).min(PAUSES.1);
            }
        }
    }

    /// Takes whoever waits at the door, as long as there is a place; says whether anybody came.
    fn accept(&self, connections: &mut VecDeque<Connection>, now: Duration) -> bool {
        let mut came = false;
        loop {
            let leaves = if connections.len() < MOST {
                None
            } else if let Some(place) = leaves(connections, now) {
                Some(place)
            } else {
                return came;
            };
            match self.listener.accept() {
                Ok((stream, _)) => {
                    came = true;
                    if let Some(place) = leaves {
                        connections.remove(place);
                    }
                    // A connection that cannot even be set up is as good as gone.
                    if let Ok(wire) = self.wire(stream) {
                        connections.push_back(Connection::new(wire, &self.site, now));
                    }
                }
                Err(error) => match error.kind() {
                    ErrorKind::Interrupted | ErrorKind::ConnectionAborted => {}
                    ErrorKind::WouldBlock => return came,
                    _ => {
                        // Most likely the process has too many files open: one less.
                        connections.pop_front();
                        return came;
                    }
                },
            }
        }
    }

    fn wire(&self, stream: TcpStream) -> std::io::Result<Box<dyn Wire>> {
        stream.set_nonblocking(true)?;
        stream.set_nodelay(true)?;
        (self.wrap)(stream)
    }

    /// Gives the port back, and the browser a moment for its last page.
    fn say_goodbye(self, mut connection: Connection, scratch: &mut [u8]) {
        drop(self.listener);
        let end = now().saturating_add(LAST_PAGE);
        loop {
            match connection.step(&self.site, now(), scratch) {
                _ if now() >= end => return,
                Step::Gone => return,
                Step::Moves | Step::Brings(_) => {}
                Step::Waits => std::thread::park_timeout(PAUSES.0),
            }
        }
    }
}

/// Who gives up its place: one that has its page, or else the oldest that has had its time.
fn leaves(connections: &VecDeque<Connection>, now: Duration) -> Option<usize> {
    let draining = connections.iter().position(Connection::is_draining);
    let had_its_time = |c: &Connection| c.accepted().saturating_add(GRACE) <= now;
    draining.or_else(|| connections.iter().position(had_its_time))
}

fn now() -> Duration {
    SystemClock.now().mono
}
