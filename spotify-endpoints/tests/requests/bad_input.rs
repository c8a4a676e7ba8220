//! What is said about bad input: what was wrong, what is allowed, what to do.

use spotify_core::{BaseUrl, Endpoint, Timestamp, blocking::Client, testing::Replay};
use spotify_endpoints::*;

use crate::*;

#[test]
fn bad_input_is_named_before_anything_is_sent() {
    let wire = Replay::new();
    let client = Client::builder(wire.clone()).token("t").build().unwrap();
    let mut said = String::new();
    let mut refuse = |error: spotify_core::Error| said += &format!("{error}\n");

    refuse(
        client
            .search()
            .query("q", [SearchType::Album])
            .limit(51)
            .send()
            .unwrap_err(),
    );
    refuse(
        client
            .search()
            .query("q", [SearchType::Album; 0])
            .send()
            .unwrap_err(),
    );
    refuse(
        client
            .search()
            .query("", [SearchType::Album])
            .send()
            .unwrap_err(),
    );
    refuse(
        client
            .search()
            .query("q", [SearchType::Album])
            .limit(11)
            .offset(990)
            .send()
            .unwrap_err(),
    );
    refuse(
        client
            .artists()
            .albums(ARTIST)
            .limit(51)
            .send()
            .unwrap_err(),
    );
    let groups = [model::AlbumGroup::Album; 0];
    refuse(
        client
            .artists()
            .albums(ARTIST)
            .include_groups(groups)
            .send()
            .unwrap_err(),
    );
    for uri in [
        "spotify:user:ana:collection",
        "spotify:local:::Demo.mp3:188",
    ] {
        let uri: Uri = uri.parse().unwrap();
        refuse(client.get_any(uri).send().unwrap_err());
    }
    refuse(client.library().save([TRACK; 41]).send().unwrap_err());
    refuse(
        client
            .playlists()
            .add_items(PLAYLIST, [TRACK; 0])
            .send()
            .unwrap_err(),
    );
    let noon = Timestamp::from_secs(1_795_348_800);
    refuse(
        client
            .player()
            .recently_played()
            .after(noon)
            .before(noon)
            .send()
            .unwrap_err(),
    );
    refuse(
        client
            .player()
            .start()
            .context_uri(ALBUM)
            .uris([TRACK])
            .send()
            .unwrap_err(),
    );
    refuse(client.player().start().uris([TRACK; 0]).send().unwrap_err());
    refuse(
        client
            .player()
            .start()
            .offset(Offset::Position(0))
            .send()
            .unwrap_err(),
    );
    refuse(
        client
            .player()
            .start()
            .uris([TRACK])
            .offset(Offset::Position(0))
            .send()
            .unwrap_err(),
    );
    for cover in [
        Cover::jpeg(vec![0; 196_609]),
        Cover::jpeg(b"\x89PNG\r\n".to_vec()),
        Cover::base64("data:image/jpeg;base64,/9j/4A=="),
        Cover::base64("/9j/4A==\n"),
        Cover::base64("/9j_4A=="),
        Cover::base64("iVBORw0K"),
        Cover::base64(""),
    ] {
        refuse(
            client
                .playlists()
                .upload_cover(PLAYLIST, cover)
                .send()
                .unwrap_err(),
        );
    }
    refuse(
        client
            .player()
            .start()
            .context_uri(ARTIST)
            .offset(Offset::Position(0))
            .send()
            .unwrap_err(),
    );
    refuse(client.player().volume(101).send().unwrap_err());
    refuse(
        client
            .playlists()
            .change_details(PLAYLIST)
            .send()
            .unwrap_err(),
    );
    refuse(
        client
            .playlists()
            .change_details(PLAYLIST)
            .public(true)
            .collaborative(true)
            .send()
            .unwrap_err(),
    );
    refuse(
        client
            .playlists()
            .create("Night Ferry")
            .public(true)
            .collaborative(true)
            .send()
            .unwrap_err(),
    );
    refuse(
        client
            .playlists()
            .reorder_items(PLAYLIST, 0, 2)
            .range_length(0)
            .send()
            .unwrap_err(),
    );
    refuse(
        client
            .playlists()
            .get_fields(PLAYLIST, "name,items(item(name)")
            .send()
            .unwrap_err(),
    );
    refuse(
        client
            .playlists()
            .items_fields(PLAYLIST, Fields::new().field("name&limit=1"))
            .send()
            .unwrap_err(),
    );
    // Too long to be an address, though each value is allowed.
    refuse(
        client
            .search()
            .query("q".repeat(8192), [SearchType::Album])
            .send()
            .unwrap_err(),
    );

    insta::assert_snapshot!(said);
    assert_eq!(wire.log(), "");
}

