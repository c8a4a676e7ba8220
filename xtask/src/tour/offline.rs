//! The tour against the mock Spotify: it starts, a user signs in, and the steps follow.

use std::cell::Cell;

use http::header::LOCATION;
use spotify_auth::{App, Entropy};
use spotify_blocking::Ureq;
use spotify_core::{Accounts, BlockingTransport, Limits, ProxyChoice, Scope, Scopes};
use spotify_tests::{MockSpotify, mock::Profile};

use super::{
    Options, Outcome,
    client::{Backend, Between, Builder, Client, Servers},
    screen::Screen,
    step, steps,
};
use crate::error::Result;

const SEED: u64 = 2026;

/// Where the browser is sent back to. Nothing listens there: the tour reads the redirect itself.
const REDIRECT: &str = "http://127.0.0.1:8888/callback";

const SCOPES: [Scope; 6] = [
    Scope::PlaylistReadPrivate,
    Scope::PlaylistModifyPublic,
    Scope::UserTopRead,
    Scope::UserLibraryModify,
    Scope::UserLibraryRead,
    Scope::UserReadPrivate,
];

/// What every step after the sign-in has.
pub(super) struct Tour {
    pub(super) mock: MockSpotify,
    pub(super) profile: Profile,
    pub(super) client: Client,
    /// How many requests were answered 429.
    pub(super) limited: Cell<usize>,
}

impl Tour {
    /// How many requests the mock has had, those to the accounts service among them.
    pub(super) fn requests(&self) -> usize {
        self.mock.requests().len()
    }
}

/// Runs every step, until one fails.
pub(super) fn run(options: &Options, screen: &mut Screen) -> Result {
    let backend = options.backend;
    let seed = options.seed.unwrap_or(SEED);
    let profile = options.profile.unwrap_or_default();
    let mock = step(screen, "A mock Spotify", |screen| {
        start(seed, profile, backend, screen)
    })?;
    let between = &*options.between;
    between.servers(&mock.api_base(), &mock.accounts_base());
    let client = step(screen, "Sign-in: authorization code with PKCE", |screen| {
        sign_in(backend, &mock, between, screen)
    })?;
    let limited = Cell::new(0);
    let tour = Tour {
        mock,
        profile,
        client,
        limited,
    };
    for (name, run) in steps::STEPS {
        step(screen, name, |screen| run(&tour, screen))?;
    }
    Ok(())
}

fn start(
    seed: u64,
    profile: Profile,
    backend: Backend,
    screen: &mut Screen,
) -> Outcome<MockSpotify> {
    let mock = MockSpotify::builder().seed(seed).profile(profile).start()?;
    screen.say(format!(
        "It runs inside this program, with invented music from seed {seed}. No account and no \
         internet are needed, but all that follows goes over real sockets."
    ))?;
    screen.row("Web API", mock.api_base())?;
    screen.row("accounts", mock.accounts_base())?;
    screen.row(
        "app",
        match profile {
            Profile::Extended => "with extended quota: every operation, every field",
            _ => "in Development mode, as new apps are since February 2026",
        },
    )?;
    screen.row("backend", backend.about())?;
    Ok(mock)
}

fn sign_in(
    backend: Backend,
    mock: &MockSpotify,
    between: &dyn Between,
    screen: &mut Screen,
) -> Outcome<Client> {
    let accounts = mock.accounts_base().parse()?;
    let asking = App::new(mock.client_id())?
        .redirect(REDIRECT)?
        .authorization_code_pkce(Scopes::from_iter(SCOPES))?
        .begin(Entropy::os()?, &Accounts::at(&accounts));
    screen.row(
        "begin",
        format!("an authorize URL that asks for {} scopes", SCOPES.len()),
    )?;

    let callback = browse(&asking.url(), between)?;
    screen.row(
        "browser",
        format!(
            "simulated by one GET to that URL: the mock's user agrees at once, and the answer \
             redirects to {REDIRECT} with a code and the state"
        ),
    )?;

    let exchange = asking
        .callback(&callback)
        .map_err(spotify_core::Error::from)?;
    screen.row(
        "callback",
        "the state is the one that was sent; the code is good once",
    )?;

    let servers = Servers {
        between,
        api: mock.api_base().parse()?,
        accounts,
        proxy: ProxyChoice::None,
    };
    let client = Builder::new(backend, servers)?.sign_in(exchange)?;
    screen.row(
        "exchange",
        "code and verifier for an access token and a refresh token",
    )?;
    let granted = client.session().scopes.unwrap_or_default();
    screen.row("granted", granted)?;
    Ok(client)
}

/// Opens a URL as a browser does, and gives the one that it is sent on to.
fn browse(url: &str, between: &dyn Between) -> Outcome<String> {
    let transport = Ureq::builder().proxy(ProxyChoice::None).build()?;
    let transport = between.blocking(Box::new(transport));
    let request = http::Request::get(url).body(Default::default())?;
    let page = transport.send(request, Limits::new())?;
    match page.headers().get(LOCATION) {
        Some(next) => Ok(next.to_str()?.to_owned()),
        None => Err(format!("the consent page does not redirect ({})", page.status()).into()),
    }
}
