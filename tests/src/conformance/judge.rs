//! What came out, beside what was to come out over this transport.

use std::{collections::BTreeSet, time::Duration};

use super::{
    Suite, difference, expected,
    report::{Explanation, Report, Row},
    scenario::{self, Scenario},
    stage::{Over, Played},
};

/// What a transport that speaks no TLS makes of every request to `https`, and what a call comes
/// to by that.
const REFUSED: &str = "= Tls, never sent";
const REFUSED_CALL: &str = "= Transport: Tls, never sent";

/// The scenario in which the highest version that both sides speak is agreed on.
const NEGOTIATED: &str = "tls_with_a_root_of_ones_own";

impl Suite {
    pub(super) fn report(&self, played: Vec<(Scenario, Played)>, took: Duration) -> Report {
        let mut plain = BTreeSet::new();
        let mut explained = vec![BTreeSet::new(); self.differences.len()];
        let mut rows = Vec::new();
        for (scenario, played) in played {
            let usual = expected::of(scenario.name).unwrap_or_default();
            let without_tls = match self.kit.no_tls {
                Some(_) => refused(usual, &played),
                None => usual.to_vec(),
            };
            if without_tls != usual {
                plain.insert(scenario.name);
            }
            let adapted = difference::adapt(scenario.name, &without_tls, &self.differences);
            for used in &adapted.used {
                if let Some(scenarios) = explained.get_mut(*used) {
                    scenarios.insert(scenario.name);
                }
            }
            let notes = played.notes.into_iter();
            let notes =
                notes.filter(|(_, over)| self.kit.no_tls.is_none() || *over != Over::TlsAlone);
            rows.push(Row {
                scenario,
                took: played.took,
                actual: notes.map(|(note, _)| note).chain(played.wire).collect(),
                expected: adapted.lines,
                figures: played.figures,
            });
        }
        Report {
            name: self.name.clone(),
            whole: self.part.is_empty(),
            took,
            rows,
            stale: self.stale(&explained),
            explanations: self.explanations(plain, explained),
        }
    }

    fn explanations(
        &self,
        plain: BTreeSet<&'static str>,
        explained: Vec<BTreeSet<&'static str>>,
    ) -> Vec<Explanation> {
        let no_tls = self.kit.no_tls.map(|reason| Explanation {
            reason: format!("it speaks no TLS: {reason}"),
            scenarios: plain,
        });
        let added = self.kit.added.iter().map(|added| Explanation {
            reason: format!("it adds `{}`: {}", added.header, added.reason),
            scenarios: added.scenarios(),
        });
        let differences = self.differences.iter().zip(explained);
        let differences = differences.map(|(difference, scenarios)| Explanation {
            reason: difference.reason().to_owned(),
            scenarios,
        });
        let played = NEGOTIATED.contains(self.part) && self.kit.no_tls.is_none();
        let http1 = (!self.kit.http2 && played).then(|| Explanation {
            reason: "it speaks HTTP/1.1 alone, also where HTTP/2 is offered".to_owned(),
            scenarios: BTreeSet::from([NEGOTIATED]),
        });
        let first = no_tls.into_iter().chain(http1);
        first.chain(added).chain(differences).collect()
    }

    fn stale(&self, explained: &[BTreeSet<&'static str>]) -> Vec<String> {
        if !self.part.is_empty() {
            return Vec::new();
        }
        let all: Vec<&str> = scenario::all().iter().map(|s| s.name).collect();
        let mut stale = difference::stale(&self.differences, expected::of, &all);
        let unused = self.differences.iter().zip(explained);
        let unused = unused.filter(|(_, scenarios)| scenarios.is_empty());
        stale
            .extend(unused.map(|(difference, _)| {
                format!("nothing is explained by: {}", difference.reason())
            }));
        let unseen = self
            .kit
            .added
            .iter()
            .filter(|added| added.scenarios().is_empty());
        stale.extend(unseen.map(|added| format!("no request has the header `{}`", added.header)));
        stale
    }
}

/// What a scenario is to come to where there is no TLS: what went over TLS was refused, nothing
/// came over the wire, and what else was noted of TLS is left out. (No scenario has answers both
/// over TLS and without.)
fn refused(usual: &[String], played: &Played) -> Vec<String> {
    if played.notes.iter().all(|(_, over)| *over == Over::Any) {
        return usual.to_vec();
    }
    let mut notes = played.notes.iter().map(|(_, over)| *over);
    let lines = usual.iter().filter(|line| line.starts_with("= "));
    lines
        .filter_map(|line| match notes.next() {
            Some(Over::Tls) => Some(REFUSED.to_owned()),
            Some(Over::TlsCall) => Some(REFUSED_CALL.to_owned()),
            Some(Over::TlsAlone) => None,
            Some(Over::Any) | None => Some(line.clone()),
        })
        .collect()
}
