//! The example of a web back end: two visitors at once, each with a cookie jar of their own.
#![allow(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    clippy::unwrap_used,
    reason = "what is not as expected fails the test"
)]

#[allow(dead_code, reason = "its `main` is for people")]
#[path = "../examples/web_back_end.rs"]
mod site;
#[allow(dead_code, reason = "other tests need more of it")]
#[path = "mock/wire.rs"]
mod wire;

use std::{sync::Mutex, thread};

use site::Site;
use spotify_core::{Accounts, ProxyChoice};
use spotify_reqwest::prelude::{App, Reqwest};
use spotify_tests::mock::{Consent, MockSpotify};
use tokio::{net::TcpListener, runtime::Runtime};
use wire::{Reply, Request, connect};

/// The example, beside a mock.
struct Running {
    address: String,
    mock: MockSpotify,
    _runtime: Runtime,
}

fn start() -> Running {
    let mock = MockSpotify::builder()
        .consent(Consent::Interactive)
        .start()
        .unwrap();
    let runtime = Runtime::new().unwrap();
    let listener = runtime.block_on(TcpListener::bind("127.0.0.1:0")).unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let site = Site {
        app: App::new(mock.client_id())
            .unwrap()
            .redirect(&format!("{address}/callback"))
            .unwrap(),
        accounts: Accounts::at(&mock.accounts_base().parse().unwrap()),
        api: mock.api_base(),
        transport: Reqwest::builder().proxy(ProxyChoice::None).build().unwrap(),
        sessions: Mutex::default(),
    };
    runtime.spawn(async { axum::serve(listener, site::router(site)).await });
    Running {
        address,
        mock,
        _runtime: runtime,
    }
}

/// A visitor's browser: it keeps the site's cookie and follows nothing by itself.
struct Visitor<'a> {
    site: &'a Running,
    cookie: Option<String>,
}

impl<'a> Visitor<'a> {
    const fn of(site: &'a Running) -> Self {
        Self { site, cookie: None }
    }

    fn send(&mut self, method: &str, target: &str) -> Reply {
        let mut request = Request::new(method, target);
        if let Some(cookie) = &self.cookie {
            request = request.header("cookie", &format!("a=b; {cookie}"));
        }
        let reply = connect(&self.site.address).send(&request).unwrap();
        if let Some(set) = reply.header("set-cookie") {
            let (cookie, attributes) = set.split_once("; ").unwrap();
            assert_eq!(attributes, "Path=/; HttpOnly; SameSite=Lax");
            self.cookie = Some(cookie.to_owned());
        }
        reply
    }

    fn home(&mut self) -> String {
        let reply = self.send("GET", "/");
        assert_eq!(reply.status, 200, "{}", reply.text());
        assert_eq!(reply.header("cache-control"), Some("no-store"));
        reply.text().to_owned()
    }

    /// Goes to the consent page.
    fn asked(&mut self) -> Reply {
        let reply = self.send("GET", "/sign-in");
        assert_eq!(reply.status, 303);
        let page = get(reply.header("location").unwrap());
        assert_eq!(page.status, 200, "{}", page.text());
        page
    }
}

fn get(url: &str) -> Reply {
    let (base, target) = url.split_at(url.match_indices('/').nth(2).unwrap().0);
    connect(base).send(&Request::new("GET", target)).unwrap()
}

/// Clicks a link of the consent page.
fn click(site: &Running, page: &Reply, id: &str) -> Reply {
    let (_, link) = page
        .text()
        .split_once(&format!("id=\"{id}\" href=\""))
        .unwrap();
    let link = link.split('"').next().unwrap().replace("&amp;", "&");
    get(&format!("{}{link}", site.mock.accounts_base()))
}

/// The path and query with which a click sends the browser back to the site.
fn back(site: &Running, page: &Reply, id: &str) -> String {
    let reply = click(site, page, id);
    let address = reply.header("location").unwrap();
    address.strip_prefix(&site.address).unwrap().to_owned()
}

#[test]
fn a4_two_users_who_sign_in_at_once_never_see_each_others_account() {
    let site = start();
    let (mut one, mut two) = (Visitor::of(&site), Visitor::of(&site));
    assert!(one.home().contains("/sign-in") && two.home().contains("/sign-in"));

    // Each is at Spotify while the other is; the second comes back first.
    let (first, second) = (one.asked(), two.asked());
    let second = click(&site, &second, "switch");
    let (first, second) = (back(&site, &first, "grant"), back(&site, &second, "grant"));
    assert_ne!(one.cookie, two.cookie);
    assert_eq!(two.send("GET", &second).status, 303);
    assert!(one.home().contains("/sign-in"));
    assert_eq!(one.send("GET", &first).status, 303);

    thread::scope(|scope| {
        for (visitor, name) in [(&mut one, "Demo Listener"), (&mut two, "Nosy Neighbour")] {
            scope.spawn(move || {
                for _ in 0..20 {
                    assert!(visitor.home().starts_with(&format!("<p>Hello {name}</p>")));
                }
            });
        }
    });

    // A renewal is each account's own as well.
    site.mock.expire_tokens();
    assert!(two.home().contains("Nosy Neighbour") && one.home().contains("Demo Listener"));
    assert_eq!(site.mock.exchanges(), 4);

    assert_eq!(one.send("POST", "/sign-out").status, 303);
    assert!(one.home().contains("/sign-in") && two.home().contains("Nosy Neighbour"));
}

#[test]
fn a4_an_answer_is_good_for_the_browser_that_asked_and_once() {
    let site = start();
    let (mut one, mut two) = (Visitor::of(&site), Visitor::of(&site));
    let (first, second) = (one.asked(), two.asked());
    let (first, second) = (back(&site, &first, "grant"), back(&site, &second, "grant"));

    // Another's answer: whoever takes it would be signed in as somebody else.
    let reply = one.send("GET", &second);
    assert_eq!(reply.status, 400);
    assert!(reply.text().contains("state"), "{}", reply.text());
    let stranger = Visitor::of(&site).send("GET", &second);
    assert_eq!(stranger.text(), "this browser has no sign-in under way");
    // That ended the sign-in, so that nothing can be tried out on it.
    assert_eq!(one.send("GET", &first).status, 400);
    assert!(one.home().contains("/sign-in"));

    let before = two.cookie.clone();
    assert_eq!(two.send("GET", &second).status, 303);
    assert_ne!(before, two.cookie);
    assert_eq!(two.send("GET", &second).status, 400);
    assert!(two.home().contains("Demo Listener"));
    let mut planted = Visitor::of(&site);
    planted.cookie = before;
    assert!(planted.home().contains("/sign-in"));

    // No page shows the code or the state.
    for answer in [first, second] {
        for pair in answer.split_once('?').unwrap().1.split('&') {
            assert!(!reply.text().contains(pair.split_once('=').unwrap().1));
        }
    }
}

#[test]
fn a4_who_cancels_is_told_so_and_may_try_again() {
    let site = start();
    let mut visitor = Visitor::of(&site);
    let page = visitor.asked();
    let reply = visitor.send("GET", &back(&site, &page, "deny"));
    assert_eq!(reply.status, 400);
    assert!(reply.text().contains("did not consent"), "{}", reply.text());
    assert_eq!(site.mock.exchanges(), 0);

    let page = visitor.asked();
    assert_eq!(
        visitor.send("GET", &back(&site, &page, "grant")).status,
        303
    );
    assert!(visitor.home().contains("Demo Listener"));
}
