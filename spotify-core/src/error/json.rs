//! An error as the JSON that Spotify itself answers with.

use serde_json::{Value, json};

use super::Error;

impl Error {
    /// The error in the form of Spotify's own: `{"error":{"status":…,"message":…}}`.
    ///
    /// `status` is that of the answer, or 0 where there was none. `message` is Spotify's where it
    /// gave one, otherwise this error's line. A program can so hand on every failure to its own
    /// callers in one form. It holds no secret.
    #[must_use]
    pub fn to_json(&self) -> Value {
        let status = self.status().map_or(0, |status| status.as_u16());
        let message = match self {
            Self::Api(error) if !error.message.is_empty() => error.message.as_str().to_owned(),
            other => other.to_string(),
        };
        json!({"error": {"status": status, "message": message}})
    }
}
