//! `cargo xtask mock`: a mock Spotify for programs outside the test suite.

use std::{num::ParseIntError, str::FromStr, thread};

use lexopt::{Arg, Parser, ValueExt};
use spotify_tests::mock::{MockSpotify, Profile};

use crate::error::{Error, Result};

const HELP: &str = "\
cargo xtask mock [OPTION]...

  --port N           port of the Web API; the system chooses by default
  --accounts-port N  port of the accounts service; the system chooses by default
  --profile NAME     dev (Development mode, the default) or extended (Extended Quota)
  --seed N           seed of the catalogue, 2026 by default
";

/// Runs `cargo xtask mock`.
pub(crate) fn command(mut parser: Parser) -> Result {
    let mut builder = MockSpotify::builder();
    while let Some(arg) = parser.next()? {
        builder = match arg {
            Arg::Long("port") => builder.port(number(&mut parser, "--port")?),
            Arg::Long("accounts-port") => {
                builder.accounts_port(number(&mut parser, "--accounts-port")?)
            }
            Arg::Long("profile") => builder.profile(profile(&parser.value()?.string()?)?),
            Arg::Short('h') | Arg::Long("help") => {
                print!("{HELP}");
                return Ok(());
            }
            Arg::Long("seed") => builder.seed(number(&mut parser, "--seed")?),
            other => return Err(other.unexpected().into()),
        };
    }
    let mock = builder
        .start()
        .map_err(|e| Error::Failed(format!("the mock could not start: {e}")))?;
    print!("{}", greeting(&mock));
    // The mock works on a thread of its own and Ctrl-C ends the process.
    loop {
        thread::park();
    }
}

fn number<T: FromStr<Err = ParseIntError>>(parser: &mut Parser, option: &str) -> Result<T> {
    let value = parser.value()?;
    let number = value.parse();
    number.map_err(|e| Error::Usage(format!("{option} takes a number: {e}")))
}

/// Reads the name of a profile.
pub(crate) fn profile(name: &str) -> Result<Profile> {
    match name {
        "dev" => Ok(Profile::DevMode2026),
        "extended" => Ok(Profile::Extended),
        other => Err(Error::Usage(format!(
            "there is no profile `{other}`; there are: dev, extended"
        ))),
    }
}

/// Where the mock is, and how a client comes to it.
fn greeting(mock: &MockSpotify) -> String {
    let api = mock.api_base();
    let accounts = mock.accounts_base();
    let id = mock.client_id();
    let secret = mock.client_secret();
    let token = mock.mint_full_token();
    format!(
        "\
mock Spotify; Ctrl-C ends it
  Web API        {api}
  accounts       {accounts}
  client id      {id}
  client secret  {secret}
  access token   {token}   (an hour, every scope)

To point a client at it:
  Client::builder(Reqwest::new()?)         // spotify-reqwest
  Client::builder(Hyper::new()?)           // spotify-hyper
  blocking::Client::builder(Ureq::new()?)  // spotify-blocking
      .api_base(\"{api}\")
      .accounts_base(\"{accounts}\")
"
    )
}

#[cfg(test)]
mod tests {
    use spotify_tests::MockSpotify;

    use super::{command, greeting};
    use crate::error::Error;

    fn refusal(args: &[&str]) -> String {
        let error = command(lexopt::Parser::from_args(args)).unwrap_err();
        assert!(matches!(error, Error::Usage(_)), "{args:?}");
        error.to_string()
    }

    #[test]
    fn what_is_not_understood_is_named() {
        assert!(refusal(&["--port", "65536"]).starts_with("--port takes a number: "));
        assert!(refusal(&["--port"]).contains("--port"));
        assert!(refusal(&["--profile", "prod"]).contains("dev, extended"));
        assert!(refusal(&["--tls"]).contains("--tls"));
        assert!(refusal(&["now"]).contains("now"));
    }

    #[test]
    fn a_port_in_use_is_told() {
        let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let port = taken.local_addr().unwrap().port().to_string();
        let error = command(lexopt::Parser::from_args(["--port", &port])).unwrap_err();
        assert!(
            error.to_string().starts_with("the mock could not start: "),
            "{error}"
        );
    }

    #[test]
    fn the_greeting_has_what_a_client_needs() {
        let mock = MockSpotify::start().unwrap();
        let greeting = greeting(&mock);
        for needed in [
            format!(".api_base(\"{}\")", mock.api_base()),
            format!(".accounts_base(\"{}\")", mock.accounts_base()),
            mock.client_id().to_owned(),
            mock.client_secret().to_owned(),
        ] {
            assert!(greeting.contains(&needed), "{needed}\n{greeting}");
        }
    }
}
