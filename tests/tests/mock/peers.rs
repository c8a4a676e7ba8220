//! What Spotify takes and this library never sends; clients of other libraries do.

use serde_json::json;
use spotify_tests::mock::{MockSpotify, Profile};

use crate::wire::User;

#[test]
fn a_slash_at_the_end_of_a_path_changes_nothing() {
    let mock = MockSpotify::builder()
        .profile(Profile::Extended)
        .start()
        .unwrap();
    let user = User::of(&mock);
    let album = mock.world().album();
    assert_eq!(user.get("/me/").json()["id"], json!(mock.world().user()));
    let albums = user.get(&format!("/albums/?ids={album}")).json();
    assert_eq!(albums["albums"][0]["id"], json!(album));
    assert_eq!(user.get("/nothing/").status, 404);
}

#[test]
fn the_link_to_the_next_results_of_a_search_can_be_followed() {
    let mock = MockSpotify::start().unwrap();
    let user = User::of(&mock);
    let first = user.get("/search?q=the&type=track&limit=5").json();
    let next = first["tracks"]["next"].as_str().unwrap();
    let next = user
        .get(next.strip_prefix(&mock.api_base()).unwrap())
        .json();
    assert_eq!(next["tracks"]["offset"], json!(5));
    assert_eq!(next["tracks"]["total"], first["tracks"]["total"]);
}

#[test]
fn a_bare_list_of_uris_is_added() {
    let mock = MockSpotify::start().unwrap();
    let user = User::of(&mock);
    let id = mock.world().own_playlist();
    let path = format!("/playlists/{id}/items");
    let track = format!("spotify:track:{}", mock.world().track());
    assert_eq!(user.call("POST", &path, Some(json!([track]))).status, 201);
    assert_eq!(mock.world().playlist_uris(&id).pop(), Some(Some(track)));
    assert_eq!(user.call("POST", &path, Some(json!("x"))).status, 400);
}
