//! What a scenario that came out otherwise says about the transport, in words.

mod exchange;

use exchange::{Exchange, Headers};

/// A line of outcomes begins with this, and a request on the wire with the next.
const NOTE: &str = "= ";
const WIRE: &str = "> ";
const STRANGER: &str = "> TO A STRANGER: ";

/// The contract that was broken, as far as it can be told; the lines themselves tell the rest.
pub(crate) fn broken(expected: &[String], actual: &[String]) -> Vec<String> {
    let mut words = Vec::new();
    if expected.is_empty() {
        // A scenario that is new: nobody knows yet.
        return words;
    }
    for line in actual {
        if line.starts_with(STRANGER) {
            words.push("followed a redirect to another server".to_owned());
        }
        if let Some(reason) = line.strip_prefix("= could not be played: ") {
            words.push(format!("the scenario could not be played: {reason}"));
        }
        if line == "= panicked" {
            words.push("panicked".to_owned());
        }
        if line.starts_with("= too late") {
            words.push("took longer than the limits allow".to_owned());
        }
    }
    notes(&of(NOTE, expected), &of(NOTE, actual), &mut words);
    wire(&of(WIRE, expected), &of(WIRE, actual), &mut words);
    let mut seen = Vec::new();
    words.retain(|word| {
        let new = !seen.contains(word);
        seen.push(word.clone());
        new
    });
    words
}

fn of<'l>(kind: &str, lines: &'l [String]) -> Vec<&'l str> {
    lines
        .iter()
        .filter(|line| !line.starts_with(STRANGER))
        .filter_map(|line| line.strip_prefix(kind))
        .filter(|line| *line != "too late")
        .collect()
}

/// What came of the sends, one beside the other.
fn notes(expected: &[&str], actual: &[&str], words: &mut Vec<String>) {
    for (expected, actual) in expected.iter().zip(actual) {
        if expected == actual {
            continue;
        }
        match (failure(expected), failure(actual)) {
            (Some(expected), Some(actual)) => failures(&expected, &actual, words),
            (Some(expected), None) if answer(actual) => words.push(taken(&expected)),
            (None, Some(actual)) if answer(expected) => {
                words.push(format!(
                    "failed with `{}` where there is an answer",
                    actual.kind
                ));
            }
            (None, None) if answer(expected) && answer(actual) => {
                answers(expected, actual, words);
            }
            _ => {}
        }
    }
}

/// Whether a note shows an answer: it begins with a status.
fn answer(note: &str) -> bool {
    let status = note.split(';').next().unwrap_or_default();
    status.len() == 3 && status.bytes().all(|byte| byte.is_ascii_digit())
}

/// A failure of the transport, at the port or within an error of the client.
struct Failure<'n> {
    kind: &'n str,
    never_sent: bool,
}

fn failure(note: &str) -> Option<Failure<'_>> {
    let note = note
        .rsplit_once("Transport: ")
        .map_or(note, |(_, rest)| rest);
    let (kind, sent) = note.split_once(", ")?;
    let never_sent = match sent {
        "never sent" => true,
        "may have been received" => false,
        _ => return None,
    };
    Some(Failure { kind, never_sent })
}

fn failures(expected: &Failure<'_>, actual: &Failure<'_>, words: &mut Vec<String>) {
    match (expected.never_sent, actual.never_sent) {
        (false, true) => words.push(
            "claimed that nothing was sent, though the server may have received the request"
                .to_owned(),
        ),
        (true, false) => {
            words.push("did not tell that nothing was sent (`Sent::No`)".to_owned());
        }
        _ => {}
    }
    if expected.kind != actual.kind {
        words.push(format!(
            "called a failure `{}` that is `{}`",
            actual.kind, expected.kind
        ));
    }
}

/// An answer came where a failure should have: what the transport did not see.
fn taken(expected: &Failure<'_>) -> String {
    match expected.kind {
        "BodyTooLarge" => "gave more than `max_body`".to_owned(),
        "Timeout" => "went on beyond the limit `total`".to_owned(),
        "Idle" => "went on beyond the limit `idle`".to_owned(),
        "Connect" => "went on beyond the limit `connect`, or connected elsewhere".to_owned(),
        "Tls" => "sent a request to a server that is not to be trusted".to_owned(),
        "Incomplete" => "took a body that ended early for a whole one".to_owned(),
        "Encoding" => "gave a body whose coding it had not undone".to_owned(),
        kind => format!("gave an answer where there is none (`{kind}`)"),
    }
}

