//! Clients of other libraries on a journey against the mock: `cargo xtask mock --check-peers`.

use std::{
    io::{BufRead, BufReader},
    process::{Command, Stdio},
};

use lexopt::{Arg, Parser, ValueExt};
use spotify_tests::mock::{MockSpotify, Profile, Service};

use crate::error::{Error, Result};

/// A shorter journey shows too little.
const LEAST: usize = 25;

/// Runs the programs that `cargo xtask mock --check-peers` has made ready: `--peer PROGRAM [ARG]...`
/// for each.
pub(crate) fn command(mut parser: Parser) -> Result {
    while let Some(arg) = parser.next()? {
        match arg {
            Arg::Long("peer") => journey(&mut parser)?,
            other => return Err(other.unexpected().into()),
        }
    }
    Ok(())
}

/// Runs a program against a mock of its own: the first value is the program, the others are its
/// arguments. Fails if a call of it does, if it makes too few, or if they do not reach the mock.
fn journey(parser: &mut Parser) -> Result {
    let mut words = Vec::new();
    for word in parser.values()? {
        words.push(word.string()?);
    }
    let Some((program, arguments)) = words.split_first() else {
        return Err(Error::Usage("--peer takes a program".to_owned()));
    };
    // Both use what only apps with extended quota have.
    let mock = MockSpotify::builder()
        .profile(Profile::Extended)
        .start()
        .map_err(|e| Error::Failed(format!("the mock could not start: {e}")))?;
    let failed = |e| Error::Failed(format!("{program}: {e}"));
    let mut command = Command::new(program);
    // The mock is on this machine, and no proxy is between.
    for proxy in ["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"] {
        command.env_remove(proxy);
        command.env_remove(proxy.to_ascii_lowercase());
    }
    let mut child = command
        .args(arguments)
        .envs(environment(&mock))
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .spawn()
        .map_err(failed)?;
    let mut said = Said {
        peer: program.clone(),
        ..Said::default()
    };
    for line in child
        .stdout
        .take()
        .map(BufReader::new)
        .into_iter()
        .flat_map(BufRead::lines)
    {
        said.line(line.map_err(failed)?);
    }
    let status = child.wait().map_err(failed)?;
    let requests = mock.requests();
    let tokens = requests
        .iter()
        .filter(|request| request.service == Service::Accounts);
    let tokens = tokens.count();
    println!(
        "{}; the mock received {} requests to the Web API and {tokens} to the accounts service\n",
        said.summary(),
        requests.len() - tokens,
    );
    match said.verdict(requests.len()) {
        Some(problem) => Err(Error::Failed(format!("{}: {problem}", said.peer))),
        None if status.success() => Ok(()),
        None => Err(Error::Failed(format!(
            "{}: it ended with {status}",
            said.peer
        ))),
    }
}

/// What a journey is told: addresses, the app, and what there is to ask for.
fn environment(mock: &MockSpotify) -> Vec<(&'static str, String)> {
    let world = mock.world();
    let second = world.tracks().into_iter().next_back();
    vec![
        ("PEERS_API", mock.api_base()),
        ("PEERS_ACCOUNTS", mock.accounts_base()),
        ("PEERS_CLIENT_ID", mock.client_id().to_owned()),
        ("PEERS_CLIENT_SECRET", mock.client_secret().to_owned()),
        ("PEERS_ALBUM", world.album()),
        ("PEERS_ARTIST", world.unfollowed_artist()),
        ("PEERS_TRACK", world.unsaved_track()),
        ("PEERS_SECOND_TRACK", second.unwrap_or_default()),
        ("PEERS_SHOW", world.show()),
        ("PEERS_EPISODE", world.episode()),
        ("PEERS_AUDIOBOOK", world.audiobook()),
        ("PEERS_PLAYLIST", world.road_trip()),
        ("PEERS_CATEGORY", world.category()),
        ("PEERS_USER", world.user().to_owned()),
        // Otherwise Python keeps its lines for the end.
        ("PYTHONUNBUFFERED", "1".to_owned()),
    ]
}

/// What a journey has said so far.
#[derive(Default)]
struct Said {
    peer: String,
    calls: usize,
    failed: usize,
}

impl Said {
    fn line(&mut self, line: String) {
        if let Some(peer) = line.strip_prefix("peer ") {
            self.peer = peer.to_owned();
            println!("== {peer} ==");
            return;
        }
        self.calls += usize::from(line.starts_with("ok ") || line.starts_with("FAILED "));
        self.failed += usize::from(line.starts_with("FAILED "));
        println!("  {line}");
    }

    fn summary(&self) -> String {
        format!(
            "{}: {} calls, {} failed",
            self.peer, self.calls, self.failed
        )
    }

    /// What is wrong with a journey after which the mock has so many requests.
    fn verdict(&self, requests: usize) -> Option<String> {
        if self.failed > 0 {
            return Some(format!("{} of {} calls failed", self.failed, self.calls));
        }
        if self.calls < LEAST {
            return Some(format!("{} calls, and {LEAST} are wanted", self.calls));
        }
        // A call that needs no request, or goes elsewhere, proves nothing.
        (requests < self.calls)
            .then(|| format!("{} calls made only {requests} requests", self.calls))
    }
}

#[cfg(test)]
mod tests {
    use super::{LEAST, Said, command};

    fn said(good: usize, bad: usize) -> Said {
        let mut said = Said::default();
        said.line("peer example 1.0".to_owned());
        (0..good).for_each(|_| said.line("ok album".to_owned()));
        (0..bad).for_each(|_| said.line("FAILED album: 404".to_owned()));
        said.line("something else".to_owned());
        said
    }

    #[test]
    fn a_journey_is_judged_by_what_it_says_and_by_what_came() {
        assert_eq!(said(30, 1).summary(), "example 1.0: 31 calls, 1 failed");
        assert_eq!(said(30, 0).verdict(30), None);
        for (said, requests, wanted) in [
            (said(30, 1), 40, "1 of 31 calls failed"),
            (said(LEAST - 1, 0), 40, "24 calls, and 25 are wanted"),
            (said(30, 0), 29, "30 calls made only 29 requests"),
            (Said::default(), 0, "0 calls, and 25 are wanted"),
        ] {
            assert_eq!(said.verdict(requests).as_deref(), Some(wanted));
        }
    }

    fn refusal(args: &[&str]) -> String {
        let error = command(lexopt::Parser::from_args(args)).unwrap_err();
        error.to_string()
    }

    #[test]
    fn a_program_that_makes_no_calls_fails() {
        let said = refusal(&["--peer", env!("CARGO"), "--version"]);
        assert!(said.ends_with(": 0 calls, and 25 are wanted"), "{said}");
    }

    #[test]
    fn what_is_no_program_is_named() {
        let said = refusal(&["--peer", "no-such-program-anywhere", "x"]);
        assert!(said.starts_with("no-such-program-anywhere: "), "{said}");
        assert!(refusal(&["--peer"]).contains("--peer"));
        assert!(refusal(&["spotipy"]).contains("spotipy"));
    }
}
