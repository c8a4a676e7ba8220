//! How patient a client is.

use std::time::Duration;

use http::StatusCode;

use crate::Limits;

/// How often, how long and for what a call is repeated.
///
/// Whatever it says, what must not be repeated is not, and a 401 leads to one renewal and one
/// more attempt.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Policy {
    /// Most attempts of one call, the first included; 3.
    pub attempts: u32,
    /// What the pauses between attempts grow from; 0.5 s.
    pub backoff: Duration,
    /// What they grow to; 20 s.
    pub backoff_cap: Duration,
    /// The longest rate limit that is waited out; 30 s. A longer one, and any
    /// `QUOTA_EXCEEDED`, is an error at once.
    pub patience: Duration,
    /// Longest time for the whole call: queue, token, waits, attempts, body; 60 s.
    pub deadline: Duration,
    /// The statuses after which a call is repeated; 500, 502, 503 and 504.
    pub statuses: Vec<StatusCode>,
    /// What one attempt may cost.
    pub limits: Limits,
}

impl Policy {
    /// The numbers given with the fields.
    #[must_use]
    pub fn new() -> Self {
        Self {
            attempts: 3,
            backoff: Duration::from_millis(500),
            backoff_cap: Duration::from_secs(20),
            patience: Duration::from_secs(30),
            deadline: Duration::from_secs(60),
            statuses: vec![
                StatusCode::INTERNAL_SERVER_ERROR,
                StatusCode::BAD_GATEWAY,
                StatusCode::SERVICE_UNAVAILABLE,
                StatusCode::GATEWAY_TIMEOUT,
            ],
            limits: Limits::new(),
        }
    }

    /// Sets the most attempts; at least one is made.
    #[must_use]
    pub fn attempts(mut self, attempts: u32) -> Self {
        self.attempts = attempts;
        self
    }

    /// Sets what the pauses grow from, and to.
    #[must_use]
    pub fn backoff(mut self, from: Duration, to: Duration) -> Self {
        (self.backoff, self.backoff_cap) = (from, to);
        self
    }

    /// Sets the longest rate limit that is waited out.
    #[must_use]
    pub fn patience(mut self, patience: Duration) -> Self {
        self.patience = patience;
        self
    }

    /// Sets the longest time for the whole call.
    #[must_use]
    pub fn deadline(mut self, deadline: Duration) -> Self {
        self.deadline = deadline;
        self
    }

    /// Sets the statuses after which a call is repeated.
    #[must_use]
    pub fn statuses(mut self, statuses: impl IntoIterator<Item = StatusCode>) -> Self {
        self.statuses = statuses.into_iter().collect();
        self
    }

    /// Sets what one attempt may cost.
    #[must_use]
    pub fn limits(mut self, limits: Limits) -> Self {
        self.limits = limits;
        self
    }

    /// The pause before attempt `attempt + 1`, anywhere between nothing and
    /// `backoff * 2^attempt`, with [`backoff_cap`](Self::backoff_cap) as the most (full jitter).
    pub(crate) fn pause(&self, attempt: u32, jitter: &mut Jitter) -> Duration {
        let doubled = 1u32.checked_shl(attempt).unwrap_or(u32::MAX);
        jitter.up_to(self.backoff.saturating_mul(doubled).min(self.backoff_cap))
    }
}

impl Default for Policy {
    fn default() -> Self {
        Self::new()
    }
}

/// The dice of one call: splitmix64 from a seed.
#[derive(Debug, Clone)]
pub(crate) struct Jitter(u64);

impl Jitter {
    pub(crate) const fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// A length of time from zero to `most`, each equally likely.
    pub(crate) fn up_to(&mut self, most: Duration) -> Duration {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^= z >> 31;
        let nanos = most.as_nanos().saturating_mul(u128::from(z)) >> 64;
        Duration::from_nanos(u64::try_from(nanos).unwrap_or(u64::MAX))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn r4_full_jitter_is_uniform_and_never_overflows() {
        let policy = Policy::new();
        let mut jitter = Jitter::new(7);
        for attempt in [0, 1, 3, 6, 31, 32, u32::MAX] {
            let most = policy.backoff.as_secs_f64() * 2f64.powi(attempt.min(60) as i32);
            let most = most.min(20.0);
            let mut draws: Vec<f64> = (0..100_000)
                .map(|_| policy.pause(attempt, &mut jitter).as_secs_f64() / most)
                .collect();
            draws.sort_by(f64::total_cmp);
            // Kolmogorov-Smirnov against U(0, 1): p > 0.01 means D < 1.628 / sqrt(n).
            let n = draws.len() as f64;
            let distance = draws
                .iter()
                .enumerate()
                .map(|(i, x)| (x - i as f64 / n).abs().max((x - (i + 1) as f64 / n).abs()))
                .fold(0.0, f64::max);
            assert!(
                distance < 1.628 / n.sqrt(),
                "attempt {attempt}: D = {distance}"
            );
        }
    }
}
