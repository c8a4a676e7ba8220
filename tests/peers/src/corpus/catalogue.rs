//! What the catalogue holds.

use super::{Dice, Markets};

/// The countries in which nearly everything is available.
const COUNTRIES: &str = "AR AU AT BE BO BR BG CA CL CO CR CY CZ DK DO DE EC EE SV FI FR GR GT HN \
    HK HU IS IE IT LV LT LU MY MT MX NL NZ NI NO PA PY PE PH PL PT SG SK ES SE CH TW TR UY US GB \
    AD LI MC ID JP TH VN RO IL ZA SA AE BH QA OM KW EG MA DZ TN LB JO PS IN BY KZ MD UA AL BA HR \
    ME MK RS SI KR BD PK LK GH KE NG TZ UG AG AM BS BB BZ BT BW BF CV CW DM FJ GM GE GD GW GY HT \
    JM KI LS LR MW MV ML MH FM NA NR NE PW PG PR WS SM ST SN SC SL SB KN LC VC SR TL TO TT TV VU \
    AZ BN BI KH CM TD KM GQ SZ GA GN KG LA MO MR MN NP RW TG UZ ZW BJ MG MU MZ AO CI DJ ZM CD CG \
    IQ LY TJ VE ET XK";

/// A line `available_markets`, or nothing.
pub(super) fn markets(markets: Markets) -> String {
    if markets == Markets::Asked {
        return String::new();
    }
    let codes: Vec<String> = COUNTRIES
        .split_whitespace()
        .map(|code| format!("\"{code}\""))
        .collect();
    format!("\"available_markets\":[{}],", codes.join(","))
}

/// The link to something, as an object.
pub(super) fn urls(kind: &str, id: &str) -> String {
    format!("\"external_urls\":{{\"spotify\":\"https://open.spotify.com/{kind}/{id}\"}}")
}

/// The address of something.
pub(super) fn href(kind: &str, id: &str) -> String {
    format!("\"href\":\"https://api.spotify.com/v1/{kind}s/{id}\"")
}

/// A picture in three sizes.
pub(super) fn images(d: &mut Dice) -> String {
    let rest = d.hex(24);
    let sizes = [("b273", 640), ("1e02", 300), ("4851", 64)];
    let images = sizes.map(|(size, pixels)| {
        format!(
            "{{\"height\":{pixels},\"url\":\"https://i.scdn.co/image/ab67616d0000{size}{rest}\",\
             \"width\":{pixels}}}"
        )
    });
    format!("\"images\":[{}]", images.join(","))
}

/// When something came out.
pub(super) fn release(d: &mut Dice) -> String {
    let year = d.within(1962, 2026);
    if d.once_in(8) {
        return format!("\"release_date\":\"{year}\",\"release_date_precision\":\"year\"");
    }
    let (month, day) = (d.within(1, 12), d.within(1, 28));
    format!("\"release_date\":\"{year}-{month:02}-{day:02}\",\"release_date_precision\":\"day\"")
}

/// One artist, as albums and tracks name them.
fn credit(d: &mut Dice) -> String {
    let (id, name) = (d.id(), d.artist());
    let (urls, href) = (urls("artist", &id), href("artist", &id));
    format!(
        "{{{urls},{href},\"id\":\"{id}\",\"name\":\"{name}\",\"type\":\"artist\",\
         \"uri\":\"spotify:artist:{id}\"}}"
    )
}

/// The artists of something: mostly one.
fn credits(d: &mut Dice) -> String {
    let count = d.pick(&[1, 1, 1, 1, 1, 1, 2, 2, 3]);
    let credits: Vec<String> = (0..count).map(|_| credit(d)).collect();
    format!("\"artists\":[{}]", credits.join(","))
}

/// An album, as tracks and lists have it.
pub(super) fn album_of_track(d: &mut Dice, told: Markets) -> String {
    let (id, name, total) = (d.id(), d.title(), d.within(1, 20));
    let kind = d.pick(&["album", "album", "album", "single", "compilation"]);
    let (credits, markets, urls, href) = (
        credits(d),
        markets(told),
        urls("album", &id),
        href("album", &id),
    );
    let (images, release) = (images(d), release(d));
    let playable = playable(told);
    format!(
        "{{\"album_type\":\"{kind}\",{credits},{markets}{urls},{href},\"id\":\"{id}\",{images},\
         {playable}\"name\":\"{name}\",{release},\"total_tracks\":{total},\"type\":\"album\",\
         \"uri\":\"spotify:album:{id}\"}}"
    )
}

/// What is told when a market is asked for.
fn playable(told: Markets) -> &'static str {
    match told {
        Markets::Told => "",
        Markets::Asked => "\"is_playable\":true,",
    }
}

/// A preview, of which there is none for one track in four.
fn preview(d: &mut Dice) -> String {
    if d.once_in(4) {
        return "\"preview_url\":null".to_owned();
    }
    let (hash, app) = (d.hex(40), d.hex(32));
    format!("\"preview_url\":\"https://p.scdn.co/mp3-preview/{hash}?cid={app}\"")
}

