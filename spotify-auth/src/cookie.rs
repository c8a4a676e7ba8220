//! Authorization code by the cookies of a browser: no person looks at a page.

use bytes::Bytes;
use http::{HeaderValue, StatusCode, header};
use spotify_core::{Accounts, AuthError, Error, Flow, Now, SignIn, SignInStep};
use url::Url;

use crate::{App, Asking, Refresh};

mod jar;

pub use jar::Cookies;
use jar::Jar;

/// How many pages are asked for before the browser would be sent back.
const HOPS: u32 = 10;

/// A sign-in whose authorize page is asked for with a browser's cookies.
///
/// It works only where the user has consented to the app and its scopes before: a page that asks
/// for anything ends it. The machine follows redirects itself, at most ten, and its cookies go to
/// the origin of the authorize URL alone: a redirect to anywhere else but the redirect URI ends
/// the sign-in. The redirect URI is not asked for.
///
/// Made by [`Asking::cookies`]; a client's builder takes it.
///
/// ```
/// use spotify_auth::{App, Cookies, Entropy};
/// use spotify_core::{Accounts, Scope};
///
/// let app = App::new("client-id")?.redirect("http://127.0.0.1:8888/callback")?;
/// let cookies = Cookies::from_json(r#"{"sp_t": "1", "sp_dc": "2", "sp_key": "3"}"#)?;
/// let sign_in = app
///     .authorization_code_pkce(Scope::UserTopRead)?
///     .begin(Entropy::os()?, &Accounts::default())
///     .cookies(cookies);
/// # Ok::<(), spotify_core::Error>(())
/// ```
#[derive(Debug)]
#[must_use]
pub struct CookieSignIn {
    asking: Asking,
    jar: Jar,
}

impl Asking {
    /// Lets a browser's cookies answer instead of its user, who is not asked again.
    pub fn cookies(mut self, cookies: Cookies) -> CookieSignIn {
        self.params.show_dialog = false;
        CookieSignIn {
            asking: self,
            jar: Jar::new(cookies),
        }
    }
}

impl SignIn for CookieSignIn {
    fn start(self, accounts: &Accounts, _now: Now) -> SignInStep {
        match Url::parse(&self.asking.url()) {
            Ok(url) => self.ask(url, HOPS, accounts.clone()),
            Err(_) => SignInStep::failed(AuthError::Request("the authorize URL is none".into())),
        }
    }
}

impl CookieSignIn {
    /// Asks for a page.
    fn ask(self, url: Url, hops: u32, accounts: Accounts) -> SignInStep {
        if hops == 0 {
            let problem = "the accounts service sent the browser on and on, and never back";
            return SignInStep::failed(AuthError::SignIn(problem.into()));
        }
        let request = self.request(&url);
        SignInStep::page(request, move |reply, now| {
            self.answered(&reply, &url, hops, &accounts, now)
        })
    }

    fn request(&self, url: &Url) -> Result<http::Request<Bytes>, AuthError> {
        let unwritable = |error: http::Error| AuthError::Request(error.to_string().into());
        let mut cookies =
            HeaderValue::try_from(&*self.jar.header()).map_err(|error| unwritable(error.into()))?;
        cookies.set_sensitive(true);
        http::Request::get(url.as_str())
            .header(header::ACCEPT, "text/html")
            .header(header::COOKIE, cookies)
            .body(Bytes::new())
            .map_err(unwritable)
    }

    /// Goes on with a page: where it leads, or what it asks for.
    fn answered(
        mut self,
        reply: &http::Response<Bytes>,
        url: &Url,
        hops: u32,
        accounts: &Accounts,
        now: Now,
    ) -> Result<SignInStep, Error> {
        let status = reply.status();
        if status == StatusCode::OK {
            return Err(asked_for(url).into());
        }
        let unexpected = |problem: &str| AuthError::Unexpected {
            status,
            problem: problem.into(),
        };
        if !status.is_redirection() {
            let problem = "no redirect; check the client id and the redirect URI";
            return Err(unexpected(problem).into());
        }
        let location = reply.headers().get(header::LOCATION);
        let next = location
            .and_then(|location| location.to_str().ok())
            .and_then(|location| url.join(location).ok());
        let Some(mut next) = next else {
            return Err(unexpected("a redirect to no address").into());
        };
        if self.asking.params.redirect_uri.leads_to(&next) {
            let mut exchange = self.asking.callback(next.as_str())?;
            exchange.flow = Flow::Cookie;
            return Ok(exchange.start(accounts, now));
        }
        let stays = next.origin() == url.origin()
            && next.username().is_empty()
            && next.password().is_none();
        if !stays {
            let problem = "the accounts service sent the browser to another server, where its \
                           cookies do not belong; sign in once in a browser";
            return Err(AuthError::SignIn(problem.into()).into());
        }
        next.set_fragment(None);
        self.jar.take(reply.headers());
        Ok(self.ask(next, hops - 1, accounts.clone()))
    }
}

/// What a page asks for that only a person can give.
fn asked_for(url: &Url) -> AuthError {
    let login = url
        .path_segments()
        .is_some_and(|mut parts| parts.any(|part| part == "login"));
    if login {
        AuthError::LoginRequired
    } else {
        AuthError::ConsentRequired
    }
}

impl Refresh {
    /// Goes on with what [`CookieSignIn`] began.
    #[must_use]
    pub const fn cookie(app: App) -> Self {
        Self::after(app, Flow::Cookie)
    }
}
