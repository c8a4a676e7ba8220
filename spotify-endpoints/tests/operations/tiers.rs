//! What apps in Development mode are told about each operation.

use std::fmt::Debug;

use serde::Serialize;
use spotify_core::{
    Availability, DiagnosisCode, Endpoint, Error, Tier, blocking::Client, testing::Replay,
};

use crate::{
    fixtures::text,
    table::{Entry, Ids, Visit, every},
};

/// Calls what Development mode does not have.
#[derive(Default)]
struct Closed {
    said: String,
}

impl Visit for Closed {
    fn entry<E>(&mut self, entry: Entry<E>)
    where
        E: Endpoint + Clone + Debug + PartialEq + 'static,
        E::Response: Debug + PartialEq + Serialize + 'static,
    {
        let meta = E::META;
        let open = meta.availability == Availability::Everyone;
        assert_eq!(Tier::Development.may_call(meta), open, "{}", meta.name);
        assert!(Tier::ExtendedQuota.may_call(meta), "{}", meta.name);
        if open {
            return;
        }
        // A client that knows its tier does not ask.
        let wire = Replay::new();
        let client = Client::builder(wire.clone())
            .token("t")
            .tier(Tier::Development);
        let refused = client.build().unwrap().send(entry.least.clone());
        let refused = refused.unwrap_err();
        assert!(matches!(refused, Error::Build(_)), "{refused:?}");
        assert_eq!(wire.log(), "");
        self.said += &format!("{refused}\n");

        // One that does not is refused, and told why.
        let call = format!("{} /v1{}", meta.method, meta.path);
        let wire = Replay::new().always(&call, (403, &*text("errors/removed.development")));
        let client = Client::builder(wire).token("t").build().unwrap();
        let error = client.send(entry.least).unwrap_err();
        let Error::Api(api) = &error else {
            panic!("{}: {error:?}", meta.name)
        };
        assert_eq!((api.status.as_u16(), api.endpoint), (403, meta));
        let diagnosis = error.diagnosis();
        assert_eq!(
            diagnosis.code,
            DiagnosisCode::OperationGone,
            "{}",
            meta.name
        );
    }
}

#[test]
fn every_operation_that_is_closed_says_so() {
    let mut closed = Closed::default();
    every(&Ids::fixed(), &mut closed);
    insta::assert_snapshot!(closed.said);
}
