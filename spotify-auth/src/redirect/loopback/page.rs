//! What the browser is shown: constants, so that nothing of a request can be in them.

/// The style of all pages. Only this one is allowed, by its hash.
macro_rules! style {
    () => {
        "body{margin:0;min-height:100vh;display:grid;place-items:center;background:#121212;\
         color:#fff;font:1.125rem/1.5 system-ui,sans-serif}main{max-width:26rem;padding:2rem;\
         text-align:center}b{display:block;font-size:4rem;line-height:1;margin-bottom:1rem}\
         h1{font-size:1.5rem;margin:0 0 .5rem}p{margin:0;color:#b3b3b3}.yes{color:#1ed760}\
         .no{color:#f3727f}@media(prefers-color-scheme:light){body{background:#fff;color:#121212}\
         p{color:#5e5e5e}.yes{color:#117a37}.no{color:#b3261e}}"
    };
}

/// Hands the fragment over, which no server sees: out of the address bar and the history first,
/// then to the same address in the body of a form.
macro_rules! relay {
    () => {
        "var f=location.hash.slice(1);if(f){history.replaceState(null,'',location.pathname);\
         var o=document.forms[0];o.action=location.pathname;o.fragment.value=f;o.submit()}"
    };
}

macro_rules! page {
    ($class:literal, $sign:literal, $title:literal, $text:literal $(, $more:expr)?) => {
        concat!(
            "<!doctype html><html lang=en><meta charset=utf-8>",
            "<meta name=viewport content=\"width=device-width\">",
            "<link rel=icon href=\"data:,\"><title>",
            $title,
            "</title><style>",
            style!(),
            "</style><main><b class=",
            $class,
            ">",
            $sign,
            "</b><h1>",
            $title,
            "</h1><p>",
            $text,
            "</p></main>",
            $($more,)?
            "</html>\n"
        )
    };
}

macro_rules! policy {
    ($more:literal) => {
        concat!(
            "default-src 'none'; img-src data:; style-src 'sha256-N+DcMqetX7evRV7IbBUN8wfRpxM7lliwprlaXgyD85M='; ",
            $more,
            "base-uri 'none'; frame-ancestors 'none'"
        )
    };
}

/// Nothing but the style, and an empty icon so that none is asked for.
const POLICY: &str = policy!("form-action 'none'; ");

/// The style, the script, and a form that goes back to where it came from.
const RELAY_POLICY: &str = policy!(
    "script-src 'sha256-dL3SKCLtAhcVG3yNbT4zvFAGhM3pXdWm99AOi0/aItw='; form-action 'self'; "
);

/// An answer to a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Page {
    /// The user consented.
    Granted,
    /// The user did not consent, or the answer grants nothing.
    Refused,
    /// The fragment is to be handed over.
    Relay,
    /// An answer, but of another sign-in.
    Stray,
    NotFound,
    MethodNotAllowed,
    /// The request is for another host.
    Misdirected,
    Malformed,
    TooLarge,
}

impl Page {
    /// The whole response.
    pub(super) fn response(self) -> Vec<u8> {
        let (status, body) = self.parts();
        let policy = match self {
            Self::Relay => RELAY_POLICY,
            _ => POLICY,
        };
        let allow = match self {
            Self::MethodNotAllowed => "Allow: GET\r\n",
            _ => "",
        };
        format!(
            "HTTP/1.1 {status}\r\n\
             Content-Type: text/html; charset=utf-8\r\n\
             Content-Length: {}\r\n\
             Content-Security-Policy: {policy}\r\n\
             X-Content-Type-Options: nosniff\r\n\
             Cache-Control: no-store\r\n\
             Referrer-Policy: no-referrer\r\n\
             {allow}Connection: close\r\n\r\n\
             {body}",
            body.len()
        )
        .into_bytes()
    }

