//! The tables as a document.

use super::{
    figures::{Call, Cost, Decoder, Figures, Payload},
    goals::Goal,
};

const HEAD: &str = "# Performance

What reading answers costs, beside rspotify-model 0.16.1 and beside the least that reading JSON
costs at all. Written by

```text
cargo xtask bench peers
```

which builds `tests/peers/`, runs it, and writes this page anew; nothing here is written by hand.

## How it is measured

All decoders read the same bytes: answers of full size that a generator makes up, the same in
every run (`tests/peers/src/corpus/`). `_nomk` are answers as they come when a market is asked
for, without the 184 countries on each track and album; `_item` is a playlist in the newer
spelling. *ours* is what an operation does with an answer, from the bytes on; *rspotify* is
`serde_json::from_str` into its models, after the check for UTF-8; *least* is
`serde_json::from_str` into `IgnoredAny`, which keeps nothing. Instructions are those of reading
once and dropping what was read, in the default release profile: callgrind counts runs of two
lengths, and what they have in common drops out. They do not depend on what else the machine
does. Times do: they are the least of 40 rounds in which the decoders take turns, and only their
ratios say something. Allocations are counted by an allocator; a growing list counts as a new
allocation each time, and its old place is held until it is copied. Each is counted at the second
time, since what is made at the first and kept belongs to no single answer.
";

/// The whole page.
pub(super) fn page(figures: &Figures, goals: &[Goal]) -> String {
    let mut page = HEAD.to_owned();
    let mut section = |title: &str, table: String| {
        page.push_str(&format!("\n## {title}\n\n{table}"));
    };
    section("Instructions", instructions(figures));
    section("Time", times(figures));
    section("Heap", heap(figures));
    section("Requests", requests(figures));
    section("Goals", judged(goals));
    section("What falls short", short(goals));
    page
}

fn instructions(figures: &Figures) -> String {
    let rows = figures.payloads.iter().map(|payload| {
        let cell = |decoder| cell(payload, decoder, |cost| grouped(cost.instructions));
        let least = payload.ratio(Decoder::Ours, Decoder::Ignored, |cost| cost.instructions);
        let bytes = grouped(payload.bytes as f64);
        vec![
            payload.name.clone(),
            bytes,
            cell(Decoder::Ignored),
            cell(Decoder::Rspotify),
            cell(Decoder::Ours),
            ratio(payload.ratio(Decoder::Rspotify, Decoder::Ours, |cost| cost.instructions)),
            ratio(least),
        ]
    });
    let head = "answer | bytes | least | rspotify | ours | rspotify / ours | ours / least";
    table(head, rows)
}

fn times(figures: &Figures) -> String {
    let rows = figures.payloads.iter().map(|payload| {
        let cell = |decoder| {
            cell(payload, decoder, |cost| {
                format!("{:.1}", cost.time / 1000.0)
            })
        };
        vec![
            payload.name.clone(),
            cell(Decoder::Ignored),
            cell(Decoder::Rspotify),
            cell(Decoder::Ours),
            ratio(payload.ratio(Decoder::Rspotify, Decoder::Ours, |cost| cost.time)),
        ]
    });
    table(
        "answer | least, µs | rspotify, µs | ours, µs | rspotify / ours",
        rows,
    )
}

fn heap(figures: &Figures) -> String {
    let rows = figures.payloads.iter().map(|payload| {
        let of = |decoder| {
            cell(payload, decoder, |cost| {
                let heap = cost.heap;
                let [count, held, peak] = [heap.count, heap.held, heap.peak].map(grouped);
                format!("{count} / {held} / {peak}")
            })
        };
        vec![
            payload.name.clone(),
            of(Decoder::Rspotify),
            of(Decoder::Ours),
            ratio(payload.ratio(Decoder::Rspotify, Decoder::Ours, |cost| cost.heap.held)),
        ]
    });
    let note = "Allocations / bytes held in the end / bytes held at most on the way.\n\n";
    let head = "answer | rspotify | ours | held, rspotify / ours";
    format!("{note}{}", table(head, rows))
}

