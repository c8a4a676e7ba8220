//! Where a redirect URI lets a program listen.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use url::Host;

use crate::RedirectUri;

/// The address behind a redirect URI on 127.0.0.1 or [::1]; port 80 (https: 443) where it names
/// none.
pub(super) fn of(redirect_uri: &RedirectUri) -> Option<SocketAddr> {
    let url = redirect_uri.resolve("")?;
    let ip = match url.host()? {
        Host::Ipv4(Ipv4Addr::LOCALHOST) => IpAddr::V4(Ipv4Addr::LOCALHOST),
        Host::Ipv6(Ipv6Addr::LOCALHOST) => IpAddr::V6(Ipv6Addr::LOCALHOST),
        _ => return None,
    };
    Some(SocketAddr::new(ip, url.port_or_known_default()?))
}

/// The redirect URI with another port; the rest stays character for character.
pub(super) fn with_port(redirect_uri: &RedirectUri, port: u16) -> Option<RedirectUri> {
    let (scheme, rest) = redirect_uri.as_str().split_once("://")?;
    let (authority, path) = rest.split_at(rest.find(['/', '?']).unwrap_or(rest.len()));
    let host = match authority.rsplit_once(':') {
        Some((host, old)) if !old.ends_with(']') => host,
        _ => authority,
    };
    format!("{scheme}://{host}:{port}{path}").parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> RedirectUri {
        text.parse().unwrap()
    }

    #[test]
    fn a4_d19_only_loopback_has_an_address() {
        for (text, address) in [
            ("http://127.0.0.1/cb", Some("127.0.0.1:80")),
            ("http://127.0.0.1:8888/cb", Some("127.0.0.1:8888")),
            ("http://127.0.0.1:0/cb", Some("127.0.0.1:0")),
            ("http://[::1]", Some("[::1]:80")),
            ("http://[::1]:8888/cb", Some("[::1]:8888")),
            ("https://127.0.0.1/cb", Some("127.0.0.1:443")),
            ("https://127.0.0.2/cb", None),
            ("https://0.0.0.0/cb", None),
            ("https://[::]/cb", None),
            ("https://example.com/cb", None),
            ("myapp://127.0.0.1/cb", None),
        ] {
            let expected = address.map(|address| address.parse().unwrap());
            assert_eq!(of(&parse(text)), expected, "{text}");
        }
    }

    #[test]
    fn a4_only_the_port_is_written_anew() {
        for (text, with_port_9) in [
            ("http://127.0.0.1:0/cb?a=1:2", "http://127.0.0.1:9/cb?a=1:2"),
            ("http://127.0.0.1:0", "http://127.0.0.1:9"),
            ("HTTP://127.0.0.1:00/Cb/", "HTTP://127.0.0.1:9/Cb/"),
            ("http://[::1]:0/cb", "http://[::1]:9/cb"),
            ("http://[::1]/cb", "http://[::1]:9/cb"),
            ("http://127.0.0.1?a", "http://127.0.0.1:9?a"),
        ] {
            assert_eq!(
                with_port(&parse(text), 9),
                Some(parse(with_port_9)),
                "{text}"
            );
        }
    }
}
