//! That all decoders read the whole of every answer, so that their costs can be compared.
#![forbid(unsafe_code)]

use rspotify_model as theirs;
use spotify_endpoints::model as ours;
use spotify_peers::{
    corpus::{PAYLOADS, Payload},
    decoder::{Answer, Decoder, Measure},
};

struct Once;

impl Measure for Once {
    type Found = ();

    fn of<T>(&mut self, read: impl Fn() -> T) {
        drop(read());
    }
}

#[test]
fn every_answer_is_read_by_every_decoder() {
    for payload in PAYLOADS {
        let answer = Answer::from(payload);
        for decoder in Decoder::ALL {
            // What cannot be read panics.
            answer.measure(payload.kind, decoder, &mut Once);
        }
    }
}

#[test]
fn rows_of_playlists_are_tracks_and_episodes_to_both() {
    for name in ["playlist100", "playlist100_nomk", "playlist100_item"] {
        let json = Payload::find(name).unwrap().json();
        let page: ours::Page<ours::PlaylistItem> = serde_json::from_str(&json).unwrap();
        let is_track = |row: &ours::PlaylistItem| {
            row.item
                .as_ref()
                .is_some_and(|item| item.as_track().is_some())
        };
        let is_episode = |row: &ours::PlaylistItem| {
            row.item
                .as_ref()
                .is_some_and(|item| item.as_episode().is_some())
        };
        assert_eq!(page.items.iter().filter(|row| is_track(row)).count(), 95);
        assert_eq!(page.items.iter().filter(|row| is_episode(row)).count(), 5);

        let page: theirs::Page<theirs::PlaylistItem> = serde_json::from_str(&json).unwrap();
        let track =
            |row: &&theirs::PlaylistItem| matches!(row.item, Some(theirs::PlayableItem::Track(_)));
        let episode = |row: &&theirs::PlaylistItem| {
            matches!(row.item, Some(theirs::PlayableItem::Episode(_)))
        };
        assert_eq!(page.items.iter().filter(track).count(), 95);
        assert_eq!(page.items.iter().filter(episode).count(), 5);
    }
}

#[test]
fn ours_keeps_what_it_reads() {
    let told = |name: &str| Payload::find(name).unwrap().json();
    let keys = |value: &serde_json::Value| value.to_string().len();
    for name in ["track", "track_nomk"] {
        let track: ours::Track = serde_json::from_str(&told(name)).unwrap();
        let written = serde_json::to_value(&track).unwrap();
        let mut read: serde_json::Value = serde_json::from_str(&told(name)).unwrap();
        // Absent and null are the same to the models, and markets are a set.
        read.as_object_mut()
            .unwrap()
            .retain(|_, value| !value.is_null());
        assert_eq!(keys(&written), keys(&read), "{name}");
    }
}

#[test]
fn the_corpus_is_the_same_in_every_run() {
    for payload in PAYLOADS {
        assert_eq!(payload.json(), payload.json(), "{}", payload.name);
    }
    let track = Payload::find("track").unwrap().json();
    assert!(track.contains("\"available_markets\":[\"AR\",\"AU\",\"AT\""));
}
