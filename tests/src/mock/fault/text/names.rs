//! The names of faults, and what each of them does.

use std::time::Duration;

use super::{FaultError, time};
use crate::mock::{
    fault::{Answer, Fault, Forbidden, RetryAfter},
    record::Service,
};

/// Something that goes wrong, by its name.
pub(super) struct Name {
    /// How it is written: `NAME`, or `NAME:WHAT`.
    pub(super) form: &'static str,
    pub(super) about: &'static str,
    effect: Effect,
}

/// What it does, after what it takes.
enum Effect {
    Alone(fn(Fault) -> Fault),
    Number(fn(Fault, u32) -> Fault),
    Time(fn(Fault, Duration) -> Fault),
    Word(fn(Fault, &str) -> Option<Fault>),
}

use Effect::{Alone, Number, Time, Word};

const fn name(form: &'static str, about: &'static str, effect: Effect) -> Name {
    Name {
        form,
        about,
        effect,
    }
}

/// A status is a name as well; the first two show how it is written.
pub(super) const NAMES: &[Name] = &[
    name(
        "STATUS",
        "an error of that status, 400 to 599, such as 503",
        Word(|_, _| None),
    ),
    name(
        "STATUS:SECONDS",
        "the same with Retry-After, such as 429:2",
        Word(|_, _| None),
    ),
    name(
        "quota:SECONDS",
        "429 of the daily quota",
        Number(|fault, seconds| fault.answer(Answer::quota_exceeded(seconds.into()))),
    ),
    name(
        "expired",
        "401 of an access token that is over",
        Alone(|fault| fault.answer(Answer::expired_token())),
    ),
    name(
        "revoked",
        "400 invalid_grant of a refresh token that is over, for POST /api/token",
        Alone(|fault| {
            let text = Some("Refresh token revoked");
            fault.answer(Answer::oauth_error("invalid_grant", text))
        }),
    ),
    name(
        "forbidden:WHY",
        "403; WHY is removed, scope, user, owner, premium or restriction",
        Word(|fault, why| Some(fault.answer(Answer::forbidden(forbidden(why)?)))),
    ),
    name(
        "html",
        "the HTML page of a gateway, 502",
        Alone(|fault| fault.answer(Answer::html(502))),
    ),
    name(
        "delay:TIME",
        "the answer comes later: 200ms, 2s, a minute at most",
        Time(Fault::delay),
    ),
    name(
        "stall",
        "no answer, and the connection stays open",
        Alone(Fault::stall_head),
    ),
    name(
        "stall-body:BYTES",
        "nothing more after so many bytes of the body",
        Number(|fault, bytes| fault.stall_body(size(bytes))),
    ),
    name(
        "slow",
        "the body comes 64 bytes at a time, ten times a second",
        Alone(|fault| fault.slow_body(64, Duration::from_millis(100))),
    ),
    name("endless", "a body without end", Alone(Fault::endless_body)),
    name(
        "drop",
        "the connection is closed without an answer, and nothing was done",
        Alone(Fault::drop_before),
    ),
    name(
        "drop-after",
        "the connection is closed without an answer, after all was done",
        Alone(Fault::drop_after),
    ),
    name(
        "reset",
        "the connection is reset, and nothing was done",
        Alone(Fault::reset_before),
    ),
    name(
        "reset-after",
        "the connection is reset, after all was done",
        Alone(Fault::reset_after),
    ),
    name(
        "cut:BYTES",
        "the connection is closed after so many bytes of the body",
        Number(|fault, bytes| fault.truncate_body(size(bytes))),
    ),
    name(
        "close",
        "the connection is closed after the answer, unannounced",
        Alone(Fault::close_after),
    ),
    name(
        "refuse",
        "over HTTP/2: REFUSED_STREAM, and nothing was done",
        Alone(Fault::refuse_stream),
    ),
    name(
        "garbage",
        "an answer that is not HTTP",
        Alone(Fault::garbage),
    ),
    name("gzip", "the body is compressed", Alone(Fault::gzip)),
    name(
        "gzip-cut",
        "the body is compressed, and its last half missing",
        Alone(Fault::gzip_truncated),
    ),
    name(
        "gzip-bomb",
        "200 MiB of zeros in 200 KB",
        Alone(Fault::gzip_bomb),
    ),
    name(
        "chunked",
        "the body comes in chunks, without a length",
        Alone(Fault::chunked),
    ),
    name(
        "two-lengths",
        "two lengths that differ",
        Alone(Fault::two_lengths),
    ),
    name(
        "bad-utf8",
        "JSON that is not UTF-8",
        Alone(Fault::invalid_utf8),
    ),
    name(
        "nested:DEPTH",
        "JSON arrays nested so deep, 1000000 at most",
        Word(|fault, depth| {
            let depth = depth.parse().ok().filter(|depth| *depth <= 1_000_000)?;
            Some(fault.nested_json(depth))
        }),
    ),
];

