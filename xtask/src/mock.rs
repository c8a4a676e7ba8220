//! `cargo xtask mock`: a mock Spotify for programs outside the test suite.

use std::{num::ParseIntError, str::FromStr, thread};

use lexopt::{Arg, Parser, ValueExt};
use spotify_tests::mock::{MockSpotify, Profile};

use crate::error::{Error, Result};

pub(crate) mod peers;
#[cfg(test)]
mod shown;

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

Before a program of yours is started:

export SPOTIFY_CLIENT_ID={id}
export SPOTIFY_CLIENT_SECRET={secret}

In the program, by the backend that it uses:

{}For calls in the name of a user, instead of the line with `.grant`:

{}
",
        BACKENDS
            .map(|backend| {
                let lines = client(backend, GRANT, &api, &accounts);
                format!("{lines}\n")
            })
            .concat(),
        user(&token),
    )
}

/// The packages and their transports.
const BACKENDS: [(&str, &str); 3] = [
    ("spotify_reqwest", "Reqwest"),
    ("spotify_hyper", "Hyper"),
    ("spotify_blocking", "Ureq"),
];

const GRANT: &str = "    .grant(ClientCredentials::from_env()?)";

fn user(token: &str) -> String {
    format!("    .token(\"{token}\")")
}

/// The lines that make a client.
fn client((package, transport): (&str, &str), right: &str, api: &str, accounts: &str) -> String {
    format!(
        "\
use {package}::prelude::*;

let client = Client::builder({transport}::new()?)
{right}
    .api_base(\"{api}\")
    .accounts_base(\"{accounts}\")
    .build()?;
"
    )
}

#[cfg(test)]
mod tests {
    use spotify_auth::ClientCredentials;
    use spotify_tests::MockSpotify;

    use super::{BACKENDS, GRANT, client, command, greeting, shown, user};
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
            format!("\nexport SPOTIFY_CLIENT_ID={}\n", mock.client_id()),
            format!("\nexport SPOTIFY_CLIENT_SECRET={}\n", mock.client_secret()),
            "\n    .token(\"BQ".to_owned(),
        ] {
            assert!(greeting.contains(&needed), "{needed}\n{greeting}");
        }
        for backend in BACKENDS {
            let lines = client(backend, GRANT, &mock.api_base(), &mock.accounts_base());
            assert!(greeting.contains(&lines), "{lines}\n{greeting}");
        }
    }

    /// The lines that are printed stand in `shown.rs`, and so compile.
    #[test]
    fn the_lines_for_a_client_are_code() {
        fn plain(code: &str) -> String {
            code.lines()
                .map(|line| format!("{}\n", line.trim()))
                .collect()
        }
        let code = plain(include_str!("mock/shown.rs"));
        let token = user("a token");
        let [reqwest, hyper, blocking] = BACKENDS;
        for (backend, right) in [
            (reqwest, GRANT),
            (hyper, GRANT),
            (blocking, GRANT),
            (blocking, &token),
        ] {
            let lines = client(backend, right, shown::API, shown::ACCOUNTS);
            assert!(code.contains(&plain(&lines)), "{lines}");
        }
        // The environment decides whether there are credentials.
        let set = ClientCredentials::from_env().is_ok();
        assert_eq!(shown::over_reqwest().is_ok(), set);
        assert_eq!(shown::over_hyper().is_ok(), set);
        assert_eq!(shown::without_async().is_ok(), set);
        shown::for_a_user().unwrap();
    }
}
