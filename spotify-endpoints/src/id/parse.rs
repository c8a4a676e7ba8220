//! Telling ids, URIs and links apart.

use std::{borrow::Cow, fmt};

use percent_encoding::percent_decode_str;

use super::{Kind, Problem};

/// What a text is, before its id is checked.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Parsed<'a> {
    /// Neither a URI nor a link: perhaps an id.
    Bare(&'a str),
    /// A URI or a link, with the id in it.
    Reference {
        kind: Kind,
        id: Cow<'a, str>,
        form: Form,
    },
}

/// The form that a kind was told in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    Uri,
    Link,
}

impl fmt::Display for Form {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Uri => "URI",
            Self::Link => "link",
        })
    }
}

/// Reads what was pasted; blanks around it are dropped.
pub(crate) fn parse(text: &str) -> Result<Parsed<'_>, Problem> {
    let text = text.trim_ascii();
    if text.is_empty() {
        return Err(Problem::Empty);
    }
    if let Some(rest) = strip_prefix_ignoring_case(text, "spotify:") {
        return uri(rest);
    }
    for scheme in ["https://", "http://"] {
        if let Some(rest) = strip_prefix_ignoring_case(text, scheme) {
            return link(rest);
        }
    }
    // Browsers hide the scheme, so links are pasted without it.
    match text.split_once('/') {
        Some((host, _)) if is_spotify(host) || is_short(host) => link(text),
        _ => Ok(Parsed::Bare(text)),
    }
}

fn uri(rest: &str) -> Result<Parsed<'_>, Problem> {
    let form = Form::Uri;
    let mut parts = rest.split(':');
    let parts = [
        parts.next(),
        parts.next(),
        parts.next(),
        parts.next(),
        parts.next(),
    ];
    match parts {
        [Some("local"), ..] => {
            let id = rest.strip_prefix("local:").ok_or(Problem::Local)?;
            Ok(Parsed::Reference {
                kind: Kind::Local,
                id: id.into(),
                form,
            })
        }
        [Some("user"), Some(_), Some("playlist"), Some(id), None] => {
            reference(Kind::Playlist, id, form)
        }
        [Some("user"), Some(user), Some("collection"), None, _] => {
            reference(Kind::Collection, user, form)
        }
        [Some(word), Some(id), None, ..] => {
            reference(kind(word).ok_or(Problem::UnknownKind(form))?, id, form)
        }
        [Some(word), None, ..] if kind(word).is_some() => Err(Problem::NoId(form)),
        _ => Err(Problem::UnknownKind(form)),
    }
}

fn link(rest: &str) -> Result<Parsed<'_>, Problem> {
    let form = Form::Link;
    let rest = cut(rest);
    let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
    if is_short(host) {
        return Err(Problem::ShortLink);
    }
    if !is_spotify(host) {
        return Err(Problem::OtherHost);
    }
    let mut parts = path.split('/').filter(|part| !part.is_empty()).peekable();
    while parts
        .next_if(|part| part.starts_with("intl-") || *part == "embed")
        .is_some()
    {}
    match [parts.next(), parts.next(), parts.next(), parts.next()] {
        [Some("user"), Some(_), Some("playlist"), Some(id)] => reference(Kind::Playlist, id, form),
        [Some("user"), Some(user), Some("collection"), None] => {
            reference(Kind::Collection, user, form)
        }
        // What follows, as in /artist/<id>/discography, is a part of the same page.
        [Some(word), Some(id), ..] => {
            reference(kind(word).ok_or(Problem::UnknownKind(form))?, id, form)
        }
        [Some(word), None, ..] if kind(word).is_some() => Err(Problem::NoId(form)),
        _ => Err(Problem::UnknownKind(form)),
    }
}

/// Takes a short link apart: its host and its code. The host is for the caller to know.
pub(crate) fn short_link(text: &str) -> Option<(&str, &str)> {
    let text = text.trim_ascii();
    let rest = ["https://", "http://"]
        .iter()
        .find_map(|scheme| strip_prefix_ignoring_case(text, scheme))
        .unwrap_or(text);
    cut(rest).split_once('/')
}

/// Takes the id out of a URI or a link, where users are percent-encoded.
fn reference(kind: Kind, id: &str, form: Form) -> Result<Parsed<'_>, Problem> {
    let id = cut(id);
    if id.is_empty() {
        return Err(Problem::NoId(form));
    }
    let id = percent_decode_str(id)
        .decode_utf8()
        .map_err(|_| Problem::Encoding)?;
    Ok(Parsed::Reference { kind, id, form })
}

/// The word for a kind in URIs and links; collections and local files have forms of their own.
fn kind(word: &str) -> Option<Kind> {
    Some(match word {
        "album" => Kind::Album,
        "artist" => Kind::Artist,
        "audiobook" => Kind::Audiobook,
        "chapter" => Kind::Chapter,
        "episode" => Kind::Episode,
        "genre" => Kind::Category,
        "playlist" => Kind::Playlist,
        "show" => Kind::Show,
        "track" => Kind::Track,
        "user" => Kind::User,
        _ => return None,
    })
}

fn is_spotify(host: &str) -> bool {
    ["open.spotify.com", "play.spotify.com"]
        .iter()
        .any(|known| host.eq_ignore_ascii_case(known))
}

fn is_short(host: &str) -> bool {
    ["spotify.link", "spotify.app.link"]
        .iter()
        .any(|known| host.eq_ignore_ascii_case(known))
}

/// Drops the query, such as the `?si=` of shared links, and the fragment.
fn cut(text: &str) -> &str {
    text.split(['?', '#']).next().unwrap_or(text)
}

fn strip_prefix_ignoring_case<'a>(text: &'a str, prefix: &str) -> Option<&'a str> {
    let (head, tail) = text.split_at_checked(prefix.len())?;
    head.eq_ignore_ascii_case(prefix).then_some(tail)
}