impl Name {
    /// Its first word: `delay` of `delay:TIME`.
    fn word(&self) -> &'static str {
        self.form.split(':').next().unwrap_or(self.form)
    }
}

/// All forms, as a message shows them.
pub(super) fn list() -> String {
    let forms: Vec<&str> = NAMES.iter().map(|name| name.form).collect();
    forms.join(", ")
}

/// Adds what a word such as `503`, `429:2` or `delay:2s` says.
pub(super) fn apply(fault: Fault, word: &str) -> Result<Fault, FaultError> {
    let (first, argument) = match word.split_once(':') {
        Some((first, argument)) => (first, Some(argument)),
        None => (word, None),
    };
    let (name, changed) = match first
        .parse()
        .ok()
        .filter(|status| (400..600).contains(status))
    {
        Some(code) => (NAMES.get(1), status(fault, code, argument)),
        None => {
            let name = NAMES.iter().find(|name| name.word() == first);
            let name = name.filter(|name| name.word() != "STATUS");
            let name = name.ok_or_else(|| FaultError::Unknown(word.to_owned()))?;
            (Some(name), name.effect.apply(fault, argument))
        }
    };
    changed.ok_or_else(|| FaultError::Argument {
        given: word.to_owned(),
        form: name.map_or("", |name| name.form),
        about: name.map_or("", |name| name.about),
    })
}

impl Effect {
    /// Nothing if the argument is not what it takes.
    fn apply(&self, fault: Fault, argument: Option<&str>) -> Option<Fault> {
        match (self, argument) {
            (Alone(change), None) => Some(change(fault)),
            (Number(change), Some(text)) => Some(change(fault, text.parse().ok()?)),
            (Time(change), Some(text)) => Some(change(fault, time(text)?)),
            (Word(change), Some(text)) => change(fault, text),
            _ => None,
        }
    }
}

fn status(fault: Fault, status: u16, seconds: Option<&str>) -> Option<Fault> {
    let after = match seconds {
        Some(seconds) => RetryAfter::Seconds(seconds.parse().ok()?),
        None => RetryAfter::Absent,
    };
    if status == 429 && fault.service == Service::Api {
        return Some(fault.answer(Answer::rate_limited(after)));
    }
    let fault = fault.status(status);
    Some(match after {
        RetryAfter::Seconds(seconds) => fault.header("retry-after", &seconds.to_string()),
        _ => fault,
    })
}

fn forbidden(why: &str) -> Option<Forbidden> {
    Some(match why {
        "removed" => Forbidden::Removed,
        "scope" => Forbidden::Scope,
        "user" => Forbidden::UnregisteredUser,
        "owner" => Forbidden::OwnerNotPremium,
        "premium" => Forbidden::PremiumRequired,
        "restriction" => Forbidden::Restriction,
        _ => return None,
    })
}

fn size(bytes: u32) -> usize {
    usize::try_from(bytes).unwrap_or(usize::MAX)
}
