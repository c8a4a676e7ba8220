//! Scenarios: what is played, and the list of all of them.

use super::{
    answers, calls, connections, failures, framing, limits, requests,
    stage::{Failure, Stage},
    tokens,
};
use crate::mock::Certificate;

/// Something to happen, and what it is to show.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Scenario {
    pub(crate) name: &'static str,
    /// The promises it stands for.
    pub(crate) promises: &'static str,
    pub(crate) certificate: Certificate,
    pub(crate) play: fn(&mut Stage<'_>) -> Result<(), Failure>,
}

/// Writes a table of scenarios: the name of a function, its promises, and the certificate where
/// it is not a good one.
macro_rules! scenarios {
    ($($name:ident: $promises:literal $(with $certificate:ident)?,)*) => {
        pub(super) const SCENARIOS: &[super::scenario::Scenario] = &[$(super::scenario::Scenario {
            name: stringify!($name),
            promises: $promises,
            certificate: super::scenario::scenarios!(@certificate $($certificate)?),
            play: $name,
        }),*];
    };
    (@certificate) => { $crate::mock::Certificate::Valid };
    (@certificate $certificate:ident) => { $crate::mock::Certificate::$certificate };
}
pub(super) use scenarios;

/// Every scenario, in the order of the outcomes.
pub(crate) fn all() -> Vec<Scenario> {
    [
        requests::SCENARIOS,
        answers::SCENARIOS,
        failures::SCENARIOS,
        framing::SCENARIOS,
        connections::SCENARIOS,
        calls::SCENARIOS,
        tokens::SCENARIOS,
        limits::SCENARIOS,
    ]
    .concat()
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    #[test]
    fn there_are_at_least_eighty_scenarios_each_with_a_name_of_its_own() {
        let scenarios = super::all();
        assert!(scenarios.len() >= 80, "only {} scenarios", scenarios.len());
        let names: HashSet<_> = scenarios.iter().map(|scenario| scenario.name).collect();
        assert_eq!(names.len(), scenarios.len());
    }
}
