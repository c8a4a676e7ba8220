//! What a library's error was caused by.

use std::{error::Error, io};

/// Looks for an error of one type in an error and in what caused it.
///
/// What an [`io::Error`] wraps is looked at too, though `source()` skips it. Transports tell
/// with it what failed: a `rustls::Error` in a failure to connect is a failure of TLS.
///
/// ```
/// use std::{io, num::ParseIntError};
/// use spotify_core::transport::find_cause;
///
/// let cause = "x".parse::<u8>().unwrap_err();
/// let error = io::Error::other(cause.clone());
/// assert_eq!(find_cause::<ParseIntError>(&error), Some(&cause));
/// assert!(find_cause::<std::fmt::Error>(&error).is_none());
/// ```
#[must_use]
pub fn find_cause<'e, E: Error + 'static>(error: &'e (dyn Error + 'static)) -> Option<&'e E> {
    let mut next = Some(error);
    while let Some(error) = next {
        if let Some(found) = error.downcast_ref() {
            return Some(found);
        }
        next = match error
            .downcast_ref::<io::Error>()
            .and_then(io::Error::get_ref)
        {
            // Its `source` is the source of what it wraps.
            Some(wrapped) => Some(wrapped),
            None => error.source(),
        };
    }
    None
}