    const fn parts(self) -> (&'static str, &'static str) {
        match self {
            Self::Granted => (
                "200 OK",
                page!(
                    "yes",
                    "&#10003;",
                    "Access granted",
                    "You can close this tab and go back to the program."
                ),
            ),
            Self::Refused => (
                "403 Forbidden",
                page!(
                    "no",
                    "&#10007;",
                    "Not signed in",
                    "Spotify gave the program no access. You can close this tab and go back to it."
                ),
            ),
            Self::Relay => (
                "200 OK",
                page!(
                    "yes",
                    "&#8230;",
                    "Almost there",
                    "If nothing happens, Spotify sent no answer, or this browser runs no scripts.",
                    concat!(
                        "<form method=post><input type=hidden name=fragment></form><script>",
                        relay!(),
                        "</script>"
                    )
                ),
            ),
            Self::Stray => (
                "400 Bad Request",
                page!(
                    "no",
                    "?",
                    "Another sign-in",
                    "This answer does not belong to the sign-in that is waiting. Go back to the \
                     tab in which Spotify asks, or begin again in the program."
                ),
            ),
            Self::NotFound => (
                "404 Not Found",
                page!(
                    "no",
                    "?",
                    "Nothing here",
                    "A program waits for a sign-in at another path."
                ),
            ),
            Self::MethodNotAllowed => (
                "405 Method Not Allowed",
                page!("no", "?", "Not like this", "An answer comes with GET."),
            ),
            Self::Misdirected => (
                "421 Misdirected Request",
                page!(
                    "no",
                    "?",
                    "Nothing here",
                    "This is not the host that was meant."
                ),
            ),
            Self::Malformed => (
                "400 Bad Request",
                page!(
                    "no",
                    "?",
                    "Not understood",
                    "This is no request that a browser sends."
                ),
            ),
            Self::TooLarge => (
                "431 Request Header Fields Too Large",
                page!(
                    "no",
                    "?",
                    "Too long",
                    "No answer to a sign-in is as long as this."
                ),
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use base64::prelude::{BASE64_STANDARD, Engine as _};
    use sha2::{Digest as _, Sha256};

    use super::*;

    const ALL: [Page; 9] = [
        Page::Granted,
        Page::Refused,
        Page::Relay,
        Page::Stray,
        Page::NotFound,
        Page::MethodNotAllowed,
        Page::Misdirected,
        Page::Malformed,
        Page::TooLarge,
    ];

    fn allowed(text: &str) -> String {
        format!("'sha256-{}'", BASE64_STANDARD.encode(Sha256::digest(text)))
    }

    #[test]
    fn a8_only_our_style_and_our_script_are_allowed() {
        let (style, script) = (allowed(style!()), allowed(relay!()));
        assert!(POLICY.contains(&format!("style-src {style};")), "{style}");
        assert!(!POLICY.contains("script-src"));
        assert!(RELAY_POLICY.contains(&format!("style-src {style};")));
        let script = format!("script-src {script};");
        assert!(RELAY_POLICY.contains(&script), "{script}");
    }

    #[test]
    fn a8_every_answer_has_its_headers_and_its_length() {
        for page in ALL {
            let response = String::from_utf8(page.response()).unwrap();
            let (head, body) = response.split_once("\r\n\r\n").unwrap();
            for header in [
                "Content-Type: text/html; charset=utf-8",
                "Content-Security-Policy: default-src 'none';",
                "X-Content-Type-Options: nosniff",
                "Cache-Control: no-store",
                "Referrer-Policy: no-referrer",
                "Connection: close",
                &format!("Content-Length: {}", body.len()),
            ] {
                assert!(head.contains(&format!("\r\n{header}")), "{page:?} {header}");
            }
            assert!(body.is_ascii() && body.starts_with("<!doctype html>"));
            // A browser is asked for nothing more, not even an icon.
            assert!(!body.contains("http") && !body.contains("//"), "{page:?}");
        }
    }

    #[test]
    fn d17_what_the_user_reads() {
        insta::assert_snapshot!(
            [Page::Granted, Page::Refused, Page::Relay]
                .map(|page| String::from_utf8(page.response()).unwrap())
                .join("\n")
        );
    }
}
