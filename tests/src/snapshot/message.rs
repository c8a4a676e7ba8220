//! One request as text.

use http::{Request, header::HeaderValue};

use super::redact;

/// What HTTP libraries write by themselves, each in its way.
const OF_THE_LIBRARY: [&str; 6] = [
    "accept-encoding",
    "connection",
    "content-length",
    "host",
    "te",
    "transfer-encoding",
];

/// A longer body that is no JSON is only counted.
const LONGEST: usize = 4096;

/// A request that has not left yet.
pub(super) fn http(request: &Request<bytes::Bytes>) -> String {
    let header = |value: &HeaderValue, name: &str| {
        let shown = redact::header(name, &String::from_utf8_lossy(value.as_bytes()));
        // Those that are replaced anyway say more about what was there.
        if value.is_sensitive()
            && !matches!(name, "authorization" | "proxy-authorization" | "cookie")
        {
            "[secret]".to_owned()
        } else {
            shown
        }
    };
    let headers = request
        .headers()
        .iter()
        .map(|(name, value)| (name.as_str().to_owned(), header(value, name.as_str())));
    message(
        request.method().as_str(),
        &request.uri().to_string(),
        headers.collect(),
        request.body(),
    )
}

/// A request in parts. The names of its headers are in small letters, and their values such as
/// may be shown.
pub(super) fn message(
    method: &str,
    uri: &str,
    mut headers: Vec<(String, String)>,
    content: &[u8],
) -> String {
    let mut text = format!("{method} {}", redact::target(uri));
    let kind = headers.iter().find(|(name, _)| name == "content-type");
    let body = body(kind.map_or("", |(_, value)| value), content);
    headers.retain(|(name, _)| !OF_THE_LIBRARY.contains(&name.as_str()));
    // Stable: of one name the order stays.
    headers.sort_by(|a, b| a.0.cmp(&b.0));
    for (name, value) in &headers {
        text.extend(["\n", name, ": ", value]);
    }
    if !body.is_empty() {
        text.extend(["\n\n", &body]);
    }
    text
}

fn body(kind: &str, body: &[u8]) -> String {
    let counted = || format!("[{} bytes]", body.len());
    let Ok(text) = std::str::from_utf8(body) else {
        return counted();
    };
    if kind.starts_with("application/x-www-form-urlencoded") {
        let fields = url::form_urlencoded::parse(body);
        return fields
            .map(|(name, value)| format!("{name}={}", redact::field(&name, &value)))
            .collect::<Vec<_>>()
            .join("\n");
    }
    match serde_json::from_slice(body) {
        Ok(value) => redact::json(value),
        Err(_) if text.len() > LONGEST => counted(),
        Err(_) => redact::text(text),
    }
}

#[cfg(test)]
mod tests {
    use super::{LONGEST, message};

    fn shown(kind: &str, body: &[u8]) -> String {
        let headers = vec![("content-type".to_owned(), kind.to_owned())];
        let text = message("PUT", "/", headers, body);
        let (_, body) = text.split_once("\n\n").unwrap_or_default();
        body.to_owned()
    }

    #[test]
    fn a_body_is_shown_as_what_it_is() {
        let form = "application/x-www-form-urlencoded; charset=utf-8";
        assert_eq!(
            shown(form, b"code=x&redirect_uri=http%3A%2F%2Flocalhost%3A1%2F"),
            "code=[code]\nredirect_uri=http://localhost:[port]/"
        );
        assert_eq!(shown("application/json", b"{\"a\":1}"), "{\n  \"a\": 1\n}");
        assert_eq!(shown("application/json", b"{\"a\":"), "{\"a\":");
        assert_eq!(shown("image/jpeg", b"\xff\xd8\xff"), "[3 bytes]");
        let long = "/9j/".repeat(LONGEST);
        assert_eq!(shown("image/jpeg", long.as_bytes()), "[16384 bytes]");
        assert_eq!(shown("text/plain", b""), "");
    }

    #[test]
    fn a_header_that_is_marked_is_not_shown() {
        let mut request = http::Request::new(bytes::Bytes::new());
        for (name, value) in [("x-key", "canary"), ("authorization", "Bearer canary")] {
            let mut value = http::HeaderValue::from_static(value);
            value.set_sensitive(true);
            request.headers_mut().insert(name, value);
        }
        assert_eq!(
            super::http(&request),
            "GET /\nauthorization: Bearer [token]\nx-key: [secret]"
        );
    }

    #[test]
    fn headers_are_in_order_and_those_of_the_library_are_left_out() {
        let header = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        let headers = vec![
            header("host", "127.0.0.1:80"),
            header("x-b", "2"),
            header("accept", "*/*"),
            header("x-b", "1"),
            header("content-length", "0"),
        ];
        assert_eq!(
            message("GET", "/v1/me?state=s", headers, b""),
            "GET /v1/me?state=[state]\naccept: */*\nx-b: 2\nx-b: 1"
        );
    }
}
