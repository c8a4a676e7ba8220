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
    pub(super) fn new(wire: Box<dyn Wire>, site: &Site<'_>, now: Duration) -> Self {
        Self {
            wire,
            accepted: now,
            stage: Stage::Reading {
                reader: RequestReader::new(site.takes_body()),
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

#[cfg(test)]
mod tests {
    use std::collections::VecDeque;

    use super::*;
    use crate::{
        State,
        redirect::{AuthorizationRequest, ResponseMode},
    };

    /// Gives what it is told to, and would block then.
    struct Script {
        reads: VecDeque<Vec<u8>>,
        /// How many bytes each write takes; 0 would block.
        writes: VecDeque<usize>,
    }

    impl Read for Script {
        fn read(&mut self, place: &mut [u8]) -> io::Result<usize> {
            let bytes = self.reads.pop_front().ok_or(ErrorKind::WouldBlock)?;
            place[..bytes.len()].copy_from_slice(&bytes);
            Ok(bytes.len())
        }
    }

    impl Write for Script {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            match self.writes.pop_front() {
                None => Ok(bytes.len()),
                Some(0) => Err(ErrorKind::WouldBlock.into()),
                Some(count) => Ok(count.min(bytes.len())),
            }
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    impl Wire for Script {
        fn finish(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    /// Steps at each of these seconds, and says what came of it: `.` waits, `>` moves, `|` is
    /// gone, `!` brings the answer.
    fn run(reads: &[&str], writes: &[usize], seconds: &[u64]) -> String {
        let state = "abcdefghijklmnopqrstuvwxyz";
        let request = AuthorizationRequest::new(
            String::new(),
            "http://127.0.0.1:8888/cb".parse().unwrap(),
            State::new(state).unwrap(),
            "https://accounts.spotify.com/authorize".parse().unwrap(),
            ResponseMode::Query,
        );
        let site = Site::new(&request);
        let script = Script {
            reads: reads.iter().map(|text| text.as_bytes().to_vec()).collect(),
            writes: writes.iter().copied().collect(),
        };
        let mut connection = Connection::new(Box::new(script), &site, Duration::ZERO);
        let mut scratch = [0; 256];
        seconds
            .iter()
            .map(|second| {
                match connection.step(&site, Duration::from_secs(*second), &mut scratch) {
                    Step::Waits => '.',
                    Step::Moves => '>',
                    Step::Gone => '|',
                    Step::Brings(_) => '!',
                }
            })
            .collect()
    }

    const GOOD: &str = "GET /cb?code=AQ&state=abcdefghijklmnopqrstuvwxyz HTTP/1.1\r\n\
                        Host: 127.0.0.1:8888\r\n\r\n";

    #[test]
    fn d13_a_request_a_page_and_goodbye() {
        assert_eq!(run(&[GOOD, "", ""], &[], &[0, 0, 0, 0]), "!>>|");
        assert_eq!(run(&["\0", "", ""], &[], &[0, 0, 0, 0]), ">>>|");
        assert_eq!(run(&[""], &[], &[0]), "|");
        let (first, second) = GOOD.split_at(20);
        assert_eq!(run(&[first, second], &[], &[0, 1]), ">!");
        assert_eq!(run(&[GOOD], &[100, 0, 200], &[0, 0, 0, 1, 1]), "!>.>>");
    }

    #[test]
    fn a6_whoever_is_slow_is_given_up_and_whoever_is_silent_is_not() {
        assert_eq!(run(&[], &[], &[0, 14, 15, 1000]), "....");
        assert_eq!(run(&["G"], &[], &[5, 19, 20]), ">.|");
        // Each byte in time, and all of them too late.
        assert_eq!(run(&["G", "E", "T"], &[], &[5, 10, 15, 21]), ">>>|");
        assert_eq!(run(&[GOOD], &[0, 0], &[1, 15, 16]), "!.|");
        // Whoever has the page and goes on sending, or does not go.
        assert_eq!(run(&["\0", "a", "a", "a"], &[], &[0, 0, 0, 0, 1]), ">>>>|");
        assert_eq!(run(&["\0"], &[], &[0, 0, 0, 0, 1]), ">>>.|");
    }
}
