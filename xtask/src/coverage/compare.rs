//! How what we declare differs from what somebody says.

use std::collections::BTreeMap;

use super::operation::{Operation, Parameter};

/// What stands for something that one side does not have.
const ABSENT: &str = "absent";

/// A difference.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Difference {
    /// Our request; an operation that none of ours stands for by Spotify's name.
    pub(super) of: String,
    /// What differs.
    pub(super) fact: String,
    /// How it is here.
    pub(super) ours: String,
    /// How it is there.
    pub(super) theirs: String,
}

impl Difference {
    fn new(of: &str, fact: impl Into<String>, ours: &str, theirs: &str) -> Self {
        Self {
            of: of.to_owned(),
            fact: fact.into(),
            ours: ours.to_owned(),
            theirs: theirs.to_owned(),
        }
    }
}

/// What came of a comparison.
#[derive(Debug, Default)]
pub(super) struct Comparison {
    /// The names of our requests, by the method and the name of the operation that they stand for.
    pub(super) joined: BTreeMap<(String, String), Vec<String>>,
    pub(super) differences: Vec<Difference>,
}

/// Compares our requests with somebody's operations. Several of ours may stand for one of theirs.
pub(super) fn compare(ours: &[Operation], theirs: &[Operation]) -> Comparison {
    let mut comparison = Comparison::default();
    let mut known = Vec::new();
    for operation in theirs {
        let requests = requests(ours, operation, theirs);
        let names = requests.iter().map(|request| request.name.clone());
        let (method, reference) = operation.key();
        let key = (method.to_owned(), reference.to_owned());
        comparison.joined.insert(key, names.clone().collect());
        known.extend(names);
        comparison
            .differences
            .extend(differences(&requests, operation));
    }
    for request in ours.iter().filter(|request| !known.contains(&request.name)) {
        let (of, ours) = (&request.name, &request.request());
        let unknown = Difference::new(of, "operation", ours, ABSENT);
        comparison.differences.push(unknown);
    }
    comparison
}

/// Our requests that stand for an operation: by its name, else by method and path.
fn requests<'a>(
    ours: &'a [Operation],
    operation: &Operation,
    theirs: &[Operation],
) -> Vec<&'a Operation> {
    let named: Vec<_> = ours.iter().filter(|o| o.key() == operation.key()).collect();
    if !named.is_empty() {
        return named;
    }
    let taken = |request: &Operation| theirs.iter().any(|o| o.key() == request.key());
    let same = |request: &&Operation| request.request() == operation.request();
    ours.iter().filter(same).filter(|o| !taken(o)).collect()
}

fn differences(requests: &[&Operation], operation: &Operation) -> Vec<Difference> {
    let mut found = Vec::new();
    if requests.is_empty() {
        let there = operation.request();
        found.push(Difference::new(
            &operation.reference,
            "operation",
            ABSENT,
            &there,
        ));
    }
    for request in requests {
        for ((fact, ours), (_, theirs)) in request.facts().into_iter().zip(operation.facts()) {
            if let (Some(ours), Some(theirs)) = (ours, theirs)
                && ours != theirs
            {
                found.push(Difference::new(&request.name, fact, &ours, &theirs));
            }
        }
        for ours in &request.parameters {
            found.extend(parameter(&request.name, ours, operation));
        }
    }
    // One form of an operation need not have what another has.
    let has = |name: &str| {
        let all = requests.iter().flat_map(|request| &request.parameters);
        all.into_iter().any(|ours| ours.name == name)
    };
    for theirs in operation.parameters.iter().filter(|p| !has(&p.name)) {
        if !requests.is_empty() {
            let (fact, there) = (fact(theirs), theirs.to_string());
            found.push(Difference::new(&operation.reference, fact, ABSENT, &there));
        }
    }
    found
}

fn fact(parameter: &Parameter) -> String {
    format!("{} {}", parameter.place, parameter.name)
}

/// Compares a parameter with the one of the same name in the same place.
///
/// What Spotify takes in the query or in the body stands in both in a description: it is required
/// if either is, and one of them is enough.
fn parameter(of: &str, ours: &Parameter, operation: &Operation) -> Vec<Difference> {
    let same = |theirs: &&Parameter| theirs.name == ours.name;
    let named: Vec<_> = operation.parameters.iter().filter(same).collect();
    let Some(theirs) = named.iter().find(|theirs| theirs.place == ours.place) else {
        return vec![Difference::new(of, fact(ours), &ours.to_string(), ABSENT)];
    };
    let mut found = Vec::new();
    let mut differs = |what: &str, here: &str, there: &str| {
        let fact = format!("{} {what}", fact(ours));
        found.push(Difference::new(of, fact, here, there));
    };
    if !ours.kinds.iter().all(|kind| theirs.kinds.contains(kind)) {
        let (here, there) = (ours.kinds.join(" or "), theirs.kinds.join(" or "));
        differs("kind", &here, &there);
    }
    let required = named.iter().any(|theirs| theirs.required);
    if ours.required != required {
        let text = |required: bool| if required { "required" } else { "optional" };
        differs("need", text(ours.required), text(required));
    }
    if let (Some(here), Some(there)) = (&ours.range, &theirs.range)
        && here != there
    {
        differs("range", here, there);
    }
    found
}

