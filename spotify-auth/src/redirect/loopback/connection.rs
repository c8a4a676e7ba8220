//! One connection to the listener: a request, a page, and goodbye; it never blocks.

use std::{
    io::{self, ErrorKind, Read, Write},
    net::{Shutdown, TcpStream},
    time::Duration,
};

use super::{
    page::Page,
    request::{Refusal, RequestReader},
    route::Site,
};
use crate::redirect::Callback;

/// How long a request may take from its first byte on, and a page to be taken.
const PATIENCE: Duration = Duration::from_secs(15);

/// How long the end of the other side is waited for, so that it has the page before the
/// connection is closed.
const GOODBYE: Duration = Duration::from_millis(500);

/// A stream that does not block, in the clear or not.
pub(in crate::redirect) trait Wire: Read + Write + Send {
    /// Says that nothing more will be written.
    fn finish(&mut self) -> io::Result<()>;
}

impl Wire for TcpStream {
    fn finish(&mut self) -> io::Result<()> {
        self.shutdown(Shutdown::Write)
    }
}

pub(super) struct Connection {
    wire: Box<dyn Wire>,
    accepted: Duration,
    stage: Stage,
}

enum Stage {
    Reading {
        reader: RequestReader,
        until: Option<Duration>,
    },
    Writing {
        response: Vec<u8>,
        written: usize,
        until: Duration,
    },
    Draining {
        until: Duration,
    },
}

/// What came of a step.
pub(super) enum Step {
    /// Nothing; the other side is waited for.
    Waits,
    /// Something; another step may do more at once.
    Moves,
    /// The end.
    Gone,
    /// The answer that was waited for. The page for it is still to be written.
    Brings(Callback),
}

impl Connection {
    pub(super) fn new(wire: Box<dyn Wire>, now: Duration) -> Self {
        Self {
            wire,
            accepted: now,
            stage: Stage::Reading {
                reader: RequestReader::default(),
                until: None,
            },
        }
    }

    /// When it was accepted.
    pub(super) const fn accepted(&self) -> Duration {
        self.accepted
    }

    /// Whether it has its page.
    pub(super) const fn is_draining(&self) -> bool {
        matches!(self.stage, Stage::Draining { .. })
    }

    /// Does what can be done without waiting. `scratch` is a place to read into, of any content.
    pub(super) fn step(&mut self, site: &Site<'_>, now: Duration, scratch: &mut [u8]) -> Step {
        match self.advance(site, now, scratch) {
            Ok(step) => step,
            Err(error) if error.kind() == ErrorKind::Interrupted => Step::Moves,
            Err(error) if error.kind() == ErrorKind::WouldBlock => match self.stage.until() {
                Some(until) if until <= now => Step::Gone,
                _ => Step::Waits,
            },
            Err(_) => Step::Gone,
        }
    }

    fn advance(&mut self, site: &Site<'_>, now: Duration, scratch: &mut [u8]) -> io::Result<Step> {
        match &mut self.stage {
            Stage::Reading { reader, until } => {
                let count = self.wire.read(scratch)?;
                let bytes = scratch.get(..count).unwrap_or_default();
                if bytes.is_empty() {
                    return Ok(Step::Gone);
                }
                until.get_or_insert(now + PATIENCE);
                let (page, callback) = match reader.feed(bytes) {
                    Ok(false) => return Ok(Step::Moves),
                    Ok(true) => match reader.request() {
                        Some(request) => site.answer(&request),
                        None => (Page::Malformed, None),
                    },
                    Err(Refusal::Malformed) => (Page::Malformed, None),
                    Err(Refusal::TooLarge) => (Page::TooLarge, None),
                };
                self.stage = Stage::Writing {
                    response: page.response(),
                    written: 0,
                    until: now + PATIENCE,
                };
                Ok(callback.map_or(Step::Moves, Step::Brings))
            }
            Stage::Writing {
                response, written, ..
            } => {
                match response.get(*written..) {
                    Some(rest) if !rest.is_empty() => match self.wire.write(rest)? {
                        0 => return Ok(Step::Gone),
                        count => *written += count,
                    },
                    _ => {
                        self.wire.flush()?;
                        self.wire.finish()?;
                        self.stage = Stage::Draining {
                            until: now + GOODBYE,
                        };
                    }
                }
                Ok(Step::Moves)
            }
            Stage::Draining { until } => {
                if *until <= now || self.wire.read(scratch)? == 0 {
                    return Ok(Step::Gone);
                }
                Ok(Step::Moves)
            }
        }
    }
}

impl Stage {
    /// When it is given up; an idle connection is kept while there is room.
    const fn until(&self) -> Option<Duration> {
        match self {
            Self::Reading { until, .. } => *until,
            Self::Writing { until, .. } | Self::Draining { until } => Some(*until),
        }
    }
}
