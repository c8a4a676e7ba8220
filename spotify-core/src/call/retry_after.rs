//! Reading `Retry-After` (RFC 9110, section 10.2.3).

use std::time::Duration;

use http::{HeaderMap, HeaderValue, header};

use crate::{
    Timestamp,
    time::{Civil, Digits},
};

/// How long the server asks to wait: the longest of what it says, never less.
///
/// Reads seconds and the three forms of an HTTP date; a date counts from the answer's own `Date`
/// where there is one, so that a wrong local clock does no harm. What cannot be read is passed
/// over; what is too large for a `Duration` becomes the largest.
pub(crate) fn retry_after(headers: &HeaderMap, now: Timestamp) -> Option<Duration> {
    let then = headers
        .get(header::DATE)
        .and_then(|date| http_date(date.as_bytes()))
        .unwrap_or(now);
    headers
        .get_all(header::RETRY_AFTER)
        .iter()
        .flat_map(values)
        .filter_map(|value| {
            seconds(value).or_else(|| http_date(value).map(|moment| then.until(moment)))
        })
        .max()
}

/// The values of one header line: several lines may have been joined with commas, and a date has
/// a comma of its own.
fn values(line: &HeaderValue) -> impl Iterator<Item = &[u8]> {
    let whole = line.as_bytes().trim_ascii();
    let parts = whole.split(|byte| *byte == b',').map(<[u8]>::trim_ascii);
    parts.chain(http_date(whole).is_some().then_some(whole))
}

/// Whole seconds; a fraction counts as one more.
fn seconds(value: &[u8]) -> Option<Duration> {
    let mut parts = value.splitn(2, |byte| *byte == b'.');
    let whole = parts.next().filter(|digits| !digits.is_empty())?;
    let fraction = parts.next();
    if !whole
        .iter()
        .chain(fraction.unwrap_or_default())
        .all(u8::is_ascii_digit)
    {
        return None;
    }
    let secs = whole.iter().fold(0u64, |sum, digit| {
        sum.saturating_mul(10)
            .saturating_add(u64::from(digit - b'0'))
    });
    let more = fraction.is_some_and(|digits| digits.iter().any(|digit| *digit != b'0'));
    Some(Duration::from_secs(secs.saturating_add(u64::from(more))))
}

/// `Sun, 06 Nov 1994 08:49:37 GMT`, `Sunday, 06-Nov-94 08:49:37 GMT`, `Sun Nov  6 08:49:37 1994`.
fn http_date(value: &[u8]) -> Option<Timestamp> {
    let text = std::str::from_utf8(value.trim_ascii()).ok()?;
    let mut words = text.split_ascii_whitespace();
    let first = words.next()?;
    let (year, month, day, clock) = if first.len() == 3 && !first.ends_with(',') {
        let (month, day, clock) = (words.next()?, words.next()?, words.next()?);
        (number(words.next()?, 4)?, month, day, clock)
    } else {
        let second = words.next()?;
        if let Some((day, rest)) = second.split_once('-') {
            let (month, year) = rest.split_once('-')?;
            // Two digits are the nearer of two centuries.
            let year = number(year, 2)?;
            (
                if year < 70 { 2000 + year } else { 1900 + year },
                month,
                day,
                words.next()?,
            )
        } else {
            let month = words.next()?;
            let year = words.next()?;
            (number(year, 4)?, month, second, words.next()?)
        }
    };
    let month = 1 + u32::try_from(
        [
            "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
        ]
        .iter()
        .position(|name| month.eq_ignore_ascii_case(name))?,
    )
    .ok()?;
    let mut clock = Digits(clock.as_bytes());
    let hour = clock.number(2)?;
    clock.byte(b":")?;
    let minute = clock.number(2)?;
    clock.byte(b":")?;
    let second = clock.number(2)?;
    let day = number(day, day.len().clamp(1, 2))?;
    if !clock.0.is_empty() || hour > 23 || minute > 59 || second > 60 {
        return None;
    }
    Civil {
        year: year.into(),
        month,
        day,
        hour,
        minute,
        second,
        millis: 0,
        offset_secs: 0,
    }
    .timestamp()
}

fn number(text: &str, digits: usize) -> Option<u32> {
    let mut reader = Digits(text.as_bytes());
    let number = reader.number(digits)?;
    reader.0.is_empty().then_some(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wait(lines: &[&str], date: Option<&str>) -> Option<u64> {
        let mut headers = HeaderMap::new();
        for line in lines {
            headers.append(header::RETRY_AFTER, HeaderValue::from_str(line).unwrap());
        }
        if let Some(date) = date {
            headers.insert(header::DATE, HeaderValue::from_str(date).unwrap());
        }
        let now = "1994-11-06T08:49:00Z".parse().unwrap();
        retry_after(&headers, now).map(|d| d.as_secs())
    }

    #[test]
    fn r6_every_form_of_retry_after() {
        assert_eq!(wait(&["7"], None), Some(7));
        assert_eq!(wait(&["  48925 "], None), Some(48_925));
        assert_eq!(wait(&["1.5"], None), Some(2));
        assert_eq!(wait(&["3", "9", "4"], None), Some(9));
        assert_eq!(wait(&["3, 9"], None), Some(9));
        assert_eq!(wait(&["-5"], None), None);
        assert_eq!(wait(&["soon"], None), None);
        assert_eq!(wait(&[""], None), None);
        assert_eq!(wait(&[], None), None);
        assert_eq!(wait(&["18446744073709551616"], None), Some(u64::MAX));
        for date in [
            "Sun, 06 Nov 1994 08:49:37 GMT",
            "Sunday, 06-Nov-94 08:49:37 GMT",
            "Sun Nov  6 08:49:37 1994",
        ] {
            assert_eq!(wait(&[date], None), Some(37), "{date}");
            assert_eq!(
                wait(&[date], Some("Sun, 06 Nov 1994 08:49:30 GMT")),
                Some(7),
                "{date}"
            );
            assert_eq!(wait(&[date, "60"], None), Some(60));
        }
        assert_eq!(wait(&["Sun, 06 Nov 1980 08:49:37 GMT"], None), Some(0));
        assert_eq!(wait(&["Sun, 99 Nov 1994 08:49:37 GMT"], None), None);
    }

    proptest::proptest! {
        #[test]
        fn r6_never_panics_never_early(line in "[ -~]{0,40}", secs in 0u64..) {
            let mut headers = HeaderMap::new();
            headers.append(header::RETRY_AFTER, HeaderValue::from_str(&line).unwrap());
            headers.append(header::RETRY_AFTER, HeaderValue::from(secs));
            let waited = retry_after(&headers, Timestamp::EPOCH).unwrap();
            proptest::prop_assert!(waited >= Duration::from_secs(secs));
        }
    }
}
