//! What a small call costs over an HTTP library alone, and through the client: in instructions,
//! which do not depend on what else the machine does.

use std::{
    env,
    io::{BufRead, BufReader, Write as _},
    net::{SocketAddr, TcpListener, TcpStream},
    process::Command,
    thread,
};

use bytes::Bytes;
use http::Response;
use spotify_core::{DecodeError, Endpoint, HttpTransport, Meta, Method, Repeat, Target, decode};

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

/// Counts a call in both ways, in processes of their own, and compares their ratio with the most
/// that it may be.
pub(crate) fn compare(library: &str, most: f64) {
    let address = serve();
    let per_call = |way: &str| {
        let [few, many] = CALLS.map(|calls| count(way, calls, address));
        (many - few) as f64 / f64::from(CALLS[1] - CALLS[0])
    };
    let (bare, client) = (per_call("bare"), per_call("client"));
    let ratio = client / bare;
    println!(
        "{library} alone {bare:.0}, with the client {client:.0} instructions: {ratio:.3} times"
    );
    assert!(ratio <= most, "{ratio:.3} times, and {most} is the most");
}

/// Makes the calls, if this is one of those processes; `bare` takes their number and the base.
pub(crate) fn probe<T: HttpTransport + 'static>(
    bare: impl AsyncFnOnce(u32, &str),
    transport: impl FnOnce() -> T,
) {
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
            _ => client(calls, &base, transport()).await,
        }
    });
}

/// The address of a call, written anew for each, as a program does whose calls differ.
pub(crate) fn address(base: &str) -> String {
    let id = std::hint::black_box("11dFghVXANMlKmJXsNCbNl");
    format!("{base}/me/library/contains?uris=spotify:track:{id}")
}

async fn client(calls: u32, base: &str, transport: impl HttpTransport + 'static) {
    let client = spotify_core::Client::builder(transport);
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
