//! Each operation reads its fixtures, and what it read is written again as it came (N1, N5, N6).

use std::fmt::Debug;

use serde::Serialize;
use serde_json::Value;
use spotify_core::{Availability, Endpoint};

use crate::{
    fixtures::{load_whole, normal, response, unwrap},
    table::{Entry, Ids, Visit, every},
};

/// A value with the keys of its objects from the last to the first.
fn backwards(value: &Value) -> String {
    match value {
        Value::Object(map) => {
            let fields: Vec<_> = map
                .iter()
                .rev()
                .map(|(key, value)| format!("{}:{}", Value::from(&**key), backwards(value)))
                .collect();
            format!("{{{}}}", fields.join(","))
        }
        Value::Array(list) => {
            let elements: Vec<_> = list.iter().map(backwards).collect();
            format!("[{}]", elements.join(","))
        }
        other => other.to_string(),
    }
}

/// Reads every fixture of every operation.
struct Reader;

impl Visit for Reader {
    fn entry<E>(&mut self, entry: Entry<E>)
    where
        E: Endpoint + Clone + Debug + PartialEq + 'static,
        E::Response: Debug + PartialEq + Serialize + 'static,
    {
        let name = E::META.name;
        for fixture in entry.answers {
            let given = load_whole(fixture);
            let read = |value: &Value| {
                let answer = entry.least.decode(response(value.to_string()));
                answer.unwrap_or_else(|error| panic!("{fixture}: {error}"))
            };
            let answer = read(&given);
            // Some objects are compared with their usual form: in any other they are the same.
            let others = [
                serde_json::to_string_pretty(&given).unwrap(),
                backwards(&given),
                given.to_string().replace('/', "\\/"),
            ];
            for other in others {
                let again = entry.least.decode(response(other)).unwrap();
                assert_eq!(again, answer, "{fixture} in another form");
            }
            let written = serde_json::to_value(&answer).unwrap();
            // Wrappers are taken off, so what is written is the whole or what stands inside; the
            // answer to one question comes as a list of one.
            let (whole, inside) = (normal(given.clone()), normal(unwrap(&given)));
            let written = normal(written);
            let alone = Value::Array(vec![written.clone()]);
            assert!(
                written == whole || written == inside || alone == whole,
                "{name}: {fixture} is lost in writing:\n{written:#}\n{inside:#}"
            );
        }
        let has_tier = |tier: &str| {
            let mut answers = entry.answers.iter();
            answers.any(|fixture| fixture.ends_with(tier) || !fixture.contains('.'))
        };
        if !entry.answers.is_empty() {
            assert!(
                has_tier(".extended"),
                "{name} has no fixture of Extended quota"
            );
            let everyone = E::META.availability == Availability::Everyone;
            assert!(
                !everyone || has_tier(".development"),
                "{name} has no fixture of Development mode"
            );
        }
    }
}

#[test]
fn n1_every_answer_is_read_and_written() {
    every(&Ids::fixed(), &mut Reader);
}
