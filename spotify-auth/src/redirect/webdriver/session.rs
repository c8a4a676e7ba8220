//! The commands of the protocol: <https://www.w3.org/TR/webdriver2/>.

mod refusal;

use std::{io, time::Duration};

use serde_json::{Value, json};
use spotify_core::Secret;

use super::{Cancel, Deadline, PAUSE, WebDriverError, driver::Driver, exchange::exchange};
use refusal::{Refusal, is_about_the_page, is_not_yet};

/// How long the browser may take to close.
const CLOSING: Duration = Duration::from_secs(5);

/// The key under which an element's id stands.
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";

/// A browser that was started by a driver. Closed with this value.
#[derive(Debug)]
pub(super) struct Session {
    driver: Driver,
    /// `/session/…`
    path: String,
    deadline: Deadline,
}

/// Whether a step is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Outcome {
    Done,
    /// Its element is not there yet, or not ready.
    NotYet,
}

impl Session {
    pub(super) fn open(
        driver: Driver,
        capabilities: &Value,
        deadline: Deadline,
    ) -> Result<Self, WebDriverError> {
        let mut session = Self {
            driver,
            path: "/session".to_owned(),
            deadline,
        };
        let body = json!({"capabilities": {"alwaysMatch": capabilities}});
        let value = match session.send("start the browser", "POST", "", Some(&body)) {
            Ok(answer) => answer.map_err(|refusal| WebDriverError::NoSession(refusal.message))?,
            Err(error) => return Err(error),
        };
        let id = value.get("sessionId").and_then(Value::as_str);
        let id = segment(id).ok_or(WebDriverError::Malformed("start the browser"))?;
        session.path = format!("/session/{id}");
        Ok(session)
    }

    /// Waits for a moment before the browser is looked at again.
    pub(super) fn pause(&self, cancel: &Cancel) -> Result<(), WebDriverError> {
        match self.deadline.pause(PAUSE, cancel) {
            true => Ok(()),
            false => Err(self.timed_out()),
        }
    }

    const fn timed_out(&self) -> WebDriverError {
        WebDriverError::TimedOut {
            timeout: self.deadline.timeout(),
            place: None,
            selector: None,
        }
    }

    /// Opens an address. If that cannot be opened, or leads to one that cannot be, the browser
    /// shows an error page in its place: that is for the caller to see.
    pub(super) fn visit(&self, url: &str) -> Result<(), WebDriverError> {
        let body = json!({ "url": url });
        match self.command("open the authorize URL", "POST", "/url", Some(&body)) {
            Err(error) if !is_about_the_page(&error) => Err(error),
            _ => Ok(()),
        }
    }

    /// The address that the browser shows.
    pub(super) fn address(&self) -> Result<String, WebDriverError> {
        let command = "tell the address";
        match self.command(command, "GET", "/url", None)? {
            Value::String(address) => Ok(address),
            _ => Err(WebDriverError::Malformed(command)),
        }
    }

    /// Whether the browser shows a page of its own because it could not open an address.
    pub(super) fn shows_error_page(&self) -> Result<bool, WebDriverError> {
        let body = json!({"script": "return document.documentURI", "args": []});
        let own = ["chrome-error:", "about:neterror", "about:certerror"];
        match self.command("look at the page", "POST", "/execute/sync", Some(&body)) {
            Ok(uri) => {
                let uri = uri.as_str().unwrap_or_default();
                Ok(own.iter().any(|own| uri.starts_with(own)))
            }
            // Between two pages there is none.
            Err(WebDriverError::Failed { .. }) => Ok(false),
            Err(error) => Err(error),
        }
    }

    pub(super) fn click(&self, selector: &str) -> Result<Outcome, WebDriverError> {
        self.on_element(selector, |element| {
            let path = format!("{element}/click");
            match self.command("click", "POST", &path, Some(&json!({}))) {
                // It was clicked, and led to an address that cannot be opened.
                Err(error) if is_about_the_page(&error) => Ok(()),
                other => other.map(drop),
            }
        })
    }

