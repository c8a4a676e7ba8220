//! What is secret and what differs from run to run, replaced by its name.

use serde_json::Value;

use crate::scrub::PLAYER;

/// The hosts whose ports the system chooses.
const LOOPBACK: [&str; 3] = ["127.0.0.1:", "localhost:", "[::1]:"];

/// What stands in the place of a point in time.
const TIME: &str = "[time]";

/// Text without ports of loopback addresses and points in time.
pub(super) fn text(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(next) = rest.chars().next() {
        if let Some((host, after)) = port(rest) {
            shown.push_str(host);
            shown.push_str("[port]");
            rest = after;
        } else if let Some(after) =
            time(rest).filter(|_| !shown.ends_with(|c: char| c.is_ascii_digit()))
        {
            shown.push_str(TIME);
            rest = after;
        } else {
            shown.push(next);
            rest = rest.get(next.len_utf8()..).unwrap_or_default();
        }
    }
    shown
}

/// JSON in lines, with what must not be shown replaced.
pub(super) fn json(mut value: Value) -> String {
    walk(&mut value);
    // They are sorted already, unless something in the program has serde_json keep their order.
    value.sort_all_objects();
    // `{:#}` of a value lays it out, and cannot fail.
    format!("{value:#}")
}

fn walk(value: &mut Value) {
    match value {
        Value::String(found) => *found = text(found),
        Value::Array(rows) => rows.iter_mut().for_each(walk),
        Value::Object(fields) => {
            for (name, value) in fields {
                match (instead(name), &value) {
                    // That there is none, or an empty one, is worth to be seen.
                    (Some(name), Value::String(found)) if !found.is_empty() => {
                        *value = Value::String(name);
                    }
                    (_, Value::Number(_)) if is_time(name) => *value = Value::String(TIME.into()),
                    _ => walk(value),
                }
            }
        }
        _ => {}
    }
}

/// What stands in the place of the value of a field, if it must not be shown, wherever it is.
fn instead(name: &str) -> Option<String> {
    let hidden = matches!(
        name,
        "access_token"
            | "client_secret"
            | "device_code"
            | "id_token"
            | "refresh_token"
            | "snapshot_id"
            | "user_code"
    );
    hidden.then(|| format!("[{name}]"))
}

fn is_time(name: &str) -> bool {
    matches!(name, "expires" | "expires_at" | "timestamp")
}

/// The value of a field of a query or a form, as it may be shown. There are sign-ins there, and
/// so more to hide than in JSON, where `code` and `state` are anything.
pub(super) fn field(name: &str, value: &str) -> String {
    let sign_in = matches!(name, "code" | "code_challenge" | "code_verifier")
        || (name == "state" && !PLAYER.contains(&value));
    match instead(name) {
        _ if value.is_empty() => String::new(),
        Some(name) => name,
        None if sign_in => format!("[{name}]"),
        None if is_time(name) => TIME.to_owned(),
        None => text(value),
    }
}

/// A URI or a target; of its query what must not be shown is replaced, the rest stays as it was
/// sent.
pub(super) fn target(target: &str) -> String {
    let Some((path, query)) = target.split_once('?') else {
        return text(target);
    };
    let mut shown = text(path);
    for (number, pair) in query.split('&').enumerate() {
        shown.push(if number == 0 { '?' } else { '&' });
        match pair.split_once('=') {
            Some((name, value)) => shown.extend([name, "=", &field(name, value)]),
            None => shown.push_str(pair),
        }
    }
    shown
}

/// The value of a header, as it may be shown; the name is in small letters.
pub(super) fn header(name: &str, value: &str) -> String {
    match name {
        "authorization" | "proxy-authorization" => match value.split_once(' ') {
            Some((scheme, _)) if scheme.eq_ignore_ascii_case("basic") => {
                format!("{scheme} [credentials]")
            }
            Some((scheme, _)) => format!("{scheme} [token]"),
            None => "[credentials]".to_owned(),
        },
        "cookie" => {
            let pair = |pair: &str| match pair.split_once('=') {
                Some((name, _)) => format!("{}=[cookie]", name.trim()),
                None => "[cookie]".to_owned(),
            };
            value.split(';').map(pair).collect::<Vec<_>>().join("; ")
        }
        "user-agent" => "[agent]".to_owned(),
        _ => text(value),
    }
}

/// A loopback host with its colon, and what follows the port.
fn port(text: &str) -> Option<(&str, &str)> {
    let host = LOOPBACK.iter().find(|host| text.starts_with(**host))?;
    let (host, rest) = text.split_at_checked(host.len())?;
    let after = rest.trim_start_matches(|c: char| c.is_ascii_digit());
    (after.len() < rest.len()).then_some((host, after))
}

