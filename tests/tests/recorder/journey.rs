//! A journey against the mock, recorded and replayed: the same answers, without a network.

use std::fs;

use spotify_auth::{App, ClientCredentials};
use spotify_blocking::Ureq;
use spotify_core::{BlockingTransport, ProxyChoice, blocking::Client, testing::Replay};
use spotify_endpoints::prelude::*;
use spotify_reqwest::Reqwest;
use spotify_tests::{MockSpotify, Recorder, ReplayFixtures};

use super::folder;

/// What the app itself may ask for: an album, its tracks page by page, a search, an error.
fn journey(transport: impl BlockingTransport + 'static, mock: &MockSpotify) -> Vec<String> {
    let app = App::new(mock.client_id())
        .unwrap()
        .secret(mock.client_secret())
        .unwrap();
    let client = Client::builder(transport)
        .api_base(mock.api_base())
        .accounts_base(mock.accounts_base())
        .grant(ClientCredentials::new(app).unwrap())
        .build()
        .unwrap();
    let id: AlbumId = mock.world().album().parse().unwrap();
    let mut said = vec![format!("{:?}", client.albums().get(id).send().unwrap())];
    for track in client.albums().tracks(id).limit(3).items() {
        said.push(format!("{:?}", track.unwrap()));
    }
    let found = client
        .search()
        .query("a", [SearchType::Artist])
        .limit(5)
        .send();
    said.push(format!("{:?}", found.unwrap()));
    let missing: AlbumId = "0000000000000000000000".parse().unwrap();
    said.push(client.albums().get(missing).send().unwrap_err().to_string());
    said
}

#[test]
fn a_recorded_journey_replays() {
    let mock = MockSpotify::start().unwrap();
    let folder = folder("journey");
    let transport = Ureq::builder().proxy(ProxyChoice::None).build().unwrap();
    let recorder = Recorder::into_folder(&folder).unwrap();
    let live = journey(recorder.wrap(transport), &mock);
    let files = recorder.finish().unwrap();
    let text = files
        .iter()
        .map(|file| fs::read_to_string(file).unwrap())
        .collect::<String>();
    assert!(!text.contains(mock.client_secret()) && !text.contains(mock.client_id()));

    let sent = mock.requests().len();
    assert_eq!(sent, files.len());
    for wire in [Replay::new(), Replay::new().in_order()] {
        let wire = wire.folder(&folder).unwrap();
        assert_eq!(journey(wire.clone(), &mock), live);
        wire.assert_finished();
    }
    assert_eq!(mock.requests().len(), sent);
}

/// An asynchronous transport is recorded alike.
#[tokio::test]
async fn an_asynchronous_transport_is_recorded() {
    let mock = MockSpotify::start().unwrap();
    let folder = folder("asynchronous");
    let recorder = Recorder::into_folder(&folder).unwrap();
    let transport = Reqwest::builder().proxy(ProxyChoice::None).build().unwrap();
    let client = spotify_core::Client::builder(recorder.wrap(transport))
        .api_base(mock.api_base())
        .token("no-token-of-the-mock")
        .build()
        .unwrap();
    let id: AlbumId = mock.world().album().parse().unwrap();
    client.albums().get(id).await.unwrap_err();
    let files = recorder.finish().unwrap();
    let text = fs::read_to_string(&files[0]).unwrap();
    assert!(
        text.contains("> authorization: Bearer {access-token-1}\n"),
        "{text}"
    );
    assert!(text.contains("\n< 401\n"), "{text}");
}
