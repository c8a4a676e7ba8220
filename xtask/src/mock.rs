//! `cargo xtask mock`: a mock Spotify for programs outside the test suite.

use std::{fmt::Write as _, num::ParseIntError, str::FromStr, thread};

use lexopt::{Arg, Parser, ValueExt};
use spotify_tests::mock::{Builder, Consent, Fault, MockSpotify, Profile};

use crate::error::{Error, Result};

pub(crate) mod peers;
#[cfg(test)]
mod shown;

const HELP: &str = "\
cargo xtask mock [OPTION]...

  --port N            port of the Web API; the system chooses by default
  --accounts-port N   port of the accounts service; the system chooses by default
  --dashboard-port N  port of the page that shows the requests and has buttons for faults; the
                      system chooses by default
  --profile NAME      dev (Development mode, the default) or extended (Extended Quota)
  --consent NAME      what the user does at a sign-in: grant (the default), deny, or interactive:
                      a page asks
  --seed N            seed of the catalogue, 2026 by default
  --fault TEXT        something to go wrong, such as \"GET /v1/albums 503 twice\"; may be given
                      several times
  --check-peers       alone: does what users of spotipy and rspotify do, with those, then ends

A fault is a method and the beginning of a path (without them: any request to the Web API), what
goes wrong, and how often: once (by default), twice, 3 times, always; after 2 lets so many pass.
With `exactly` after the path, or a {segment} in it, that path alone is meant. What goes wrong:

";

/// What the command line asks for.
#[derive(Debug)]
struct Options {
    builder: Builder,
    faults: Vec<Fault>,
}

/// Runs `cargo xtask mock`.
pub(crate) fn command(parser: Parser) -> Result {
    let Some(Options { builder, faults }) = options(parser)? else {
        print!("{}", help());
        return Ok(());
    };
    let mock = builder
        .start()
        .map_err(|e| Error::Failed(format!("the mock could not start: {e}")))?;
    for fault in faults {
        mock.fault(fault);
    }
    print!("{}", greeting(&mock));
    // The mock works on a thread of its own and Ctrl-C ends the process.
    loop {
        thread::park();
    }
}

/// Reads the command line; nothing if it asks for help.
fn options(mut parser: Parser) -> Result<Option<Options>> {
    let mut builder = MockSpotify::builder().dashboard(0);
    let mut faults = Vec::new();
    while let Some(arg) = parser.next()? {
        builder = match arg {
            Arg::Long("port") => builder.port(number(&mut parser, "--port")?),
            Arg::Long("accounts-port") => {
                builder.accounts_port(number(&mut parser, "--accounts-port")?)
            }
            Arg::Long("dashboard-port") => {
                builder.dashboard(number(&mut parser, "--dashboard-port")?)
            }
            Arg::Long("profile") => builder.profile(profile(&parser.value()?.string()?)?),
            Arg::Long("consent") => builder.consent(consent(&parser.value()?.string()?)?),
            Arg::Long("fault") => {
                faults.push(fault(&parser.value()?.string()?)?);
                builder
            }
            Arg::Short('h') | Arg::Long("help") => return Ok(None),
            Arg::Long("seed") => builder.seed(number(&mut parser, "--seed")?),
            other => return Err(other.unexpected().into()),
        };
    }
    Ok(Some(Options { builder, faults }))
}

/// The options, and a line for each thing that can go wrong.
fn help() -> String {
    Fault::names().fold(HELP.to_owned(), |mut help, (form, about)| {
        // Writing to a string does not fail.
        let _ = writeln!(help, "  {form:<18}{about}");
        help
    })
}

fn number<T: FromStr<Err = ParseIntError>>(parser: &mut Parser, option: &str) -> Result<T> {
    let value = parser.value()?;
    let number = value.parse();
    number.map_err(|e| Error::Usage(format!("{option} takes a number: {e}")))
}

fn consent(name: &str) -> Result<Consent> {
    match name {
        "grant" => Ok(Consent::Grant),
        "deny" => Ok(Consent::Deny),
        "interactive" => Ok(Consent::Interactive),
        other => Err(Error::Usage(format!(
            "there is no consent `{other}`; there are: grant, deny, interactive"
        ))),
    }
}

fn fault(text: &str) -> Result<Fault> {
    text.parse()
        .map_err(|misspelled| Error::Usage(format!("--fault \"{text}\": {misspelled}")))
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
    let page = mock.dashboard_url().unwrap_or_default();
    format!(
        "\
mock Spotify; Ctrl-C ends it
  dashboard      {page}
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
    use lexopt::Parser;
    use spotify_auth::ClientCredentials;
    use spotify_tests::{MockSpotify, mock::Fault};

    use super::{BACKENDS, GRANT, Options, client, command, greeting, help, options, shown, user};
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
        assert!(refusal(&["--consent", "maybe"]).contains("grant, deny, interactive"));
        assert!(refusal(&["--dashboard-port", "x"]).starts_with("--dashboard-port takes a number"));
        assert!(refusal(&["--tls"]).contains("--tls"));
        assert!(refusal(&["now"]).contains("now"));
    }

    #[test]
    fn a_misspelled_fault_is_told_with_what_there_is() {
        let said = refusal(&["--fault", "GET /v1/me 5o3 twice"]);
        assert!(
            said.starts_with("--fault \"GET /v1/me 5o3 twice\": there is no fault `5o3`"),
            "{said}"
        );
        for (form, _) in Fault::names() {
            assert!(said.contains(form), "{form}");
        }
        assert!(refusal(&["--fault", "GTE /v1/me 503"]).contains("DELETE"));
        assert!(refusal(&["--fault", ""]).contains("there are: "));
        assert!(refusal(&["--fault"]).contains("--fault"));
    }

    #[test]
    fn faults_and_consent_are_taken() {
        let args = [
            "--fault",
            "GET /v1/me 503",
            "--consent",
            "deny",
            "--fault",
            "html always",
        ];
        let Options { builder, faults } = options(Parser::from_args(args)).unwrap().unwrap();
        assert_eq!(faults.len(), 2);
        assert!(format!("{builder:?}").contains("consent: Deny"));
    }

    #[test]
    fn the_help_has_every_option_and_every_fault() {
        assert!(options(Parser::from_args(["--help"])).unwrap().is_none());
        let help = help();
        let source = include_str!("mock.rs");
        let options = source.split("Arg::Long(\"").skip(1);
        let names: Vec<&str> = options.filter_map(|rest| rest.split('"').next()).collect();
        assert!(names.len() > 7);
        for name in names.iter().filter(|name| **name != "help") {
            assert!(help.contains(&format!("  --{name} ")), "{name}");
        }
        for (form, about) in Fault::names() {
            assert!(
                help.contains(&format!("  {form} ")) && help.contains(about),
                "{form}"
            );
        }
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
        let mock = MockSpotify::builder().dashboard(0).start().unwrap();
        let greeting = greeting(&mock);
        for needed in [
            format!("\n  dashboard      {}\n", mock.dashboard_url().unwrap()),
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
