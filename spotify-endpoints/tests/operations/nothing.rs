//! Answers without a body (Y8).

use std::fmt::Debug;

use serde::Serialize;
use spotify_core::Endpoint;

use crate::table::{Entry, Ids, Visit, every};

/// Gives every operation nothing to read.
#[derive(Default)]
struct Nothing {
    done: Vec<&'static str>,
    none: Vec<&'static str>,
    refused: usize,
}

impl Visit for Nothing {
    fn entry<E>(&mut self, entry: Entry<E>)
    where
        E: Endpoint + Clone + Debug + PartialEq + 'static,
        E::Response: Debug + PartialEq + Serialize + 'static,
    {
        let name = E::META.name;
        let read = |status: u16, body: &'static str| {
            let answer = http::Response::builder().status(status).body(body.into());
            entry.least.decode(answer.unwrap())
        };
        let cases = [(204, ""), (200, ""), (202, ""), (201, ""), (200, " \r\n")];
        let outcomes = cases.map(|(status, body)| match read(status, body) {
            Ok(answer) => serde_json::to_string(&answer).unwrap() + &format!("{answer:?}"),
            Err(error) => {
                assert!(error.is_empty_body(), "{name}: {error}");
                assert_eq!(
                    error.to_string(),
                    format!("{name}: the answer ({status}) has no body")
                );
                "refused".to_owned()
            }
        });
        assert!(
            outcomes.iter().all(|outcome| *outcome == outcomes[0]),
            "{name}"
        );
        match &*outcomes[0] {
            "null()" => {
                // The player answers 200 with text that means nothing (D7).
                for body in ["AAAB1a2B3c", "{\"error\":1}", "<html>"] {
                    assert!(read(200, body).is_ok(), "{name}: {body}");
                }
                self.done.push(name);
            }
            "nullNone" => self.none.push(name),
            "refused" => self.refused += 1,
            other => panic!("{name}: {other}"),
        }
        assert_eq!(
            entry.answers.is_empty(),
            outcomes[0] == "null()",
            "{name}: an operation that answers has a fixture, and one that does not has none"
        );
    }
}

#[test]
fn y8_an_answer_without_body_is_nothing_or_an_error() {
    let mut nothing = Nothing::default();
    every(&Ids::fixed(), &mut nothing);
    insta::assert_snapshot!(format!(
        "nothing is expected: {}\nNone, for nothing is played: {}\n",
        nothing.done.join(" "),
        nothing.none.join(" "),
    ));
    assert!(nothing.refused > 0);
}
