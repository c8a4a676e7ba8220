//! A browser that a script drives, over the W3C WebDriver protocol.
//!
//! The protocol is HTTP and JSON with a driver on this machine, `chromedriver` or `geckodriver`.
//! Both are spoken here: the libraries for it bring a runtime along.

mod deadline;
mod driver;
mod error;
mod exchange;
mod session;
mod walk;

use std::{io, net::SocketAddr, path::PathBuf, time::Duration};

use serde_json::{Value, json};
use spotify_core::Secret;
use url::Url;

use super::{AuthorizationRequest, Callback, Cancel, Opener, RedirectError, RedirectHandler};
use crate::RedirectUri;
use deadline::Deadline;
use driver::{Browser, Driver};
use session::Session;
use walk::{Step, walk};

pub use error::{DriverProblem, WebDriverError};

/// How long to wait before something is looked at again.
const PAUSE: Duration = Duration::from_millis(100);

/// Signs a user in with a browser of its own, in which a list of steps types and clicks.
///
/// It opens the authorize URL, takes the steps in their order, waits until the browser's address
/// is the redirect URI, and brings back that address. Nobody need listen there: an error page has
/// its address too. A step waits until its element is there; once the redirect URI is reached,
/// the steps that are left are of no use and are not taken. Without any, a person signs in in
/// the visible browser.
///
/// The browser begins with an empty profile and is closed at the end. Whoever may use this
/// machine's loopback addresses can reach the driver while it runs, and so the browser; that is
/// how drivers work.
///
/// The redirect URI must be `http` or `https`: no browser has an address of another scheme. What
/// stands there must not send the browser on at once; if it might, give this to a listener
/// there, as its [`Opener`].
///
/// ```no_run
/// use spotify_auth::{App, Entropy, redirect::WebDriver};
/// use spotify_core::{Accounts, Scope};
///
/// let mut browser = WebDriver::chromium()
///     .headless(true)
///     .argument("--user-data-dir=/var/lib/my-bot/chromium") // is signed in to Spotify already
///     .click("[data-testid=auth-accept]");
/// let exchange = App::new("client-id")?
///     .redirect("http://127.0.0.1:8888/callback")?
///     .authorization_code_pkce(Scope::UserTopRead)?
///     .begin(Entropy::os()?, &Accounts::default())
///     .through(&mut browser)?;
/// # Ok::<(), spotify_core::Error>(())
/// ```
#[derive(Debug, Clone)]
#[must_use]
pub struct WebDriver {
    browser: Browser,
    driver: Option<PathBuf>,
    address: Option<SocketAddr>,
    binary: Option<String>,
    headless: bool,
    arguments: Vec<String>,
    steps: Vec<Step>,
    timeout: Duration,
    cancel: Cancel,
}

impl WebDriver {
    /// Drives Chromium or Chrome by `chromedriver`, which is looked for in `PATH`.
    pub fn chromium() -> Self {
        Self::new(Browser::Chromium)
    }

    /// Drives Firefox by `geckodriver`, which is looked for in `PATH`.
    pub fn firefox() -> Self {
        Self::new(Browser::Firefox)
    }

    fn new(browser: Browser) -> Self {
        Self {
            browser,
            driver: None,
            address: None,
            binary: None,
            headless: false,
            arguments: Vec::new(),
            steps: Vec::new(),
            timeout: Duration::from_secs(120),
            cancel: Cancel::new(),
        }
    }

    /// Takes this program as the driver. It is started on a free port of 127.0.0.1.
    pub fn driver(mut self, program: impl Into<PathBuf>) -> Self {
        self.driver = Some(program.into());
        self
    }

    /// Uses a driver that runs already, at an address of this machine, instead of starting one.
    ///
    /// # Errors
    /// [`WebDriverError::NotLoopback`] for any other address: what is typed and the code would
    /// cross the network in the clear.
    pub fn at(mut self, address: SocketAddr) -> Result<Self, WebDriverError> {
        if !address.ip().is_loopback() {
            return Err(WebDriverError::NotLoopback(address));
        }
        self.address = Some(address);
        Ok(self)
    }

    /// Sets the browser's own program, where the driver does not find it by itself.
    pub fn binary(mut self, program: impl Into<String>) -> Self {
        self.binary = Some(program.into());
        self
    }

    /// Sets whether the browser runs without a window. Default: no.
    pub const fn headless(mut self, headless: bool) -> Self {
        self.headless = headless;
        self
    }

    /// Adds an argument to the browser's command line, such as `--user-data-dir=…` for a profile
    /// that stays signed in.
    pub fn argument(mut self, argument: impl Into<String>) -> Self {
        self.arguments.push(argument.into());
        self
    }

    /// Clicks the first element that a CSS selector finds.
    pub fn click(mut self, selector: impl Into<String>) -> Self {
        self.steps.push(Step::Click(selector.into()));
        self
    }

    /// Empties a field and types a text into it.
    pub fn fill(mut self, selector: impl Into<String>, text: impl Into<String>) -> Self {
        self.steps
            .push(Step::Fill(selector.into(), Secret::new(text)));
        self
    }

    /// Waits until a CSS selector finds something, such as the heading of the next page.
    pub fn wait_for(mut self, selector: impl Into<String>) -> Self {
        self.steps.push(Step::WaitFor(selector.into()));
        self
    }