/// What follows a point in time as RFC 3339 writes it, such as `2026-11-22T12:00:00.5Z`.
fn time(text: &str) -> Option<&str> {
    let rest = shape(text, "0000-00-00T00:00:00")?;
    let rest = match rest.strip_prefix('.') {
        Some(fraction) => fraction.trim_start_matches(|c: char| c.is_ascii_digit()),
        None => rest,
    };
    rest.strip_prefix('Z')
        .or_else(|| shape(rest, "+00:00"))
        .or_else(|| shape(rest, "-00:00"))
}

/// What follows a text of this shape, in which a zero is any digit.
fn shape<'t>(text: &'t str, shape: &str) -> Option<&'t str> {
    let (head, rest) = text.split_at_checked(shape.len())?;
    let fits = |(is, wanted): (char, char)| match wanted {
        '0' => is.is_ascii_digit(),
        other => is == other,
    };
    head.chars().zip(shape.chars()).all(fits).then_some(rest)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{field, header, json as shown, target, text};

    #[test]
    fn ports_of_loopback_are_not_shown_and_others_are() {
        for (given, wanted) in [
            ("http://127.0.0.1:49213/v1", "http://127.0.0.1:[port]/v1"),
            ("at localhost:8080", "at localhost:[port]"),
            ("[::1]:80, [::1]:", "[::1]:[port], [::1]:"),
            ("127.0.0.1", "127.0.0.1"),
            ("127.0.0.2:80", "127.0.0.2:80"),
            ("https://api.spotify.com:443", "https://api.spotify.com:443"),
        ] {
            assert_eq!(text(given), wanted);
        }
    }

    #[test]
    fn points_in_time_are_not_shown_and_days_are() {
        for (given, wanted) in [
            ("until 2026-11-22T12:00:00Z.", "until [time]."),
            ("2026-11-22T12:00:00.123+01:00", "[time]"),
            ("2026-11-22T12:00:00-05:30…", "[time]…"),
            ("2026-11-22T12:00:00", "2026-11-22T12:00:00"),
            ("2026-11-22", "2026-11-22"),
            ("12026-11-22T12:00:00Z", "12026-11-22T12:00:00Z"),
            ("2026-11-2éT12:00:00Z", "2026-11-2éT12:00:00Z"),
        ] {
            assert_eq!(text(given), wanted);
        }
    }

    #[test]
    fn of_json_the_names_decide() {
        let given = json!({
            "access_token": "secret", "refresh_token": null, "snapshot_id": "", "code": "SE",
            "items": [{"added_at": "2026-11-22T12:00:00Z", "timestamp": 1_795_348_800_000_u64}],
            "expires_at": 1_795_348_800, "expires_in": 3600, "device_code": ["odd"],
        });
        let wanted = json!({
            "access_token": "[access_token]", "refresh_token": null, "snapshot_id": "",
            "code": "SE", "items": [{"added_at": "[time]", "timestamp": "[time]"}],
            "expires_at": "[time]", "expires_in": 3600, "device_code": ["odd"],
        });
        assert_eq!(shown(given), format!("{wanted:#}"));
    }

    #[test]
    fn of_queries_and_forms_the_names_decide() {
        let query = "http://localhost:1/cb?state=a&code=b%20c&market=SE&error&refresh_token=";
        let wanted =
            "http://localhost:[port]/cb?state=[state]&code=[code]&market=SE&error&refresh_token=";
        assert_eq!(target(query), wanted);
        let repeat = "/v1/me/player/repeat?state=track";
        for plain in ["/v1/me", repeat] {
            assert_eq!(target(plain), plain);
        }
        assert_eq!(field("code_verifier", "v"), "[code_verifier]");
        assert_eq!(field("code_challenge_method", "S256"), "S256");
        assert_eq!(
            field("redirect_uri", "http://127.0.0.1:8/"),
            "http://127.0.0.1:[port]/"
        );
    }

    #[test]
    fn of_headers_the_scheme_and_the_names_of_cookies_stay() {
        for (name, value, wanted) in [
            ("authorization", "Bearer abc", "Bearer [token]"),
            ("authorization", "Basic abc", "Basic [credentials]"),
            ("authorization", "abc", "[credentials]"),
            (
                "cookie",
                "sp_dc=a; odd; b=",
                "sp_dc=[cookie]; [cookie]; b=[cookie]",
            ),
            ("user-agent", "spotify-core/0.1.0", "[agent]"),
            ("accept-language", "sv", "sv"),
        ] {
            assert_eq!(header(name, value), wanted);
        }
    }
}
