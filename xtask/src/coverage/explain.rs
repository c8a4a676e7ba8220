//! Which differences are meant to be.

use super::{
    catalogue::{Deviation, Deviations},
    compare::Difference,
};

/// Differences from one description, by whether the list of deviations has them.
#[derive(Debug, Default)]
pub(super) struct Explained {
    pub(super) listed: Vec<Difference>,
    pub(super) unexplained: Vec<Difference>,
    /// What is on the list and does not occur.
    pub(super) gone: Vec<Difference>,
}

/// Looks differences from a description up in the list.
pub(super) fn explain(
    differences: Vec<Difference>,
    deviations: &Deviations,
    description: &str,
) -> Explained {
    let mut open: Vec<Difference> = deviations
        .deviations
        .iter()
        .flat_map(|deviation| expected(deviation, description))
        .collect();
    let mut explained = Explained::default();
    for difference in differences {
        match open.iter().position(|expected| *expected == difference) {
            Some(at) => explained.listed.push(open.swap_remove(at)),
            None => explained.unexplained.push(difference),
        }
    }
    open.sort_unstable();
    explained.gone = open;
    explained
}

/// The differences that a deviation stands for.
fn expected(deviation: &Deviation, description: &str) -> Vec<Difference> {
    let Some(theirs) = deviation.theirs.get(description) else {
        return Vec::new();
    };
    let difference = |of: &String| Difference {
        of: of.clone(),
        fact: deviation.fact.clone(),
        ours: deviation.ours.clone(),
        theirs: theirs.clone(),
    };
    deviation.of.iter().map(difference).collect()
}

#[cfg(test)]
mod tests {
    use super::{Difference, explain};
    use crate::coverage::catalogue::yaml;

    const LIST: &str = "
descriptions: {official: Things}
deviations:
  - of: [GetA, GetB]
    fact: query limit range
    ours: 1..=50
    theirs: {catalogue: 0..=50, official: 0..=10}
    reason: No page has no rows.
";

    fn limit(of: &str, theirs: &str) -> Difference {
        Difference {
            of: of.to_owned(),
            fact: "query limit range".to_owned(),
            ours: "1..=50".to_owned(),
            theirs: theirs.to_owned(),
        }
    }

    #[test]
    fn what_is_listed_is_explained_and_what_is_gone_is_told() {
        let list = yaml(LIST).unwrap();
        let both = vec![limit("GetA", "0..=50"), limit("GetB", "0..=50")];
        let explained = explain(both.clone(), &list, "catalogue");
        assert_eq!((explained.listed, explained.gone), (both.clone(), vec![]));
        assert_eq!(explained.unexplained, []);

        // Elsewhere it is another difference.
        let explained = explain(both, &list, "official");
        assert_eq!(
            (explained.listed.len(), explained.unexplained.len()),
            (0, 2)
        );
        assert_eq!(
            explained.gone,
            [limit("GetA", "0..=10"), limit("GetB", "0..=10")]
        );

        let explained = explain(vec![limit("GetA", "0..=50")], &list, "catalogue");
        assert_eq!(explained.gone, [limit("GetB", "0..=50")]);
        assert_eq!(explain(vec![], &list, "unheard of").gone, []);
    }
}