fn answers(expected: &str, actual: &str, words: &mut Vec<String>) {
    let (expected, actual) = (Exchange::read(expected), Exchange::read(actual));
    if expected.line != actual.line {
        words.push(format!(
            "gave the status {} for {}",
            actual.line, expected.line
        ));
    }
    headers(&expected.headers, &actual.headers, " of the answer", words);
    if expected.body == actual.body {
        return;
    }
    let error = expected.line >= "400";
    words.push(match (expected.length(), actual.length()) {
        (Some(most), Some(got)) if error && got > most => {
            "gave more of an error's body than `max_error_body`".to_owned()
        }
        _ => "changed the body of an answer".to_owned(),
    });
}

/// What came over the wire, with its repeats taken apart.
fn wire(expected: &[&str], actual: &[&str], words: &mut Vec<String>) {
    let (expected, actual) = (repeated(expected), repeated(actual));
    let (mut missing, mut surplus) = (expected.clone(), Vec::new());
    for request in &actual {
        match missing.iter().position(|other| other == request) {
            Some(place) => {
                missing.remove(place);
            }
            None => surplus.push(*request),
        }
    }
    // A request that is in both but for some of its parts was changed.
    for request in missing {
        let wanted = Exchange::read(request);
        let like = |other: &&str| Exchange::read(other).line == wanted.line;
        match surplus.iter().position(like) {
            Some(place) => {
                let sent = Exchange::read(surplus.remove(place));
                headers(&wanted.headers, &sent.headers, "", words);
                if wanted.body != sent.body {
                    let what = if sent.body.is_empty() {
                        "left out"
                    } else {
                        "changed"
                    };
                    words.push(format!("{what} the body of `{}`", wanted.line));
                }
            }
            None => words.push(match surplus.is_empty() {
                true => format!("did not send `{}`", wanted.line),
                false => {
                    let sent = Exchange::read(surplus.remove(0));
                    format!("sent `{}` for `{}`", sent.line, wanted.line)
                }
            }),
        }
    }
    for request in surplus {
        let sent = Exchange::read(request);
        let times = |all: &[&str]| {
            let same = all
                .iter()
                .filter(|other| Exchange::read(other).line == sent.line);
            same.count()
        };
        words.push(match (times(&expected), times(&actual)) {
            (0, _) => format!(
                "sent `{}`, which nobody asked for (a redirect that was followed?)",
                sent.line
            ),
            (1, 2) => format!("sent the request `{}` twice", sent.line),
            (due, many) => format!(
                "sent the request `{}` {many} times where it is due {due} times",
                sent.line
            ),
        });
    }
}

fn repeated<'l>(lines: &[&'l str]) -> Vec<&'l str> {
    let mut all = Vec::new();
    for line in lines {
        let (times, request) = match line.split_once(" times ") {
            Some((times, rest)) => times
                .parse()
                .map_or((1, *line), |times: usize| (times, rest)),
            None => (1, *line),
        };
        all.extend(std::iter::repeat_n(request, times));
    }
    all
}

fn headers(expected: &Headers<'_>, actual: &Headers<'_>, of: &str, words: &mut Vec<String>) {
    for name in expected.names() {
        if actual.values(name) == expected.values(name) {
            continue;
        }
        let spelled = |other: &&str| other.eq_ignore_ascii_case(name) && *other != name;
        words.push(
            if let Some(other) = actual.names().into_iter().find(spelled) {
                format!("wrote the name of the header `{name}`{of} as `{other}`")
            } else if actual.values(name).is_empty() {
                format!("dropped the header `{name}`{of}")
            } else {
                format!("changed the header `{name}`{of}")
            },
        );
    }
    for name in actual.names() {
        let known = expected.names();
        if !known.iter().any(|other| other.eq_ignore_ascii_case(name)) {
            words.push(format!("added the header `{name}`{of}"));
        }
    }
}

