//! Calendars, and reading digits of fixed width.

use super::Timestamp;

/// A point of time as a calendar writes it.
pub(crate) struct Civil {
    pub(crate) year: i64,
    pub(crate) month: u32,
    pub(crate) day: u32,
    pub(crate) hour: u32,
    pub(crate) minute: u32,
    pub(crate) second: u32,
    pub(crate) millis: u32,
    pub(crate) offset_secs: i64,
}

impl Civil {
    /// The moment, unless there is no such day.
    pub(crate) fn timestamp(self) -> Option<Timestamp> {
        Timestamp::from_civil(self)
    }

    // Days by the "civil from days" reckoning: years begin in March, eras have 400 years.
    pub(super) fn days_since_epoch(&self) -> Option<i64> {
        let leap = self.year % 4 == 0 && (self.year % 100 != 0 || self.year % 400 == 0);
        let length = match self.month {
            1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
            4 | 6 | 9 | 11 => 30,
            2 if leap => 29,
            2 => 28,
            _ => return None,
        };
        if self.day == 0 || self.day > length {
            return None;
        }
        let year = if self.month <= 2 {
            self.year - 1
        } else {
            self.year
        };
        let era = year.div_euclid(400);
        let year_of_era = year.rem_euclid(400);
        let shifted = i64::from((self.month + 9) % 12);
        let day_of_year = (153 * shifted + 2) / 5 + i64::from(self.day) - 1;
        let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
        Some(era * 146_097 + day_of_era - 719_468)
    }
}

/// Year, month and day of a day counted from 1970-01-01.
pub(super) fn civil_from_days(days: i64) -> (i64, i64, i64) {
    let days = days + 719_468;
    let era = days.div_euclid(146_097);
    let day_of_era = days.rem_euclid(146_097);
    let year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * shifted + 2) / 5 + 1;
    let month = if shifted < 10 {
        shifted + 3
    } else {
        shifted - 9
    };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    (year, month, day)
}

/// Fixed-width reading from the front of a byte string.
pub(crate) struct Digits<'a>(pub(crate) &'a [u8]);

impl Digits<'_> {
    pub(crate) fn number(&mut self, digits: usize) -> Option<u32> {
        let (head, tail) = self.0.split_at_checked(digits)?;
        self.0 = tail;
        head.iter().try_fold(0u32, |sum, b| {
            b.is_ascii_digit().then(|| sum * 10 + u32::from(b - b'0'))
        })
    }

    pub(crate) fn byte(&mut self, allowed: &[u8]) -> Option<u8> {
        let (first, tail) = self.0.split_first()?;
        self.0 = tail;
        allowed.contains(first).then_some(*first)
    }

    pub(super) fn fraction(&mut self) -> Option<u32> {
        if self.0.first() != Some(&b'.') {
            return Some(0);
        }
        self.byte(b".")?;
        let (mut millis, mut seen) = (0, 0);
        while let Some(digit) = self.0.first().filter(|b| b.is_ascii_digit()) {
            if seen < 3 {
                millis = millis * 10 + u32::from(digit - b'0');
            }
            seen += 1;
            self.byte(b"0123456789")?;
        }
        (seen > 0).then(|| millis * 10u32.pow(3 - seen.min(3)))
    }

    pub(super) fn offset(&mut self) -> Option<i64> {
        let sign = match self.byte(b"Zz+-")? {
            b'+' => 1,
            b'-' => -1,
            _ => return Some(0),
        };
        let hours = self.number(2)?;
        self.byte(b":")?;
        let minutes = self.number(2)?;
        (hours < 24 && minutes < 60).then(|| sign * i64::from(hours * 3600 + minutes * 60))
    }
}
