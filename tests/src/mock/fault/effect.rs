//! What a fault does: another answer, another coding, another way over the wire.

use std::{
    io::Write,
    sync::{Arc, LazyLock},
    time::Duration,
};

use bytes::Bytes;
use flate2::{Compression, write::GzEncoder};
use serde_json::Value;

use super::Answer;
use crate::mock::record::Version;

/// Decoded size of the body of [`Fault::gzip_bomb`](super::Fault::gzip_bomb): 200 MiB of zeros.
pub const BOMB_BYTES: usize = 200 << 20;

/// A change of an answer's JSON.
pub(super) type Edit = Arc<dyn Fn(&mut Value) + Send + Sync>;

/// What happens to the answer; everything off by default.
#[derive(Clone, Default)]
pub(crate) struct Effect {
    pub(crate) delay: Duration,
    pub(super) answer: Option<Answer>,
    pub(super) edits: Vec<Edit>,
    pub(super) headers: Vec<(String, String)>,
    pub(super) body: Option<Bytes>,
    pub(super) prefix: Bytes,
    pub(super) encoding: Option<Encoding>,
    pub(crate) silence: Option<Silence>,
    pub(crate) wire: Wire,
}

/// No answer in HTTP at all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Silence {
    DropBefore,
    DropAfter,
    ResetBefore,
    ResetAfter,
    StallHead,
    Garbage,
    /// Over HTTP/2 alone.
    Refused,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Encoding {
    Gzip,
    Truncated,
    Bomb,
    Twice,
    Empty,
    Brotli,
}

/// How a body goes out.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Wire {
    pub(crate) framing: Framing,
    /// So many bytes at a time, with a pause after each piece.
    pub(crate) pace: Option<(usize, Duration)>,
    /// After so many bytes of the body.
    pub(crate) stop: Option<(usize, Stop)>,
    pub(crate) endless: bool,
    pub(crate) close: bool,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Framing {
    #[default]
    Length,
    /// A `content-length` that is off by so much.
    WrongLength(i64),
    TwoLengths,
    Chunked,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stop {
    Close,
    Reset,
    Stall,
}

impl Effect {
    /// Whether the request must not take effect.
    pub(crate) fn stops(&self, version: Version) -> bool {
        self.answer.is_some()
            || (self.silence == Some(Silence::Refused) && version == Version::Http2)
            || matches!(
                self.silence,
                Some(
                    Silence::DropBefore
                        | Silence::ResetBefore
                        | Silence::StallHead
                        | Silence::Garbage
                )
            )
    }

    /// The answer in its final form. `normal` is what the request got, unless it was stopped.
    pub(crate) fn apply(&self, normal: Option<Answer>) -> Answer {
        let mut answer = self
            .answer
            .clone()
            .or(normal)
            .unwrap_or_else(|| Answer::empty(500));
        if !self.edits.is_empty()
            && let Ok(mut json) = serde_json::from_slice::<Value>(&answer.body)
        {
            self.edits.iter().for_each(|edit| edit(&mut json));
            answer.body = json.to_string().into();
        }
        if let Some(body) = &self.body {
            answer.body = body.clone();
        }
        if !self.prefix.is_empty() {
            answer.body = [&self.prefix[..], &answer.body[..]].concat().into();
        }
        answer.headers.extend(self.headers.iter().cloned());
        match self.encoding {
            Some(encoding) => encoding.apply(answer),
            None => answer,
        }
    }
}

impl Encoding {
    fn apply(self, mut answer: Answer) -> Answer {
        let (name, body) = match self {
            Self::Gzip => ("gzip", gzip(&answer.body)),
            Self::Truncated => {
                let whole = gzip(&answer.body);
                ("gzip", whole.slice(..whole.len() / 2))
            }
            Self::Bomb => ("gzip", BOMB.clone()),
            Self::Twice => ("gzip, gzip", gzip(&gzip(&answer.body))),
            Self::Empty => ("gzip", Bytes::new()),
            Self::Brotli => ("br", answer.body),
        };
        answer.body = body;
        answer
            .headers
            .push(("content-encoding".to_owned(), name.to_owned()));
        answer
    }
}

fn gzip(plain: &[u8]) -> Bytes {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    // Writing to memory does not fail.
    let _ = encoder.write_all(plain);
    encoder.finish().unwrap_or_default().into()
}

/// Built when first asked for, once per process.
static BOMB: LazyLock<Bytes> = LazyLock::new(|| {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    let zeros = vec![0; 1 << 20];
    for _ in 0..BOMB_BYTES / zeros.len() {
        let _ = encoder.write_all(&zeros);
    }
    encoder.finish().unwrap_or_default().into()
});
