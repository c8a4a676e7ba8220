"""What a user of spotipy does, call by call, against the mock: `cargo xtask mock --check-peers`.

Nothing of spotipy is changed but the addresses. A line for each call, `ok NAME` or
`FAILED NAME: why`; what to ask for comes in the environment, as for src/bin/journey.rs.
"""

import base64
import os
import sys
from importlib.metadata import version

import requests
import spotipy
from spotipy.cache_handler import MemoryCacheHandler
from spotipy.oauth2 import SpotifyClientCredentials, SpotifyOAuth

SCOPES = (
    "playlist-modify-private playlist-modify-public playlist-read-private ugc-image-upload "
    "user-follow-modify "
    "user-follow-read user-library-modify user-library-read user-modify-playback-state "
    "user-read-currently-playing user-read-playback-state user-read-private "
    "user-read-recently-played user-top-read"
)

# What does not go to the mock goes nowhere: no proxy listens there.
os.environ["HTTPS_PROXY"] = "http://127.0.0.1:9"

# A JPEG of a pixel, as far as its first and last bytes go.
COVER = base64.b64encode(b"\xff\xd8\xff\xe0pixel\xff\xd9").decode()

failures = 0


def given(name):
    return os.environ["PEERS_" + name]


def call(name, what, holds=lambda answer: True):
    """Makes a call, and looks whether its answer is what it should be."""
    global failures
    try:
        answer = what()
        if not holds(answer):
            raise ValueError("unexpected answer: %.300r" % (answer,))
    except Exception as error:  # Whatever a client can throw is a call that failed.
        failures += 1
        print("FAILED %s: %s: %s" % (name, type(error).__name__, error))
        return None
    print("ok %s" % name)
    return answer


def no_answer(answer):
    return answer is None


def ids(answer):
    return [row["id"] for row in answer]


api = given("API") + "/"
accounts = given("ACCOUNTS")
for manager in (SpotifyClientCredentials, SpotifyOAuth):
    manager.OAUTH_TOKEN_URL = accounts + "/api/token"
SpotifyOAuth.OAUTH_AUTHORIZE_URL = accounts + "/authorize"

album, artist, track = given("ALBUM"), given("ARTIST"), given("TRACK")
show, episode, audiobook = given("SHOW"), given("EPISODE"), given("AUDIOBOOK")
song, second = "spotify:track:" + track, "spotify:track:" + given("SECOND_TRACK")

print("peer spotipy %s" % version("spotipy"))

# As an app: the catalogue.
app = SpotifyClientCredentials(
    client_id=given("CLIENT_ID"),
    client_secret=given("CLIENT_SECRET"),
    cache_handler=MemoryCacheHandler(),
)
call("client credentials", lambda: app.get_access_token(as_dict=False), lambda token: token)
client = spotipy.Spotify(auth_manager=app, retries=0)
client.prefix = api

call("album", lambda: client.album(album), lambda a: a["id"] == album and a["tracks"]["items"])
call("albums", lambda: client.albums([album]), lambda a: ids(a["albums"]) == [album])
call("album_tracks", lambda: client.album_tracks(album, limit=2), lambda p: len(p["items"]) <= 2)
call("artist", lambda: client.artist(artist), lambda a: a["id"] == artist and a["genres"] is not None)
call("artists", lambda: client.artists([artist]), lambda a: ids(a["artists"]) == [artist])
call("artist_albums", lambda: client.artist_albums(artist, limit=3), lambda p: p["total"] > 0)
call("artist_top_tracks", lambda: client.artist_top_tracks(artist), lambda a: a["tracks"])
call("artist_related_artists", lambda: client.artist_related_artists(artist), lambda a: a["artists"])
call("track", lambda: client.track(track), lambda t: t["id"] == track and t["album"]["id"])
call("tracks", lambda: client.tracks([track]), lambda t: ids(t["tracks"]) == [track])
call("audio_features", lambda: client.audio_features([track]), lambda f: ids(f) == [track])
call("audio_analysis", lambda: client.audio_analysis(track), lambda a: a["segments"])
call("recommendations", lambda: client.recommendations(seed_artists=[artist], limit=3),
     lambda r: len(r["tracks"]) == 3)
call("genre seeds", client.recommendation_genre_seeds, lambda g: g["genres"])
call("show", lambda: client.show(show, market="SE"), lambda s: s["id"] == show)
call("show_episodes", lambda: client.show_episodes(show, limit=2, market="SE"),
     lambda p: len(p["items"]) == 2)
