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

use std::{net::SocketAddr, path::PathBuf, time::Duration};

use serde_json::{Value, json};
use spotify_core::Secret;

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
/// is the redirect URI, and gives back that address. Nobody need listen there: an error page has
/// its address too. A step waits until its element is there; once the redirect URI is reached,
/// the steps that are left are of no use and are not taken. Without any, a person signs in in
/// the visible browser.
///
/// The browser begins with an empty profile and is closed at the end. Whoever may use this
/// machine's loopback addresses can reach the driver while it runs, and so the browser; that is
/// how drivers work.
///
/// The redirect URI must be `http` or `https`: no browser has an address of another scheme. What
/// stands there must not send the browser on at once.
///
/// ```no_run
/// use std::time::Duration;
/// use spotify_auth::{App, Entropy, redirect::webdriver::WebDriver};
/// use spotify_core::{Accounts, Scope};
///
/// let app = App::new("client-id")?.redirect("http://127.0.0.1:8888/callback")?;
/// let asking = app
///     .authorization_code_pkce(Scope::UserTopRead)?
///     .begin(Entropy::os()?, &Accounts::default());
///
/// let browser = WebDriver::chromium().click("[data-testid=auth-accept]");
/// let redirect_uri = &asking.params().redirect_uri;
/// let address = browser.redirect(&asking.url(), redirect_uri, Duration::from_secs(180))?;
/// let exchange = asking.callback(&address)?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
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

    /// Signs in: opens `authorize_url` and gives back the address at `redirect_uri` to which the
    /// browser was sent, for [`Asking::callback`](crate::Asking::callback).
    ///
    /// The address holds the code, so it belongs in no log. `timeout` is for all of it, the start
    /// of the browser included.
    ///
    /// # Errors
    /// [`WebDriverError`]; none holds the address or what was typed.
    pub fn redirect(
        &self,
        authorize_url: &str,
        redirect_uri: &RedirectUri,
        timeout: Duration,
    ) -> Result<String, WebDriverError> {
        if !redirect_uri.is_web() {
            return Err(WebDriverError::RedirectUri(redirect_uri.clone()));
        }
        let deadline = Deadline::after(timeout);
        let driver = match self.address {
            Some(address) => Driver::running(address),
            None => Driver::start(self.program(), self.browser, deadline)?,
        };
        let session = Session::open(driver, &self.capabilities(), deadline)?;
        let mut place = None;
        let mut steps = self.steps.iter().peekable();
        let walked = session
            .visit(authorize_url)
            .and_then(|()| walk(&session, redirect_uri, &mut steps, &mut place));
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
    fn d18_drivers_elsewhere_and_schemes_without_address_are_refused() {
        let far: SocketAddr = "192.0.2.1:9515".parse().unwrap();
        assert!(matches!(
            WebDriver::chromium().at(far),
            Err(WebDriverError::NotLoopback(address)) if address == far
        ));
        let own: RedirectUri = "myapp://callback".parse().unwrap();
        assert!(matches!(
            WebDriver::chromium().redirect("https://example.com", &own, Duration::ZERO),
            Err(WebDriverError::RedirectUri(uri)) if uri == own
        ));
    }
}
