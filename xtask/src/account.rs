//! `cargo xtask login`, `whoami`, `logout` and `accounts`: sign-ins of people, kept in a file.

mod list;
mod login;

use std::{fs, path::PathBuf};

use etcetera::{BaseStrategy as _, choose_base_strategy};
use lexopt::{Arg, Parser, ValueExt};
use spotify_auth::{App, FileStore, Settings, Variables};
use spotify_blocking::Ureq;
use spotify_core::{Accounts, BaseUrl, Scopes, Timestamp, blocking};

use crate::error::{Error, Result};
pub(crate) use list::{accounts, logout, whoami};
pub(crate) use login::login;

/// What the commands have in common on their command lines.
const COMMON: &str = "  --account NAME        the account, by a name of your choice; without it the one found by /me,
                        and after that the one used last
  --home DIR            where settings.ini and tokens.json are kept
  --client-id ID        the app; otherwise SPOTIFY_CLIENT_ID, a file .env, or settings.ini
  --api-base URL        where the Web API is
  --accounts-base URL   where the accounts service is
";

/// What a command line says, of all four commands.
#[derive(Debug, Default)]
struct Options {
    home: Option<PathBuf>,
    settings: Settings,
    api: Option<BaseUrl>,
    accounts: Option<BaseUrl>,
    /// Asks for the address instead of listening for it.
    paste: bool,
    /// Opens no browser.
    no_browser: bool,
    /// Ends every sign-in that is kept.
    all: bool,
}

/// What a failure is told as.
fn failed(error: impl std::fmt::Display) -> Error {
    Error::Failed(format!("{error:#}"))
}

impl Options {
    /// Reads the command line of a command that takes these of its own; `None` if it asks for
    /// help.
    fn read(mut parser: Parser, own: &[&str]) -> Result<Option<Self>> {
        let mut options = Self::default();
        let settings = &mut options.settings;
        while let Some(arg) = parser.next()? {
            match arg {
                Arg::Long("account") => settings.account = Some(parser.value()?.string()?),
                Arg::Long("home") => options.home = Some(parser.value()?.into()),
                Arg::Long("client-id") => settings.client_id = Some(parser.value()?.string()?),
                Arg::Long("api-base") => options.api = Some(parser.value()?.parse()?),
                Arg::Long("accounts-base") => options.accounts = Some(parser.value()?.parse()?),
                Arg::Long(name @ ("redirect-uri" | "scopes")) if own.contains(&name) => {
                    let redirect = name == "redirect-uri";
                    let value = parser.value()?.string()?;
                    match redirect {
                        true => settings.redirect_uri = Some(value),
                        false => settings.scopes = Some(Scopes::from(value.as_str())),
                    }
                }
                Arg::Long("paste") if own.contains(&"paste") => options.paste = true,
                Arg::Long("no-browser") if own.contains(&"no-browser") => {
                    options.no_browser = true;
                }
                Arg::Long("all") if own.contains(&"all") => options.all = true,
                Arg::Short('h') | Arg::Long("help") => return Ok(None),
                other => return Err(other.unexpected().into()),
            }
        }
        Ok(Some(options))
    }

    /// The folder of settings and tokens.
    fn home(&self) -> Result<PathBuf> {
        let home = match &self.home {
            Some(home) => home.clone(),
            None => choose_base_strategy()
                .map_err(|_| failed("this user has no home folder; give one with --home"))?
                .config_dir()
                .join("spotify-rust"),
        };
        fs::create_dir_all(&home)
            .map_err(|error| failed(format!("{}: {error}", home.display())))?;
        Ok(home)
    }

    /// What the command line says, then the environment, then a file `.env`, then what an earlier
    /// sign-in has left.
    fn settings(&self) -> Result<Settings> {
        let kept = self.home()?.join(SETTINGS);
        let names = &Variables::SPOTIFY;
        let settings = self.settings.clone().load(names).map_err(failed)?;
        let kept = Settings::from_ini(kept, SECTION, names).map_err(failed)?;
        Ok(settings.or(kept))
    }

    /// The tokens that are kept.
    fn store(&self) -> Result<FileStore> {
        FileStore::open(self.home()?.join(TOKENS)).map_err(|error| {
            let why = std::error::Error::source(&error).map(ToString::to_string);
            failed(format!("{error}: {}", why.unwrap_or_default()))
        })
    }

    /// The app, by its id.
    fn app(&self) -> Result<App> {
        self.settings()?
            .app()
            .map_err(|error| failed(format!("{error}\n\nSign in first: cargo xtask login")))
    }

    fn endpoints(&self) -> Accounts {
        self.accounts
            .as_ref()
            .map_or_else(Accounts::default, Accounts::at)
    }

    /// A client to come, with the tokens that are kept.
    fn client(&self) -> Result<blocking::ClientBuilder> {
        let transport = Ureq::new().map_err(failed)?;
        let mut builder = blocking::Client::builder(transport)
            .store(self.store()?)
            .accounts(self.endpoints())
            .user_agent("xtask");
        if let Some(api) = &self.api {
            builder = builder.api_base(api.clone());
        }
        if let Some(account) = self.settings()?.account {
            builder = builder.account(account);
        }
        Ok(builder)
    }
}

/// The file of settings, and its section.
const SETTINGS: &str = "settings.ini";
const SECTION: &str = "DEFAULT";
/// The file of tokens.
const TOKENS: &str = "tokens.json";

/// The day of a moment.
fn day(moment: Timestamp) -> String {
    moment.to_string().chars().take(10).collect()
}
