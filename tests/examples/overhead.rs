//! One small call over and over, bare and through the client, for an instruction counter.
//!
//! `cargo xtask overhead` runs it under valgrind: `serve` answers in a process of its own, and
//! `bare N ADDRESS` and `client N ADDRESS` make N sequential calls. Both send the same request
//! over hyper-util's pool with one kept connection, collect the body and decode the same JSON.
#![allow(clippy::print_stdout, reason = "it talks to the command that runs it")]

use std::{
    error::Error,
    io::{BufRead, BufReader, Write as _},
    net::{TcpListener, TcpStream},
};

use bytes::Bytes;
use http::{Request, Response};
use http_body_util::{BodyExt as _, Full};
use hyper_util::{
    client::legacy::{Client, connect::HttpConnector},
    rt::{TokioExecutor, TokioTimer},
};
use spotify_core::{DecodeError, Endpoint, Meta, Method, Repeat, Target, decode};

type Outcome<T = ()> = Result<T, Box<dyn Error>>;

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

fn main() -> Outcome {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["serve"] => serve(),
        [way @ ("bare" | "client"), calls, address] => {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
            let (calls, base) = (calls.parse()?, format!("http://{address}/v1"));
            runtime.block_on(async {
                match *way {
                    "bare" => bare(calls, &base).await,
                    _ => client(calls, &base).await,
                }
            })
        }
        _ => Err("usage: overhead serve | bare CALLS ADDRESS | client CALLS ADDRESS".into()),
    }
}

async fn bare(calls: u32, base: &str) -> Outcome {
    let mut connector = HttpConnector::new();
    connector.set_nodelay(true);
    let pool: Client<_, Full<Bytes>> =
        Client::builder(TokioExecutor::new()).pool_timer(TokioTimer::new()).build(connector);
    for _ in 0..calls {
        // Written anew for each call, as a program does whose calls differ.
        let id = std::hint::black_box("11dFghVXANMlKmJXsNCbNl");
        let uri = format!("{base}/me/library/contains?uris=spotify:track:{id}");
        let request = Request::get(uri)
            .header("user-agent", "overhead")
            .header("accept-encoding", "gzip")
            .header("authorization", "Bearer token")
            .body(Full::default())?;
        let response = pool.request(request).await?;
        let body = response.into_body().collect().await?.to_bytes();
        let held: Vec<bool> = serde_json::from_slice(&body)?;
        std::hint::black_box(held);
    }
    Ok(())
}

async fn client(calls: u32, base: &str) -> Outcome {
    let transport = spotify_hyper::Hyper::new()?;
    let client =
        spotify_core::Client::builder(transport).token("token").api_base(base).build()?;
    for _ in 0..calls {
        std::hint::black_box(client.send(Contains).await?);
    }
    Ok(())
}

/// Answers every request on every connection with `[true]`.
fn serve() -> Outcome {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    println!("{}", listener.local_addr()?);
    for stream in listener.incoming() {
        let stream = stream?;
        std::thread::spawn(move || answer(stream).is_ok());
    }
    Ok(())
}

fn answer(mut stream: TcpStream) -> Outcome {
    stream.set_nodelay(true)?;
    let mut lines = BufReader::new(stream.try_clone()?).lines();
    while let Some(line) = lines.next() {
        // The requests have no body: an empty line ends each.
        if line?.is_empty() {
            stream.write_all(
                b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 8\r\n\r\n[ true ]",
            )?;
        }
    }
    Ok(())
}
