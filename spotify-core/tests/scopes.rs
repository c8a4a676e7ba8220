//! The check of scopes before a call, and scopes as they come from outside.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test says what it expects"
)]

#[path = "support/block_on.rs"]
mod block_on;
#[path = "support/endpoints.rs"]
mod endpoints;

use block_on::block_on;
use bytes::Bytes;
use endpoints::Read;
use proptest::prelude::*;
use spotify_core::{
    BuildError, Client, DecodeError, DiagnosisCode, Endpoint, Error, Meta, Method, Scope,
    ScopeCheck, ScopeMode, ScopeNeeds, Scopes, Target, Token, blocking, testing::Replay,
};

/// Makes a playlist: which scope it takes depends on an argument.
#[derive(Debug, Clone)]
struct Make {
    public: Option<bool>,
}

impl Endpoint for Make {
    type Response = ();
    const META: &'static Meta = &Meta::new("Make", Method::GET, "/thing").scopes(
        &[Scope::PlaylistModifyPublic, Scope::PlaylistModifyPrivate],
        ScopeMode::Any,
    );

    fn scopes(&self) -> ScopeNeeds {
        match self.public {
            Some(public) => ScopeNeeds::only(Self::META, |scope| {
                (*scope == Scope::PlaylistModifyPublic) == public
            }),
            None => ScopeNeeds::of(Self::META),
        }
    }

    fn target(&self, target: &mut Target) {
        target.path(Self::META.path, &[]);
    }

    fn decode(&self, _: http::Response<Bytes>) -> Result<(), DecodeError> {
        Ok(())
    }
}

fn client(token: Token, check: ScopeCheck) -> (Replay, blocking::Client) {
    let wire = Replay::new().always("GET /v1/thing", "{}");
    let client = blocking::Client::builder(wire.clone())
        .token(token)
        .scope_check(check)
        .build()
        .unwrap();
    (wire, client)
}

#[test]
fn c10_a_call_without_its_scope_is_refused_before_it_is_sent() {
    let token = Token::new("BQ-canary").scopes("streaming user-top-read");
    let (wire, client) = client(token, ScopeCheck::Deny);
    let error = client.send(Read).unwrap_err();
    let Error::Build(BuildError::MissingScopes(found)) = &error else {
        panic!("{error:?}");
    };
    assert_eq!(found.needed.all(), Scope::UserLibraryModify.into());
    assert_eq!(found.held, Scope::Streaming | Scope::UserTopRead);
    assert_eq!(found.missing, Scope::UserLibraryModify.into());
    assert_eq!(error.missing_scopes(), Scope::UserLibraryModify.into());
    assert_eq!(error.diagnosis().code, DiagnosisCode::MissingScope);
    // Whatever is around it.
    for error in [
        client.send(Read.with_query("a", "b")).unwrap_err(),
        client.send(Read.answer_as::<()>()).unwrap_err(),
        client.send(Read.full()).map(|_| ()).unwrap_err(),
        client.send(&Read).unwrap_err(),
    ] {
        assert!(!error.missing_scopes().is_empty(), "{error}");
    }
    assert!(wire.requests().is_empty());
    assert!(!format!("{error:#?}{error:#}").contains("canary"));
    insta::assert_snapshot!(format!("{error:#}"));
}

#[test]
fn c10_async_clients_refuse_as_well() {
    let wire = Replay::new();
    let client = Client::builder(wire.clone())
        .token(Token::new("BQ").scopes(""))
        .scope_check(ScopeCheck::Deny)
        .build()
        .unwrap();
    let error = block_on(client.send(Read)).unwrap_err();
    assert!(!error.missing_scopes().is_empty());
    assert!(wire.requests().is_empty());
}

#[test]
fn c10_what_is_not_known_is_not_checked_and_the_check_can_be_switched_off() {
    let nothing = || Token::new("BQ").scopes("");
    for (token, check) in [
        (Token::new("BQ"), ScopeCheck::Deny),
        (nothing(), ScopeCheck::Off),
        (nothing(), ScopeCheck::Warn),
        (nothing().scopes(Scope::UserLibraryModify), ScopeCheck::Deny),
    ] {
        let (wire, client) = client(token, check);
        client.send(Read).unwrap();
        assert_eq!(wire.requests().len(), 1);
    }
    // What a token that has ended allowed says nothing about the next one.
    let ended = nothing().expires_at(spotify_core::Timestamp::EPOCH);
    let error = client(ended, ScopeCheck::Deny).1.send(Read).unwrap_err();
    assert!(matches!(error, Error::Auth(_)), "{error}");
    let wire = Replay::new().on("GET /v1/thing", "{}");
    let anonymous = blocking::Client::builder(wire)
        .anonymous()
        .scope_check(ScopeCheck::Deny)
        .build()
        .unwrap();
    anonymous.send(Read).unwrap();
}

#[test]
fn c11_the_arguments_say_which_scope() {
    let token = Token::new("BQ").scopes(Scope::PlaylistModifyPublic);
    let (_, client) = client(token, ScopeCheck::Deny);
    client.send(Make { public: Some(true) }).unwrap();
    client.send(Make { public: None }).unwrap();
    let error = client
        .send(Make {
            public: Some(false),
        })
        .unwrap_err();
    assert_eq!(error.missing_scopes(), Scope::PlaylistModifyPrivate.into());
    // What is sent and refused names the same.
    let wire = Replay::new().on("GET /v1/thing", (403, "{}"));
    let warned = blocking::Client::builder(wire)
        .token(Token::new("BQ").scopes(Scope::PlaylistModifyPublic))
        .build()
        .unwrap();
    let private = Make {
        public: Some(false),
    };
    let refused = warned.send(private).unwrap_err();
    assert_eq!(refused.missing_scopes(), error.missing_scopes());
    assert_eq!(refused.diagnosis().code, DiagnosisCode::MissingScope);
    assert_eq!(
        error.to_string(),
        "Make takes `playlist-modify-private`; the token has \
         `playlist-modify-public`, so `playlist-modify-private` is missing"
    );
}

proptest! {
    #[test]
    fn c7_c8_any_text_is_read_and_reads_back_as_the_same(text in "[a-z,\\PC \t\n]{0,80}") {
        let scopes = Scopes::from(text.as_str());
        prop_assert_eq!(&Scopes::from(scopes.to_string()), &scopes);
        let json = serde_json::to_string(&scopes).unwrap();
        prop_assert_eq!(&serde_json::from_str::<Scopes>(&json).unwrap(), &scopes);
        for scope in &scopes {
            prop_assert!(text.contains(scope.as_str()));
        }
    }

    #[test]
    fn c9_the_algebra_holds(a in "([ab-f] ){0,6}", b in "([ab-f] ){0,6}") {
        let (a, b) = (Scopes::from(a), Scopes::from(b));
        prop_assert_eq!((a.clone() - b.clone()) | (a.clone() & b.clone()), a.clone());
        prop_assert!((a.clone() | b.clone()).covers(&b));
        prop_assert_eq!(a.covers(&b), (b - a).is_empty());
    }
}
