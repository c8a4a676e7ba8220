//! `cargo xtask mock`: a mock Spotify for programs outside the test suite.

use std::thread;

use lexopt::{Arg, Parser, ValueExt};
use spotify_tests::mock::{MockSpotify, Profile};

use crate::error::{Error, Result};

/// The options, a line each.
pub(crate) const HELP: &str = "\
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
            Arg::Long("port") => builder.port(parser.value()?.parse()?),
            Arg::Long("accounts-port") => builder.accounts_port(parser.value()?.parse()?),
            Arg::Long("profile") => builder.profile(profile(&parser.value()?.string()?)?),
            Arg::Long("seed") => builder.seed(parser.value()?.parse()?),
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

fn profile(name: &str) -> Result<Profile> {
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

    use super::greeting;

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
