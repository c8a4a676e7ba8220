//! What starting playback sends.

use std::time::Duration;

use spotify_core::{BaseUrl, Endpoint};
use spotify_endpoints::*;

use crate::*;

/// M18: places are counted from 0 and sent as that, whatever they are in.
#[test]
fn m18_an_offset_goes_with_every_context_but_artists() {
    let start = |context: ContextUri| {
        let start = StartPlayback::new().context_uri(context);
        start
            .offset(Offset::Position(0))
            .request(&BaseUrl::default())
            .is_ok()
    };
    let user = UserId::new("ana").unwrap();
    assert!(start(ALBUM.into()) && start(PLAYLIST.into()));
    assert!(start(ContextUri::Collection { user }));
    assert!(!start(ARTIST.into()));
}

/// The body that starts playback, for each way to say what (M17, M18, M19).
#[test]
fn m18_the_first_place_is_sent() {
    let body = |request: StartPlayback| {
        let request = request.request(&BaseUrl::default()).unwrap();
        (
            request.headers().len(),
            String::from_utf8(request.body().to_vec()).unwrap(),
        )
    };
    let first = StartPlayback::new()
        .context_uri(ALBUM)
        .offset(Offset::Position(0));
    let json = r#"{"context_uri":"spotify:album:4aawyAB9vmqN3uQ7FjRGTy","offset":{"position":0}}"#;
    assert_eq!(body(first), (1, json.to_owned()));
    let json = r#"{"uris":["spotify:track:11dFghVXANMlKmJXsNCbNl"]}"#;
    assert_eq!(
        body(StartPlayback::new().uris([TRACK])),
        (1, json.to_owned())
    );
    let start = StartPlayback::new().position(Duration::ZERO);
    assert_eq!(body(start), (1, r#"{"position_ms":0}"#.to_owned()));
    // M19: to resume is to send nothing, not even a content type.
    assert_eq!(
        body(StartPlayback::new().device_id("d")),
        (0, String::new())
    );
}