    /// Sets how long all of it may take, the start of the browser included. Default: two
    /// minutes.
    pub const fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// Signs in, and gives the address at the redirect URI to which the browser was sent.
    fn drive(
        &self,
        authorize_url: &str,
        redirect_uri: &RedirectUri,
    ) -> Result<String, WebDriverError> {
        let url = Url::parse(redirect_uri.as_str());
        if !url.is_ok_and(|url| matches!(url.scheme(), "http" | "https")) {
            return Err(WebDriverError::RedirectUri(redirect_uri.clone()));
        }
        let deadline = Deadline::after(self.timeout);
        let driver = match self.address {
            Some(address) => Driver::running(address),
            None => Driver::start(self.program(), self.browser, deadline)?,
        };
        let session = Session::open(driver, &self.capabilities(), deadline)?;
        let mut place = None;
        let mut steps = self.steps.iter().peekable();
        let walked = session
            .visit(authorize_url)
            .and_then(|()| walk(&session, redirect_uri, &mut steps, &mut place, &self.cancel));
        walked.map_err(|error| match error {
            WebDriverError::TimedOut { timeout, .. } => WebDriverError::TimedOut {
                timeout,
                place,
                selector: steps.peek().map(|step| step.selector().into()),
            },
            error => error,
        })
    }

    fn program(&self) -> PathBuf {
        let usual = || self.browser.program().into();
        self.driver.clone().unwrap_or_else(usual)
    }

    fn capabilities(&self) -> Value {
        let (name, options, headless) = match self.browser {
            Browser::Chromium => ("chrome", "goog:chromeOptions", "--headless=new"),
            Browser::Firefox => ("firefox", "moz:firefoxOptions", "-headless"),
        };
        let headless = self.headless.then_some(headless);
        let own = self.arguments.iter().map(String::as_str);
        let arguments: Vec<&str> = headless.into_iter().chain(own).collect();
        let mut settings = json!({ "args": arguments });
        if let (Some(binary), Some(settings)) = (&self.binary, settings.as_object_mut()) {
            settings.insert("binary".to_owned(), json!(binary));
        }
        json!({
            "browserName": name,
            // A click that leads to another page is done when that page is there.
            "pageLoadStrategy": "eager",
            "unhandledPromptBehavior": "dismiss",
            options: settings,
        })
    }
}

impl RedirectHandler for WebDriver {
    fn handle(&mut self, request: &AuthorizationRequest) -> Result<Callback, RedirectError> {
        match self.drive(request.url(), request.redirect_uri()) {
            Ok(address) => Ok(Callback::from(address)),
            Err(WebDriverError::Cancelled) => Err(RedirectError::Cancelled),
            Err(error) => Err(RedirectError::WebDriver(error)),
        }
    }

    fn cancel(&self) -> Option<Cancel> {
        Some(self.cancel.clone())
    }
}

/// Takes its steps for a listener, and closes the browser when that has the answer.
impl Opener for WebDriver {
    fn open(&self, url: &str) -> io::Result<()> {
        let redirect_uri = Url::parse(url).ok().and_then(|url| {
            let (_, uri) = url.query_pairs().find(|(name, _)| name == "redirect_uri")?;
            uri.parse().ok()
        });
        let redirect_uri = redirect_uri.ok_or_else(|| io::Error::other("no authorize URL"))?;
        let driven = self.drive(url, &redirect_uri);
        driven.map(drop).map_err(io::Error::other)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn d18_settings_show_no_typed_text() {
        let browser = WebDriver::chromium()
            .fill("#password", "hunter2")
            .click("#go");
        let shown = format!("{browser:?} {browser:#?}");
        assert!(shown.contains("#password") && shown.contains("#go"));
        assert!(!shown.contains("hunter2"));
    }

    #[test]
    fn d18_capabilities_are_those_of_the_browser() {
        let chromium = WebDriver::chromium().headless(true).argument("--a");
        assert_eq!(
            chromium.capabilities()["goog:chromeOptions"],
            json!({"args": ["--headless=new", "--a"]})
        );
        let firefox = WebDriver::firefox().binary("/usr/bin/firefox-esr");
        assert_eq!(
            firefox.capabilities()["moz:firefoxOptions"],
            json!({"args": [], "binary": "/usr/bin/firefox-esr"})
        );
        assert_eq!(firefox.capabilities()["acceptInsecureCerts"], Value::Null);
    }

    #[test]
    fn d18_an_opener_finds_the_redirect_uri_in_what_it_opens() {
        let browser = WebDriver::chromium().driver("/nowhere/chromedriver");
        let said = |url| browser.open(url).unwrap_err().to_string();
        let url = "https://example.com/authorize?redirect_uri=http%3A%2F%2F127.0.0.1%2Fcallback";
        assert!(said(url).contains("/nowhere/chromedriver was not found"));
        let url = "https://example.com/authorize?redirect_uri=myapp%3A%2F%2Fcallback";
        assert!(said(url).contains("no browser shows the address myapp://callback"));
        assert_eq!(
            said("https://example.com/?redirect_uri="),
            "no authorize URL"
        );
        assert_eq!(said("example"), "no authorize URL");
    }

    #[test]
    fn d18_drivers_elsewhere_and_schemes_without_address_are_refused() {
        let far: SocketAddr = "192.0.2.1:9515".parse().unwrap();
        assert!(matches!(
            WebDriver::chromium().at(far),
            Err(WebDriverError::NotLoopback(address)) if address == far
        ));
        let own: RedirectUri = "myapp://callback".parse().unwrap();
        assert!(matches!(
            WebDriver::chromium().drive("https://example.com", &own),
            Err(WebDriverError::RedirectUri(uri)) if uri == own
        ));
    }
}