call("shows", lambda: client.shows([show], market="SE"), lambda s: ids(s["shows"]) == [show])
call("episodes", lambda: client.episodes([episode], market="SE"),
     lambda e: ids(e["episodes"]) == [episode])
call("episode", lambda: client.episode(episode, market="SE"), lambda e: e["id"] == episode)
call("get_audiobook", lambda: client.get_audiobook(audiobook, market="SE"),
     lambda a: a["id"] == audiobook)
call("get_audiobook_chapters", lambda: client.get_audiobook_chapters(audiobook, market="SE"),
     lambda p: p["items"])
call("new_releases", lambda: client.new_releases(limit=2), lambda n: len(n["albums"]["items"]) == 2)
call("categories", lambda: client.categories(limit=2),
     lambda c: len(c["categories"]["items"]) == 2)
call("category", lambda: client.category(given("CATEGORY")),
     lambda c: c["id"] == given("CATEGORY"))
call("category_playlists", lambda: client.category_playlists(given("CATEGORY"), limit=2),
     lambda p: p["playlists"]["items"])
call("featured_playlists", lambda: client.featured_playlists(limit=2),
     lambda p: p["playlists"]["items"])
call("user_playlists", lambda: client.user_playlists(given("USER"), limit=2),
     lambda p: len(p["items"]) == 2)
call("available_markets", client.available_markets, lambda m: "SE" in m["markets"])
found = call("search", lambda: client.search("the", type="track,album,artist", limit=5),
             lambda f: len(f["tracks"]["items"]) == 5 and "albums" in f and "artists" in f)
if found:
    call("next, of a search", lambda: client.next(found["tracks"]),
         lambda f: f["tracks"]["offset"] == 5)

# As a user: the mock's user agrees at once, so the authorize URL redirects.
oauth = SpotifyOAuth(
    client_id=given("CLIENT_ID"),
    client_secret=given("CLIENT_SECRET"),
    redirect_uri="http://127.0.0.1:8888/callback",
    scope=SCOPES,
    state="from-spotipy",
    cache_handler=MemoryCacheHandler(),
    open_browser=False,
)
answer = requests.get(oauth.get_authorize_url(), allow_redirects=False, timeout=10)
state, code = SpotifyOAuth.parse_auth_response_url(answer.headers["location"])
call("authorization code", lambda: oauth.get_access_token(code, as_dict=False),
     lambda token: token and state == "from-spotipy")
token = oauth.cache_handler.get_cached_token() or {}
call("refresh", lambda: oauth.refresh_access_token(token["refresh_token"]),
     lambda new: new["access_token"] != token["access_token"])
client = spotipy.Spotify(auth_manager=oauth, retries=0)
client.prefix = api

me = call("current_user", client.current_user, lambda u: u["id"] == given("USER")) or {}
call("user", lambda: client.user(given("USER")), lambda u: u["id"] == given("USER"))

# Reading the library, page by page.
saved = call("current_user_saved_tracks", lambda: client.current_user_saved_tracks(limit=50),
             lambda p: len(p["items"]) == 50)
if saved:
    call("next, of saved tracks", lambda: client.next(saved),
         lambda p: p["offset"] == 50 and p["items"][0]["track"]["id"])
call("current_user_saved_albums", lambda: client.current_user_saved_albums(limit=1),
     lambda p: p["items"][0]["album"]["id"])
call("current_user_saved_shows", lambda: client.current_user_saved_shows(limit=1),
     lambda p: p["items"][0]["show"]["id"])
call("current_user_saved_episodes", lambda: client.current_user_saved_episodes(limit=1),
     lambda p: p["items"][0]["episode"]["id"])
call("current_user_top_artists", client.current_user_top_artists, lambda p: p["items"])
call("current_user_top_tracks", client.current_user_top_tracks, lambda p: p["items"])
call("current_user_followed_artists", client.current_user_followed_artists,
     lambda p: p["artists"]["cursors"])

# Changing it.
call("current_user_saved_tracks_add", lambda: client.current_user_saved_tracks_add([track]),
     no_answer)
call("current_user_saved_tracks_contains",
     lambda: client.current_user_saved_tracks_contains([track]), lambda c: c == [True])