    pub(super) fn fill(&self, selector: &str, text: &Secret) -> Result<Outcome, WebDriverError> {
        self.on_element(selector, |element| {
            let path = format!("{element}/clear");
            self.command("empty the field", "POST", &path, Some(&json!({})))?;
            let path = format!("{element}/value");
            let body = json!({"text": text.expose()});
            self.command("type", "POST", &path, Some(&body)).map(drop)
        })
    }

    pub(super) fn wait_for(&self, selector: &str) -> Result<Outcome, WebDriverError> {
        self.on_element(selector, |_| Ok(()))
    }

    /// Does something to an element, if it is there and ready.
    fn on_element(
        &self,
        selector: &str,
        act: impl FnOnce(&str) -> Result<(), WebDriverError>,
    ) -> Result<Outcome, WebDriverError> {
        let body = json!({"using": "css selector", "value": selector});
        let acted = self
            .command("find an element", "POST", "/element", Some(&body))
            .and_then(|found| {
                let id = found.get(ELEMENT).and_then(Value::as_str);
                let id = segment(id).ok_or(WebDriverError::Malformed("find an element"))?;
                act(&format!("/element/{id}"))
            });
        match acted {
            Ok(()) => Ok(Outcome::Done),
            Err(error) if is_not_yet(&error) => Ok(Outcome::NotYet),
            Err(error) => Err(error),
        }
    }

    fn command(
        &self,
        name: &'static str,
        method: &str,
        path: &str,
        body: Option<&Value>,
    ) -> Result<Value, WebDriverError> {
        let answer = self.send(name, method, path, body)?;
        answer.map_err(|refusal| refusal.of(name))
    }

    /// Sends a command; its answer is a value or a refusal.
    fn send(
        &self,
        name: &'static str,
        method: &str,
        path: &str,
        body: Option<&Value>,
    ) -> Result<Result<Value, Refusal>, WebDriverError> {
        let path = format!("{}{path}", self.path);
        let body = body.map(Value::to_string).unwrap_or_default();
        let answer = exchange(self.driver.address(), method, &path, &body, self.deadline);
        let answer = answer.map_err(|error| match error.kind() {
            io::ErrorKind::TimedOut | io::ErrorKind::WouldBlock => self.timed_out(),
            _ => WebDriverError::NoAnswer(error),
        })?;
        // What serde says of it is not told: it may quote the answer.
        let answer: Option<Value> = serde_json::from_slice(&answer).ok();
        let value = answer.and_then(|mut answer| Some(answer.get_mut("value")?.take()));
        let value = value.ok_or(WebDriverError::Malformed(name))?;
        Ok(match value.get("error").and_then(Value::as_str) {
            Some(code) => Err(Refusal::new(code, &value)),
            None => Ok(value),
        })
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        if self.path != "/session" {
            // A driver that does not answer is ended a moment later.
            self.deadline = Deadline::after(CLOSING);
            let _ = self.send("close the browser", "DELETE", "", None);
        }
    }
}

/// An id that can stand in a path as it is.
fn segment(id: Option<&str>) -> Option<&str> {
    let fits = |id: &&str| {
        let byte = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.');
        !id.is_empty() && id.bytes().all(byte) && id.bytes().any(|b| b != b'.')
    };
    id.filter(fits)
}

#[cfg(test)]
mod tests {
    use std::{
        io::{Read, Write},
        net::TcpListener,
        thread::{self, JoinHandle},
    };

    use super::*;

    /// A driver that gives these answers, one after the other; then the first lines of the
    /// requests.
    fn open(
        answers: &'static [&str],
    ) -> (Result<Session, WebDriverError>, JoinHandle<Vec<String>>) {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let driver = Driver::running(listener.local_addr().unwrap());
        let script = answers.iter().map(move |answer| {
            let (mut stream, _) = listener.accept().unwrap();
            let mut request = [0; 4096];
            let read = stream.read(&mut request).unwrap();
            let head = format!(
                "HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n",
                answer.len()
            );
            stream.write_all((head + answer).as_bytes()).unwrap();
            let text = String::from_utf8_lossy(&request[..read]).into_owned();
            text.lines().next().unwrap_or_default().to_owned()
        });
        let server = thread::spawn(move || script.collect());
        let deadline = Deadline::after(Duration::from_secs(10));
        (Session::open(driver, &json!({}), deadline), server)
    }

