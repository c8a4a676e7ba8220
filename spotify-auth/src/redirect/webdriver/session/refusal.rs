//! What a driver answers when it does not do what it was told.

use serde_json::Value;
use spotify_core::Excerpt;

use crate::redirect::webdriver::WebDriverError;

/// The words for what can go wrong (WebDriver, section 6.6) that matter here. A word that is not
/// among them is not repeated.
const CODES: &[&str] = &[
    CERTIFICATE,
    CLICK_INTERCEPTED,
    NOT_INTERACTABLE,
    NO_SUCH_ELEMENT,
    NO_SUCH_SESSION,
    NO_SUCH_WINDOW,
    STALE,
    TIMEOUT,
    UNKNOWN,
    "invalid argument",
    "invalid element state",
    "invalid selector",
    "javascript error",
    "no such frame",
    "script timeout",
    "unexpected alert open",
    "unknown command",
    "unknown method",
    "unsupported operation",
];
const CERTIFICATE: &str = "insecure certificate";
const CLICK_INTERCEPTED: &str = "element click intercepted";
const NOT_INTERACTABLE: &str = "element not interactable";
const NO_SUCH_ELEMENT: &str = "no such element";
const NO_SUCH_SESSION: &str = "invalid session id";
const NO_SUCH_WINDOW: &str = "no such window";
const STALE: &str = "stale element reference";
const TIMEOUT: &str = "timeout";
const UNKNOWN: &str = "unknown error";

/// A driver's refusal.
pub(super) struct Refusal {
    code: &'static str,
    /// The driver's own words: where a page is open they may quote its address.
    pub(super) message: Excerpt,
}

impl Refusal {
    pub(super) fn new(code: &str, value: &Value) -> Self {
        let known = CODES.iter().find(|known| **known == code);
        let message = value.get("message").and_then(Value::as_str);
        Self {
            code: known.copied().unwrap_or(UNKNOWN),
            message: Excerpt::new(message.unwrap_or(code)),
        }
    }

    /// As the error of a command, without the driver's words.
    pub(super) fn of(self, command: &'static str) -> WebDriverError {
        match self.code {
            NO_SUCH_WINDOW | NO_SUCH_SESSION => WebDriverError::Closed,
            code => WebDriverError::Failed { command, code },
        }
    }
}

/// Whether a command was done, and the page that followed failed.
pub(super) fn is_about_the_page(error: &WebDriverError) -> bool {
    is_one_of(error, &[CERTIFICATE, TIMEOUT, UNKNOWN])
}

/// Whether an element is on its way, or was on a page that goes.
pub(super) fn is_not_yet(error: &WebDriverError) -> bool {
    is_one_of(
        error,
        &[
            CLICK_INTERCEPTED,
            NOT_INTERACTABLE,
            NO_SUCH_ELEMENT,
            STALE,
            UNKNOWN,
        ],
    )
}

fn is_one_of(error: &WebDriverError, codes: &[&str]) -> bool {
    matches!(error, WebDriverError::Failed { code, .. } if codes.contains(code))
}
