//! T9: processes that share a file refresh once for all of them, at a server that ends each
//! refresh token when it is used.

use std::{
    collections::BTreeMap,
    env,
    io::{BufRead as _, BufReader, Write as _},
    net::{SocketAddr, TcpListener, TcpStream},
    path::PathBuf,
    process::{Command, Stdio},
    sync::{Arc, Condvar, Mutex},
    thread,
    time::Duration,
};

use bytes::Bytes;
use http::{Request, Response, StatusCode, header::AUTHORIZATION};
use spotify_auth::{App, FileStore, Refresh};
use spotify_core::{
    BlockingTokenStore, BlockingTransport, CredentialKey, Flow, KeyFilter, Limits, Method, Policy,
    Raw, Sent, Token, TransportError, TransportErrorKind, blocking,
};

use crate::{folder::Folder, full};

/// Tells a process what to do: `ROUNDS ADDRESS PATH`.
const PROBE: &str = "SPOTIFY_STORE_PROCESSES_PROBE";

/// How long one round may take.
const PATIENCE: Duration = Duration::from_secs(60);

fn key() -> CredentialKey {
    CredentialKey::new(Flow::Pkce, "client-id")
}

/// An accounts service and an API in one, which also keeps the processes in step.
struct Server {
    state: Mutex<State>,
    stepped: Condvar,
    processes: usize,
}

#[derive(Default)]
struct State {
    /// The number of the refresh token that is good, and of the access token that came with it.
    current: u32,
    /// Whether that access token is over.
    expired: bool,
    refreshes: u32,
    invalid_grants: u32,
    /// How many have come to each round.
    arrived: BTreeMap<u32, usize>,
}

impl Server {
    fn answer(&self, line: &str) -> String {
        let mut state = self.state.lock().unwrap();
        let (what, which) = line.split_once(' ').unwrap();
        match what {
            "call" => {
                let good = which == format!("access-{}", state.current) && !state.expired;
                if good { "200" } else { "401" }.to_owned()
            }
            "refresh" if which == format!("refresh-{}", state.current) => {
                state.current += 1;
                state.expired = false;
                state.refreshes += 1;
                state.current.to_string()
            }
            "refresh" => {
                state.invalid_grants += 1;
                "invalid_grant".to_owned()
            }
            "round" => {
                let round = which.parse().unwrap();
                *state.arrived.entry(round).or_default() += 1;
                if state.arrived[&round] == self.processes {
                    state.expired = true;
                    self.stepped.notify_all();
                }
                let missing = |state: &mut State| state.arrived[&round] < self.processes;
                let step = self.stepped.wait_timeout_while(state, PATIENCE, missing);
                // Then one of them has failed, and the others need not wait for it.
                let late = step.unwrap().1.timed_out();
                if late { "late" } else { "go" }.to_owned()
            }
            other => panic!("{other}"),
        }
    }
}

fn serve(server: &Arc<Server>) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let server = server.clone();
    thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            let server = server.clone();
            thread::spawn(move || {
                let mut line = String::new();
                let mut reader = BufReader::new(stream.try_clone().unwrap());
                reader.read_line(&mut line).unwrap();
                let answer = server.answer(line.trim_end());
                let _ = writeln!(stream, "{answer}");
            });
        }
    });
    address
}

/// Asks the server with one line, over a connection of its own.
fn ask(address: SocketAddr, line: &str) -> std::io::Result<String> {
    let mut stream = TcpStream::connect(address)?;
    writeln!(stream, "{line}")?;
    let mut answer = String::new();
    BufReader::new(stream).read_line(&mut answer)?;
    Ok(answer.trim_end().to_owned())
}

struct Wire(SocketAddr);

