//! JSON values with secrets in them, wiped when they are no longer needed.

use std::io::{self, Write};

use serde_json::Value;
use spotify_core::Secret;
use zeroize::Zeroize as _;

/// A value that is wiped when it is dropped.
pub(crate) struct Wiped(pub(crate) Value);

impl Wiped {
    /// Writes JSON text, into a buffer that never moves.
    pub(crate) fn text(&self) -> Secret {
        let mut size = Size(0);
        // Neither of the two writers fails.
        let _ = serde_json::to_writer(&mut size, &self.0);
        let mut bytes = Vec::with_capacity(size.0);
        let _ = serde_json::to_writer(&mut bytes, &self.0);
        Secret::new(String::from_utf8(bytes).unwrap_or_default())
    }
}

impl Drop for Wiped {
    fn drop(&mut self) {
        wipe(&mut self.0);
    }
}

/// Wipes the texts of a value; the names of its fields are no secrets.
pub(super) fn wipe(value: &mut Value) {
    match value {
        Value::String(text) => text.zeroize(),
        Value::Array(list) => list.iter_mut().for_each(wipe),
        Value::Object(map) => map.values_mut().for_each(wipe),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// Counts what is written.
struct Size(usize);

impl Write for Size {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0 += bytes.len();
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