/// The number of a recording.
fn isrc(d: &mut Dice) -> String {
    let country = d.pick(&["GB", "US", "QM", "SE", "DE", "FR"]);
    let (party, year, number) = (d.hex(3).to_uppercase(), d.below(100), d.below(100_000));
    format!("\"external_ids\":{{\"isrc\":\"{country}{party}{year:02}{number:05}\"}}")
}

/// A track.
pub(super) fn track(d: &mut Dice, told: Markets) -> String {
    let (id, name) = (d.id(), d.title());
    let (album, credits, markets) = (album_of_track(d, told), credits(d), markets(told));
    let (disc, ms, explicit) = (
        d.pick(&[1, 1, 1, 2]),
        d.within(60_000, 480_000),
        d.once_in(6),
    );
    let (isrc, urls, href) = (isrc(d), urls("track", &id), href("track", &id));
    let (playable, popularity, preview, number) =
        (playable(told), d.below(100), preview(d), d.within(1, 18));
    format!(
        "{{\"album\":{album},{credits},{markets}\"disc_number\":{disc},\"duration_ms\":{ms},\
         \"explicit\":{explicit},{isrc},{urls},{href},\"id\":\"{id}\",\"is_local\":false,\
         {playable}\"name\":\"{name}\",\"popularity\":{popularity},{preview},\
         \"track_number\":{number},\"type\":\"track\",\"uri\":\"spotify:track:{id}\"}}"
    )
}

/// A track in the order of keys that playlists have.
pub(super) fn track_of_playlist(d: &mut Dice, told: Markets) -> String {
    let (id, name) = (d.id(), d.title());
    let (album, credits, markets) = (album_of_playlist(d, told), credits(d), markets(told));
    let (disc, ms, explicit) = (
        d.pick(&[1, 1, 1, 2]),
        d.within(60_000, 480_000),
        d.once_in(6),
    );
    let (isrc, urls, href) = (isrc(d), urls("track", &id), href("track", &id));
    let (playable, popularity, preview, number) =
        (playable(told), d.below(100), preview(d), d.within(1, 18));
    format!(
        "{{{preview},{markets}{playable}\"explicit\":{explicit},\"type\":\"track\",\
         \"episode\":false,\"track\":true,\"album\":{album},{credits},\"disc_number\":{disc},\
         \"track_number\":{number},\"duration_ms\":{ms},{isrc},{urls},{href},\"id\":\"{id}\",\
         \"name\":\"{name}\",\"popularity\":{popularity},\"uri\":\"spotify:track:{id}\",\
         \"is_local\":false}}"
    )
}

fn album_of_playlist(d: &mut Dice, told: Markets) -> String {
    let (id, name, total) = (d.id(), d.title(), d.within(1, 20));
    let kind = d.pick(&["album", "album", "album", "single", "compilation"]);
    let (credits, markets, urls, href) = (
        credits(d),
        markets(told),
        urls("album", &id),
        href("album", &id),
    );
    let (images, release, playable) = (images(d), release(d), playable(told));
    format!(
        "{{{markets}{playable}\"type\":\"album\",\"album_type\":\"{kind}\",{href},\"id\":\"{id}\",\
         {images},\"name\":\"{name}\",{release},\"uri\":\"spotify:album:{id}\",{credits},{urls},\
         \"total_tracks\":{total}}}"
    )
}

/// A track, as albums have it.
fn track_of_album(d: &mut Dice, told: Markets, number: u64) -> String {
    let (id, name) = (d.id(), d.title());
    let (credits, markets) = (credits(d), markets(told));
    let (ms, explicit) = (d.within(60_000, 480_000), d.once_in(6));
    let (urls, href) = (urls("track", &id), href("track", &id));
    let (playable, preview) = (playable(told), preview(d));
    format!(
        "{{{credits},{markets}\"disc_number\":1,\"duration_ms\":{ms},\"explicit\":{explicit},\
         {urls},{href},\"id\":\"{id}\",\"is_local\":false,{playable}\"name\":\"{name}\",{preview},\
         \"track_number\":{number},\"type\":\"track\",\"uri\":\"spotify:track:{id}\"}}"
    )
}

/// An album with its first 50 tracks.
pub(super) fn album(d: &mut Dice, told: Markets) -> String {
    let (id, name) = (d.id(), d.title());
    let tracks: Vec<String> = (1..=50).map(|at| track_of_album(d, told, at)).collect();
    let tracks = tracks.join(",");
    let (credits, markets, urls, href) = (
        credits(d),
        markets(told),
        urls("album", &id),
        href("album", &id),
    );
    let (images, release, playable) = (images(d), release(d), playable(told));
    let (label, year, upc) = (d.words(2), d.within(1990, 2025), d.below(1_000_000_000_000));
    let popularity = d.below(100);
    let of_page = format!("https://api.spotify.com/v1/albums/{id}/tracks");
    format!(
        "{{\"album_type\":\"album\",{credits},{markets}\"copyrights\":[{{\"text\":\"{year} {label}\",\
         \"type\":\"C\"}},{{\"text\":\"{year} {label}\",\"type\":\"P\"}}],\
         \"external_ids\":{{\"upc\":\"{upc:012}\"}},{urls},\"genres\":[],{href},\"id\":\"{id}\",\
         {images},{playable}\"label\":\"{label}\",\"name\":\"{name}\",\"popularity\":{popularity},\
         {release},\"total_tracks\":64,\"tracks\":{{\"href\":\"{of_page}?offset=0&limit=50\",\
         \"items\":[{tracks}],\"limit\":50,\"next\":\"{of_page}?offset=50&limit=50\",\"offset\":0,\
         \"previous\":null,\"total\":64}},\"type\":\"album\",\"uri\":\"spotify:album:{id}\"}}"
    )
}

