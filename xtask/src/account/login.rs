//! `cargo xtask login`: from nothing to a token that is kept.

use std::io::{self, Write};

use lexopt::Parser;
use spotify_auth::{
    App, Entropy, RedirectUri, Settings, Variables,
    redirect::{Interactive, Paste, RedirectHandler, SystemBrowser},
};
use spotify_core::{Scope, Scopes};
use spotify_endpoints::prelude::*;

use super::{COMMON, Options, SECTION, SETTINGS, day, failed};
use crate::error::Result;

const HELP: &str = "\
cargo xtask login [OPTION]...

Signs you in with your browser, with PKCE and no secret, and keeps the token.

  --scopes LIST         what to ask for, in place of a few that only read
  --redirect-uri URI    in place of http://127.0.0.1/callback with a port that is free
  --paste               asks for the address that the browser ends at, as over SSH
  --no-browser          prints the address to open, and opens nothing
";

const STEPS: &str = "\
No client id found. Four steps, about two minutes:
  1. https://developer.spotify.com/dashboard, Create app (the account needs Premium)
  2. Redirect URI, exactly: http://127.0.0.1/callback
     (\"localhost\" is refused; Spotify takes any port of 127.0.0.1, so none is needed)
  3. Tick Web API, save, and copy the Client ID.
  4. Paste it here: ";

/// Where sign-ins come back to, at a port that is free at the time.
const ANY_PORT: &str = "http://127.0.0.1:0/callback";
/// The same for an address that nobody listens at.
const NO_PORT: &str = "http://127.0.0.1/callback";

/// Runs `cargo xtask login`.
pub(crate) fn login(parser: Parser) -> Result {
    let own = ["redirect-uri", "scopes", "paste", "no-browser"];
    match Options::read(parser, &own)? {
        Some(options) => run(&options, &mut io::stdout()),
        None => {
            print!("{HELP}{COMMON}");
            Ok(())
        }
    }
}

fn run(options: &Options, out: &mut impl Write) -> Result {
    let mut settings = options.settings()?;
    if settings.client_id.is_none() {
        settings.client_id = Some(ask(out)?);
    }
    let app = settings
        .clone()
        .or(default_redirect(options))
        .app()
        .map_err(failed)?;
    keep(options, &app)?;
    let redirect = app
        .redirect_uri()
        .ok_or_else(|| failed("no redirect URI"))?;
    let (mut handler, redirect) = handler(options, redirect)?;
    let app = app.redirect(redirect.as_str()).map_err(failed)?;
    let scopes = settings.scopes.unwrap_or_else(reading);
    let asking = app
        .authorization_code_pkce(scopes)
        .map_err(failed)?
        .begin(Entropy::os().map_err(failed)?, &options.endpoints());
    let exchange = asking.through(&mut *handler).map_err(failed)?;
    let client = options.client()?.sign_in(exchange).map_err(failed)?;
    let user = client.users().current().send().map_err(failed)?;
    let state = client.session();
    let name = user.display_name.as_deref().unwrap_or(user.id.as_str());
    let account = state.account.as_deref().unwrap_or(user.id.as_str());
    let mut text = format!("signed in as {name} (account {account})\n");
    if let Some(end) = state.reauth_at() {
        text.push_str(&format!("the consent is valid until {}\n", day(end)));
    }
    text.push_str("\nAnd now: cargo xtask whoami, accounts, logout\n");
    out.write_all(text.as_bytes()).map_err(failed)
}

/// Asks for the client id.
fn ask(out: &mut impl Write) -> Result<String> {
    out.write_all(STEPS.as_bytes()).map_err(failed)?;
    out.flush().map_err(failed)?;
    let mut line = String::new();
    // Not locked for longer: what is pasted later comes the same way.
    io::stdin().read_line(&mut line).map_err(failed)?;
    let id = line.trim();
    // What it may not be is said at once, and nothing is kept of it.
    App::new(id).map_err(failed)?;
    Ok(id.to_owned())
}

fn default_redirect(options: &Options) -> Settings {
    Settings::new().redirect_uri(if options.paste { NO_PORT } else { ANY_PORT })
}

/// Writes the client id down for the next time.
fn keep(options: &Options, app: &App) -> Result {
    let file = options.home()?.join(SETTINGS);
    Settings::new()
        .client_id(app.client_id())
        .save_ini(file, SECTION, &Variables::SPOTIFY)
        .map_err(failed)
}

/// Who brings the answer, and where it comes to.
fn handler(
    options: &Options,
    redirect: &RedirectUri,
) -> Result<(Box<dyn RedirectHandler>, RedirectUri)> {
    if options.paste {
        return Ok((Box::new(Paste::new()), redirect.clone()));
    }
    let mut person = Interactive::bind(redirect).map_err(failed)?;
    let redirect = person.redirect_uri().clone();
    if !options.no_browser {
        person = person.open_with(SystemBrowser);
    }
    Ok((Box::new(person), redirect))
}

/// What only reads.
fn reading() -> Scopes {
    Scope::UserReadPrivate
        | Scope::UserTopRead
        | Scope::UserLibraryRead
        | Scope::PlaylistReadPrivate
}
