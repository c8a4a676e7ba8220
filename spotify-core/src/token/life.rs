//! How long a token lasts, and what it is sent as.

use std::time::Duration;

use http::HeaderValue;

use super::Token;
use crate::{AuthError, Now, call::header_of};

impl Token {
    /// Whether the access token ends within `margin`; `None` if nobody said when it ends.
    ///
    /// Goes by the wall clock, for a token that comes from elsewhere. A session counts in
    /// monotonic time.
    #[must_use]
    pub fn is_expired(&self, margin: Duration, now: Now) -> Option<bool> {
        self.remaining(now).map(|left| left <= margin)
    }

    /// How long the access token lasts, zero if it is over; `None` if nobody said when it ends.
    #[must_use]
    pub fn remaining(&self, now: Now) -> Option<Duration> {
        let left = now.wall.until(self.expires_at?);
        // The wall clock may have been set back: no token lasts for longer than its lifetime.
        let most = self.lifetime.filter(|lifetime| !lifetime.is_zero());
        Some(most.map_or(left, |most| left.min(most)))
    }

    /// Whether the access token is one that a call can carry: not empty, and fit for a header.
    ///
    /// Says nothing of whether it has ended; see [`is_expired`](Self::is_expired).
    #[must_use]
    pub fn is_valid(&self) -> bool {
        self.authorization().is_ok()
    }

    /// The value of the `authorization` header, marked as sensitive.
    ///
    /// # Errors
    /// [`AuthError::UnusableToken`] when the access token is empty or no header can carry it.
    pub fn authorization(&self) -> Result<HeaderValue, AuthError> {
        header_of(&self.access)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Timestamp;

    fn at(secs: i64) -> Now {
        Now {
            wall: Timestamp::from_secs(secs),
            mono: Duration::ZERO,
        }
    }

    const SECOND: Duration = Duration::from_secs(1);

    #[test]
    fn e5_whether_it_is_over_is_yes_no_or_unknown() {
        let token = Token::new("a").expires_in(60 * SECOND, at(1000));
        for (margin, now, expected) in [
            (0, 1000, false),
            (0, 1059, false),
            (0, 1060, true),
            (10, 1049, false),
            (10, 1050, true),
            (u64::MAX, 0, true),
        ] {
            let answer = token.is_expired(Duration::from_secs(margin), at(now));
            assert_eq!(answer, Some(expected), "{margin} {now}");
        }
        assert_eq!(Token::new("a").is_expired(Duration::ZERO, at(0)), None);
    }

    #[test]
    fn e6_what_remains_is_never_more_than_the_lifetime() {
        let token = Token::new("a").expires_in(60 * SECOND, at(1000));
        assert_eq!(token.remaining(at(1020)), Some(40 * SECOND));
        assert_eq!(token.remaining(at(2000)), Some(Duration::ZERO));
        assert_eq!(token.remaining(at(-100_000)), Some(60 * SECOND));
        let token = Token::new("a").expires_at(Timestamp::from_secs(60));
        assert_eq!(token.remaining(at(0)), Some(60 * SECOND));
        assert_eq!(Token::new("a").remaining(at(0)), None);
    }

    #[test]
    fn e7_e16_a_header_is_written_for_what_can_be_sent() {
        let header = Token::new("BQ").authorization().unwrap();
        assert!(header.is_sensitive());
        assert_eq!(header, "Bearer BQ");
        assert!(Token::new("BQ").is_valid());
        assert!(!Token::new("").is_valid());
        assert!(!Token::new("line\nbreak").is_valid());
    }
}
