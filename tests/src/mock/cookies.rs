//! Browsers that are signed in: the cookies `sp_t`, `sp_dc` and `sp_key` stand for their users.

use super::{MockSpotify, Shared, fault::Answer, lock, random::SplitMix, record::Recorded};

/// What the browser is sent through between the authorize page and the redirect URI.
const HOP: &str = "/authorize/next";
const LOGIN: &str = "/en/login";

/// A browser in which the demo user is signed in.
#[derive(Debug)]
pub(crate) struct Browser {
    cookies: [String; 3],
    /// What the hop wants to see again.
    hop: String,
    /// Whether the user has agreed to the app before.
    consented: bool,
}

impl MockSpotify {
    /// Signs the demo user in in a browser: the values of its cookies `sp_t`, `sp_dc` and
    /// `sp_key`.
    ///
    /// A user who has `consented` before is sent on without a page; another one meets the page
    /// as [`Consent`](super::Consent) says.
    pub fn signed_in_browser(&self, consented: bool) -> [String; 3] {
        let mut browsers = lock(&self.shared.browsers);
        let seed = self.shared.catalogue.seed;
        let mut random = SplitMix::of(seed, "browser", browsers.len());
        let cookies = [36, 160, 36].map(|length| random.base62(length));
        browsers.push(Browser {
            cookies: cookies.clone(),
            hop: random.base62(20),
            consented,
        });
        cookies
    }
}

/// Whether a request is one of this file's: a browser's, with cookies, or on its way.
pub(super) fn takes(request: &Recorded) -> bool {
    let signed_in = || cookie(request, "sp_dc").is_some();
    request.method == "GET"
        && match request.path() {
            "/authorize" => signed_in(),
            HOP | LOGIN => true,
            _ => false,
        }
}

/// Answers; `authorize` is the page for everybody.
pub(super) fn respond(
    mock: &Shared,
    request: &Recorded,
    authorize: impl Fn(&Shared, &Recorded) -> Answer,
) -> Answer {
    let query = request.query();
    let browsers = lock(&mock.browsers);
    let known = browsers.iter().find(|browser| {
        let sent = ["sp_t", "sp_dc", "sp_key"].map(|name| cookie(request, name));
        sent.iter()
            .zip(&browser.cookies)
            .all(|(sent, cookie)| *sent == Some(cookie))
    });
    match (request.path(), known) {
        (LOGIN, _) => Answer::html(200),
        (_, None) => Answer::redirect(302, format!("{LOGIN}?continue=%2Fauthorize")),
        (HOP, Some(browser)) if cookie(request, "hop") == Some(&browser.hop) => {
            let mut agreed = request.clone();
            agreed.target = format!("/authorize?{query}&decision=grant");
            authorize(mock, &agreed)
        }
        (HOP, Some(_)) => Answer::text(400, "The hop's cookie is missing"),
        (_, Some(browser)) if browser.consented => {
            let hop = format!("hop={}; Path=/; HttpOnly; Secure", browser.hop);
            Answer::redirect(302, format!("{HOP}?{query}")).header("set-cookie", hop)
        }
        (_, Some(_)) => authorize(mock, request),
    }
}

fn cookie<'a>(request: &'a Recorded, name: &str) -> Option<&'a str> {
    let all = request
        .headers
        .iter()
        .filter(|(key, _)| key.eq_ignore_ascii_case("cookie"));
    all.flat_map(|(_, value)| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(key, _)| *key == name)
        .map(|(_, value)| value)
}
