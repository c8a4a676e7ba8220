//! What is to be reached, and what must not be lost again.

use super::figures::{Cost, Decoder, Figures, Payload};

/// The answers over which the mean is taken.
const MEAN: [&str; 13] = [
    "track",
    "track_nomk",
    "saved50",
    "saved50_nomk",
    "playlist100",
    "playlist100_nomk",
    "playlist100_item",
    "album50",
    "search50x6",
    "playback",
    "followed50",
    "analysis",
    "devices",
];

/// Which side of the bar is the good one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Side {
    AtLeast,
    AtMost,
}

/// A figure that is to be reached.
#[derive(Debug)]
pub(super) struct Goal {
    pub(super) what: String,
    side: Side,
    pub(super) goal: f64,
    floor: f64,
    pub(super) found: f64,
    /// Where the figure comes from, if it is the worst of several.
    pub(super) worst: Option<String>,
}

impl Goal {
    /// Whether the goal is reached, to the precision it is given in.
    pub(super) fn reached(&self) -> bool {
        self.good(self.goal)
    }

    /// Whether at least the floor holds.
    pub(super) fn holds(&self) -> bool {
        self.good(self.floor)
    }

    fn good(&self, bar: f64) -> bool {
        match self.side {
            Side::AtLeast => self.found >= bar,
            Side::AtMost => self.found <= bar,
        }
    }

    /// The goal as it is put in the table.
    pub(super) fn bar(&self) -> String {
        let word = match self.side {
            Side::AtLeast => "at least",
            Side::AtMost => "at most",
        };
        format!("{word} {}", self.goal)
    }

    /// What was found, with the answer it was found at.
    pub(super) fn value(&self) -> String {
        let found = if self.found >= 100.0 {
            format!("{:.0}", self.found)
        } else {
            format!("{:.2}", self.found)
        };
        match &self.worst {
            Some(name) => format!("{found} ({name})"),
            None => found,
        }
    }

    /// The whole of it in a line.
    pub(super) fn said(&self) -> String {
        format!(
            "{}: {} is wanted, {} found",
            self.what,
            self.bar(),
            self.value()
        )
    }
}

/// Judges what was found.
pub(super) fn goals(figures: &Figures) -> Vec<Goal> {
    let mut goals = Goals {
        figures,
        all: Vec::new(),
    };
    let instructions: fn(&Cost) -> f64 = |cost| cost.instructions;
    let held: fn(&Cost) -> f64 = |cost| cost.heap.held;

    goals.mean(
        "instructions, rspotify / ours, geometric mean of the 13",
        2.2,
        2.0,
    );
    for (name, goal, floor) in [
        ("playlist100", 4.5, 4.2),
        ("saved50", 2.7, 2.5),
        ("album50", 2.8, 2.6),
        ("playlist100_item", 2.6, 2.4),
    ] {
        let what = format!("instructions, rspotify / ours, {name}");
        goals.one(&what, name, Side::AtLeast, [goal, floor], |payload| {
            payload.ratio(Decoder::Rspotify, Decoder::Ours, instructions)
        });
    }
    goals.worst(
        "instructions, rspotify / ours, anything",
        Side::AtLeast,
        [1.0, 1.0],
        |_| true,
        |payload| payload.ratio(Decoder::Rspotify, Decoder::Ours, instructions),
    );
    goals.one(
        "time, rspotify / ours, playlist100",
        "playlist100",
        Side::AtLeast,
        // Times vary with what else the machine does: no floor is put on them.
        [5.0, 0.0],
        |payload| payload.ratio(Decoder::Rspotify, Decoder::Ours, |cost| cost.time),
    );
    let of_least = |payload: &Payload| {
        payload.ratio(Decoder::Ours, Decoder::Ignored, |cost| cost.instructions)
    };
    let floats = |name: &str| matches!(name, "analysis" | "followed50");
    let without =
        |name: &str| name.ends_with("_nomk") || name.ends_with("_item") || name == "devices";
    goals.worst(
        "instructions, ours / least, with markets",
        Side::AtMost,
        [1.5, 1.6],
        |name| !floats(name) && !without(name),
        of_least,
    );
    goals.worst(
        "instructions, ours / least, without markets",
        Side::AtMost,
        [1.8, 2.0],
        without,
        of_least,
    );
    goals.worst(
        "instructions, ours / least, analysis and followed artists",
        Side::AtMost,
        [2.0, 2.1],
        floats,
        of_least,
    );
    for (name, bar) in [("saved50", 12.0), ("saved50_nomk", 3.5)] {
        let what = format!("bytes held, rspotify / ours, {name}");
        goals.one(&what, name, Side::AtLeast, [bar, bar], |payload| {
            payload.ratio(Decoder::Rspotify, Decoder::Ours, held)
        });
    }
    for (name, rows, bar) in [
        ("track", 1.0, 6.0),
        ("saved50", 50.0, 6.0),
        ("playlist100", 100.0, 8.0),
        ("playlist100_item", 100.0, 8.0),
    ] {
        let what = format!("allocations a row, {name}");
        goals.one(&what, name, Side::AtMost, [bar, bar], |payload| {
            Some(payload.cost(Decoder::Ours)?.heap.count / rows)
        });
    }
    goals.worst(
        "bytes at most / bytes held, anything",
        Side::AtMost,
        [1.3, 1.3],
        |_| true,
        |payload| {
            payload
                .cost(Decoder::Ours)
                .map(|cost| cost.heap.peak / cost.heap.held)
        },
    );
    for (what, bar, found) in [
        (
            "instructions, building a small GET with its token",
            5_000.0,
            figures.called.instructions,
        ),
        (
            "allocations, building a small GET with its token",
            6.0,
            figures.called.allocations,
        ),
    ] {
        goals.add(what, Side::AtMost, [bar, bar], Some(found), None);
    }
    for call in &figures.calls {
        let what = format!("instructions, a call / bare {}", call.library);
        let bar = if call.library == "hyper" { 1.15 } else { 1.08 };
        let found = Some(call.client / call.bare);
        goals.add(&what, Side::AtMost, [bar, bar], found, None);
    }
    goals.all
}

