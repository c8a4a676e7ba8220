//! `cargo xtask tour`: the library at work against a mock Spotify, without an account; with
//! `--live` a shorter one against the real one.

mod client;
mod live;
mod offline;
mod screen;
mod steps;

use std::sync::Arc;

use lexopt::{Arg, Parser, ValueExt};
use spotify_core::BaseUrl;
use spotify_tests::mock::Profile;

use crate::{
    error::{Error, Result},
    mock::profile,
};
pub(crate) use client::Between;
use client::{Backend, Direct};
pub(crate) use screen::Screen;

const HELP: &str = "\
cargo xtask tour [OPTION]...

Shows the library at work against a mock Spotify: no account and no internet needed.

  --backend NAME        reqwest (the default), hyper or blocking
  --seed N              seed of the invented catalogue, 2026 by default
  --profile NAME        dev (Development mode, the default) or extended (Extended Quota)
  --live                asks the real Spotify, with SPOTIFY_CLIENT_ID and SPOTIFY_CLIENT_SECRET
                        from the environment or from a file .env in the current folder
  --api-base URL        with --live: where the Web API is
  --accounts-base URL   with --live: where the accounts service is
";

/// The result of a part of a step, whatever fails in it.
type Outcome<T = ()> = std::result::Result<T, Box<dyn std::error::Error + Send + Sync>>;

/// What the command line says, and what stands between clients and their transports.
struct Options {
    backend: Backend,
    seed: Option<u64>,
    profile: Option<Profile>,
    live: bool,
    api: Option<BaseUrl>,
    accounts: Option<BaseUrl>,
    between: Arc<dyn Between>,
}

/// Runs `cargo xtask tour`.
pub(crate) fn command(parser: Parser) -> Result {
    if !through(parser, Arc::new(Direct), &mut Screen::stdout())? {
        print!("{HELP}");
    }
    Ok(())
}

/// Runs the tour over something that stands between its clients and their transports; or does
/// not, if the command line asks for help.
pub(crate) fn through(
    parser: Parser,
    between: Arc<dyn Between>,
    screen: &mut Screen,
) -> Result<bool> {
    let Some(mut options) = Options::read(parser)? else {
        return Ok(false);
    };
    options.between = between;
    if options.live {
        live::run(&options, screen)?;
    } else {
        offline::run(&options, screen)?;
    }
    Ok(true)
}

impl Options {
    /// Reads the command line; `None` if it asks for help.
    fn read(mut parser: Parser) -> Result<Option<Self>> {
        let mut options = Self {
            backend: Backend::default(),
            seed: None,
            profile: None,
            live: false,
            api: None,
            accounts: None,
            between: Arc::new(Direct),
        };
        while let Some(arg) = parser.next()? {
            match arg {
                Arg::Long("backend") => options.backend = parser.value()?.parse()?,
                Arg::Long("seed") => options.seed = Some(parser.value()?.parse()?),
                Arg::Long("profile") => {
                    options.profile = Some(profile(&parser.value()?.string()?)?);
                }
                Arg::Long("live") => options.live = true,
                Arg::Long("api-base") => options.api = Some(parser.value()?.parse()?),
                Arg::Long("accounts-base") => options.accounts = Some(parser.value()?.parse()?),
                Arg::Short('h') | Arg::Long("help") => return Ok(None),
                other => return Err(other.unexpected().into()),
            }
        }
        options.agree().map(Some)
    }

    /// Refuses what has no effect together.
    fn agree(self) -> Result<Self> {
        let idle = if self.live {
            [
                ("--seed", self.seed.is_some()),
                ("--profile", self.profile.is_some()),
            ]
        } else {
            [
                ("--api-base", self.api.is_some()),
                ("--accounts-base", self.accounts.is_some()),
            ]
        };
        match idle.iter().find(|(_, given)| *given) {
            None => Ok(self),
            Some((name, _)) if self.live => Err(Error::Usage(format!(
                "{name} is about the mock; leave it or --live out"
            ))),
            Some((name, _)) => Err(Error::Usage(format!(
                "{name} is for --live; without it the tour brings its own servers"
            ))),
        }
    }
}

/// Runs a step under its heading; a failure names it.
fn step<T>(
    screen: &mut Screen,
    name: &str,
    run: impl FnOnce(&mut Screen) -> Outcome<T>,
) -> Result<T> {
    let number = screen.next_number();
    screen
        .heading(number, name)
        .map_err(Into::into)
        .and_then(|()| run(screen))
        .map_err(|error| Error::Failed(format!("step {number}, {name}: {error:#}")))
}

#[cfg(test)]
mod tests {
    use lexopt::Parser;

    use super::{Error, Options, Screen, step};

    fn refusal(args: &[&str]) -> String {
        let error = Options::read(Parser::from_args(args)).err().unwrap();
        assert!(matches!(error, Error::Usage(_)), "{args:?}");
        error.to_string()
    }

    #[test]
    fn what_is_not_understood_is_named() {
        assert!(refusal(&["--backend", "curl"]).contains("reqwest, hyper, blocking"));
        assert!(refusal(&["--seed", "many"]).contains("many"));
        assert!(refusal(&["--profile", "prod"]).contains("dev, extended"));
        assert!(refusal(&["--live", "--api-base", "ftp://x"]).contains("ftp://x"));
        assert!(refusal(&["--fast"]).contains("--fast"));
        assert!(refusal(&["now"]).contains("now"));
    }

    #[test]
    fn what_has_no_effect_is_refused() {
        assert!(refusal(&["--live", "--seed", "7"]).starts_with("--seed is about the mock"));
        assert!(refusal(&["--live", "--profile", "dev"]).starts_with("--profile is about"));
        let base = ["--accounts-base", "http://127.0.0.1:9"];
        assert!(refusal(&base).starts_with("--accounts-base is for --live"));
    }

    #[test]
    fn a_step_that_fails_is_named() {
        let (mut screen, _) = Screen::recorded(80, false);
        step(&mut screen, "First", |_| Ok(())).unwrap();
        let error = step(&mut screen, "Second", |_| Err::<(), _>("no luck".into()));
        assert_eq!(error.unwrap_err().to_string(), "step 2, Second: no luck");
    }
}
