//! Each request with as few and with as many parameters as it takes (N4).

use std::fmt::Debug;

use serde::Serialize;
use spotify_core::{BaseUrl, Endpoint};
use spotify_endpoints::ENDPOINTS;

use crate::table::{Entry, Ids, Visit, every};

/// A request, as it goes over the wire.
fn text(request: &impl Endpoint) -> String {
    let request = request.request(&BaseUrl::default()).unwrap();
    let mut text = format!("{} {}\n", request.method(), request.uri());
    for (name, value) in request.headers() {
        text += &format!("{name}: {}\n", value.to_str().unwrap());
    }
    if !request.body().is_empty() {
        text += &format!("\n{}\n", std::str::from_utf8(request.body()).unwrap());
    }
    text
}

/// Compares with a snapshot each, and remembers the names.
struct Snapshots(Vec<&'static str>);

impl Visit for Snapshots {
    fn entry<E>(&mut self, entry: Entry<E>)
    where
        E: Endpoint + Clone + Debug + PartialEq + 'static,
        E::Response: Debug + PartialEq + Serialize + 'static,
    {
        let (least, most) = (text(&entry.least), text(&entry.most));
        let both = if least == most {
            least
        } else {
            format!("{least}\n---\n{most}")
        };
        insta::with_settings!({ omit_expression => true }, {
            insta::assert_snapshot!(E::META.name, both);
        });
        self.0.push(E::META.name);
    }
}

#[test]
fn n4_every_request_with_least_and_most() {
    let mut seen = Snapshots(Vec::new());
    every(&Ids::fixed(), &mut seen);
    let listed: Vec<_> = ENDPOINTS.iter().map(|meta| meta.name).collect();
    assert_eq!(seen.0, listed);
}