impl BlockingTransport for Wire {
    fn send(&self, request: Request<Bytes>, _: Limits) -> Result<Response<Bytes>, TransportError> {
        let form = String::from_utf8_lossy(request.body()).into_owned();
        let mut pairs = url::form_urlencoded::parse(form.as_bytes());
        let (status, body) = match pairs.find(|(name, _)| name == "refresh_token") {
            Some((_, token)) => match &*self.ask(&format!("refresh {token}"))? {
                "invalid_grant" => (400, r#"{"error":"invalid_grant"}"#.to_owned()),
                number => (
                    200,
                    format!(
                        r#"{{"access_token":"access-{number}","token_type":"Bearer",
                        "expires_in":3600,"refresh_token":"refresh-{number}"}}"#
                    ),
                ),
            },
            None => {
                let value = request.headers()[AUTHORIZATION].to_str().unwrap();
                let answer =
                    self.ask(&format!("call {}", value.strip_prefix("Bearer ").unwrap()))?;
                (answer.parse().unwrap(), "{}".to_owned())
            }
        };
        let mut response = Response::new(body.into());
        *response.status_mut() = StatusCode::from_u16(status).unwrap();
        Ok(response)
    }
}

impl Wire {
    fn ask(&self, line: &str) -> Result<String, TransportError> {
        let failed =
            |error| TransportError::new(TransportErrorKind::Closed, Sent::Maybe).because(error);
        ask(self.0, line).map_err(failed)
    }
}

/// Not a test: calls once in each round, with whatever token the file has.
#[test]
fn probe() {
    let Ok(words) = env::var(PROBE) else { return };
    let words: Vec<&str> = words.splitn(3, ' ').collect();
    let (rounds, address): (u32, SocketAddr) =
        (words[0].parse().unwrap(), words[1].parse().unwrap());
    let app = App::new("client-id").unwrap();
    let client = blocking::Client::builder(Wire(address))
        .grant(Refresh::pkce(app))
        .store(FileStore::open(words[2]).unwrap())
        .policy(Policy::new().deadline(Duration::from_secs(60)))
        .build()
        .unwrap();
    for round in 0..rounds {
        assert_eq!(ask(address, &format!("round {round}")).unwrap(), "go");
        client.send(Raw::new(Method::GET, "/me")).unwrap();
    }
}

#[test]
fn t9_processes_refresh_once_for_all_of_them() {
    let (processes, rounds) = if full() { (32, 100) } else { (8, 10) };
    let folder = Folder::new();
    let path: PathBuf = folder.join("tokens.json");
    let store = FileStore::open(&path).unwrap();
    let first = Token::new("access-0").refresh("refresh-0");
    store.commit(&key(), None, Some(&first)).unwrap();
    let server = Arc::new(Server {
        state: Mutex::default(),
        stepped: Condvar::new(),
        processes,
    });
    let address = serve(&server);
    let children: Vec<_> = (0..processes)
        .map(|_| {
            Command::new(env::current_exe().unwrap())
                .args([
                    "--exact",
                    "processes::probe",
                    "--test-threads=1",
                    "--nocapture",
                ])
                .env(PROBE, format!("{rounds} {address} {}", path.display()))
                .stdout(Stdio::null())
                .stderr(Stdio::piped())
                .spawn()
                .unwrap()
        })
        .collect();
    for child in children {
        let output = child.wait_with_output().unwrap();
        let told = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{told}");
    }
    let state = server.state.lock().unwrap();
    let verdict = |ok: bool| if ok { "ok" } else { "MISSED" };
    let (refreshes, refused) = (state.refreshes, state.invalid_grants);
    println!(
        "T9  refreshes for {rounds} expiries in {processes} processes  {refreshes}  {}",
        verdict(refreshes == rounds)
    );
    println!(
        "T9  invalid_grant in {processes} processes  {refused}  {}",
        verdict(refused == 0)
    );
    assert_eq!((refreshes, refused), (rounds, 0));
    let last = store.load(&key()).unwrap().unwrap();
    assert_eq!(last.token.access.expose(), format!("access-{rounds}"));
    assert_eq!(store.list(&KeyFilter::all()).unwrap(), [key()]);
}
