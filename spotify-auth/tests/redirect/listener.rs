//! The listener among well-meaning clients: where it is bound, what ends it, and when.

use std::{
    net::{SocketAddr, TcpListener, TcpStream},
    thread,
    time::{Duration, Instant},
};

use spotify_auth::redirect::{Loopback, RedirectError, RedirectHandler as _};

use crate::{
    figure,
    support::{Waiting, asking, code, exchange, get},
};

fn bind(uri: &str) -> Result<Loopback, RedirectError> {
    Loopback::bind(&uri.parse().unwrap())
}

#[test]
fn d13_the_answer_at_the_redirect_uri_ends_the_sign_in() {
    for uri in [
        "http://127.0.0.1:0/callback",
        "http://[::1]:0/callback",
        "http://127.0.0.1:0/callback?keep=this",
    ] {
        let waiting = Waiting::at(uri, |listener| listener);
        assert!(get(waiting.address, "/other").starts_with("HTTP/1.1 404 "));
        let page = get(waiting.address, &waiting.good());
        assert!(page.starts_with("HTTP/1.1 200 OK\r\n"), "{page}");
        assert!(page.ends_with("</html>\n"));
        assert_eq!(code(&exchange(waiting.end())), "AQ", "{uri}");
    }
}

#[test]
fn d13_the_path_is_that_of_the_redirect_uri() {
    for (uri, target) in [
        ("http://127.0.0.1:0", "/"),
        ("http://127.0.0.1:0/", "/"),
        ("http://127.0.0.1:0/a/b.c-d/", "/a/b.c-d/"),
    ] {
        let waiting = Waiting::at(uri, |listener| listener);
        let query = format!("?code=AQ&state={}", waiting.state);
        assert!(get(waiting.address, &format!("/callback{query}")).contains(" 404 "));
        assert!(get(waiting.address, &format!("{target}{query}")).contains(" 200 "));
        drop(exchange(waiting.end()));
    }
}

#[test]
fn d13_a_listener_serves_again_at_the_same_port() {
    let waiting = Waiting::new();
    let address = waiting.address;
    get(address, &waiting.good());
    let (outcome, listener) = waiting.end_with_listener();
    drop(exchange(outcome));
    assert!(TcpStream::connect(address).is_err(), "closed meanwhile");
    let again = Waiting::with(listener);
    assert_eq!(again.address, address);
    // Its socket is there when the thread has got that far.
    let mut page = String::new();
    for _ in 0..500 {
        if TcpStream::connect(address).is_ok() {
            page = get(address, &again.good());
            break;
        }
        thread::sleep(Duration::from_millis(10));
    }
    assert!(page.contains(" 200 "), "{page}");
    drop(exchange(again.end()));
}

#[test]
fn a4_a_port_that_is_taken_is_an_error_and_no_other_is_tried() {
    let first = bind("http://127.0.0.1:0/callback").unwrap();
    let address = first.address();
    assert_ne!(address.port(), 0);
    assert_eq!(
        first.redirect_uri().as_str(),
        format!("http://{address}/callback")
    );
    let error = bind(first.redirect_uri().as_str()).unwrap_err();
    assert!(matches!(error, RedirectError::PortTaken(taken) if taken == address));

    // The same while it serves, and where somebody else has the port.
    let waiting = Waiting::with(first);
    let error = bind(&format!("http://{address}/")).unwrap_err();
    assert!(matches!(error, RedirectError::PortTaken(_)), "{error}");
    waiting.cancel.cancel();
    drop(waiting.end());
    let other = TcpListener::bind("127.0.0.1:0").unwrap();
    let error = bind(&format!("http://{}/", other.local_addr().unwrap())).unwrap_err();
    assert!(matches!(error, RedirectError::PortTaken(_)), "{error}");
}

#[cfg(target_os = "linux")]
#[test]
fn a4_nothing_but_loopback_is_bound() {
    /// Local addresses of listening sockets at a port, as the kernel writes them.
    fn listening(port: u16) -> Vec<String> {
        let tables = ["/proc/net/tcp", "/proc/net/tcp6"];
        let text: String = tables.map(|t| std::fs::read_to_string(t).unwrap()).concat();
        let rows = text
            .lines()
            .map(|row| row.split_whitespace().collect::<Vec<_>>());
        rows.filter(|row| row.get(3) == Some(&"0A"))
            .filter_map(|row| row[1].split_once(':'))
            .filter(|(_, at)| u16::from_str_radix(at, 16) == Ok(port))
            .map(|(ip, _)| ip.to_owned())
            .collect()
    }
    let mut abroad = 0;
    for (uri, ip) in [
        ("http://127.0.0.1:0/callback", "0100007F"),
        (
            "http://[::1]:0/callback",
            "00000000000000000000000001000000",
        ),
    ] {
        let waiting = Waiting::at(uri, |listener| listener);
        let bound = listening(waiting.address.port());
        assert!(bound.iter().any(|bound| bound == ip), "{uri} {bound:?}");
        abroad += bound.iter().filter(|bound| *bound != ip).count();
        let other = SocketAddr::new("127.0.0.2".parse().unwrap(), waiting.address.port());
        assert!(TcpStream::connect(other).is_err());
        waiting.cancel.cancel();
        drop(waiting.end());
    }
    figure("A4", "non-loopback binds", abroad, abroad == 0);
}

