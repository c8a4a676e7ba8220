//! Faults of HTTP/2 streams.

use super::{Fault, Silence};

impl Fault {
    /// Refuses the stream: `RST_STREAM` with `REFUSED_STREAM`, by which a server says that it did
    /// nothing with the request. HTTP/1.1 has no such word; there the answer comes as usual.
    pub fn refuse_stream(self) -> Self {
        self.silent(Silence::Refused)
    }
}
