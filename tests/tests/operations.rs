//! Every operation, asked of the mock by a real client in both profiles: what is open answers
//! with a model that nothing had to be left out of, what is closed says so.
#![allow(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "what is not as expected fails the test"
)]

#[path = "../../spotify-endpoints/tests/support/table.rs"]
mod table;

use std::fmt::Debug;

use serde::Serialize;
use spotify_blocking::Ureq;
use spotify_core::{Availability, DiagnosisCode, Endpoint, Error, blocking::Client};
use spotify_endpoints::{ENDPOINTS, UserId};
use spotify_tests::mock::{MockSpotify, Profile};
use table::{Entry, Ids, Visit, every};

/// What there is in the mock to ask for.
fn ids(mock: &MockSpotify) -> Ids {
    let world = mock.world();
    Ids {
        album: world.album().parse().unwrap(),
        artist: world.artist().parse().unwrap(),
        audiobook: world.audiobook().parse().unwrap(),
        category: world.category().parse().unwrap(),
        chapter: world.chapter().parse().unwrap(),
        device: world.devices()[0].clone(),
        episode: world.episode().parse().unwrap(),
        genre: world.genre_seed(),
        playlist: world.own_playlist().parse().unwrap(),
        show: world.show().parse().unwrap(),
        track: world.track().parse().unwrap(),
        user: UserId::new(world.user()).unwrap(),
    }
}

/// Calls everything.
struct Caller {
    profile: Profile,
    client: Client,
    called: Vec<&'static str>,
}

impl Caller {
    fn call<E>(&self, request: E, what: &str)
    where
        E: Endpoint + Debug + 'static,
        E::Response: Debug + PartialEq + Serialize + 'static,
    {
        let name = E::META.name;
        let open =
            self.profile == Profile::Extended || E::META.availability == Availability::Everyone;
        let said = format!("{name}, {what}: {request:?}");
        match self.client.send(request.full()) {
            Ok(full) if open => assert_eq!(full.drift, [], "{said}"),
            Ok(_) => assert!(STILL_OPEN.contains(&name), "{said} is open"),
            Err(error) if open => panic!("{said}: {error}"),
            Err(error) => {
                assert!(matches!(error, Error::Api(_)), "{said}: {error}");
                assert_eq!(
                    error.diagnosis().code,
                    DiagnosisCode::OperationGone,
                    "{said}"
                );
            }
        }
    }
}

/// What Spotify lists as closed, and was seen to answer all the same; the mock does as it was
/// seen.
const STILL_OPEN: [&str; 2] = ["FollowPlaylist", "UnfollowPlaylist"];

impl Visit for Caller {
    fn entry<E>(&mut self, entry: Entry<E>)
    where
        E: Endpoint + Clone + Debug + PartialEq + 'static,
        E::Response: Debug + PartialEq + Serialize + 'static,
    {
        self.call(entry.least, "least");
        // What is most for Extended quota is too much for others.
        if self.profile == Profile::Extended {
            self.call(entry.most, "most");
        }
        self.called.push(E::META.name);
    }
}

fn call_all(profile: Profile) {
    let mock = MockSpotify::builder().profile(profile).start().unwrap();
    let client = Client::builder(Ureq::new().unwrap())
        .api_base(&*mock.api_base())
        .token(mock.mint_full_token())
        .build()
        .unwrap();
    let mut caller = Caller {
        profile,
        client,
        called: Vec::new(),
    };
    every(&ids(&mock), &mut caller);
    let all: Vec<_> = ENDPOINTS.iter().map(|meta| meta.name).collect();
    assert_eq!(caller.called, all);
}

#[test]
fn every_operation_with_extended_quota() {
    call_all(Profile::Extended);
}

#[test]
fn every_operation_in_development_mode() {
    call_all(Profile::DevMode2026);
}
