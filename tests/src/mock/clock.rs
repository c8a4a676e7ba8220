//! The mock's two clocks: one for the age of tokens, which tests may push on, and the date.
#![allow(
    clippy::disallowed_methods,
    reason = "a server has the real time; nothing of the catalogue depends on it"
)]

use std::{
    sync::Mutex,
    time::{Duration, Instant, SystemTime},
};

use time::{Date, OffsetDateTime, UtcDateTime, format_description::well_known::Rfc3339};

use super::lock;

/// Counts from the start of the mock, plus what was skipped.
#[derive(Debug)]
pub(crate) struct Clock {
    start: Instant,
    skipped: Mutex<Duration>,
}

impl Clock {
    pub(crate) fn start() -> Self {
        Self {
            start: Instant::now(),
            skipped: Mutex::default(),
        }
    }

    pub(crate) fn now(&self) -> Duration {
        self.start.elapsed().saturating_add(*lock(&self.skipped))
    }

    pub(crate) fn advance(&self, by: Duration) {
        let mut skipped = lock(&self.skipped);
        *skipped = skipped.saturating_add(by);
    }
}

/// The real date, for `Date` and `Retry-After`.
pub(crate) fn today() -> OffsetDateTime {
    OffsetDateTime::from(SystemTime::now())
}

pub(crate) fn imf_fixdate(at: OffsetDateTime) -> String {
    let (day, month) = (short(at.weekday()), short(at.month()));
    let (date, year, clock) = (at.day(), at.year(), hms(at));
    format!("{day}, {date:02} {month} {year} {clock} GMT")
}

pub(crate) fn rfc850(at: OffsetDateTime) -> String {
    let (month, year) = (short(at.month()), at.year().rem_euclid(100));
    let (day, date, clock) = (at.weekday(), at.day(), hms(at));
    format!("{day}, {date:02}-{month}-{year:02} {clock} GMT")
}

pub(crate) fn asctime(at: OffsetDateTime) -> String {
    let (day, month) = (short(at.weekday()), short(at.month()));
    let (date, clock, year) = (at.day(), hms(at), at.year());
    format!("{day} {month} {date:2} {clock} {year}")
}

/// A moment as Spotify writes it: `2026-09-01T08:30:00Z`.
pub(crate) fn rfc3339(unix_seconds: i64) -> String {
    UtcDateTime::from_unix_timestamp(unix_seconds)
        .ok()
        .and_then(|at| at.format(&Rfc3339).ok())
        .unwrap_or_default()
}

/// The moment that is written `2026-09-01T08:30:00Z`; none if it is written otherwise.
pub(crate) fn unix_seconds(text: &str) -> Option<i64> {
    let (date, clock) = text.strip_suffix('Z')?.split_once('T')?;
    let numbers = |text: &str, mark| -> Option<[u16; 3]> {
        let numbers: Option<Vec<u16>> = text.split(mark).map(|part| part.parse().ok()).collect();
        numbers?.try_into().ok()
    };
    let ([year, month, day], [hour, minute, second]) = (numbers(date, '-')?, numbers(clock, ':')?);
    let small = |number: u16| u8::try_from(number).ok();
    let month = time::Month::try_from(small(month)?).ok()?;
    let date = Date::from_calendar_date(i32::from(year), month, small(day)?).ok()?;
    let at = date.with_hms(small(hour)?, small(minute)?, small(second)?);
    Some(at.ok()?.assume_utc().unix_timestamp())
}

fn hms(at: OffsetDateTime) -> String {
    format!("{:02}:{:02}:{:02}", at.hour(), at.minute(), at.second())
}

fn short(name: impl ToString) -> String {
    name.to_string().chars().take(3).collect()
}
