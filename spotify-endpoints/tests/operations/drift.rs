//! Whatever changes in an answer, it is read; what is truly required is known, with the reason
//! (N6, N7, Y6, Y7).

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Debug,
    thread,
};

use serde::Serialize;
use serde_json::{Value, json};
use spotify_core::{Endpoint, drift};

use crate::{
    fixtures::{load_whole, response},
    table::{Entry, Ids, Visit, every},
};

/// Whether a place is meant.
type Is = fn(&str) -> bool;

/// The places that an answer cannot do without, and why.
const REQUIRED: &[(Is, &str)] = &[
    (|place| place == "/id", "it says what the object is"),
    (
        |place| place == "/items",
        "without rows it is no page, and a listing would end as if it were complete",
    ),
    (|place| place == "/*", "each answer belongs to a question"),
    (
        |place| place.matches('/').count() == 1,
        "the answer is in a wrapper, and this is its only key",
    ),
    (
        |place| place.matches('/').count() == 2 && place.ends_with("/items"),
        "a page in a wrapper is one as well",
    ),
];

/// What may stand in the place of something else.
fn strange() -> [Value; 4] {
    [json!("x"), json!(-1.5), json!([[7]]), json!({"id": true})]
}

/// Every place in a JSON value with the pattern of its kind; of elements of a list that have the
/// same keys one stands for the others.
fn places(value: &Value, pointer: &str, pattern: &str, found: &mut Vec<(String, String)>) {
    let parts: Vec<(String, &str, &Value)> = match value {
        Value::Object(map) => {
            let parts = map.iter();
            parts
                .map(|(key, value)| (key.clone(), &**key, value))
                .collect()
        }
        Value::Array(list) => {
            let mut seen = BTreeSet::new();
            let parts = list.iter().enumerate();
            parts
                .filter(|(_, value)| seen.insert(shape(value)))
                .map(|(i, value)| (i.to_string(), "*", value))
                .collect()
        }
        _ => Vec::new(),
    };
    for (key, sort, value) in parts {
        let (pointer, pattern) = (format!("{pointer}/{key}"), format!("{pattern}/{sort}"));
        places(value, &pointer, &pattern, found);
        found.push((pointer, pattern));
    }
}

/// What sort of value it is: the keys of an object, and those of what it is a row for.
fn shape(value: &Value) -> String {
    match value {
        Value::Object(map) => {
            let inner = |key: &str| map.get(key).map(shape).unwrap_or_default();
            let keys: Vec<_> = map.keys().map(String::as_str).collect();
            format!("{} {}{}", keys.join(" "), inner("track"), inner("item"))
        }
        other => format!("{:?}", std::mem::discriminant(other)),
    }
}

fn without(value: &Value, pointer: &str) -> Value {
    let mut value = value.clone();
    let (parent, key) = pointer.rsplit_once('/').unwrap();
    match value.pointer_mut(parent).unwrap() {
        Value::Object(map) => drop(map.remove(key)),
        // A list that is shorter is another list; an element is taken away by null.
        Value::Array(list) => list[key.parse::<usize>().unwrap()] = Value::Null,
        _ => panic!("{parent} has no parts"),
    }
    value
}

fn with(value: &Value, pointer: &str, other: Value) -> Value {
    let mut value = value.clone();
    *value.pointer_mut(pointer).unwrap() = other;
    value
}

/// How many threads share the fixtures: there are many changes to read.
const PARTS: usize = 4;

/// Changes every place of a part of the fixtures.
#[derive(Default)]
struct Changes {
    part: usize,
    fixtures: usize,
    /// What could not be changed, by operation.
    required: BTreeMap<&'static str, Vec<String>>,
    tried: usize,
    reported: usize,
}

impl Visit for Changes {
    fn entry<E>(&mut self, entry: Entry<E>)
    where
        E: Endpoint + Clone + Debug + PartialEq + 'static,
        E::Response: Debug + PartialEq + Serialize + 'static,
    {
        let name = E::META.name;
        // Answers that are any JSON have nothing that could be wrong.
        if entry.least.decode(response("7")).is_ok() {
            return;
        }
        for fixture in entry.answers {
            self.fixtures += 1;
            if self.fixtures % PARTS != self.part {
                continue;
            }
            let given = load_whole(fixture);
            let read = |value: &Value| {
                let (answer, drifts) =
                    drift::collect(|| entry.least.decode(response(value.to_string())));
                answer.map(|answer| (answer, drifts))
            };
            let (whole, drifts) = read(&given).unwrap();
            assert_eq!(drifts, [], "{fixture}");
            let mut found = Vec::new();
            places(&given, "", "", &mut found);
            for (pointer, pattern) in found {
                let mut fails = false;
                for gone in [
                    without(&given, &pointer),
                    with(&given, &pointer, Value::Null),
                ] {
                    self.tried += 1;
                    fails |= read(&gone).is_err();
                }
                let was = given.pointer(&pointer).unwrap().clone();
                for strange in strange() {
                    self.tried += 1;
                    match read(&with(&given, &pointer, strange.clone())) {
                        Err(_) => fails = true,
                        Ok((_, drifts)) if !drifts.is_empty() => self.reported += 1,
                        Ok((answer, _)) => {
                            // What was not reported was understood, or is nothing to us.
                            let written = serde_json::to_value(&answer).unwrap().to_string();
                            let kept = strange == was
                                || answer == whole
                                || (strange.is_array() && was.is_array())
                                // Unknown keys are ignored, so any object is one without keys.
                                || (strange.is_object() && (was.is_object() || was.is_null()))
                                || written.contains(&strange.to_string());
                            assert!(kept, "{fixture}{pointer} = {strange} is lost in silence");
                        }
                    }
                }
                if fails {
                    self.required.entry(name).or_default().push(pattern);
                }
            }
        }
    }
}

fn changes_of(part: usize) -> Changes {
    let mut changes = Changes {
        part,
        ..Changes::default()
    };
    every(&Ids::fixed(), &mut changes);
    changes
}

#[test]
fn y7_what_is_required_is_known() {
    let mut changes = Changes::default();
    thread::scope(|scope| {
        let parts = (0..PARTS).map(|part| scope.spawn(move || changes_of(part)));
        for part in parts.collect::<Vec<_>>() {
            let part = part.join().unwrap();
            changes.tried += part.tried;
            changes.reported += part.reported;
            for (name, patterns) in part.required {
                changes.required.entry(name).or_default().extend(patterns);
            }
        }
    });
    let mut text = String::new();
    let mut used = vec![false; REQUIRED.len()];
    for (name, mut patterns) in changes.required {
        patterns.sort_unstable();
        patterns.dedup();
        for pattern in &patterns {
            let known = REQUIRED.iter().position(|(is, _)| is(pattern));
            let known = known.unwrap_or_else(|| panic!("{name}: {pattern} is required"));
            used[known] = true;
        }
        text += &format!("{name}: {}\n", patterns.join(" "));
    }
    insta::assert_snapshot!(text);
    assert!(
        used.iter().all(|used| *used),
        "a reason is given for nothing"
    );
    assert!(
        changes.reported > 1000,
        "{} changes were reported",
        changes.reported
    );
    println!("{} changes, {} reported", changes.tried, changes.reported);
}