#[test]
fn d19_port_80_where_the_redirect_uri_names_none() {
    // Whether that is allowed, or free, is for the system to say.
    let port = match bind("http://127.0.0.1/callback") {
        Ok(listener) => listener.address().port(),
        Err(RedirectError::PortTaken(at) | RedirectError::PortForbidden(at)) => at.port(),
        Err(error) => panic!("{error}"),
    };
    assert_eq!(port, 80);
}

#[test]
fn a4_a_sign_in_for_another_redirect_uri_is_refused_before_anything_is_shown() {
    let mut listener = bind("http://127.0.0.1:0/callback").unwrap();
    let (other, _) = asking("http://127.0.0.1:1/callback");
    let error = other.through(&mut listener).unwrap_err();
    assert!(
        matches!(error, RedirectError::OtherRedirect { .. }),
        "{error}"
    );
    let (zero, _) = asking("http://127.0.0.1:0/callback");
    let error = zero.through(&mut listener).unwrap_err();
    assert!(matches!(error, RedirectError::PortZero(_)), "{error}");
    for uri in ["https://example.com/callback", "myapp://callback"] {
        let error = bind(uri).unwrap_err();
        assert!(matches!(error, RedirectError::NotLoopback(_)), "{error}");
    }
}

#[test]
fn d16_the_wait_ends_by_itself_and_says_why_it_may_have_been_in_vain() {
    assert_eq!(Loopback::TIMEOUT, Duration::from_secs(120));
    let time = Duration::from_millis(60);
    let began = Instant::now();
    let waiting = Waiting::at("http://127.0.0.1:0/callback", |l| l.timeout(time));
    let error = waiting.end().unwrap_err();
    assert!(began.elapsed() >= time);
    let RedirectError::TimedOut { after, .. } = &error else {
        panic!("{error}")
    };
    assert_eq!(*after, time);
    assert!(error.to_string().contains("character for character"));
}

#[test]
fn a6_the_port_is_free_at_once_after_each_end() {
    /// How long it takes until the port can be bound.
    fn free(address: SocketAddr) -> Duration {
        let began = Instant::now();
        while TcpListener::bind(address).is_err() {
            assert!(began.elapsed() < Duration::from_secs(5), "never free");
            thread::yield_now();
        }
        began.elapsed()
    }
    let mut slowest = Duration::ZERO;
    for end in ["success", "denial", "cancel", "timeout", "drop"] {
        let mut times: Vec<Duration> = (0..7)
            .map(|_| {
                let timeout = match end {
                    "timeout" => Duration::from_millis(5),
                    _ => Duration::from_secs(60),
                };
                let listener = bind("http://127.0.0.1:0/callback").unwrap();
                let address = listener.address();
                if end == "drop" {
                    drop(listener);
                    return free(address);
                }
                let waiting = Waiting::with(listener.timeout(timeout));
                let held = TcpStream::connect(address);
                match end {
                    "success" => drop(get(address, &waiting.good())),
                    "denial" => {
                        let denied = "/callback?error=access_denied&state=";
                        drop(get(address, &format!("{denied}{}", waiting.state)));
                    }
                    "cancel" => waiting.cancel.cancel(),
                    _ => thread::sleep(timeout),
                }
                let time = free(address);
                drop(held);
                assert_eq!(waiting.end().is_ok(), end == "success", "{end}");
                time
            })
            .collect();
        times.sort();
        // The machine may have something else to do now and then.
        slowest = slowest.max(times[times.len() / 2]);
    }
    let ok = slowest < Duration::from_millis(100);
    figure(
        "A6",
        "ms until the port is free, of at most 100",
        slowest.as_millis(),
        ok,
    );
}

#[test]
fn d13_a_cancellation_before_the_wait_ends_it_and_only_it() {
    let listener = bind("http://127.0.0.1:0/callback").unwrap();
    let mut listener = listener.print_to(std::io::sink());
    let cancel = listener.cancel().unwrap();
    cancel.cancel();
    let (asking, _) = asking(listener.redirect_uri().as_str());
    let error = asking.through(&mut listener).unwrap_err();
    assert!(matches!(error, RedirectError::Cancelled), "{error}");
    let waiting = Waiting::with(listener.timeout(Duration::from_millis(20)));
    let error = waiting.end().unwrap_err();
    assert!(matches!(error, RedirectError::TimedOut { .. }), "{error}");
}