struct Goals<'a> {
    figures: &'a Figures,
    all: Vec<Goal>,
}

impl Goals<'_> {
    /// Adds a goal, unless there is nothing to judge it by.
    fn add(
        &mut self,
        what: &str,
        side: Side,
        [goal, floor]: [f64; 2],
        found: Option<f64>,
        worst: Option<String>,
    ) {
        self.all.extend(found.map(|found| Goal {
            what: what.to_owned(),
            side,
            goal,
            floor,
            found,
            worst,
        }));
    }

    /// Judges one answer.
    fn one(
        &mut self,
        what: &str,
        name: &str,
        side: Side,
        bars: [f64; 2],
        figure: impl Fn(&Payload) -> Option<f64>,
    ) {
        let found = self.figures.payload(name).and_then(figure);
        self.add(what, side, bars, found, None);
    }

    /// Judges the worst of several answers.
    fn worst(
        &mut self,
        what: &str,
        side: Side,
        bars: [f64; 2],
        which: impl Fn(&str) -> bool,
        figure: impl Fn(&Payload) -> Option<f64>,
    ) {
        let payloads = self.figures.payloads.iter();
        let found = payloads
            .filter(|payload| which(&payload.name))
            .filter_map(|payload| Some((figure(payload)?, payload.name.clone())));
        let worst = found.reduce(|a, b| {
            let worse = match side {
                Side::AtLeast => b.0 < a.0,
                Side::AtMost => b.0 > a.0,
            };
            if worse { b } else { a }
        });
        let (found, name) = worst.unzip();
        self.add(what, side, bars, found, name);
    }

    /// Judges the geometric mean of how much more instructions rspotify takes.
    fn mean(&mut self, what: &str, goal: f64, floor: f64) {
        let ratios: Vec<f64> = MEAN
            .iter()
            .filter_map(|name| {
                self.figures
                    .payload(name)?
                    .ratio(Decoder::Rspotify, Decoder::Ours, |cost| cost.instructions)
            })
            .collect();
        let sum: f64 = ratios.iter().map(|ratio| ratio.ln()).sum();
        let found = (!ratios.is_empty()).then(|| (sum / ratios.len() as f64).exp());
        let left = MEAN.len() - ratios.len();
        let note = (left > 0).then(|| format!("{left} not measured"));
        self.add(what, Side::AtLeast, [goal, floor], found, note);
    }
}

#[cfg(test)]
mod tests {
    use super::{Goal, goals};
    use crate::bench::figures::{Figures, testing::payload};

    fn judge(payloads: &[(&str, [f64; 3])]) -> Vec<Goal> {
        let payloads = payloads
            .iter()
            .map(|(name, costs)| payload(name, *costs))
            .collect();
        goals(&Figures {
            payloads,
            ..Figures::default()
        })
    }

    fn of<'a>(goals: &'a [Goal], start: &str) -> &'a Goal {
        goals
            .iter()
            .find(|goal| goal.what.starts_with(start))
            .unwrap()
    }

    #[test]
    fn the_mean_is_geometric() {
        let goals = judge(&[
            ("track", [10.0, 10.0, 10.0]),
            ("album50", [10.0, 90.0, 10.0]),
        ]);
        let mean = of(&goals, "instructions, rspotify / ours, geometric mean");
        assert_eq!(mean.value(), "3.00 (11 not measured)");
        assert!(mean.reached() && mean.holds());
    }

    #[test]
    fn the_worst_is_named_and_a_floor_is_lower_than_its_goal() {
        let goals = judge(&[
            ("track", [14.0, 30.0, 10.0]),
            ("recent50", [15.5, 30.0, 10.0]),
            ("track_nomk", [25.0, 20.0, 10.0]),
        ]);
        let with = of(&goals, "instructions, ours / least, with markets");
        assert_eq!(with.value(), "1.55 (recent50)");
        assert!(!with.reached() && with.holds());
        let without = of(&goals, "instructions, ours / least, without");
        assert!(!without.holds());
        let slower = of(&goals, "instructions, rspotify / ours, anything");
        assert_eq!(
            slower.said(),
            "instructions, rspotify / ours, anything: at least 1 is wanted, 0.80 (track_nomk) found"
        );
    }
}
