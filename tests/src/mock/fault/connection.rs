//! What happens to the time and the connection of an answer.

use std::time::Duration;

use super::{Fault, Framing, Silence, Stop};

impl Fault {
    /// Waits before the head. The request has taken effect by then.
    pub fn delay(mut self, delay: Duration) -> Self {
        self.effect.delay = delay;
        self
    }

    /// Never answers; the connection stays open. The request takes no effect.
    pub fn stall_head(self) -> Self {
        self.silent(Silence::StallHead)
    }

    /// Sends the head and so many bytes of the body, then nothing more.
    pub fn stall_body(self, after: usize) -> Self {
        self.stopping(after, Stop::Stall)
    }

    /// Sends the body so many bytes at a time, with a pause after each piece.
    pub fn slow_body(mut self, bytes: usize, every: Duration) -> Self {
        self.effect.wire.pace = Some((bytes.max(1), every));
        self
    }

    /// Sends a chunked body that never ends, as fast as it is read. With
    /// [`slow_body`](Self::slow_body) as slowly as that says.
    pub fn endless_body(mut self) -> Self {
        self.effect.wire.endless = true;
        self.chunked()
    }

    /// Closes the connection without an answer; the request takes no effect.
    pub fn drop_before(self) -> Self {
        self.silent(Silence::DropBefore)
    }

    /// Closes the connection without an answer, after the request took effect.
    pub fn drop_after(self) -> Self {
        self.silent(Silence::DropAfter)
    }

    /// Resets the connection (TCP RST) without an answer; the request takes no effect.
    pub fn reset_before(self) -> Self {
        self.silent(Silence::ResetBefore)
    }

    /// Resets the connection (TCP RST) without an answer, after the request took effect.
    pub fn reset_after(self) -> Self {
        self.silent(Silence::ResetAfter)
    }

    /// Answers with `SSH-2.0-OpenSSH_9.9` in place of HTTP; the request takes no effect.
    pub fn garbage(self) -> Self {
        self.silent(Silence::Garbage)
    }

    /// Closes the connection after so many bytes of the body.
    pub fn truncate_body(self, after: usize) -> Self {
        self.stopping(after, Stop::Close)
    }

    /// Resets the connection after so many bytes of the body.
    pub fn reset_body(self, after: usize) -> Self {
        self.stopping(after, Stop::Reset)
    }

    /// Announces a chunk and closes the connection after so many bytes of it.
    pub fn truncate_chunk(self, after: usize) -> Self {
        self.chunked().stopping(after, Stop::Close)
    }

    /// Sends the body in chunks in place of a `content-length`.
    pub fn chunked(self) -> Self {
        self.framed(Framing::Chunked)
    }

    /// Sends a `content-length` that is off by so much, then closes the connection.
    pub fn wrong_length(self, off_by: i64) -> Self {
        self.framed(Framing::WrongLength(off_by)).close_after()
    }

    /// Sends two `content-length` headers that differ.
    pub fn two_lengths(self) -> Self {
        self.framed(Framing::TwoLengths)
    }

    /// Closes the connection after the answer, without having said so. An HTTP/2 connection is
    /// closed as its standard has it: by GOAWAY, once what is under way has been answered.
    pub fn close_after(mut self) -> Self {
        self.effect.wire.close = true;
        self
    }

    /// Refuses the stream: `RST_STREAM` with `REFUSED_STREAM`, by which a server says that it did
    /// nothing with the request. HTTP/1.1 has no such word; there the answer comes as usual.
    pub fn refuse_stream(self) -> Self {
        self.silent(Silence::Refused)
    }

    fn silent(mut self, silence: Silence) -> Self {
        self.effect.silence = Some(silence);
        self
    }

    fn stopping(mut self, after: usize, stop: Stop) -> Self {
        self.effect.wire.stop = Some((after, stop));
        self
    }

    fn framed(mut self, framing: Framing) -> Self {
        self.effect.wire.framing = framing;
        self
    }
}