call("current_user_saved_tracks_delete", lambda: client.current_user_saved_tracks_delete([track]),
     no_answer)
call("current_user_saved_tracks_contains, after that",
     lambda: client.current_user_saved_tracks_contains([track]), lambda c: c == [False])
call("current_user_saved_items", lambda: client.current_user_saved_items([song]),
     lambda c: c == [False])
call("current_user_saved_albums_add", lambda: client.current_user_saved_albums_add([album]),
     no_answer)
call("current_user_saved_albums_contains",
     lambda: client.current_user_saved_albums_contains([album]), lambda c: c == [True])
call("user_follow_artists", lambda: client.user_follow_artists([artist]), no_answer)
call("current_user_following_artists", lambda: client.current_user_following_artists([artist]),
     lambda c: c == [True])
call("user_unfollow_artists", lambda: client.user_unfollow_artists([artist]), no_answer)

# Playlists.
call("current_user_playlists", client.current_user_playlists, lambda p: p["items"])
rows = call("playlist_items", lambda: client.playlist_items(given("PLAYLIST"), limit=50),
            lambda p: len(p["items"]) == 50)
if rows:
    call("next, of a playlist", lambda: client.next(rows), lambda p: p["offset"] == 50)
mine = call("current_user_playlist_create",
            lambda: client.current_user_playlist_create("From spotipy", public=False),
            lambda p: p["name"] == "From spotipy" and not p["public"])
if mine:
    own = mine["id"]
    call("playlist_add_items", lambda: client.playlist_add_items(own, [song, second]),
         lambda a: a["snapshot_id"])
    call("playlist_reorder_items", lambda: client.playlist_reorder_items(own, 0, 2),
         lambda a: a["snapshot_id"])
    call("playlist_items, reordered", lambda: client.playlist_items(own),
         lambda p: [row["item"]["uri"] for row in p["items"]] == [second, song])
    call("playlist_replace_items", lambda: client.playlist_replace_items(own, [second, song]),
         lambda a: a["snapshot_id"])
    call("playlist_remove_all_occurrences_of_items",
         lambda: client.playlist_remove_all_occurrences_of_items(own, [song]),
         lambda a: a["snapshot_id"])
    call("playlist_remove_specific_occurrences_of_items",
         lambda: client.playlist_remove_specific_occurrences_of_items(
             own, [{"uri": second, "positions": [0]}]),
         lambda a: a["snapshot_id"])
    call("playlist_upload_cover_image",
         lambda: client.playlist_upload_cover_image(own, COVER), no_answer)
    call("playlist_cover_image", lambda: client.playlist_cover_image(own),
         lambda images: images[0]["url"])
    # Not `playlist_is_following`: it passes a text where `warnings.warn` takes a class, which is a
    # TypeError before anything is sent.
    call("current_user_follow_playlist", lambda: client.current_user_follow_playlist(own),
         no_answer)
    call("playlist_change_details", lambda: client.playlist_change_details(own, name="Renamed"),
         no_answer)
    call("playlist", lambda: client.playlist(own),
         lambda p: p["name"] == "Renamed" and p["tracks"]["total"] == 0)
    call("current_user_unfollow_playlist", lambda: client.current_user_unfollow_playlist(own),
         no_answer)

# The player.
devices = call("devices", client.devices, lambda d: d["devices"]) or {"devices": [{"id": None}]}
call("start_playback", lambda: client.start_playback(uris=[song, second]), no_answer)
call("current_playback", client.current_playback, lambda p: p["item"]["id"] == track)
call("currently_playing", client.currently_playing, lambda p: p["is_playing"])
call("volume", lambda: client.volume(40), no_answer)
call("seek_track", lambda: client.seek_track(1000), no_answer)
call("repeat", lambda: client.repeat("context"), no_answer)
call("shuffle", lambda: client.shuffle(False), no_answer)
call("add_to_queue", lambda: client.add_to_queue(second), no_answer)
call("queue", client.queue, lambda q: q["currently_playing"] and q["queue"])
call("next_track", client.next_track, no_answer)
call("previous_track", client.previous_track, no_answer)
call("pause_playback", client.pause_playback, no_answer)
call("transfer_playback",
     lambda: client.transfer_playback(devices["devices"][0]["id"], force_play=False), no_answer)
call("current_user_recently_played", client.current_user_recently_played,
     lambda p: p["items"][0]["track"]["id"])

sys.exit(1 if failures else 0)
