//! What is followed.

use spotify_endpoints::*;

use super::{Ids, Visit};

pub(super) fn visit(ids: &Ids, visit: &mut impl Visit) {
    #[cfg(feature = "deprecated")]
    checks(ids, visit);
    #[cfg(feature = "deprecated")]
    follows(ids, visit);
    visit.visit(
        GetFollowedArtists::new(),
        GetFollowedArtists::new()
            .after(ids.artist.as_str())
            .limit(50),
        &["follow/artists.extended", "follow/artists.development"],
    );
    #[cfg(feature = "deprecated")]
    unfollows(ids, visit);
}

#[cfg(feature = "deprecated")]
fn checks(ids: &Ids, visit: &mut impl Visit) {
    visit.visit(
        CheckFollowedArtists::new([ids.artist, ids.artist]),
        CheckFollowedArtists::new([ids.artist, ids.artist]),
        &["library/contains"],
    );
    visit.visit(
        CheckFollowedPlaylist::new(ids.playlist),
        CheckFollowedPlaylist::new(ids.playlist).user_id(ids.user.clone()),
        &["follow/playlist.extended"],
    );
    visit.visit(
        CheckFollowedUsers::new([ids.user.clone(), ids.user.clone()]),
        CheckFollowedUsers::new([ids.user.clone(), ids.user.clone()]),
        &["library/contains"],
    );
}

#[cfg(feature = "deprecated")]
fn follows(ids: &Ids, visit: &mut impl Visit) {
    visit.visit(
        FollowArtists::new([ids.artist]),
        FollowArtists::new([ids.artist, ids.artist]),
        &[],
    );
    visit.visit(
        FollowPlaylist::new(ids.playlist),
        FollowPlaylist::new(ids.playlist).public(false),
        &[],
    );
    visit.visit(
        FollowUsers::new([ids.user.clone()]),
        FollowUsers::new([ids.user.clone(), ids.user.clone()]),
        &[],
    );
}

#[cfg(feature = "deprecated")]
fn unfollows(ids: &Ids, visit: &mut impl Visit) {
    visit.visit(
        UnfollowArtists::new([ids.artist]),
        UnfollowArtists::new([ids.artist, ids.artist]),
        &[],
    );
    visit.visit(
        UnfollowPlaylist::new(ids.playlist),
        UnfollowPlaylist::new(ids.playlist),
        &[],
    );
    visit.visit(
        UnfollowUsers::new([ids.user.clone()]),
        UnfollowUsers::new([ids.user.clone(), ids.user.clone()]),
        &[],
    );
}
