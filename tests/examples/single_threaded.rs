//! A program that draws frames, as a game or a terminal program does, and asks Spotify meanwhile:
//! one thread, no runtime.
//!
//! `cargo run -p spotify-tests --example single_threaded` runs it against a mock Spotify that is
//! slow, and has a rate limit.
//!
//! A future is a value with one method. Whoever has a loop already needs no runtime: it polls the
//! future once a frame. Nothing wakes it, so [`Waker::noop`] does.

use std::{
    cell::RefCell,
    future::poll_fn,
    io::Write as _,
    pin::pin,
    task::{Context, Poll, Waker},
    thread,
    time::Duration,
};

use bytes::Bytes;
use http::{Request, Response};
use spotify_auth::{App, Refresh};
use spotify_core::{
    Client, Clock as _, Error, HttpTransport, Limits, SystemClock, TransportError, async_trait,
};
use spotify_endpoints::{AlbumId, Spotify as _};
use spotify_tests::mock::{Answer, Fault, MockSpotify, RetryAfter};

#[path = "support/exchange.rs"]
mod exchange;

use exchange::Exchange;

/// From one frame to the next.
const FRAME: Duration = Duration::from_millis(20);

/// A transport over sockets that are never waited for: each poll looks at them.
struct Sockets(SystemClock);

#[async_trait]
impl HttpTransport for Sockets {
    async fn send(
        &self,
        request: Request<Bytes>,
        limits: Limits,
    ) -> Result<Response<Bytes>, TransportError> {
        let now = || self.0.now().mono;
        let mut exchange = Exchange::begin(&request, limits, now())?;
        poll_fn(|_| exchange.poll(now()).map_or(Poll::Pending, Poll::Ready)).await
    }

    async fn sleep(&self, delay: Duration) {
        let end = self.0.now().mono.saturating_add(delay);
        let over = || self.0.now().mono >= end;
        poll_fn(|_| {
            if over() {
                Poll::Ready(())
            } else {
                Poll::Pending
            }
        })
        .await;
    }
}

/// What is on the screen.
#[derive(Default)]
struct Screen {
    title: String,
    tracks: Vec<String>,
    status: &'static str,
}

/// What is to be shown. It is an ordinary async function, which knows nothing of frames; as it
/// stays on one thread, it may share what is not `Sync`.
async fn load(client: &Client, album: AlbumId, screen: &RefCell<Screen>) -> Result<(), Error> {
    screen.borrow_mut().status = "reading the album";
    let found = client.albums().get(album).await?;
    screen.borrow_mut().title = found.name.to_string();
    screen.borrow_mut().status = "reading its tracks";
    let mut tracks = client.albums().tracks(album).limit(20).items();
    while let Some(track) = tracks.try_next().await? {
        screen.borrow_mut().tracks.push(track.name.to_string());
    }
    screen.borrow_mut().status = "done";
    Ok(())
}

/// Shows an album: draws a frame, polls once, until there is nothing more to come. Dropping the
/// future would give the calls up.
#[allow(
    clippy::disallowed_methods,
    reason = "a frame loop waits for the next frame"
)]
pub(crate) fn show(
    client: &Client,
    album: AlbumId,
    draw: &mut dyn FnMut(&str),
) -> Result<(), Error> {
    let screen = RefCell::new(Screen::default());
    let mut loading = pin!(load(client, album, &screen));
    let mut context = Context::from_waker(Waker::noop());
    loop {
        let polled = loading.as_mut().poll(&mut context);
        {
            let screen = screen.borrow();
            let (title, tracks, status) = (&screen.title, screen.tracks.len(), screen.status);
            draw(&format!("{title} ({tracks} tracks) {status}"));
        }
        if let Poll::Ready(result) = polled {
            return result;
        }
        thread::sleep(FRAME);
    }
}

/// A client of the mock, which has its access token yet to get. Its calls are answered after a
/// while, and one with a 429.
pub(crate) fn client(mock: &MockSpotify) -> Result<Client, Error> {
    let limited = Answer::rate_limited(RetryAfter::Seconds(1));
    let slowly = Duration::from_millis(300);
    mock.fault(Fault::on("GET", "/v1/albums/").after(1).answer(limited));
    mock.fault(Fault::on("GET", "/v1/albums/").always().delay(slowly));
    mock.fault(Fault::on_accounts("POST", "/api/token").delay(slowly));
    let refresh = mock.mint_refresh_token(&[]);
    let client = Client::builder(Sockets(SystemClock))
        .api_base(mock.api_base())
        .accounts_base(mock.accounts_base())
        .grant(Refresh::new(App::new(mock.client_id())?, refresh))
        .build()?;
    Ok(client)
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mock = MockSpotify::start()?;
    let album: AlbumId = mock.world().long_album().parse()?;
    let mut out = std::io::stdout();
    let mut frames = 0;
    show(&client(&mock)?, album, &mut |line| {
        frames += 1;
        // A screen that cannot be written to is no reason to stop.
        let _ = write!(out, "\rframe {frames:>3} {line:<60}");
        let _ = out.flush();
    })?;
    writeln!(out)?;
    Ok(())
}
