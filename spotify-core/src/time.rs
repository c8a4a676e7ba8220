//! Moments and clocks: the only file of this crate that asks the operating system what time it is.

use std::{
    collections::hash_map::RandomState,
    fmt,
    hash::{BuildHasher, Hasher},
    str::FromStr,
    sync::{
        Arc, OnceLock,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant, SystemTime, UNIX_EPOCH},
};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

mod civil;

use civil::civil_from_days;
pub(crate) use civil::{Civil, Digits};

/// A moment in UTC, in whole milliseconds since 1970-01-01T00:00:00Z.
///
/// Reads and writes RFC 3339 text (`2026-11-22T13:09:00Z`), the form of every date-time that
/// the Web API sends; in serde it is that text. Converts from and to [`SystemTime`].
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Timestamp(i64);

impl Timestamp {
    /// 1970-01-01T00:00:00Z.
    pub const EPOCH: Self = Self(0);

    /// Makes a moment from milliseconds since the epoch; earlier moments are negative.
    #[must_use]
    pub const fn from_millis(millis: i64) -> Self {
        Self(millis)
    }

    /// Makes a moment from seconds since the epoch, clamped to what milliseconds can hold.
    #[must_use]
    pub const fn from_secs(secs: i64) -> Self {
        Self(secs.saturating_mul(1000))
    }

    /// Milliseconds since the epoch.
    #[must_use]
    pub const fn as_millis(self) -> i64 {
        self.0
    }

    /// Whole seconds since the epoch, rounded down.
    #[must_use]
    pub const fn as_secs(self) -> i64 {
        self.0.div_euclid(1000)
    }

    /// The moment `by` later, clamped at the end of time.
    #[must_use]
    pub fn saturating_add(self, by: Duration) -> Self {
        Self(
            self.0
                .saturating_add(i64::try_from(by.as_millis()).unwrap_or(i64::MAX)),
        )
    }

    /// The moment `by` earlier, clamped at the beginning of time.
    #[must_use]
    pub fn saturating_sub(self, by: Duration) -> Self {
        Self(
            self.0
                .saturating_sub(i64::try_from(by.as_millis()).unwrap_or(i64::MAX)),
        )
    }

    /// How long it is from this moment until `later`; zero if that has passed.
    #[must_use]
    pub fn until(self, later: Self) -> Duration {
        Duration::from_millis(u64::try_from(later.0.saturating_sub(self.0)).unwrap_or(0))
    }

    fn from_civil(civil: Civil) -> Option<Self> {
        let days = civil.days_since_epoch()?;
        let secs = days
            .checked_mul(86_400)?
            .checked_add(i64::from(civil.hour) * 3600)?
            .checked_add(i64::from(civil.minute) * 60)?
            .checked_add(i64::from(civil.second))?
            .checked_sub(civil.offset_secs)?;
        Some(Self(
            secs.checked_mul(1000)?
                .checked_add(i64::from(civil.millis))?,
        ))
    }
}

impl From<SystemTime> for Timestamp {
    fn from(time: SystemTime) -> Self {
        match time.duration_since(UNIX_EPOCH) {
            Ok(after) => Self::EPOCH.saturating_add(after),
            Err(before) => Self::EPOCH.saturating_sub(before.duration()),
        }
    }
}

impl From<Timestamp> for SystemTime {
    fn from(moment: Timestamp) -> Self {
        let distance = Duration::from_millis(moment.0.unsigned_abs());
        let there = if moment.0 >= 0 {
            UNIX_EPOCH.checked_add(distance)
        } else {
            UNIX_EPOCH.checked_sub(distance)
        };
        there.unwrap_or(UNIX_EPOCH)
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (days, rest) = (self.0.div_euclid(86_400_000), self.0.rem_euclid(86_400_000));
        let (year, month, day) = civil_from_days(days);
        let (secs, millis) = (rest / 1000, rest % 1000);
        let (hour, minute, second) = (secs / 3600, secs / 60 % 60, secs % 60);
        write!(
            f,
            "{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}"
        )?;
        if millis != 0 {
            write!(f, ".{millis:03}")?;
        }
        f.write_str("Z")
    }
}

impl fmt::Debug for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// Says that a text is no RFC 3339 date-time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a date-time: expected the form 2026-11-22T13:09:00Z (RFC 3339)")]
pub struct InvalidTimestamp;

impl FromStr for Timestamp {
    type Err = InvalidTimestamp;

    /// Reads RFC 3339; digits of a second beyond the third are dropped.
    fn from_str(text: &str) -> Result<Self, InvalidTimestamp> {
        let mut rest = Digits(text.as_bytes());
        (|| {
            let year = i64::from(rest.number(4)?);
            rest.byte(b"-")?;
            let month = rest.number(2)?;
            rest.byte(b"-")?;
            let day = rest.number(2)?;
            rest.byte(b"Tt ")?;
            let hour = rest.number(2)?;
            rest.byte(b":")?;
            let minute = rest.number(2)?;
            rest.byte(b":")?;
            let second = rest.number(2)?;
            let millis = rest.fraction()?;
            let offset_secs = rest.offset()?;
            if !rest.0.is_empty() || hour > 23 || minute > 59 || second > 60 {
                return None;
            }
            let second = second.min(59); // a leap second is the last of its minute
            Self::from_civil(Civil {
                year,
                month,
                day,
                hour,
                minute,
                second,
                millis,
                offset_secs,
            })
        })()
        .ok_or(InvalidTimestamp)
    }
}

