//! Who is signed in, and the end of it.

use std::io::{self, Write};

use lexopt::Parser;
use spotify_auth::Refresh;
use spotify_core::{BlockingTokenStore as _, Clock as _, KeyFilter, SessionState, SystemClock};
use spotify_endpoints::prelude::*;

use super::{COMMON, Options, day, failed};
use crate::error::{Error, Result};

/// Runs `cargo xtask whoami`.
pub(crate) fn whoami(parser: Parser) -> Result {
    const HELP: &str = "\
cargo xtask whoami [OPTION]...

Asks Spotify who is signed in, and tells what is known of the token.

";
    match Options::read(parser, &[])? {
        Some(options) => tell(&options, &mut io::stdout()),
        None => help(HELP),
    }
}

/// Runs `cargo xtask logout`.
pub(crate) fn logout(parser: Parser) -> Result {
    const HELP: &str = "\
cargo xtask logout [OPTION]...

Removes the token that was used last, or that of the account named.

  --all                 removes every token
";
    match Options::read(parser, &["all"])? {
        Some(options) => forget(&options, &mut io::stdout()),
        None => help(HELP),
    }
}

/// Runs `cargo xtask accounts`.
pub(crate) fn accounts(parser: Parser) -> Result {
    const HELP: &str = "\
cargo xtask accounts [OPTION]...

Lists the tokens that are kept, the one used last first.

";
    match Options::read(parser, &[])? {
        Some(options) => list(&options, &mut io::stdout()),
        None => help(HELP),
    }
}

fn help(text: &str) -> Result {
    print!("{text}{COMMON}");
    Ok(())
}

fn tell(options: &Options, out: &mut impl Write) -> Result {
    let grant = Refresh::pkce(options.app()?);
    let client = options.client()?.grant(grant).build().map_err(failed)?;
    let user = client.users().current().send().map_err(failed)?;
    let name = user.display_name.as_deref().unwrap_or(user.id.as_str());
    let text = format!("{name} ({})\n{}", user.id, known(&client.session()));
    out.write_all(text.as_bytes()).map_err(failed)
}

/// What is known of a session, line by line.
fn known(state: &SessionState) -> String {
    let mut text = String::new();
    let mut row = |name: &str, value: Option<String>| {
        if let Some(value) = value {
            text.push_str(&format!("  {name:<9} {value}\n"));
        }
    };
    row("account", state.account.as_deref().map(ToOwned::to_owned));
    row("app", Some(state.client_id.to_string()));
    row("scopes", state.scopes.as_ref().map(ToString::to_string));
    row("token", state.expires_at.map(|end| format!("until {end}")));
    let due = state.reauth_due(SystemClock.now().wall);
    row(
        "consent",
        state.reauth_at().map(|end| match due {
            true => format!("until {}; sign in again soon: cargo xtask login", day(end)),
            false => format!("until {}", day(end)),
        }),
    );
    text
}

fn forget(options: &Options, out: &mut impl Write) -> Result {
    let store = options.store()?;
    let filter = match (&options.settings.account, options.all) {
        (Some(_), true) => {
            let problem = "--account and --all do not go together; leave one of them out";
            return Err(Error::Usage(problem.to_owned()));
        }
        (_, true) => KeyFilter::all(),
        (Some(account), false) => KeyFilter::all().account(account.as_str()),
        (None, false) => match store.list(&KeyFilter::all()).map_err(failed)?.first() {
            Some(key) => KeyFilter::only(key),
            None => return Err(failed("nobody is signed in")),
        },
    };
    let keys = store.list(&filter).map_err(failed)?;
    if store.remove(&filter).map_err(failed)? == 0 {
        return Err(failed(
            "nobody is signed in under that name; see cargo xtask accounts",
        ));
    }
    let names: Vec<_> = keys
        .iter()
        .map(|key| key.account.as_deref().unwrap_or("-"))
        .collect();
    writeln!(out, "signed out: {}", names.join(", ")).map_err(failed)?;
    out.write_all(b"Spotify itself forgets the app at https://www.spotify.com/account/apps\n")
        .map_err(failed)
}

fn list(options: &Options, out: &mut impl Write) -> Result {
    let store = options.store()?;
    let mut text = String::new();
    for key in store.list(&KeyFilter::all()).map_err(failed)? {
        let Some(record) = store.load(&key).map_err(failed)? else {
            continue;
        };
        let consent = record.token.authorized_at.map(day);
        text.push_str(&format!(
            "{:<24} {:<20} app {}, signed in {}\n",
            key.account.as_deref().unwrap_or("-"),
            key.flow.as_str(),
            key.client,
            consent.unwrap_or_else(|| "at some time".to_owned()),
        ));
    }
    if text.is_empty() {
        text.push_str("nobody is signed in; cargo xtask login\n");
    }
    out.write_all(text.as_bytes()).map_err(failed)
}
