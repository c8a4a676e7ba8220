//! The steps of the tour after the sign-in, each short enough to be read as an example.

use std::{collections::HashMap, thread, time::Duration};

use spotify_core::{Clock, SystemClock};
use spotify_endpoints::{
    model::{PlayableItem, Playlist},
    prelude::*,
};
use spotify_tests::mock::{Answer, Fault, Profile, RetryAfter, Service};

use super::{Outcome, client::Client, offline::Tour, screen::Screen};

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
    if let (Some(product), Some(country)) = (user.product, user.country) {
        screen.row("account", format!("{product}, {country}"))?;
    }
    Ok(())
}

fn top_artists(tour: &Tour, screen: &mut Screen) -> Outcome {
    let client = &tour.client;
    let top = client.personalization().top_artists().limit(10);
    let top = top.send()?.items;
    let total = client.library().tracks().limit(1).send()?.total;
    let total = total.unwrap_or_default();

    let before = tour.requests();
    let (mut read, mut saved) = (0, HashMap::new());
    for row in client.library().tracks().limit(50).window(4).items() {
        for artist in &row?.track.artists {
            *saved.entry(artist.id).or_default() += 1;
        }
        read += 1;
        screen.progress(read, total, "saved tracks")?;
    }

    let requests = tour.requests() - before;
    screen.finished(read, total, &format!("saved tracks · {requests} requests"))?;
    screen.say("Spotify tells the order, not the plays; a bar counts the saved tracks.")?;
    let bars = top.iter().map(|artist| {
        let tracks = saved.get(&Some(artist.id)).copied().unwrap_or_default();
        (artist.name.to_string(), tracks)
    });
    screen.bars(&bars.collect::<Vec<_>>())?;
    Ok(())
}

fn playlist(tour: &Tour, screen: &mut Screen) -> Outcome {
    let client = &tour.client;
    let id: PlaylistId = tour.mock.world().road_trip().parse()?;
    let playlist = client.playlists().get(id).send()?;
    let total = rows(&playlist);

    let before = tour.requests();
    let (mut read, mut tracks, mut episodes, mut local, mut gone) = (0, 0, 0, 0, 0);
    for row in client.playlists().items(id).limit(50).window(4).items() {
        match row?.item {
            Some(PlayableItem::Track(_)) => tracks += 1,
            Some(PlayableItem::Episode(_) | PlayableItem::EpisodeAsTrack(_)) => episodes += 1,
            Some(PlayableItem::Local(_)) => local += 1,
            _ => gone += 1,
        }
        read += 1;
        screen.progress(read, total, "rows")?;
    }

    let requests = tour.requests() - before;
    screen.finished(read, total, &format!("rows · {requests} requests"))?;
    let owner = playlist
        .owner
        .as_ref()
        .map_or("nobody", |owner| owner.id.as_str());
    screen.row("playlist", format!("{} (by {owner})", playlist.name))?;
    screen.row("tracks", tracks)?;
    screen.row("episodes", episodes)?;
    screen.row("local files", local)?;
    screen.row(
        "unavailable",
        format!("{gone}: the row is there, what it held is null"),
    )?;
    Ok(())
}

/// How many rows a playlist has.
fn rows(playlist: &Playlist) -> u32 {
    let page = playlist.items.as_ref();
    page.and_then(|page| page.total).unwrap_or_default()
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
        let rows = client.playlists().items(id).limit(50).window(4);
        rows.items().collect::<Result<Vec<_>, _>>()
    });
    let waited = watch_pause(&tour.client, || reader.is_finished(), screen)?;
    let rows = reader.join().map_err(|_| "the reading thread panicked")??;

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
        if let Some(pause) = client.pause() {
            let left = pause.remaining.as_secs_f64().ceil();
            if began.is_none() {
                began = Some(now);
                screen.row("answer", "429 Too Many Requests, to the page after row 100")?;
                screen.row("pause", format!("{left} s, for every call of this client"))?;
            }
            screen.for_now(format!("{left} s left"))?;
        } else if began.is_some() && ended.is_none() {
            ended = Some(now);
        }
        thread::park_timeout(TICK);
    }
    let ended = ended.unwrap_or_else(|| SystemClock.now().mono);
    Ok(began.map(|began| ended.saturating_sub(began)))
}

