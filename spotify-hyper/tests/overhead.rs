//! What a small call costs over hyper-util alone, and through the client: in instructions, which
//! do not depend on what else the machine does.
//!
//! `cargo test --release -p spotify-hyper --test overhead -- --ignored --nocapture` prints them.
#![cfg(feature = "tokio")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test says what it expects"
)]

use std::{
    env,
    io::{BufRead, BufReader, Write as _},
    net::{SocketAddr, TcpListener, TcpStream},
    process::Command,
    thread,
};

use bytes::Bytes;
use http::{Request, Response};
use http_body_util::{BodyExt as _, Full};
use hyper_util::{
    client::legacy::{Client, connect::HttpConnector},
    rt::{TokioExecutor, TokioTimer},
};
use spotify_core::{DecodeError, Endpoint, Meta, Method, Repeat, Target, decode};
use spotify_hyper::Hyper;

/// The most that the client may cost, as a multiple of hyper-util alone.
const MOST: f64 = 1.2;
/// Two lengths of a run; what both have in common, such as starting, drops out.
const CALLS: [u32; 2] = [500, 2_500];
/// Tells the process under valgrind what to do: `bare|client CALLS ADDRESS`.
const PROBE: &str = "SPOTIFY_OVERHEAD_PROBE";

/// Asks whether something is in the library: the smallest answer that the Web API gives.
struct Contains;

impl Endpoint for Contains {
    type Response = Vec<bool>;
    const META: &'static Meta =
        &Meta::new("Contains", Method::GET, "/me/library/contains").repeat(Repeat::Safe);

    fn target(&self, target: &mut Target) {
        target.path(Self::META.path, &[]);
        target.query("uris", "spotify:track:11dFghVXANMlKmJXsNCbNl");
    }

    fn decode(&self, response: Response<Bytes>) -> Result<Vec<bool>, DecodeError> {
        decode::json(Self::META, &response)
    }
}

#[test]
#[ignore = "needs valgrind"]
fn a_call_costs_at_most_a_fifth_more_than_hyper_alone() {
    let address = serve();
    let per_call = |way: &str| {
        let [few, many] = CALLS.map(|calls| count(way, calls, address));
        (many - few) as f64 / f64::from(CALLS[1] - CALLS[0])
    };
    let (bare, client) = (per_call("bare"), per_call("client"));
    let ratio = client / bare;
    println!("hyper alone {bare:.0}, with the client {client:.0} instructions: {ratio:.3} times");
    assert!(ratio <= MOST, "{ratio:.3} times, and {MOST} is the most");
}

/// The calls themselves, in a process of their own.
#[test]
fn probe() {
    let Ok(words) = env::var(PROBE) else { return };
    let words: Vec<&str> = words.split(' ').collect();
    let [way, calls, address] = words.as_slice() else {
        panic!("{words:?}")
    };
    let (calls, base) = (calls.parse().unwrap(), format!("http://{address}/v1"));
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    runtime.block_on(async {
        match *way {
            "bare" => bare(calls, &base).await,
            _ => client(calls, &base).await,
        }
    });
}

async fn bare(calls: u32, base: &str) {
    let mut connector = HttpConnector::new();
    connector.set_nodelay(true);
    let pool: Client<_, Full<Bytes>> = Client::builder(TokioExecutor::new())
        .pool_timer(TokioTimer::new())
        .build(connector);
    for _ in 0..calls {
        // Written anew for each call, as a program does whose calls differ.
        let id = std::hint::black_box("11dFghVXANMlKmJXsNCbNl");
        let uri = format!("{base}/me/library/contains?uris=spotify:track:{id}");
        let request = Request::get(uri)
            .header("user-agent", "overhead")
            .header("accept-encoding", "gzip")
            .header("authorization", "Bearer token")
            .body(Full::default())
            .unwrap();
        let response = pool.request(request).await.unwrap();
        let body = response.into_body().collect().await.unwrap().to_bytes();
        std::hint::black_box(serde_json::from_slice::<Vec<bool>>(&body).unwrap());
    }
}

async fn client(calls: u32, base: &str) {
    let client = spotify_core::Client::builder(Hyper::new().unwrap());
    let client = client.token("token").api_base(base).build().unwrap();
    for _ in 0..calls {
        std::hint::black_box(client.send(Contains).await.unwrap());
    }
}

/// How many instructions a run of so many calls takes.
fn count(way: &str, calls: u32, address: SocketAddr) -> u64 {
    let run = Command::new("valgrind")
        .args(["--tool=callgrind", "--callgrind-out-file=/dev/null"])
        .arg(env::current_exe().unwrap())
        .args(["--exact", "probe", "--test-threads=1"])
        .env(PROBE, format!("{way} {calls} {address}"))
        .output()
        .expect("valgrind can be started");
    let told = String::from_utf8_lossy(&run.stderr);
    assert!(run.status.success(), "{told}");
    let (_, collected) = told
        .split_once("Collected : ")
        .expect("callgrind says what it counted");
    collected
        .split_whitespace()
        .next()
        .unwrap()
        .parse()
        .unwrap()
}

/// Answers every request on every connection with `[ true ]`, until the process ends.
fn serve() -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            thread::spawn(move || answer(stream));
        }
    });
    address
}

fn answer(mut stream: TcpStream) -> std::io::Result<()> {
    stream.set_nodelay(true)?;
    for line in BufReader::new(stream.try_clone()?).lines() {
        // The requests have no body: an empty line ends each.
        if line?.is_empty() {
            let head = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 8\r\n";
            stream.write_all(format!("{head}\r\n[ true ]").as_bytes())?;
        }
    }
    Ok(())
}