    const OPENED: &str = r#"{"value":{"sessionId":"a-1","capabilities":{}}}"#;
    const ELEMENT: &str = r#"{"value":{"element-6066-11e4-a52e-4f735466cecf":"e.1"}}"#;
    const NULL: &str = r#"{"value":null}"#;

    #[test]
    fn d18_the_browser_is_closed_with_the_session() {
        let (session, server) = open(&[OPENED, r#"{"value":"https://x.test/"}"#, NULL]);
        let session = session.unwrap();
        assert_eq!(session.address().unwrap(), "https://x.test/");
        drop(session);
        assert_eq!(
            server.join().unwrap(),
            [
                "POST /session HTTP/1.1",
                "GET /session/a-1/url HTTP/1.1",
                "DELETE /session/a-1 HTTP/1.1"
            ]
        );
    }

    #[test]
    fn d18_answers_that_are_no_webdriver_are_told_without_a_word_of_them() {
        for answer in [
            "",
            "code=CANARY",
            r#"{"state":"CANARY"}"#,
            NULL,
            r#"{"value":{"sessionId":"../CANARY"}}"#,
            r#"{"value":{"sessionId":".."}}"#,
            r#"{"value":{"sessionId":""}}"#,
        ] {
            let (session, server) = open(Box::leak(Box::new([answer])));
            let error = session.unwrap_err();
            assert!(matches!(error, WebDriverError::Malformed(_)), "{error}");
            assert!(!format!("{error} {error:?}").contains("CANARY"));
            server.join().unwrap();
        }
    }

    #[test]
    fn d18_what_a_driver_says_of_a_page_is_not_repeated() {
        let (session, server) = open(&[
            OPENED,
            r#"{"value":{"error":"unknown error","message":"about:neterror?u=?code=CANARY"}}"#,
            r#"{"value":{"error":"CANARY","message":"?code=CANARY"}}"#,
            r#"{"value":{"error":"invalid argument","message":"?code=CANARY"}}"#,
            r#"{"value":{"error":"no such window","message":"CANARY"}}"#,
            NULL,
        ]);
        let session = session.unwrap();
        session.visit("https://x.test/").unwrap();
        let mut said = String::new();
        for _ in 0..2 {
            let error = session.address().unwrap_err();
            said.push_str(&format!("{error} {error:?}\n"));
        }
        assert!(said.contains("could not tell the address: unknown error"));
        assert!(said.contains("could not tell the address: invalid argument"));
        assert!(!said.contains("CANARY"), "{said}");
        assert!(matches!(session.address(), Err(WebDriverError::Closed)));
        drop(session);
        server.join().unwrap();
    }

    #[test]
    fn d18_why_there_is_no_browser_is_quoted() {
        let (session, server) =
            open(&[r#"{"value":{"error":"session not created","message":"exited\u0007"}}"#]);
        let text = session.unwrap_err().to_string();
        assert!(
            text.contains("the browser: exited\\u{7}; without a display"),
            "{text}"
        );
        server.join().unwrap();
    }

    #[test]
    fn d18_an_element_that_is_not_there_yet_is_waited_for() {
        let (session, server) = open(&[
            OPENED,
            r#"{"value":{"error":"no such element","message":""}}"#,
            ELEMENT,
            r#"{"value":{"error":"element click intercepted","message":""}}"#,
            ELEMENT,
            r#"{"value":{"error":"unknown error","message":"net::ERR_CONNECTION_REFUSED"}}"#,
            r#"{"value":{"error":"invalid selector","message":""}}"#,
            r#"{"value":{"element-6066-11e4-a52e-4f735466cecf":"e/1"}}"#,
            NULL,
        ]);
        let session = session.unwrap();
        let click = || session.click("#a");
        assert_eq!(click().unwrap(), Outcome::NotYet);
        assert_eq!(click().unwrap(), Outcome::NotYet);
        assert_eq!(click().unwrap(), Outcome::Done);
        assert!(matches!(click(), Err(WebDriverError::Failed { .. })));
        assert!(matches!(click(), Err(WebDriverError::Malformed(_))));
        drop(session);
        let requests = server.join().unwrap();
        assert_eq!(requests[5], "POST /session/a-1/element/e.1/click HTTP/1.1");
    }
}
