//! What is known about the text that is read, which serde has no way to tell the readers.

use std::cell::Cell;

use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;

/// How the models are read on this thread.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mode {
    /// From any format of serde.
    Any,
    /// From JSON text, of which parts can be borrowed as they stand.
    Json,
    /// From JSON text, with rows taken one by one, so that those which cannot be read become gaps.
    ///
    /// It costs a second look at each row, so it is for answers that could not be read at once.
    Rows,
}

thread_local! {
    static MODE: Cell<Mode> = const { Cell::new(Mode::Any) };
}

impl Mode {
    /// Reads in this mode; it never outlasts the call.
    pub(crate) fn run<R>(self, read: impl FnOnce() -> R) -> R {
        struct Reset(Mode);
        impl Drop for Reset {
            fn drop(&mut self) {
                MODE.set(self.0);
            }
        }
        let _reset = Reset(MODE.replace(self));
        read()
    }

    /// The mode of this thread.
    #[inline]
    pub(crate) fn get() -> Self {
        MODE.get()
    }
}

/// Takes a value as it stands in the text; not in [`Mode::Any`].
pub(crate) fn raw<'de, D: Deserializer<'de>>(deserializer: D) -> Result<&'de str, D::Error> {
    <&'de RawValue>::deserialize(deserializer).map(RawValue::get)
}