fn requests(figures: &Figures) -> String {
    let built = [
        ("a small GET, written by its operation", figures.written),
        (
            "the same with its token, as the call machine hands it to a transport",
            figures.called,
        ),
    ];
    let rows = built.map(|(what, request)| {
        vec![
            what.to_owned(),
            grouped(request.instructions),
            grouped(request.allocations),
        ]
    });
    let mut text = table(
        "from a value to the request | instructions | allocations",
        rows,
    );
    let rows = figures.calls.iter().map(
        |Call {
             library,
             bare,
             client,
         }| {
            vec![
                format!("over {library}"),
                grouped(*bare),
                grouped(*client),
                ratio(Some(client / bare)),
            ]
        },
    );
    text.push('\n');
    text.push_str(&table(
        "a whole small call | bare, instructions | through the client | client / bare",
        rows,
    ));
    text
}

fn judged(goals: &[Goal]) -> String {
    let rows = goals.iter().map(|goal| {
        let verdict = match (goal.reached(), goal.holds()) {
            (true, _) => "reached",
            (false, true) => "not reached, above the floor",
            (false, false) => "below the floor",
        };
        vec![
            goal.what.clone(),
            goal.bar(),
            goal.value(),
            verdict.to_owned(),
        ]
    });
    table("what | goal | found | verdict", rows)
}

/// Why a goal may be missed, by the beginning of its name.
const WHY: &[(&str, &str)] = &[(
    "instructions, a call / bare reqwest",
    "an address is read three times on its way (as `http` has it, as reqwest has it, and as \
         `http` has it again), and reqwest clones the layer that bounds the connecting of each \
         call six times, connecting or not, each time into two boxes. Without that bound, which \
         is what tells a request that was never sent, it would be about 1.1",
)];

fn short(goals: &[Goal]) -> String {
    let missed: Vec<String> = goals
        .iter()
        .filter(|goal| !goal.reached())
        .map(|goal| {
            let why = WHY.iter().find(|(start, _)| goal.what.starts_with(start));
            let why = why.map(|(_, why)| format!(" Mostly: {why}."));
            format!("- {}.{}\n", goal.said(), why.unwrap_or_default())
        })
        .collect();
    match missed.is_empty() {
        true => "Nothing.\n".to_owned(),
        false => missed.concat(),
    }
}

fn cell(payload: &Payload, decoder: Decoder, text: impl Fn(&Cost) -> String) -> String {
    payload.cost(decoder).map_or_else(|| "-".to_owned(), text)
}

fn ratio(ratio: Option<f64>) -> String {
    ratio.map_or_else(|| "-".to_owned(), |ratio| format!("{ratio:.2}"))
}

/// A table whose first column is text, and all others numbers.
fn table(head: &str, rows: impl IntoIterator<Item = Vec<String>>) -> String {
    let columns = head.split('|').count();
    let mut text = format!("| {head} |\n|---|{}\n", "--:|".repeat(columns - 1));
    for row in rows {
        text.push_str(&format!("| {} |\n", row.join(" | ")));
    }
    text
}

/// A whole number with commas.
fn grouped(number: f64) -> String {
    let digits = format!("{number:.0}");
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place) % 3 == 0 {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{grouped, page, table};
    use crate::bench::{
        figures::{Figures, testing::payload},
        goals::goals,
    };

    #[test]
    fn numbers_are_grouped() {
        assert_eq!(grouped(0.4), "0");
        assert_eq!(grouped(999.0), "999");
        assert_eq!(grouped(1_000.0), "1,000");
        assert_eq!(grouped(52_343_383.2), "52,343,383");
    }

    #[test]
    fn a_table_has_a_column_for_each_head() {
        let rows = [vec!["a".to_owned(), "1".to_owned()]];
        assert_eq!(
            table("what | count", rows),
            "| what | count |\n|---|--:|\n| a | 1 |\n"
        );
    }

    #[test]
    fn what_falls_short_is_said() {
        let figures = Figures {
            payloads: vec![payload("track", [10.0, 20.0, 5.0])],
            ..Figures::default()
        };
        let page = page(&figures, &goals(&figures));
        assert!(page.contains("| track | 1,000 | 5 | 20 | 10 | 2.00 | 2.00 |\n"));
        assert!(page.contains(
            "- instructions, ours / least, with markets: at most 1.5 is wanted, 2.00 (track) found.\n"
        ));
    }
}