/// An artist.
pub(super) fn artist(d: &mut Dice) -> String {
    let (id, name) = (d.id(), d.artist());
    let count = d.below(4);
    let genres: Vec<String> = (0..count)
        .map(|_| format!("\"{}\"", d.words(2).to_lowercase()))
        .collect();
    let genres = genres.join(",");
    let (followers, popularity) = (d.below(9_000_000), d.below(100));
    let (urls, href, images) = (urls("artist", &id), href("artist", &id), images(d));
    format!(
        "{{{urls},\"followers\":{{\"href\":null,\"total\":{followers}}},\"genres\":[{genres}],{href},\
         \"id\":\"{id}\",{images},\"name\":\"{name}\",\"popularity\":{popularity},\
         \"type\":\"artist\",\"uri\":\"spotify:artist:{id}\"}}"
    )
}

/// A show.
pub(super) fn show(d: &mut Dice, told: Markets) -> String {
    let (id, name, publisher) = (d.id(), d.title(), d.words(2));
    let (about, explicit, total) = (d.prose(40), d.once_in(4), d.within(1, 900));
    let (markets, urls, href, images) = (
        markets(told),
        urls("show", &id),
        href("show", &id),
        images(d),
    );
    format!(
        "{{{markets}\"copyrights\":[],\"description\":\"{about}\",\"explicit\":{explicit},{urls},\
         {href},\"html_description\":\"<p>{about}</p>\",\"id\":\"{id}\",{images},\
         \"is_externally_hosted\":false,\"languages\":[\"en\"],\"media_type\":\"audio\",\
         \"name\":\"{name}\",\"publisher\":\"{publisher}\",\"total_episodes\":{total},\
         \"type\":\"show\",\"uri\":\"spotify:show:{id}\"}}"
    )
}

/// An episode, with its show or without.
pub(super) fn episode(d: &mut Dice, show: Option<Markets>) -> String {
    let (id, name, about) = (d.id(), d.title(), d.prose(60));
    let (clip, ms, explicit) = (d.hex(40), d.within(600_000, 7_200_000), d.once_in(4));
    let (urls, href, images) = (urls("episode", &id), href("episode", &id), images(d));
    let (release, done) = (release(d), d.once_in(3));
    let show = show.map_or_else(String::new, |told| {
        format!("\"show\":{},", self::show(d, told))
    });
    format!(
        "{{\"audio_preview_url\":\"https://podz-content.spotifycdn.com/audio/clips/{clip}.mp3\",\
         \"description\":\"{about}\",\"duration_ms\":{ms},\"explicit\":{explicit},{urls},{href},\
         \"html_description\":\"<p>{about}</p>\",\"id\":\"{id}\",{images},\
         \"is_externally_hosted\":false,\"is_playable\":true,\"language\":\"en\",\
         \"languages\":[\"en\"],\"name\":\"{name}\",{release},\
         \"resume_point\":{{\"fully_played\":{done},\"resume_position_ms\":0}},{show}\
         \"type\":\"episode\",\"uri\":\"spotify:episode:{id}\"}}"
    )
}

/// A playlist, as lists have it.
pub(super) fn playlist(d: &mut Dice) -> String {
    let (id, name, about) = (d.id(), d.title(), d.prose(12));
    let (owner, shown, total) = (d.words(1).to_lowercase(), d.words(2), d.below(400));
    let (urls, href, images, version) = (
        urls("playlist", &id),
        href("playlist", &id),
        images(d),
        d.hex(32),
    );
    let of_owner = self::urls("user", &owner);
    format!(
        "{{\"collaborative\":false,\"description\":\"{about}\",{urls},{href},\"id\":\"{id}\",\
         {images},\"name\":\"{name}\",\"owner\":{{\"display_name\":\"{shown}\",{of_owner},\
         \"href\":\"https://api.spotify.com/v1/users/{owner}\",\"id\":\"{owner}\",\
         \"type\":\"user\",\"uri\":\"spotify:user:{owner}\"}},\"primary_color\":null,\
         \"public\":null,\"snapshot_id\":\"{version}\",\
         \"tracks\":{{\"href\":\"https://api.spotify.com/v1/playlists/{id}/tracks\",\
         \"total\":{total}}},\"type\":\"playlist\",\"uri\":\"spotify:playlist:{id}\"}}"
    )
}
