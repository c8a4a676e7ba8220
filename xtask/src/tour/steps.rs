//! The steps of the tour after the sign-in, each short enough to be read as an example.

use std::{collections::HashMap, thread, time::Duration};

use spotify_core::{Clock, SystemClock};
use spotify_endpoints::{
    model::{PlayableItem, Playlist},
    prelude::*,
};
use spotify_tests::mock::{Answer, Fault, Profile, RetryAfter, Service};

use super::{Outcome, client::Client, offline::Tour, screen::Screen};

/// How many pages are fetched at once.
const WINDOW: u32 = 4;

/// How often a wait is looked at.
const TICK: Duration = Duration::from_millis(20);

type Step = fn(&Tour, &mut Screen) -> Outcome;

/// Every step, in order.
pub(super) const STEPS: [(&str, Step); 8] = [
    ("Who is signed in", profile),
    ("Top artists", top_artists),
    ("A playlist, page by page", playlist),
    ("A rate limit", rate_limit),
    ("An expired token", expired_token),
    ("Changing things", write),
    ("Errors that explain themselves", refusals),
    ("That was all", summary),
];

fn profile(tour: &Tour, screen: &mut Screen) -> Outcome {
    let user = tour.client.users().current().send()?;
    let name = user.display_name.as_deref().unwrap_or("(no name)");
    screen.row("user", format!("{name} ({})", user.id))?;
    match (user.product, user.country) {
        (Some(product), Some(country)) => {
            screen.row("account", format!("{product}, {country}"))?;
        }
        _ => screen.row("account", "not told to apps in Development mode")?,
    }
    Ok(())
}

fn top_artists(tour: &Tour, screen: &mut Screen) -> Outcome {
    let top = tour
        .client
        .personalization()
        .top_artists()
        .limit(10)
        .send()?;

    let before = tour.requests();
    let total = tour
        .client
        .library()
        .tracks()
        .limit(1)
        .send()?
        .total
        .unwrap_or_default();
    let mut saved = HashMap::new();
    let mut read = 0;
    for track in tour
        .client
        .library()
        .tracks()
        .limit(50)
        .window(WINDOW)
        .items()
    {
        for artist in &track?.track.artists {
            *saved.entry(artist.id).or_insert(0) += 1;
        }
        read += 1;
        screen.progress(read, total, "saved tracks")?;
    }
    let requests = tour.requests() - before;
    screen.finished(read, total, &format!("saved tracks · {requests} requests"))?;

    screen.say("Spotify tells the order, not the plays; a bar counts the saved tracks.")?;
    let rows = top.items.iter().map(|artist| {
        let tracks = saved.get(&Some(artist.id)).copied().unwrap_or_default();
        (artist.name.to_string(), tracks)
    });
    screen.bars(&rows.collect::<Vec<_>>())?;
    Ok(())
}

fn playlist(tour: &Tour, screen: &mut Screen) -> Outcome {
    let before = tour.requests();
    let id: PlaylistId = tour.mock.world().road_trip().parse()?;
    let playlist = tour.client.playlists().get(id).send()?;
    let total = playlist
        .items
        .and_then(|page| page.total)
        .unwrap_or_default();

    let (mut tracks, mut episodes, mut local, mut gone) = (0, 0, 0, 0);
    for row in tour
        .client
        .playlists()
        .items(id)
        .limit(50)
        .window(WINDOW)
        .items()
    {
        match row?.item {
            Some(PlayableItem::Track(_)) => tracks += 1,
            Some(PlayableItem::Episode(_) | PlayableItem::EpisodeAsTrack(_)) => episodes += 1,
            Some(PlayableItem::Local(_)) => local += 1,
            _ => gone += 1,
        }
        screen.progress(tracks + episodes + local + gone, total, "rows")?;
    }
    let rows = tracks + episodes + local + gone;
    let requests = tour.requests() - before;
    screen.finished(rows, total, &format!("rows · {requests} requests"))?;
    screen.row(
        "playlist",
        format!("{} (by {})", playlist.name, playlist.owner.id),
    )?;
    screen.row("tracks", tracks)?;
    screen.row("episodes", episodes)?;
    screen.row("local files", local)?;
    screen.row(
        "unavailable",
        format!("{gone}: the row is there, its track is null"),
    )?;
    Ok(())
}

fn rate_limit(tour: &Tour, screen: &mut Screen) -> Outcome {
    let id: PlaylistId = tour.mock.world().road_trip().parse()?;
    let hits = tour.mock.fault(
        Fault::on("GET", &format!("/v1/playlists/{id}/items"))
            .only_if(|request| request.param("offset").as_deref() == Some("100"))
            .answer(Answer::rate_limited(RetryAfter::Seconds(2))),
    );

    // One thread reads the playlist again; this one looks on. Clones of a client share its pause.
    let client = tour.client.clone();
    let reader = thread::spawn(move || {
        let rows = client
            .playlists()
            .items(id)
            .limit(50)
            .window(WINDOW)
            .items();
        rows.collect::<Result<Vec<_>, _>>()
    });
    let waited = watch_pause(&tour.client, || reader.is_finished(), screen)?;
    let rows = reader
        .join()
        .map_err(|_| "the thread that reads panicked")??;

    tour.limited.set(hits.count());
    let waited = waited.ok_or("there was no pause")?.as_secs_f64().round();
    let rows = rows.len();
    screen.row(
        "resumed",
        format!("after {waited} s, at row 101; all {rows} rows came"),
    )?;
    Ok(())
}

