//! What a user of rspotify does, call by call, against the mock: `cargo xtask mock --check-peers`.
//!
//! Nothing of rspotify is changed but the addresses in its `Config`. A line for each call,
//! `ok NAME` or `FAILED NAME: why`; what to ask for comes in the environment, as for journey.py.
#![expect(
    deprecated,
    reason = "rspotify deprecates what development-mode apps have lost; this app has it"
)]

use std::{
    env,
    error::Error,
    fmt::Debug,
    io::{Read as _, Write as _},
    net::TcpStream,
    process::ExitCode,
};

use rspotify::{
    AuthCodeSpotify, ClientCredsSpotify, ClientResult, Config, Credentials, OAuth,
    model::{
        AlbumId, ArtistId, EpisodeId, ItemPositions, Market, PlayableId, PlayableItem, PlaylistId,
        RepeatState, SearchResult, SearchType, ShowId, TrackId, UserId,
    },
    prelude::*,
    scopes,
};

fn main() -> ExitCode {
    match journey() {
        Ok(0) => ExitCode::SUCCESS,
        Ok(_) => ExitCode::FAILURE,
        Err(error) => {
            println!("FAILED the journey: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Counts what failed.
#[derive(Default)]
struct Log {
    failures: usize,
}

impl Log {
    /// Tells what came of a call, and looks whether its answer is what it should be.
    fn call<T: Debug>(&mut self, name: &str, answer: ClientResult<T>, holds: impl Fn(&T) -> bool) {
        match answer {
            Ok(answer) if holds(&answer) => println!("ok {name}"),
            Ok(answer) => {
                let text: String = format!("{answer:?}").chars().take(300).collect();
                self.failed(name, &format!("unexpected answer: {text}"));
            }
            Err(error) => self.failed(name, &error.to_string()),
        }
    }

    /// As [`call`](Self::call), for what has no answer.
    fn done(&mut self, name: &str, answer: ClientResult<()>) {
        self.call(name, answer, |()| true);
    }

    fn failed(&mut self, name: &str, why: &str) {
        self.failures += 1;
        println!("FAILED {name}: {why}");
    }
}

fn given(name: &str) -> Result<String, Box<dyn Error>> {
    let name = format!("PEERS_{name}");
    env::var(&name).map_err(|error| format!("{name}: {error}").into())
}

/// Both halves; gives the number of failures.
fn journey() -> Result<usize, Box<dyn Error>> {
    println!("peer rspotify 0.16.1");
    let mut log = Log::default();
    let config = Config {
        api_base_url: given("API")?,
        auth_base_url: given("ACCOUNTS")?,
        ..Config::default()
    };
    let app = Credentials::new(&given("CLIENT_ID")?, &given("CLIENT_SECRET")?);
    catalogue(&mut log, app.clone(), config.clone())?;
    user(&mut log, app, config)?;
    Ok(log.failures)
}

/// As an app: the catalogue.
fn catalogue(log: &mut Log, app: Credentials, config: Config) -> Result<(), Box<dyn Error>> {
    let client = ClientCredsSpotify::with_config(app, config);
    log.done("client credentials", client.request_token());
    let album = AlbumId::from_id(given("ALBUM")?)?;
    let artist = ArtistId::from_id(given("ARTIST")?)?;
    let track = TrackId::from_id(given("TRACK")?)?;
    let show = ShowId::from_id(given("SHOW")?)?;
    let episode = EpisodeId::from_id(given("EPISODE")?)?;
    let sweden = Some(Market::Country(rspotify::model::Country::Sweden));

    log.call("album", client.album(album.as_ref(), None), |a| {
        a.id == album && !a.tracks.items.is_empty()
    });
    log.call("albums", client.albums([album.as_ref()], None), |a| {
        a.len() == 1 && a.iter().all(|a| a.id == album)
    });
    let tracks: ClientResult<Vec<_>> = client.album_track(album.as_ref(), None).collect();
    log.call("album_track, all pages", tracks, |t| !t.is_empty());
    log.call("artist", client.artist(artist.as_ref()), |a| a.id == artist);
    log.call("artists", client.artists([artist.as_ref()]), |a| {
        a.iter().all(|a| a.id == artist)
    });
    let albums = client.artist_albums_manual(artist.as_ref(), None, None, Some(3), None);
    log.call("artist_albums_manual", albums, |p| p.total > 0);
    let top = client.artist_top_tracks(artist.as_ref(), sweden);
    log.call("artist_top_tracks", top, |t| !t.is_empty());
    let related = client.artist_related_artists(artist.as_ref());
    log.call("artist_related_artists", related, |a| !a.is_empty());
    log.call("track", client.track(track.as_ref(), None), |t| {
        t.id.as_ref() == Some(&track)
    });
    log.call("tracks", client.tracks([track.as_ref()], None), |t| {
        t.len() == 1
    });
    let features = client.track_features(track.as_ref());
    log.call("track_features", features, |f| f.id == track);
    let several = client.tracks_features([track.as_ref()]);
    log.call("tracks_features", several, Option::is_some);
    let analysis = client.track_analysis(track.as_ref());
    log.call("track_analysis", analysis, |a| !a.segments.is_empty());
    let seeds = [artist.as_ref()];
    let recommended = client.recommendations(
        [],
        Some(seeds),
        None::<[&str; 0]>,
        None::<[TrackId<'_>; 0]>,
        None,
        Some(3),
    );
    log.call("recommendations", recommended, |r| r.tracks.len() == 3);
    log.call(
        "get_a_show",
        client.get_a_show(show.as_ref(), sweden),
        |s| s.id == show,
    );
    let episodes = client.get_shows_episodes_manual(show.as_ref(), sweden, Some(2), None);
    log.call("get_shows_episodes_manual", episodes, |p| {
        p.items.len() == 2
    });
    let one = client.get_an_episode(episode.as_ref(), sweden);
    log.call("get_an_episode", one, |e| e.id == episode);
    let several = client.get_several_shows([show.as_ref()], sweden);
    log.call("get_several_shows", several, |s| {
        s.iter().all(|s| s.id == show) && s.len() == 1
    });
    let several = client.get_several_episodes([episode.as_ref()], sweden);
    log.call("get_several_episodes", several, |e| e.len() == 1);
    let name = UserId::from_id(given("USER")?)?;
    let lists = client.user_playlists_manual(name, Some(2), None);
    log.call("user_playlists_manual", lists, |p| p.items.len() == 2);
    let category = given("CATEGORY")?;
    let lists = client.category_playlists_manual(&category, None, Some(2), None);
    log.call("category_playlists_manual", lists, |p| !p.items.is_empty());
    let featured = client.featured_playlists(None, None, None, Some(2), None);
    log.call("featured_playlists", featured, |f| {
        !f.playlists.items.is_empty()
    });
    let new = client.new_releases_manual(None, Some(2), None);
    log.call("new_releases_manual", new, |p| p.items.len() == 2);
    let categories = client.categories_manual(None, None, Some(2), None);
    log.call("categories_manual", categories, |p| p.items.len() == 2);
    let found = client.search("the", SearchType::Track, None, None, Some(5), None);
    log.call(
        "search",
        found,
        |found| matches!(found, SearchResult::Tracks(page) if page.items.len() == 5),
    );
    let kinds = [SearchType::Album, SearchType::Artist];
    let found = client.search_multiple("the", kinds, None, None, Some(5), Some(0));
    log.call("search_multiple", found, |found| {
        found.albums.is_some() && found.artists.is_some()
    });
    Ok(())
}

/// As a user: the mock's user agrees at once, so the authorize URL redirects.
fn user(log: &mut Log, app: Credentials, config: Config) -> Result<(), Box<dyn Error>> {
    let oauth = OAuth {
        redirect_uri: "http://127.0.0.1:8888/callback".to_owned(),
        scopes: scopes!(
            "playlist-modify-private playlist-modify-public playlist-read-private \
             user-follow-modify user-follow-read user-library-modify user-library-read \
             user-modify-playback-state user-read-currently-playing user-read-playback-state \
             user-read-email user-read-private user-read-recently-played user-top-read"
        ),
        ..OAuth::default()
    };
    let client = AuthCodeSpotify::with_config(app, oauth, config);
    let answer = redirect(&client.get_authorize_url(false)?)?;
    let code = client
        .parse_response_code(&answer)
        .ok_or("the redirect has no code, or another state")?;
    log.done("authorization code", client.request_token(&code));
    log.done("refresh", client.refresh_token());

    let track = TrackId::from_id(given("TRACK")?)?;
    let artist = ArtistId::from_id(given("ARTIST")?)?;
    let name = UserId::from_id(given("USER")?)?;
    log.call("me", client.me(), |me| me.id == name);
    log.call("user", client.user(name.as_ref()), |user| user.id == name);
    library(log, &client, &track, &artist);
    playlists(log, &client, &track, name)?;
    player(log, &client, &track)
}

fn library(log: &mut Log, client: &AuthCodeSpotify, track: &TrackId<'_>, artist: &ArtistId<'_>) {
    let page = |offset| client.current_user_saved_tracks_manual(None, Some(50), Some(offset));
    log.call("current_user_saved_tracks", page(0), |p| {
        p.items.len() == 50
    });
    log.call("current_user_saved_tracks, the next page", page(50), |p| {
        p.offset == 50
    });
    let some: ClientResult<Vec<_>> = client.current_user_saved_tracks(None).take(120).collect();
    log.call("current_user_saved_tracks, page by page", some, |t| {
        t.len() == 120
    });
    let albums = client.current_user_saved_albums_manual(None, Some(1), None);
    log.call("current_user_saved_albums", albums, |p| p.items.len() == 1);
    let shows = client.get_saved_show_manual(Some(1), None);
    log.call("get_saved_show", shows, |p| p.items.len() == 1);
    let artists = client.current_user_top_artists_manual(None, Some(5), None);
    log.call("current_user_top_artists", artists, |p| p.items.len() == 5);
    let tracks = client.current_user_top_tracks_manual(None, Some(5), None);
    log.call("current_user_top_tracks", tracks, |p| p.items.len() == 5);
    let followed = client.current_user_followed_artists(None, Some(2));
    log.call("current_user_followed_artists", followed, |p| {
        p.items.len() == 2
    });

    let tracks = || [track.as_ref()];
    log.done(
        "current_user_saved_tracks_add",
        client.current_user_saved_tracks_add(tracks()),
    );
    let saved = || client.current_user_saved_tracks_contains(tracks());
    log.call("current_user_saved_tracks_contains", saved(), |c| {
        *c == [true]
    });
    log.done(
        "current_user_saved_tracks_delete",
        client.current_user_saved_tracks_delete(tracks()),
    );
    log.call(
        "current_user_saved_tracks_contains, after that",
        saved(),
        |c| *c == [false],
    );
    let artists = || [artist.as_ref()];
    log.done("user_follow_artists", client.user_follow_artists(artists()));
    let follows = client.user_artist_check_follow(artists());
    log.call("user_artist_check_follow", follows, |c| *c == [true]);
    log.done(
        "user_unfollow_artists",
        client.user_unfollow_artists(artists()),
    );
}

fn playlists(
    log: &mut Log,
    client: &AuthCodeSpotify,
    track: &TrackId<'_>,
    me: UserId<'_>,
) -> Result<(), Box<dyn Error>> {
    let second = TrackId::from_id(given("SECOND_TRACK")?)?;
    let long = PlaylistId::from_id(given("PLAYLIST")?)?;
    let both = || {
        [
            PlayableId::Track(track.as_ref()),
            PlayableId::Track(second.as_ref()),
        ]
    };
    let lists = client.current_user_playlists_manual(Some(5), None);
    log.call("current_user_playlists", lists, |p| p.items.len() == 5);
    let rows: ClientResult<Vec<_>> = client.playlist_items(long, None, None).take(60).collect();
    log.call("playlist_items, page by page", rows, |rows| {
        rows.len() == 60
    });
    let made = client.user_playlist_create(me.as_ref(), "From rspotify", Some(false), None, None);
    let own = made.as_ref().ok().map(|playlist| playlist.id.clone());
    log.call("user_playlist_create", made, |p| p.name == "From rspotify");
    let own = own.ok_or("no playlist to go on with")?;
    let own = || own.as_ref();
    let added = client.playlist_add_items(own(), both(), None);
    log.call("playlist_add_items", added, |a| !a.snapshot_id.is_empty());
    let moved = client.playlist_reorder_items(own(), Some(0), Some(2), None, None);
    log.call("playlist_reorder_items", moved, |a| {
        !a.snapshot_id.is_empty()
    });
    let rows = client.playlist_items_manual(own(), None, None, None, None);
    log.call("playlist_items_manual, reordered", rows, |page| {
        let rows = page.items.iter().map(|row| match &row.item {
            Some(PlayableItem::Track(item)) => item.id.clone(),
            _ => None,
        });
        rows.eq([Some(second.clone_static()), Some(track.clone_static())])
    });
    log.done(
        "playlist_replace_items",
        client.playlist_replace_items(own(), both()),
    );
    let first = [PlayableId::Track(track.as_ref())];
    let removed = client.playlist_remove_all_occurrences_of_items(own(), first, None);
    log.call("playlist_remove_all_occurrences_of_items", removed, |a| {
        !a.snapshot_id.is_empty()
    });
    let at = ItemPositions {
        id: PlayableId::Track(second.as_ref()),
        positions: &[0],
    };
    let removed = client.playlist_remove_specific_occurrences_of_items(own(), [at], None);
    log.call(
        "playlist_remove_specific_occurrences_of_items",
        removed,
        |a| !a.snapshot_id.is_empty(),
    );
    log.done("playlist_follow", client.playlist_follow(own(), None));
    let follows = client.playlist_check_follow(own(), &[me]);
    log.call("playlist_check_follow", follows, |f| *f == [true]);
    let changed = client.playlist_change_detail(own(), Some("Renamed"), None, None, None);
    log.call("playlist_change_detail", changed, |_| true);
    log.call("playlist", client.playlist(own(), None, None), |p| {
        p.name == "Renamed" && p.items.total == 0
    });
    log.done("playlist_unfollow", client.playlist_unfollow(own()));
    Ok(())
}

fn player(
    log: &mut Log,
    client: &AuthCodeSpotify,
    track: &TrackId<'_>,
) -> Result<(), Box<dyn Error>> {
    let second = TrackId::from_id(given("SECOND_TRACK")?)?;
    let both = [
        PlayableId::Track(track.as_ref()),
        PlayableId::Track(second.as_ref()),
    ];
    let devices = client.device();
    let device = devices
        .as_ref()
        .ok()
        .and_then(|devices| devices.iter().find_map(|device| device.id.clone()));
    log.call("device", devices, |d| !d.is_empty());
    log.done(
        "start_uris_playback",
        client.start_uris_playback(both, None, None, None),
    );
    let playing = client.current_playback(None, None::<[_; 0]>);
    log.call("current_playback", playing, |playing| {
        let item = playing.as_ref().and_then(|playing| playing.item.as_ref());
        matches!(item, Some(PlayableItem::Track(item)) if item.id.as_ref() == Some(track))
    });
    let playing = client.current_playing(None, None::<[_; 0]>);
    log.call("current_playing", playing, |playing| {
        playing.as_ref().is_some_and(|playing| playing.is_playing)
    });
    log.done("volume", client.volume(40, None));
    let place = chrono::Duration::seconds(1);
    log.done("seek_track", client.seek_track(place, None));
    log.done("repeat", client.repeat(RepeatState::Context, None));
    log.done("shuffle", client.shuffle(false, None));
    let next = PlayableId::Track(second.as_ref());
    log.done("add_item_to_queue", client.add_item_to_queue(next, None));
    log.call("current_user_queue", client.current_user_queue(), |q| {
        q.currently_playing.is_some() && !q.queue.is_empty()
    });
    log.done("next_track", client.next_track(None));
    log.done("previous_track", client.previous_track(None));
    log.done("pause_playback", client.pause_playback(None));
    let device = device.ok_or("no device to go on with")?;
    log.done(
        "transfer_playback",
        client.transfer_playback(&device, Some(false)),
    );
    let played = client.current_user_recently_played(Some(5), None);
    log.call("current_user_recently_played", played, |p| {
        p.items.len() == 5
    });
    Ok(())
}

/// Asks for a page of the mock, and gives the address that it sends a browser to.
fn redirect(url: &str) -> Result<String, Box<dyn Error>> {
    let rest = url.strip_prefix("http://").ok_or("plain HTTP is wanted")?;
    let (host, path) = rest.split_once('/').ok_or("no path")?;
    let mut stream = TcpStream::connect(host)?;
    write!(
        stream,
        "GET /{path} HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\n\r\n"
    )?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer)?;
    let location = answer.lines().find_map(|line| {
        let (name, value) = line.split_once(':')?;
        name.eq_ignore_ascii_case("location")
            .then(|| value.trim().to_owned())
    });
    location.ok_or_else(|| format!("no redirect: {answer}").into())
}