/// Two outcomes beside each other: lines of both, `-` what is expected and did not come, `+` what
/// came instead.
pub(crate) fn difference(expected: &[String], actual: &[String]) -> String {
    // The longest common lines, counted from every pair of places on.
    let (rows, columns) = (expected.len(), actual.len());
    let mut common = vec![vec![0_usize; columns + 1]; rows + 1];
    let at = |common: &[Vec<usize>], i: usize, j: usize| {
        common
            .get(i)
            .and_then(|row| row.get(j))
            .copied()
            .unwrap_or(0)
    };
    for (i, old) in expected.iter().enumerate().rev() {
        for (j, new) in actual.iter().enumerate().rev() {
            let longest = match old == new {
                true => at(&common, i + 1, j + 1) + 1,
                false => at(&common, i + 1, j).max(at(&common, i, j + 1)),
            };
            if let Some(cell) = common.get_mut(i).and_then(|row| row.get_mut(j)) {
                *cell = longest;
            }
        }
    }
    let (mut i, mut j) = (0, 0);
    let mut lines = Vec::new();
    loop {
        match (expected.get(i), actual.get(j)) {
            (Some(old), Some(new)) if old == new => {
                lines.push(format!("    {old}"));
                (i, j) = (i + 1, j + 1);
            }
            (Some(old), new) if new.is_none() || at(&common, i + 1, j) >= at(&common, i, j + 1) => {
                lines.push(format!("  - {old}"));
                i += 1;
            }
            (_, Some(new)) => {
                lines.push(format!("  + {new}"));
                j += 1;
            }
            _ => break,
        }
    }
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::{broken, difference};

    fn lines(text: &str) -> Vec<String> {
        text.lines().map(str::to_owned).collect()
    }

    fn told(expected: &str, actual: &str) -> Vec<String> {
        broken(&lines(expected), &lines(actual))
    }

    #[test]
    fn what_is_the_same_breaks_nothing() {
        assert!(told("= 200; {}\n> GET /a", "= 200; {}\n> GET /a").is_empty());
    }

    #[test]
    fn parts_of_a_request_are_told_apart() {
        let sent = "> 2 times PUT /a; content-type: text/plain; charset=utf-8; x-a: 1; {\"b\"; c}";
        for (actual, word) in [
            (
                "> 2 times PUT /a; content-type: text/plain; x-a: 1; {\"b\"; c}",
                "changed the header `content-type`",
            ),
            (
                "> 2 times PUT /a; X-A: 1; content-type: text/plain; charset=utf-8; {\"b\"; c}",
                "wrote the name of the header `x-a` as `X-A`",
            ),
            (
                "> 2 times PUT /a; content-type: text/plain; charset=utf-8; x-a: 1; {\"b\"}",
                "changed the body of `PUT /a`",
            ),
            (
                "> 2 times PUT /A; content-type: text/plain; charset=utf-8; x-a: 1; {\"b\"; c}",
                "sent `PUT /A` for `PUT /a`",
            ),
        ] {
            assert_eq!(told(sent, actual), [word]);
        }
        assert_eq!(told(sent, ""), ["did not send `PUT /a`"]);
        let thrice = sent.replace("2 times", "3 times");
        let word = "sent the request `PUT /a` 3 times where it is due 2 times";
        assert_eq!(told(sent, &thrice), [word]);
    }

    #[test]
    fn answers_and_failures_are_told_apart() {
        let failure = "= Incomplete, may have been received";
        for (expected, actual, word) in [
            ("= 200; {}", "= 404; {}", "gave the status 404 for 200"),
            ("= 200; {}", "= 200; {]", "changed the body of an answer"),
            (
                "= 200; etag: a; {}",
                "= 200; {}",
                "dropped the header `etag` of the answer",
            ),
            (
                failure,
                "= 200; {",
                "took a body that ended early for a whole one",
            ),
            (
                failure,
                "= Other, may have been received",
                "called a failure `Other` that is `Incomplete`",
            ),
            (
                "= Ambiguous SkipToNext: Transport: Closed, may have been received",
                "= Transport: Closed, never sent",
                "claimed that nothing was sent, though the server may have received the request",
            ),
        ] {
            assert_eq!(told(expected, actual), [word]);
        }
    }

    #[test]
    fn lines_that_both_have_stand_beside_those_that_differ() {
        assert_eq!(
            difference(&lines("= a\n= b\n> c"), &lines("= a\n= x\n> c\n> d")),
            "    = a\n  - = b\n  + = x\n    > c\n  + > d"
        );
    }
}
