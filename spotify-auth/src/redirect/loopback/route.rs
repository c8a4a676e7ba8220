//! What a request is answered with, and whether it brings the answer that is waited for.

use url::form_urlencoded;

use super::{
    page::Page,
    request::{Method, Request},
};
use crate::redirect::{AuthorizationRequest, Callback, Consent, ResponseMode};

/// The redirect URI of one sign-in, as a web site.
pub(super) struct Site<'a> {
    request: &'a AuthorizationRequest,
    /// What `Host` may say.
    hosts: Vec<String>,
}

impl<'a> Site<'a> {
    pub(super) fn new(request: &'a AuthorizationRequest) -> Self {
        let mut hosts = Vec::new();
        if let Some(url) = request.redirect_uri().resolve("") {
            let host = url.host_str().unwrap_or_default();
            if let Some(port) = url.port_or_known_default() {
                hosts.push(format!("{host}:{port}"));
            }
            if url.port().is_none() {
                hosts.push(host.to_owned());
            }
        }
        Self { request, hosts }
    }

    /// Whether an answer may come in the body of a POST.
    pub(super) fn takes_body(&self) -> bool {
        self.request.response_mode() == ResponseMode::Fragment
    }

    /// The page for a request; with a callback the sign-in is over.
    pub(super) fn answer(&self, request: &Request<'_>) -> (Page, Option<Callback>) {
        // A site elsewhere whose name was made to lead to this machine is not this site.
        if !self.hosts.iter().any(|host| Some(&**host) == request.host) {
            return (Page::Misdirected, None);
        }
        let redirect_uri = self.request.redirect_uri();
        let (address, _) = request
            .target
            .split_once('?')
            .unwrap_or((request.target, ""));
        let url = redirect_uri.resolve(address);
        if !url.is_some_and(|url| redirect_uri.leads_to(&url)) {
            return (Page::NotFound, None);
        }
        match (request.method, self.request.response_mode()) {
            (Method::Get, ResponseMode::Query) => self.judge(request.target.into(), Page::Stray),
            // The answer is not in the query, unless it is a refusal: the script shall look.
            (Method::Get, ResponseMode::Fragment) => self.judge(request.target.into(), Page::Relay),
            (Method::Post, ResponseMode::Fragment) => {
                let mut form = form_urlencoded::parse(request.body);
                match form.find(|(name, _)| name == "fragment") {
                    Some((_, fragment)) => {
                        self.judge(format!("{redirect_uri}#{fragment}").into(), Page::Stray)
                    }
                    None => (Page::Stray, None),
                }
            }
            _ => (Page::MethodNotAllowed, None),
        }
    }