#[cfg(feature = "deprecated")]
#[test]
fn bad_input_of_deprecated_operations_is_named_as_well() {
    let wire = Replay::new();
    let client = Client::builder(wire.clone()).token("t").build().unwrap();
    let mut said = String::new();
    let mut refuse = |error: spotify_core::Error| said += &format!("{error}\n");

    let two = || [UserId::new("a,b").unwrap()];
    refuse(client.follow().follow_users(two()).send().unwrap_err());
    refuse(client.follow().unfollow_users(two()).send().unwrap_err());
    refuse(client.follow().follows_users(two()).send().unwrap_err());
    refuse(client.library().save_tracks().send().unwrap_err());
    refuse(
        client
            .library()
            .save_tracks()
            .ids([TRACK])
            .timestamped_ids([(TRACK, Timestamp::default())])
            .send()
            .unwrap_err(),
    );
    refuse(
        client
            .library()
            .save_albums([ALBUM; 21])
            .send()
            .unwrap_err(),
    );
    refuse(
        client
            .playlists()
            .create_for_user(UserId::new("ana").unwrap(), "Night Ferry")
            .public(true)
            .collaborative(true)
            .send()
            .unwrap_err(),
    );
    refuse(
        client
            .playlists()
            .reorder_tracks(PLAYLIST, 0, 2)
            .range_length(0)
            .send()
            .unwrap_err(),
    );

    insta::assert_snapshot!(said);
    assert_eq!(wire.log(), "");
}

#[cfg(feature = "deprecated")]
#[test]
fn bad_input_of_recommendations_is_named_before_anything_is_sent() {
    let wire = Replay::new();
    let client = Client::builder(wire.clone()).token("t").build().unwrap();
    let jazz = || {
        client
            .tracks()
            .recommendations(Seeds::new().genres(["jazz"]))
    };
    let mut said = String::new();
    for request in [
        client.tracks().recommendations(Seeds::new()),
        client
            .tracks()
            .recommendations(Seeds::new().tracks([TRACK; 6])),
        client
            .tracks()
            .recommendations(Seeds::new().genres(["jazz,blues"])),
        jazz().limit(101),
        jazz().tune(Attribute::Energy, 1.5),
        jazz().min(Attribute::Key, -1),
        jazz().near(Attribute::Popularity, 50.5),
        jazz().max(Attribute::Tempo, f64::NAN),
        jazz().tune(Attribute::Tempo, (120, 90)),
    ] {
        said += &format!("{}\n", request.send().unwrap_err());
    }
    insta::assert_snapshot!(said);
    assert_eq!(wire.log(), "");
}

#[test]
fn images_are_not_written_into_logs() {
    let upload = UploadPlaylistCover::new(PLAYLIST, Cover::jpeg(vec![0xFF; 1000]));
    assert!(format!("{upload:?}").ends_with("cover: Jpeg(1000 bytes) }"));
}

#[test]
fn a_request_can_be_read_and_changed() {
    let mut request = GetAlbumTracks::new(ALBUM).limit(50);
    assert_eq!(request.limit, Some(50));
    request.limit = None;
    let request = request.request(&BaseUrl::default()).unwrap();
    assert_eq!(request.uri().query(), None);
}