#[cfg(test)]
mod tests {
    use super::{Comparison, compare};
    use crate::coverage::operation::{NONE, Operation, Parameter};

    fn operation(name: &str, reference: &str, path: &str) -> Operation {
        Operation {
            name: name.to_owned(),
            reference: reference.to_owned(),
            method: "GET".to_owned(),
            path: path.to_owned(),
            ..Operation::default()
        }
    }

    fn param(place: &str, name: &str, kind: &str, range: &str) -> Parameter {
        Parameter {
            place: place.to_owned(),
            name: name.to_owned(),
            kinds: vec![kind.to_owned()],
            required: false,
            range: Some(range.to_owned()),
        }
    }

    fn said(comparison: &Comparison) -> Vec<String> {
        let differences = comparison.differences.iter();
        differences
            .map(|d| format!("{}, {}: {} / {}", d.of, d.fact, d.ours, d.theirs))
            .collect()
    }

    #[test]
    fn what_is_the_same_differs_in_nothing() {
        let ours = [operation("GetA", "get-a", "/a")];
        let comparison = compare(&ours, &[operation("get-a", "get-a", "/a")]);
        assert_eq!(said(&comparison), [""; 0]);
        let joined: Vec<_> = comparison.joined.into_values().collect();
        assert_eq!(joined, [["GetA"]]);
    }

    #[test]
    fn what_one_side_does_not_have_is_found() {
        let ours = [operation("GetA", "get-a", "/a")];
        let theirs = [operation("get-b", "get-b", "/b")];
        assert_eq!(
            said(&compare(&ours, &theirs)),
            [
                "get-b, operation: absent / GET /b",
                "GetA, operation: GET /a / absent",
            ]
        );
    }

    #[test]
    fn an_operation_under_another_name_is_known_by_its_address() {
        let ours = [operation("GetA", "get-a", "/a")];
        let theirs = [operation("read-a", "read-a", "/a")];
        assert_eq!(
            said(&compare(&ours, &theirs)),
            ["GetA, reference: get-a / read-a"]
        );
        // But not where its own name is there as well.
        let theirs = [theirs[0].clone(), operation("get-a", "get-a", "/a")];
        assert_eq!(
            said(&compare(&ours, &theirs)),
            ["read-a, operation: absent / GET /a"]
        );
    }

    #[test]
    fn facts_that_are_told_are_compared() {
        let mut ours = operation("GetA", "get-a", "/a");
        ours.token = Some("user".to_owned());
        ours.scopes = vec!["b".to_owned(), "a".to_owned()];
        let mut theirs = operation("get-a", "get-a", "/a/{type}");
        theirs.scopes = vec!["a".to_owned()];
        theirs.deprecated = true;
        assert_eq!(
            said(&compare(&[ours.clone()], &[theirs.clone()])),
            [
                "GetA, path: /a / /a/{type}",
                "GetA, scopes: a, b / a",
                "GetA, deprecation: not deprecated / deprecated",
            ]
        );
        theirs = ours.clone();
        theirs.token = Some("app".to_owned());
        assert_eq!(
            said(&compare(&[ours], &[theirs])),
            ["GetA, token: user / app"]
        );
    }

    #[test]
    fn parameters_are_compared() {
        let mut ours = operation("GetA", "get-a", "/a");
        ours.parameters = vec![
            param("query", "limit", "integer", "1..=50"),
            param("query", "ids", "list", "1..=20"),
            param("query", "extra", "text", NONE),
        ];
        let mut theirs = operation("get-a", "get-a", "/a");
        theirs.parameters = vec![
            param("query", "limit", "text", "0..=50"),
            Parameter {
                kinds: vec!["text".to_owned(), "list".to_owned()],
                required: true,
                range: None,
                ..param("query", "ids", "", NONE)
            },
            param("body", "more", "object", NONE),
        ];
        assert_eq!(
            said(&compare(&[ours], &[theirs])),
            [
                "GetA, query limit kind: integer / text",
                "GetA, query limit range: 1..=50 / 0..=50",
                "GetA, query ids need: optional / required",
                "GetA, query extra: optional text / absent",
                "get-a, body more: absent / optional object",
            ]
        );
    }

    #[test]
    fn several_requests_may_be_one_operation() {
        let mut first = operation("GetA", "get-a", "/a");
        first.parameters = vec![param("query", "one", "text", NONE)];
        let mut second = operation("GetB", "get-a", "/a");
        second.parameters = vec![param("body", "two", "text", NONE)];
        let mut theirs = operation("get-a", "get-a", "/a");
        theirs.parameters = vec![
            param("query", "one", "text", NONE),
            // In either place.
            param("query", "two", "text", NONE),
            param("body", "two", "text", NONE),
            param("body", "three", "text", NONE),
        ];
        assert_eq!(
            said(&compare(&[first, second], &[theirs])),
            ["get-a, body three: absent / optional text"]
        );
    }
}