    fn judge(&self, callback: Callback, stray: Page) -> (Page, Option<Callback>) {
        match self.request.check(callback.expose()) {
            Err(_) => (stray, None),
            Ok(Consent::Granted) => (Page::Granted, Some(callback)),
            Ok(_) => (Page::Refused, Some(callback)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::State;

    const STATE: &str = "abcdefghijklmnopqrstuvwxyz";
    const HOST: &str = "127.0.0.1:8888";

    fn answer_at(
        redirect: &str,
        mode: ResponseMode,
        (method, host, target, body): (Method, &str, &str, &str),
    ) -> (Page, Option<String>) {
        let request = AuthorizationRequest::new(
            String::new(),
            redirect.parse().unwrap(),
            State::new(STATE).unwrap(),
            "https://accounts.spotify.com/authorize".parse().unwrap(),
            mode,
        );
        let (target, body) = (target.replace("{s}", STATE), body.replace("{s}", STATE));
        let (page, callback) = Site::new(&request).answer(&Request {
            method,
            target: &target,
            host: (!host.is_empty()).then_some(host),
            body: body.as_bytes(),
        });
        (page, callback.map(|c| c.expose().replace(STATE, "{s}")))
    }

    fn answer(mode: ResponseMode, request: (Method, &str, &str, &str)) -> (Page, Option<String>) {
        answer_at("http://127.0.0.1:8888/cb", mode, request)
    }

    #[test]
    fn d13_only_the_answer_ends_the_sign_in() {
        use Method::*;
        let good = "/cb?code=AQ&state={s}";
        let denied = "/cb?error=access_denied&state={s}";
        let absolute = "http://127.0.0.1:8888/cb?code=AQ&state={s}";
        for (request, page, ends) in [
            ((Get, HOST, good, ""), Page::Granted, true),
            ((Get, HOST, absolute, ""), Page::Granted, true),
            ((Get, HOST, denied, ""), Page::Refused, true),
            ((Get, HOST, "/cb?state={s}", ""), Page::Refused, true),
            ((Get, HOST, "/cb?code=AQ&state=x", ""), Page::Stray, false),
            (
                (Get, HOST, "/cb?error=access_denied", ""),
                Page::Stray,
                false,
            ),
            (
                (Get, HOST, "/cb?code=%zz&state={s}", ""),
                Page::Stray,
                false,
            ),
            ((Get, HOST, "/cb", ""), Page::Stray, false),
            ((Get, HOST, "/", ""), Page::NotFound, false),
            ((Get, HOST, "/favicon.ico", ""), Page::NotFound, false),
            (
                (Get, HOST, "/cb/?code=AQ&state={s}", ""),
                Page::NotFound,
                false,
            ),
            (
                (Get, HOST, "//evil.example/cb?code=AQ&state={s}", ""),
                Page::NotFound,
                false,
            ),
            (
                (Get, HOST, "https://evil.example/cb", ""),
                Page::NotFound,
                false,
            ),
            ((Other, HOST, "*", ""), Page::NotFound, false),
            ((Post, HOST, good, ""), Page::MethodNotAllowed, false),
            ((Other, HOST, good, ""), Page::MethodNotAllowed, false),
            ((Get, "evil.example", good, ""), Page::Misdirected, false),
            ((Get, "localhost:8888", good, ""), Page::Misdirected, false),
            ((Get, "127.0.0.1", good, ""), Page::Misdirected, false),
            ((Get, "127.0.0.1:8889", good, ""), Page::Misdirected, false),
            ((Get, "", good, ""), Page::Misdirected, false),
        ] {
            let (given, callback) = answer(ResponseMode::Query, request);
            assert_eq!((given, callback.is_some()), (page, ends), "{request:?}");
        }
    }

    #[test]
    fn d19_the_port_is_left_out_where_it_goes_without_saying() {
        for (redirect, host, page) in [
            ("http://127.0.0.1/cb", "127.0.0.1", Page::Granted),
            ("http://127.0.0.1/cb", "127.0.0.1:80", Page::Granted),
            ("http://127.0.0.1/cb", "127.0.0.1:81", Page::Misdirected),
            ("http://[::1]/cb", "[::1]", Page::Granted),
            ("http://[::1]:8888/cb", "[::1]:8888", Page::Granted),
            ("https://127.0.0.1/cb", "127.0.0.1", Page::Granted),
            ("https://127.0.0.1/cb", "127.0.0.1:443", Page::Granted),
        ] {
            let request = (Method::Get, host, "/cb?code=AQ&state={s}", "");
            let (given, _) = answer_at(redirect, ResponseMode::Query, request);
            assert_eq!(given, page, "{redirect} {host}");
        }
    }

    #[test]
    fn d15_the_fragment_comes_in_a_form() {
        use Method::*;
        let answer = |request| answer(ResponseMode::Fragment, request);
        assert_eq!(answer((Get, HOST, "/cb", "")), (Page::Relay, None));
        assert_eq!(
            answer((Get, HOST, "/cb?code=AQ&state=x", "")),
            (Page::Relay, None)
        );
        let form = "fragment=access_token%3DBQ%26state%3D{s}";
        assert_eq!(
            answer((Post, HOST, "/cb", form)),
            (
                Page::Granted,
                Some("http://127.0.0.1:8888/cb#access_token=BQ&state={s}".to_owned())
            )
        );
        let form = "fragment=error%3Daccess_denied%26state%3D{s}";
        assert_eq!(answer((Post, HOST, "/cb", form)).0, Page::Refused);
        let target = "/cb?error=access_denied&state={s}";
        assert_eq!(
            answer((Get, HOST, target, "")),
            (Page::Refused, Some(target.to_owned()))
        );
        for form in [
            "",
            "fragment=",
            "fragment=access_token%3DBQ%26state%3Dx",
            "x={s}",
            "\u{e4}",
        ] {
            assert_eq!(
                answer((Post, HOST, "/cb", form)),
                (Page::Stray, None),
                "{form}"
            );
        }
        assert_eq!(answer((Post, HOST, "/", "")), (Page::NotFound, None));
    }
}