fn expired_token(tour: &Tour, screen: &mut Screen) -> Outcome {
    let (before, exchanges) = (tour.requests(), tour.mock.exchanges());
    tour.mock.expire_tokens();
    screen.say("The access token ends early, which the client cannot know.")?;

    let user = tour.client.users().current().send()?;

    let sent = tour.mock.requests();
    let sent = sent.iter().skip(before);
    let sent = sent.map(|request| format!("{} {}", request.method, request.path()));
    screen.row("sent", sent.collect::<Vec<_>>().join(", "))?;
    let now = tour.mock.exchanges();
    screen.row(
        "exchanges",
        format!("{exchanges} before, {now} after: one renewal"),
    )?;
    screen.row("answer", format!("{}, as if nothing had been", user.id))?;
    Ok(())
}

fn write(tour: &Tour, screen: &mut Screen) -> Outcome {
    let (client, world) = (&tour.client, tour.mock.world());
    let id: TrackId = world.unsaved_track().parse()?;
    let track = client.tracks().get(id).send()?;
    screen.row(
        "track",
        format!("{} by {}", track.name, track.artists.joined()),
    )?;

    client.library().save([LibraryUri::from(id)]).send()?;
    let saved = client.library().tracks().limit(1).send()?;
    let total = saved.total.unwrap_or_default();
    let first = saved.items.first().ok_or("nothing is saved")?;
    screen.row(
        "saved",
        format!("{} is the first of {total} now", first.track.name),
    )?;

    let playlist: PlaylistId = world.own_playlist().parse()?;
    let before = rows(&client.playlists().get(playlist).send()?);
    let snapshot = client.playlists().add_items(playlist, [id]).send()?;
    let after = client.playlists().get(playlist).send()?;
    let count = rows(&after);
    screen.row(
        "added",
        format!("to {}: {before} rows before, {count} after", after.name),
    )?;
    screen.row("snapshot", snapshot)?;
    screen.say(
        "Adding is never repeated by itself when its answer is lost: twice would add twice.",
    )?;
    Ok(())
}

fn refusals(tour: &Tour, screen: &mut Screen) -> Outcome {
    let (client, world) = (&tour.client, tour.mock.world());
    let refused = if tour.profile == Profile::Extended {
        screen.say("What was played lately, with a token that lacks the scope:")?;
        client.player().recently_played().send().map(drop)
    } else {
        screen.say("The rows of a playlist that belongs to somebody else:")?;
        let id = world.playlist_of_another().parse()?;
        client.playlists().items(id).send().map(drop)
    };
    screen.error(&refused.err().ok_or("it was allowed")?)?;

    let before = tour.requests();
    screen.say("")?;
    screen.say("More rows than a page can have; this and the next one are refused unsent:")?;
    let id = world.road_trip().parse()?;
    let refused = client.playlists().items(id).limit(500).send();
    screen.error(&refused.err().ok_or("it was allowed")?)?;

    screen.say("")?;
    screen.say("An album's link where a playlist's belongs:")?;
    let link = format!("https://open.spotify.com/album/{}", world.album());
    let refused = link.parse::<PlaylistId>();
    screen.error(&refused.err().ok_or("it was allowed")?)?;

    match tour.requests() - before {
        0 => Ok(()),
        sent => Err(format!("{sent} requests were sent all the same").into()),
    }
}

fn summary(tour: &Tour, screen: &mut Screen) -> Outcome {
    let sent = tour.mock.requests();
    let to = |service| {
        sent.iter()
            .filter(|request| request.service == service)
            .count()
    };
    let (api, accounts) = (to(Service::Api), to(Service::Accounts));
    screen.row(
        "requests",
        format!("{api} to the Web API, {accounts} to the accounts service"),
    )?;
    screen.row("429s", format!("{}, waited out", tour.limited.get()))?;
    screen.row("renewals", tour.mock.exchanges().saturating_sub(1))?;

    screen.say("")?;
    screen.say("And now?")?;
    screen.row("real music", "cargo xtask tour --live; says what it needs")?;
    screen.row("this mock", "cargo xtask mock; for a program of yours")?;
    screen.row(
        "the code",
        "xtask/src/tour/steps.rs; each step as it was run",
    )?;
    Ok(())
}
