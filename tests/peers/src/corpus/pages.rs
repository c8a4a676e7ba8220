//! Pages, and what is played.

use super::{Dice, Markets, catalogue};

const API: &str = "https://api.spotify.com/v1";

/// A page that begins at 0 and is not the last one.
fn page(path: &str, rows: &[String], total: u64) -> String {
    let (limit, rows) = (rows.len(), rows.join(","));
    let joint = if path.contains('?') { '&' } else { '?' };
    format!(
        "{{\"href\":\"{API}/{path}{joint}offset=0&limit={limit}\",\"items\":[{rows}],\
         \"limit\":{limit},\"next\":\"{API}/{path}{joint}offset={limit}&limit={limit}\",\
         \"offset\":0,\"previous\":null,\"total\":{total}}}"
    )
}

fn moment(d: &mut Dice) -> String {
    let (year, month, day) = (d.within(2012, 2026), d.within(1, 12), d.within(1, 28));
    let (hour, minute, second) = (d.below(24), d.below(60), d.below(60));
    format!("{year}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}")
}

/// 50 saved tracks.
pub(super) fn saved(d: &mut Dice, told: Markets) -> String {
    let rows: Vec<String> = (0..50)
        .map(|_| {
            let (moment, track) = (moment(d), catalogue::track(d, told));
            format!("{{\"added_at\":\"{moment}Z\",\"track\":{track}}}")
        })
        .collect();
    page("me/tracks", &rows, 1_234)
}

/// 100 rows of a playlist, of which every twentieth is an episode.
pub(super) fn playlist(d: &mut Dice, told: Markets, key: &str) -> String {
    let id = d.id();
    let rows: Vec<String> = (0..100)
        .map(|at| {
            let (moment, user) = (moment(d), d.words(1).to_lowercase());
            let urls = catalogue::urls("user", &user);
            let item = if at % 20 == 13 {
                catalogue::episode(d, Some(told))
            } else {
                catalogue::track_of_playlist(d, told)
            };
            format!(
                "{{\"added_at\":\"{moment}Z\",\"added_by\":{{{urls},\
                 \"href\":\"{API}/users/{user}\",\"id\":\"{user}\",\"type\":\"user\",\
                 \"uri\":\"spotify:user:{user}\"}},\"is_local\":false,\"primary_color\":null,\
                 \"{key}\":{item},\"video_thumbnail\":{{\"url\":null}}}}"
            )
        })
        .collect();
    page(&format!("playlists/{id}/items"), &rows, 400)
}

/// 50 results of each of six kinds; of the playlists every fourth is null.
pub(super) fn search(d: &mut Dice, told: Markets) -> String {
    let mut kinds = Vec::new();
    let mut kind = |key: &str, row: &mut dyn FnMut(usize) -> String| {
        let rows: Vec<String> = (0..50).map(row).collect();
        let of_page = page(
            &format!("search?query=harbour&type={key}"),
            &rows,
            rows.len() as u64 * 19,
        );
        kinds.push(format!("\"{key}\":{of_page}"));
    };
    kind("albums", &mut |_| catalogue::album_of_track(d, told));
    kind("artists", &mut |_| catalogue::artist(d));
    kind("tracks", &mut |_| catalogue::track(d, told));
    kind("playlists", &mut |at| {
        if at % 4 == 2 {
            "null".to_owned()
        } else {
            catalogue::playlist(d)
        }
    });
    kind("shows", &mut |_| catalogue::show(d, told));
    kind("episodes", &mut |_| catalogue::episode(d, None));
    format!("{{{}}}", kinds.join(","))
}

/// What something is played from.
fn context(d: &mut Dice) -> String {
    let id = d.id();
    let (urls, href) = (
        catalogue::urls("playlist", &id),
        catalogue::href("playlist", &id),
    );
    format!("{{{urls},{href},\"type\":\"playlist\",\"uri\":\"spotify:playlist:{id}\"}}")
}

fn device(d: &mut Dice, active: bool) -> String {
    let (id, name, volume) = (d.hex(40), d.words(2), d.below(101));
    let kind = d.pick(&["Computer", "Smartphone", "Speaker", "TV"]);
    format!(
        "{{\"id\":\"{id}\",\"is_active\":{active},\"is_private_session\":false,\
         \"is_restricted\":false,\"name\":\"{name}\",\"supports_volume\":true,\
         \"type\":\"{kind}\",\"volume_percent\":{volume}}}"
    )
}

/// What is played.
pub(super) fn playback(d: &mut Dice) -> String {
    let (device, context, item) = (
        device(d, true),
        context(d),
        catalogue::track(d, Markets::Told),
    );
    let (since, ms) = (
        d.within(1_700_000_000_000, 1_795_000_000_000),
        d.below(60_000),
    );
    format!(
        "{{\"device\":{device},\"shuffle_state\":false,\"smart_shuffle\":false,\
         \"repeat_state\":\"off\",\"is_playing\":true,\"timestamp\":{since},\"context\":{context},\
         \"progress_ms\":{ms},\"item\":{item},\"currently_playing_type\":\"track\",\
         \"actions\":{{\"disallows\":{{\"resuming\":true,\"toggling_shuffle\":false}}}}}}"
    )
}

/// The last 50 tracks.
pub(super) fn recent(d: &mut Dice) -> String {
    let rows: Vec<String> = (0..50)
        .map(|_| {
            let track = catalogue::track(d, Markets::Told);
            let (moment, ms, context) = (moment(d), d.below(1000), context(d));
            format!(
                "{{\"track\":{track},\"played_at\":\"{moment}.{ms:03}Z\",\"context\":{context}}}"
            )
        })
        .collect();
    let (rows, after, before) = (
        rows.join(","),
        d.within(1_700_000_000_000, 1_795_000_000_000),
        d.within(1_600_000_000_000, 1_700_000_000_000),
    );
    let path = "me/player/recently-played";
    format!(
        "{{\"items\":[{rows}],\"next\":\"{API}/{path}?before={before}&limit=50\",\
         \"cursors\":{{\"after\":\"{after}\",\"before\":\"{before}\"}},\"limit\":50,\
         \"href\":\"{API}/{path}?limit=50\"}}"
    )
}

/// 50 artists.
pub(super) fn followed(d: &mut Dice) -> String {
    let rows: Vec<String> = (0..50).map(|_| catalogue::artist(d)).collect();
    let (rows, after) = (rows.join(","), d.id());
    let path = "me/following?type=artist";
    format!(
        "{{\"artists\":{{\"href\":\"{API}/{path}&limit=50\",\"items\":[{rows}],\"limit\":50,\
         \"next\":\"{API}/{path}&after={after}&limit=50\",\"cursors\":{{\"after\":\"{after}\"}},\
         \"total\":212}}}}"
    )
}

/// Four devices.
pub(super) fn devices(d: &mut Dice) -> String {
    let devices: Vec<String> = (0..4).map(|at| device(d, at == 1)).collect();
    format!("{{\"devices\":[{}]}}", devices.join(","))
}
