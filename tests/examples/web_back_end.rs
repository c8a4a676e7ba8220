//! A web back end whose visitors sign in to Spotify, each with an account of their own.
//!
//! `cargo run -p spotify-tests --example web_back_end` starts it beside a mock Spotify. Open the
//! address that it prints in two browsers and sign in as two users.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use axum::{
    Router,
    extract::{RawQuery, State},
    http::{HeaderMap, HeaderName, StatusCode, header},
    response::{Html, IntoResponse, Redirect, Response},
    routing::{get, post},
};
use spotify_reqwest::prelude::*;

/// What belongs to the site as a whole. Nothing here stands for a user but the sessions.
pub(crate) struct Site {
    pub(crate) app: App,
    pub(crate) accounts: Accounts,
    pub(crate) api: String,
    pub(crate) transport: Reqwest,
    /// By the random id in the visitor's cookie. Yours may be in a database; whatever they are
    /// in, it forgets them after a while.
    pub(crate) sessions: Mutex<HashMap<String, Session>>,
}

#[derive(Clone)]
pub(crate) enum Session {
    /// The visitor's browser is at Spotify: a [`PendingSignIn`] as JSON, a secret of the server.
    Asked(String),
    /// The visitor's own client, with the visitor's own token.
    SignedIn(Client),
}

pub(crate) fn router(site: Site) -> Router {
    Router::new()
        .route("/", get(home))
        .route("/sign-in", get(sign_in))
        .route("/callback", get(callback))
        .route("/sign-out", post(sign_out))
        .with_state(Arc::new(site))
}

async fn home(State(site): State<Arc<Site>>, headers: HeaderMap) -> Result<Response, Failure> {
    let session = site.sessions().get(session_id(&headers)).cloned();
    let page = match session {
        Some(Session::SignedIn(client)) => {
            let me = client.users().current().await?;
            let name = me.display_name.as_deref().unwrap_or(me.id.as_str());
            let name = name.replace('&', "&amp;").replace('<', "&lt;");
            let form =
                "<form method=\"post\" action=\"/sign-out\"><button>Sign out</button></form>";
            format!("<p>Hello {name}</p>{form}")
        }
        _ => "<a href=\"/sign-in\">Sign in with Spotify</a>".to_owned(),
    };
    // A page for one visitor is kept for nobody else.
    Ok(([(header::CACHE_CONTROL, "no-store")], Html(page)).into_response())
}

/// Begins: the visitor goes to Spotify, the other half stays in the session.
async fn sign_in(State(site): State<Arc<Site>>, headers: HeaderMap) -> Result<Response, Failure> {
    let asking = site
        .app
        .authorization_code_pkce(Scope::UserReadPrivate)?
        .begin(Entropy::os()?, &site.accounts);
    let url = asking.url();
    let pending = serde_json::to_string(&asking.into_pending()).map_err(Failure::of)?;
    let cookie = site.renew(&headers, Session::Asked(pending))?;
    Ok((cookie, Redirect::to(&url)).into_response())
}

/// Ends: the other half is in the session of the browser that began, and good for one try.
async fn callback(
    State(site): State<Arc<Site>>,
    headers: HeaderMap,
    RawQuery(query): RawQuery,
) -> Result<Response, Failure> {
    let asked = site.end(&headers, |session| matches!(session, Session::Asked(_)));
    let Some(Session::Asked(pending)) = asked else {
        return Err(Failure::of("this browser has no sign-in under way"));
    };
    let pending: PendingSignIn = serde_json::from_str(&pending).map_err(Failure::of)?;
    let asking = site.app.resume(pending)?;
    let exchange = asking.callback(&query.unwrap_or_default())?;
    let client = Client::builder(site.transport.clone())
        .api_base(site.api.as_str())
        .accounts(site.accounts.clone())
        .sign_in(exchange)
        .await?;
    let cookie = site.renew(&headers, Session::SignedIn(client))?;
    Ok((cookie, Redirect::to("/")).into_response())
}

async fn sign_out(State(site): State<Arc<Site>>, headers: HeaderMap) -> Redirect {
    site.end(&headers, |_| true);
    Redirect::to("/")
}

impl Site {
    fn sessions(&self) -> MutexGuard<'_, HashMap<String, Session>> {
        self.sessions.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes the visitor's session away, if it is one of these.
    fn end(&self, headers: &HeaderMap, these: fn(&Session) -> bool) -> Option<Session> {
        let mut sessions = self.sessions();
        sessions.get(session_id(headers)).filter(|s| these(s))?;
        sessions.remove(session_id(headers))
    }

    /// Puts a session in the place of the visitor's old one, under a new id: whoever knew the
    /// old id, or planted it, is not signed in along with the visitor.
    fn renew(&self, old: &HeaderMap, new: Session) -> Result<[(HeaderName, String); 1], Failure> {
        let mut id = [0; 16];
        getrandom::fill(&mut id).map_err(Failure::of)?;
        let id: String = id.iter().map(|byte| format!("{byte:02x}")).collect();
        // Lax: sent along when Spotify sends the visitor back, but with no other site's POST.
        // Add `; Secure` where the site is https, as it must be outside of this machine.
        let cookie = format!("session={id}; Path=/; HttpOnly; SameSite=Lax");
        self.end(old, |_| true);
        self.sessions().insert(id, new);
        Ok([(header::SET_COOKIE, cookie)])
    }
}

/// The id in the visitor's cookie; an empty one is nobody's.
fn session_id(headers: &HeaderMap) -> &str {
    let cookies = headers.get(header::COOKIE).and_then(|c| c.to_str().ok());
    let mut cookies = cookies.unwrap_or_default().split("; ");
    cookies
        .find_map(|c| c.strip_prefix("session="))
        .unwrap_or_default()
}

/// What the visitor reads when it did not work. No error of the library holds a secret.
struct Failure(String);

impl Failure {
    fn of(what: impl ToString) -> Self {
        Self(what.to_string())
    }
}

impl<E: Into<Error>> From<E> for Failure {
    fn from(error: E) -> Self {
        Self::of(error.into())
    }
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        (StatusCode::BAD_REQUEST, self.0).into_response()
    }
}

#[tokio::main]
#[expect(clippy::print_stdout, reason = "the address is what it is started for")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    use spotify_tests::mock::{Consent, MockSpotify};

    let mock = MockSpotify::builder()
        .consent(Consent::Interactive)
        .start()?;
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
    let address = format!("http://{}", listener.local_addr()?);
    println!("{address}");
    let site = Site {
        app: App::new(mock.client_id())?.redirect(&format!("{address}/callback"))?,
        accounts: Accounts::at(&mock.accounts_base().parse()?),
        api: mock.api_base(),
        transport: Reqwest::new()?,
        sessions: Mutex::default(),
    };
    Ok(axum::serve(listener, router(site)).await?)
}
