//! The rules that always hold, unless somebody wants others.

use std::ops::Range;

use super::rule::{Field, Kind, Place, Rule};

/// Values of the parameter `state` that are settings of the player.
pub(crate) const PLAYER: [&str; 5] = ["true", "false", "track", "context", "off"];

/// Shortest token that is known by its looks.
const TOKEN: usize = 60;

/// Credentials, who somebody is, and places in somebody's listings.
pub(super) fn rules() -> Vec<Rule> {
    let credential = Kind::credential;
    let user = || Kind::id("user");
    vec![
        Rule::when(credential("access-token"), |field| {
            field.place == Place::Credentials && field.name == "bearer"
        }),
        Rule::when(credential("authorization"), |field| {
            field.place == Place::Credentials
        }),
        Rule::header(credential("authorization"), "proxy-authorization"),
        Rule::header(credential("access-token"), "client-token"),
        Rule::when(credential("cookie"), |field| field.place == Place::Cookie),
        Rule::named(
            credential("access-token"),
            &["access_token", "id_token", "token", "accessToken"],
        ),
        Rule::named(
            credential("refresh-token"),
            &["refresh_token", "refreshToken"],
        ),
        Rule::named(credential("client-secret"), &["client_secret"]),
        Rule::named(credential("device-code"), &["device_code"]),
        Rule::named(credential("user-code"), &["user_code"]),
        Rule::named(credential("code"), &["code"]),
        Rule::named(credential("verifier"), &["code_verifier"]),
        Rule::named(credential("challenge"), &["code_challenge"]),
        Rule::when(credential("state"), |field| {
            let place = matches!(field.place, Place::Query | Place::Form | Place::Json);
            place && field.name == "state" && !PLAYER.contains(&field.value)
        }),
        Rule::named(Kind::new("client-id"), &["client_id", "clientId"]),
        Rule::named(Kind::email(), &["email", "login_hint"]),
        Rule::named(Kind::id("account"), &["account_id"]),
        Rule::named(user(), &["user_id", "username"]),
        Rule::when(user(), |field| is_of_user(field) && field.name == "id"),
        Rule::when(user(), |field| field.name == "ids" && are_of_users(field)),
        Rule::when(Kind::id("name"), |field| {
            is_of_user(field) && field.name == "display_name"
        }),
        Rule::behind(user(), &["users", "user"]),
        Rule::when(Kind::cursor(), |field| {
            let query = field.place == Place::Query;
            let cursors = field.place == Place::Json && field.parent == "cursors";
            (query || cursors) && matches!(field.name, "after" | "before")
        }),
        Rule::named(Kind::cursor(), &["cursor"]),
        Rule::part(Kind::email(), email),
        Rule::part(credential("token"), token),
    ]
}

fn is_of_user(field: &Field<'_>) -> bool {
    let user = field.object == "user" || matches!(field.parent, "owner" | "added_by");
    field.place == Place::Json && user
}

/// Of `/me/following?type=user` and of a playlist's followers.
fn are_of_users(field: &Field<'_>) -> bool {
    match field.place {
        Place::Query => field.object == "user" || field.parent.ends_with("/followers/contains"),
        Place::Json => field.object == "user",
        _ => false,
    }
}

/// Finds an address.
fn email(text: &str) -> Option<Range<usize>> {
    let local = |c: &char| c.is_ascii_alphanumeric() || "._+-".contains(*c);
    let domain = |c: &char| c.is_ascii_alphanumeric() || ".-".contains(*c);
    text.match_indices('@').find_map(|(at, _)| {
        let (before, after) = text.split_at_checked(at)?;
        let start = at - before.chars().rev().take_while(local).count();
        let host: String = after.chars().skip(1).take_while(domain).collect();
        let host = host.trim_end_matches(['.', '-']);
        let found = start..at + 1 + host.len();
        let whole = text.get(found.clone())?;
        let is_one = start < at && host.trim_start_matches('.').contains('.');
        (is_one && !super::rule::is_placeholder(whole)).then_some(found)
    })
}

/// Finds what looks like a token of Spotify: long, and with the letters that all of them begin
/// with; or like a signed one.
fn token(text: &str) -> Option<Range<usize>> {
    let inside = |c: char| c.is_ascii_alphanumeric() || "-_.".contains(c);
    let mut at = 0;
    for word in text.split_inclusive(|c| !inside(c)) {
        let token = word.trim_end_matches(|c| !inside(c));
        let known = ["BQ", "AQ", "eyJ"]
            .iter()
            .any(|start| token.starts_with(start));
        if known && token.len() >= TOKEN {
            return Some(at..at + token.len());
        }
        at += word.len();
    }
    None
}