impl Serialize for Timestamp {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Timestamp {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Text;
        impl de::Visitor<'_> for Text {
            type Value = Timestamp;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an RFC 3339 date-time")
            }
            fn visit_str<E: de::Error>(self, text: &str) -> Result<Timestamp, E> {
                text.parse().map_err(E::custom)
            }
        }
        deserializer.deserialize_str(Text)
    }
}

/// One reading of both clocks, handed to the machines as an argument.
///
/// `mono` counts waits, deadlines and in-process expiry and never goes back; `wall` is for what
/// is stored or comes from a server. Plain data: it prints in snapshots.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Now {
    /// Coordinated universal time.
    pub wall: Timestamp,
    /// Time since an arbitrary moment of this process, which only grows.
    pub mono: Duration,
}

/// Tells the time and rolls the dice.
pub trait Clock: Send + Sync {
    /// Reads both clocks.
    fn now(&self) -> Now;
    /// Gives a number that other processes cannot be expected to give: the seed of one call's
    /// jitter.
    fn seed(&self) -> u64;
}

impl<C: Clock + ?Sized> Clock for Arc<C> {
    fn now(&self) -> Now {
        (**self).now()
    }

    fn seed(&self) -> u64 {
        (**self).seed()
    }
}

/// The operating system's clocks.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

#[allow(
    clippy::disallowed_methods,
    reason = "this is the clock that everything else asks"
)]
impl Clock for SystemClock {
    fn now(&self) -> Now {
        static START: OnceLock<Instant> = OnceLock::new();
        Now {
            wall: SystemTime::now().into(),
            mono: START.get_or_init(Instant::now).elapsed(),
        }
    }

    fn seed(&self) -> u64 {
        /// Odd, and no multiple of the step between the draws of one seed: two calls never draw
        /// the same numbers shifted.
        const STEP: u64 = 0xD1B5_4A32_D192_ED03;
        static NEXT: OnceLock<AtomicU64> = OnceLock::new();
        // The system's dice are thrown once; asking them for each call would cost more than
        // spreading retries is worth.
        let next = NEXT.get_or_init(|| AtomicU64::new(RandomState::new().build_hasher().finish()));
        next.fetch_add(STEP, Ordering::Relaxed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_and_writes_rfc_3339() {
        for (text, millis) in [
            ("1970-01-01T00:00:00Z", 0),
            ("2016-12-13T20:44:04.589Z", 1_481_661_844_589),
            ("2000-02-29T23:59:59Z", 951_868_799_000),
            ("1969-12-31T23:59:59.999Z", -1),
            ("0001-01-01T00:00:00Z", -62_135_596_800_000),
        ] {
            let moment: Timestamp = text.parse().unwrap();
            assert_eq!(moment.as_millis(), millis, "{text}");
            assert_eq!(moment.to_string(), text);
        }
        let shifted: Timestamp = "2026-11-22T13:09:00.5+02:30".parse().unwrap();
        assert_eq!(shifted.to_string(), "2026-11-22T10:39:00.500Z");
        assert_eq!(
            "2016-12-31T23:59:60Z"
                .parse::<Timestamp>()
                .unwrap()
                .as_secs(),
            1_483_228_799
        );
    }

    #[test]
    fn refuses_what_is_no_date_time() {
        for text in [
            "",
            "2026-11-22",
            "2026-13-01T00:00:00Z",
            "2026-02-29T00:00:00Z",
            "2026-11-22T24:00:00Z",
            "2026-11-22T13:09:00",
            "2026-11-22T13:09:00.Z",
            "2026-11-22T13:09:00Z ",
            "x026-11-22T13:09:00Z",
        ] {
            assert_eq!(text.parse::<Timestamp>(), Err(InvalidTimestamp), "{text}");
        }
    }

    #[test]
    fn arithmetic_never_wraps() {
        let end = Timestamp::from_millis(i64::MAX);
        assert_eq!(end.saturating_add(Duration::MAX), end);
        assert_eq!(Timestamp::from_secs(i64::MAX), end);
        assert_eq!(end.until(Timestamp::EPOCH), Duration::ZERO);
        assert_eq!(
            Timestamp::from(SystemTime::from(Timestamp::from_millis(-1500))).as_millis(),
            -1500
        );
    }

    proptest::proptest! {
        #[test]
        fn display_and_parse_are_inverse(millis in -62_135_596_800_000i64..253_402_300_799_999) {
            let moment = Timestamp::from_millis(millis);
            proptest::prop_assert_eq!(moment.to_string().parse::<Timestamp>(), Ok(moment));
        }
    }
}