/// Shows the pause that a rate limit asks for, and gives how long it was; `None` without one.
fn watch_pause(
    client: &Client,
    finished: impl Fn() -> bool,
    screen: &mut Screen,
) -> Outcome<Option<Duration>> {
    let (mut began, mut ended) = (None, None);
    while !finished() {
        let now = SystemClock.now().mono;
        match client.pause() {
            Some(pause) => {
                let left = pause.remaining.as_secs_f64().ceil();
                if began.is_none() {
                    began = Some(now);
                    screen.row("answer", "429 Too Many Requests, to the page after row 100")?;
                    screen.row("pause", format!("{left} s, for every call of this client"))?;
                }
                screen.for_now(format!("{left} s left"))?;
            }
            None => ended = ended.or(began.map(|_| now)),
        }
        thread::park_timeout(TICK);
    }
    let ended = ended.unwrap_or_else(|| SystemClock.now().mono);
    Ok(began.map(|began| ended.saturating_sub(began)))
}

fn expired_token(tour: &Tour, screen: &mut Screen) -> Outcome {
    let (requests, exchanges) = (tour.requests(), tour.mock.exchanges());
    tour.mock.expire_tokens();
    screen.say("The mock ends the access token early; the client cannot know.")?;

    let user = tour.client.users().current().send()?;

    let sent = tour.mock.requests();
    let sent = sent.iter().skip(requests);
    let sent: Vec<_> = sent
        .map(|request| format!("{} {}", request.method, request.path()))
        .collect();
    screen.row("sent", sent.join(", "))?;
    screen.row(
        "exchanges",
        format!("{exchanges} before, {} after", tour.mock.exchanges()),
    )?;
    screen.row("answer", format!("{}, as if nothing had been", user.id))?;
    Ok(())
}

fn write(tour: &Tour, screen: &mut Screen) -> Outcome {
    let world = tour.mock.world();
    let track = tour
        .client
        .tracks()
        .get(world.unsaved_track().parse()?)
        .send()?;
    let id = track.id.ok_or("a track of the catalogue has an id")?;
    screen.row(
        "track",
        format!("{} by {}", track.name, track.artists.joined()),
    )?;

    tour.client.library().save([LibraryUri::from(id)]).send()?;
    let saved = tour.client.library().tracks().limit(1).send()?;
    let first = saved
        .items
        .first()
        .map(|saved| saved.track.name.to_string());
    screen.row(
        "saved",
        format!(
            "{} is now the first of {} saved tracks",
            first.unwrap_or_default(),
            saved.total.unwrap_or_default(),
        ),
    )?;

    let playlist: PlaylistId = world.own_playlist().parse()?;
    let before = tour.client.playlists().get(playlist).send()?;
    let snapshot = tour
        .client
        .playlists()
        .add_items(playlist, [id])
        .position(0)
        .send()?;
    let after = tour.client.playlists().get(playlist).send()?;
    let count = |playlist: &Playlist| {
        playlist
            .items
            .as_ref()
            .and_then(|page| page.total)
            .unwrap_or_default()
    };
    screen.row(
        "added",
        format!(
            "to {}: {} rows before, {} after",
            after.name,
            count(&before),
            count(&after),
        ),
    )?;
    screen.row(
        "snapshot",
        format!("{snapshot}, the playlist's new version"),
    )?;
    screen.say("Adding is never repeated by itself when the answer gets lost: done twice it would be there twice.")?;
    Ok(())
}

fn refusals(tour: &Tour, screen: &mut Screen) -> Outcome {
    let player = tour.client.player();
    let playlists = tour.client.playlists();

    let refused = if tour.profile == Profile::Extended {
        screen.say("Asking what was played lately, with a token that does not have the scope:")?;
        player.recently_played().send().map(drop)
    } else {
        screen.say("Reading the rows of a playlist that belongs to somebody else:")?;
        playlists
            .items(tour.mock.world().playlist_of_another().parse()?)
            .send()
            .map(drop)
    };
    screen.error(&refused.err().ok_or("it was allowed")?)?;

    screen.say("")?;

    let requests = tour.requests();
    screen.say("Asking for more than there can be, which is refused before anything is sent:")?;
    let id = tour.mock.world().road_trip().parse()?;
    let refused = playlists.items(id).limit(500).send();
    screen.error(&refused.err().ok_or("it was allowed")?)?;

    screen.say("")?;
    screen.say("Taking an album's link for a playlist's:")?;
    let link = format!(
        "https://open.spotify.com/album/{}",
        tour.mock.world().album()
    );
    let refused = link.parse::<PlaylistId>();
    screen.error(&refused.err().ok_or("it was allowed")?)?;
    match tour.requests() - requests {
        0 => Ok(()),
        sent => Err(format!("{sent} requests were sent all the same").into()),
    }
}

fn summary(tour: &Tour, screen: &mut Screen) -> Outcome {
    let sent = tour.mock.requests();
    let accounts = sent
        .iter()
        .filter(|request| request.service == Service::Accounts);
    let accounts = accounts.count();
    let api = sent.len() - accounts;
    screen.row(
        "requests",
        format!("{api} to the Web API, {accounts} to the accounts service"),
    )?;
    screen.row("429s", format!("{}, waited out", tour.limited.get()))?;
    screen.row("renewals", tour.mock.exchanges().saturating_sub(1))?;
    screen.say("")?;
    screen.say("What next?")?;
    screen.row(
        "real music",
        "cargo xtask tour --live (needs an app of yours, tells how)",
    )?;
    screen.row("this mock", "cargo xtask mock, for a program of yours")?;
    screen.row(
        "the code",
        "xtask/src/tour/steps.rs has each step as it was run",
    )?;
    Ok(())
}
