//! The tour against the real Spotify: the catalogue, as the app itself.

use spotify_auth::{Settings, SettingsError, Variables};
use spotify_core::{ACCOUNTS_BASE_URL, ProxyChoice};
use spotify_endpoints::{model::SimplifiedAlbum, prelude::*};

use super::{
    Options, Outcome,
    client::{Builder, Client, Servers},
    screen::Screen,
    step,
};
use crate::error::Result;

/// What is searched for.
const WORDS: &str = "golden";

/// Most tracks that are shown.
const SHOWN: u32 = 12;

/// Where settings are looked for besides the environment.
const FILE: &str = ".env";

const HOW: &str = "\
The live tour needs an app of yours. Four steps, about two minutes:
  1. Sign in at https://developer.spotify.com/dashboard; the account needs Premium.
  2. Create app: any name; of the APIs tick Web API.
  3. Redirect URI, exactly: http://127.0.0.1/callback (this tour does not use it, the form asks).
  4. From the app's settings copy Client ID and Client secret into a file .env here (git ignores it):
       SPOTIFY_CLIENT_ID=...
       SPOTIFY_CLIENT_SECRET=...
Then: cargo xtask tour --live";

/// Runs every step, until one fails.
pub(super) fn run(options: &Options, screen: &mut Screen) -> Result {
    let client = step(screen, "An app of yours", |screen| app(options, screen))?;
    let album = step(screen, "Search", |screen| search(&client, screen))?;
    step(screen, "An album and its tracks", |screen| {
        tracks(&client, album, screen)
    })
}

fn app(options: &Options, screen: &mut Screen) -> Outcome<Client> {
    let settings = Settings::new().load(&Variables::SPOTIFY)?;
    let grant = match settings.client_credentials() {
        Err(SettingsError::Missing { needed, .. }) => {
            let missing = needed.join(" and ");
            return Err(
                format!("{missing} not found in the environment or in {FILE}\n\n{HOW}").into(),
            );
        }
        grant => grant?,
    };
    let servers = Servers {
        between: &*options.between,
        api: options.api.clone().unwrap_or_default(),
        accounts: match &options.accounts {
            Some(base) => base.clone(),
            None => ACCOUNTS_BASE_URL.parse()?,
        },
        proxy: ProxyChoice::System,
    };
    screen.row("backend", options.backend.about())?;
    screen.row(
        "token",
        "for the app itself, by client credentials; the first call gets it",
    )?;
    Ok(Builder::new(options.backend, servers)?.grant(grant)?)
}

fn search(client: &Client, screen: &mut Screen) -> Outcome<SimplifiedAlbum> {
    let found = client
        .search()
        .query(WORDS, [SearchType::Album])
        .limit(5)
        .send()?;
    let albums = found.albums.ok_or("the answer has no albums")?;
    screen.say(format!("Albums for \"{WORDS}\":"))?;
    for album in &albums.items {
        screen.row("", format!("{} by {}", album.name, album.artists.joined()))?;
    }
    Ok(albums.into_iter().next().ok_or("nothing was found")?)
}

fn tracks(client: &Client, found: SimplifiedAlbum, screen: &mut Screen) -> Outcome {
    let id = found.id.ok_or("the album has no id")?;
    let album = client.albums().get(id).send()?;
    let total = album.total_tracks.unwrap_or_default();
    screen.row(
        "album",
        format!("{} by {}", album.name, album.artists.joined()),
    )?;
    if let Some(date) = album.release_date {
        screen.row("released", date)?;
    }
    screen.row("tracks", total)?;
    let listing = client.albums().tracks(id).limit(50).items();
    for (number, track) in (1..=SHOWN).zip(listing) {
        let track = track?;
        let seconds = track.duration().as_secs();
        let (minutes, seconds) = (seconds / 60, seconds % 60);
        let text = format!("{} ({minutes}:{seconds:02})", track.name);
        screen.row(&format!("{number:>11}"), text)?;
    }
    if total > SHOWN {
        screen.row("", format!("and {} more", total - SHOWN))?;
    }
    Ok(())
}
