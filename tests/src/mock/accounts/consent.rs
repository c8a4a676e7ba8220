//! The consent page: who asks, for what, and as whom the user agrees.

use base64::{Engine, prelude::BASE64_STANDARD};
use sha2::{Digest, Sha256};
use url::form_urlencoded;

use crate::mock::{
    catalogue::{DEMO_USER, OTHER_USER},
    fault::Answer,
    json::display_name,
    record::Recorded,
};

/// What the app is called on the dashboard.
const APP: &str = "Demo App";

/// Who can sign in. The page begins with the first.
const USERS: [&str; 2] = [DEMO_USER, OTHER_USER];

const STYLE: &str = "\
body{margin:0;min-height:100vh;display:grid;place-items:center;background:#0d1117;\
color:#e6edf3;font:16px/1.5 system-ui,sans-serif}\
main{width:min(26rem,calc(100vw - 5rem));padding:2rem;border-radius:1rem;background:#161b22;\
box-shadow:0 1rem 3rem #0008}\
h1{margin:0 0 1rem;font-size:1.35rem;line-height:1.3}\
ul{margin:0 0 1.5rem;padding:0;list-style:none}\
li{margin:.35rem 0;padding:.4rem .8rem;border-radius:.5rem;background:#21262d}\
p{margin:.75rem 0}small{color:#8b949e;overflow-wrap:anywhere}a{color:#79c0ff}\
.button{display:block;padding:.7rem;border-radius:2rem;text-align:center;\
text-decoration:none;font-weight:600;color:inherit}\
#grant{background:#2ea043;color:#fff}#deny{border:1px solid #484f58}\
.button:hover,.button:focus-visible{filter:brightness(1.2);outline:2px solid #79c0ff}";

/// The user whom a request names: the first one where it names nobody whom the mock knows.
pub(super) fn user(request: &Recorded) -> &'static str {
    let named = request.param("user");
    let named = USERS
        .into_iter()
        .find(|user| named.as_deref() == Some(*user));
    named.unwrap_or(DEMO_USER)
}

/// The page. Every click is a link back to it: `#grant` and `#deny` decide, `#switch` is for
/// another user.
pub(super) fn page(request: &Recorded, redirect: &str, scopes: &[String]) -> Answer {
    let user = user(request);
    let name = |user| escape(display_name(user).unwrap_or(user));
    let rows: String = scopes
        .iter()
        .map(|scope| format!("<li>{}</li>", escape(scope)))
        .collect();
    let asks = match scopes {
        [] => "<p>It asks for nothing but your name.</p>".to_owned(),
        _ => format!("<p>It asks for:</p><ul>{rows}</ul>"),
    };
    let switch: String = USERS
        .into_iter()
        .filter(|other| *other != user)
        .map(|other| {
            let link = link(request, &[("user", other)]);
            format!("<a id=\"switch\" href=\"{link}\">{}</a>", name(other))
        })
        .collect();
    let grant = link(request, &[("user", user), ("decision", "grant")]);
    let deny = link(request, &[("user", user), ("decision", "deny")]);
    let (app, me, redirect) = (escape(APP), name(user), escape(redirect));
    let html = format!(
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width\">\
         <title>Mock Spotify</title><style>{STYLE}</style></head><body><main>\
         <h1><span id=\"user\">{me}</span>, do you allow {app} to use your account?</h1>{asks}\
         <p><a id=\"grant\" href=\"{grant}\" class=\"button\" role=\"button\">Allow</a></p>\
         <p><a id=\"deny\" href=\"{deny}\" class=\"button\" role=\"button\">Cancel</a></p>\
         <p><small>Not {me}? {switch}<br>Then you go to {redirect}<br>\
         This is a mock: nothing here is real.</small></p></main></body></html>"
    );
    let style = BASE64_STANDARD.encode(Sha256::digest(STYLE));
    Answer::empty(200)
        .header("content-type", "text/html; charset=utf-8")
        .header("cache-control", "no-store")
        .header(
            "content-security-policy",
            format!(
                "default-src 'none'; style-src 'sha256-{style}'; base-uri 'none'; \
                 form-action 'none'; frame-ancestors 'none'"
            ),
        )
        .header("referrer-policy", "no-referrer")
        .header("x-content-type-options", "nosniff")
        .body(html)
}

/// The same question with an answer to it, as it stands in an attribute.
fn link(request: &Recorded, answer: &[(&str, &str)]) -> String {
    let asked = form_urlencoded::parse(request.query().as_bytes());
    let query = form_urlencoded::Serializer::new(String::new())
        .extend_pairs(asked.filter(|(name, _)| name != "user" && name != "decision"))
        .extend_pairs(answer)
        .finish();
    escape(&format!("{}?{query}", request.path()))
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
        .replace('\'', "&#39;")
}
