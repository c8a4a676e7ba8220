//! What only the source of `spotify-endpoints` tells: how the fluent client has each request, and
//! what it gives.

use std::{collections::BTreeMap, fs, path::Path};

use proc_macro2::{Delimiter, TokenStream, TokenTree};

use super::catalogue::{at, text};
use crate::error::Result;

/// How a request is made, and what it gives.
#[derive(Debug, Default, Clone, PartialEq)]
pub(super) struct Form {
    /// The arguments of its method in the fluent client.
    pub(super) arguments: Vec<String>,
    /// What it gives; empty where there is nothing.
    pub(super) answer: String,
    /// What is always sent, by its name on the wire.
    pub(super) fixed: BTreeMap<String, String>,
    /// What is not called as on the wire, by the name on the wire.
    pub(super) names: BTreeMap<String, String>,
}

/// The sections of parameters in the macro, but for what is always sent.
const SECTIONS: [&str; 5] = ["path", "required", "optional", "json", "json_optional"];

/// Reads every Rust file below a folder: the forms by the names of requests.
pub(super) fn read(folder: &Path) -> Result<BTreeMap<String, Form>> {
    let mut forms = BTreeMap::new();
    let failed = |e: std::io::Error| at(folder, &e.to_string());
    for entry in fs::read_dir(folder).map_err(failed)? {
        let path = entry.map_err(failed)?.path();
        if path.is_dir() {
            forms.extend(read(&path)?);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let stream = text(&path)?.parse::<TokenStream>();
            let stream = stream.map_err(|e| at(&path, &e.to_string()))?;
            find(&stream, &mut forms);
        }
    }
    Ok(forms)
}

/// Finds what is declared by the macro, and what is written by hand.
fn find(stream: &TokenStream, forms: &mut BTreeMap<String, Form>) {
    let tokens: Vec<TokenTree> = stream.clone().into_iter().collect();
    let words: Vec<String> = tokens.iter().map(ToString::to_string).collect();
    for (at, token) in tokens.iter().enumerate() {
        let rest = words.get(at..).unwrap_or_default();
        let before = |back: usize| at.checked_sub(back).and_then(|at| words.get(at));
        match token {
            TokenTree::Group(group)
                if before(1).is_some_and(|w| w == "!")
                    && before(2).is_some_and(|w| w == "endpoint") =>
            {
                forms.extend(declared(&group.stream()));
            }
            TokenTree::Group(group) => {
                // `impl Endpoint for Name { type Response = Answer; … }`
                let name = before(1).filter(|_| before(2).is_some_and(|w| w == "for"));
                if let (Some(name), Some("Endpoint")) = (name, before(3).map(String::as_str)) {
                    let form = forms.entry(name.clone()).or_default();
                    form.answer = response(&group.stream());
                }
                find(&group.stream(), forms);
            }
            // `fn verb(self, …) -> Bound<'c, C, Name>`
            TokenTree::Ident(word) if word == "fn" => {
                if let Some((name, arguments)) = bound(rest, tokens.get(at..).unwrap_or_default()) {
                    forms.entry(name).or_default().arguments = arguments;
                }
            }
            _ => {}
        }
    }
}

/// Reads the inside of `endpoint! { Name = GET "/path" -> decoder Type, …, section: { … }, }`.
fn declared(stream: &TokenStream) -> Option<(String, Form)> {
    let tokens: Vec<TokenTree> = without_attributes(stream);
    let words: Vec<String> = tokens.iter().map(ToString::to_string).collect();
    let name = words.first()?.clone();
    let head = words.split(|word| word == ",").next()?;
    // A type with a comma in it is in `<` and `>`, and no answer has two parts.
    let mut answer = head.iter().skip_while(|word| *word != ">").skip(1);
    let decoder = answer.next()?;
    let mut kind: Vec<&str> = answer.map(String::as_str).collect();
    if kind.first() == Some(&"@") {
        kind.drain(..2.min(kind.len()));
    }
    let kind = kind.concat();
    let mut form = Form {
        answer: match decoder.as_str() {
            "nothing" => String::new(),
            "maybe" => format!("Option<{kind}>"),
            "checked" => format!("Checked<{kind}>"),
            _ => kind,
        },
        ..Form::default()
    };
    for (at, token) in tokens.iter().enumerate() {
        let TokenTree::Group(group) = token else {
            continue;
        };
        let section = at.checked_sub(2).and_then(|at| words.get(at));
        for (name, wire) in parameters(&group.stream()) {
            match section.map(String::as_str) {
                Some("fixed") => {
                    form.fixed.insert(name, wire);
                }
                Some(section) if SECTIONS.contains(&section) => {
                    if !section.ends_with("optional") {
                        form.arguments.push(name.clone());
                    }
                    if name != wire {
                        form.names.insert(wire, name);
                    }
                }
                _ => {}
            }
        }
    }
    Some((name, form))
}

/// Reads `name as "wire": Type, …` and `"name": "value", …`.
fn parameters(stream: &TokenStream) -> Vec<(String, String)> {
    let tokens = without_attributes(stream);
    let mut found = Vec::new();
    let mut depth = 0_usize;
    let mut begins = true;
    for (at, token) in tokens.iter().enumerate() {
        let word = |ahead: usize| {
            let token = tokens.get(at + ahead).map(ToString::to_string);
            token.unwrap_or_default().trim_matches('"').to_owned()
        };
        match token.to_string().as_str() {
            "<" => depth += 1,
            ">" => depth = depth.saturating_sub(1),
            "," if depth == 0 => {
                begins = true;
                continue;
            }
            _ if begins => {
                let second = match (token, word(1).as_str()) {
                    (TokenTree::Literal(_), _) | (_, "as") => word(2),
                    _ => word(0),
                };
                found.push((word(0), second));
            }
            _ => {}
        }
        begins = false;
    }
    found
}

/// Leaves out documentation and other attributes.
fn without_attributes(stream: &TokenStream) -> Vec<TokenTree> {
    let mut rest = stream.clone().into_iter().peekable();
    let mut kept = Vec::new();
    while let Some(token) = rest.next() {
        let attribute = |next: &TokenTree| matches!(next, TokenTree::Group(group) if group.delimiter() == Delimiter::Bracket);
        if token.to_string() != "#" || rest.next_if(attribute).is_none() {
            kept.push(token);
        }
    }
    kept
}

/// Reads `type Response = Answer;`.
fn response(stream: &TokenStream) -> String {
    let words: Vec<String> = stream.clone().into_iter().map(|t| t.to_string()).collect();
    let at = words
        .windows(2)
        .position(|pair| pair == ["type", "Response"]);
    let after = words.iter().skip(at.map_or(words.len(), |at| at + 3));
    let answer: Vec<&str> = after
        .map(String::as_str)
        .take_while(|word| *word != ";")
        .collect();
    match answer.concat() {
        nothing if nothing == "()" => String::new(),
        answer => answer,
    }
}

/// Reads `fn verb(self, name: Type, …) -> Bound<'c, C, Name>`: the name of the request, and the
/// names of the arguments.
fn bound(words: &[String], tokens: &[TokenTree]) -> Option<(String, Vec<String>)> {
    let at = tokens.iter().position(|token| {
        matches!(token, TokenTree::Group(group) if group.delimiter() == Delimiter::Parenthesis)
    })?;
    let TokenTree::Group(group) = tokens.get(at)? else {
        return None;
    };
    let after = words.get(at + 1..)?;
    if !after.starts_with(&["-".to_owned(), ">".to_owned(), "Bound".to_owned()]) {
        return None;
    }
    let name = after.split(|word| word == ",").nth(2)?.first()?;
    let arguments = parameters(&group.stream())
        .into_iter()
        .map(|(name, _)| name);
    Some((
        name.clone(),
        arguments.filter(|name| name != "self").collect(),
    ))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::{Form, find};

    fn forms(text: &str) -> BTreeMap<String, Form> {
        let mut forms = BTreeMap::new();
        find(&text.parse().unwrap(), &mut forms);
        forms
    }

    #[test]
    fn the_macro_is_read() {
        let forms = forms(
            "endpoint! {
                /// Looks, for words.
                Search = GET \"/search\" -> checked @uris Page<Uri>,
                in Search::query,
                scopes: Any [\"a\", \"b\"],
                path: { /// An id.
                    id: Id<A, B>, },
                fixed: { \"type\": \"artist\", },
                required: { q: String, kinds as \"type\": Vec<Kind> in 1..=7, },
                optional: { market: Market, position as \"position_ms\": Duration = x(1, 2), },
                json: { uris: Vec<Uri> in 1..=100, },
            }",
        );
        let form = &forms["Search"];
        assert_eq!(form.arguments, ["id", "q", "kinds", "uris"]);
        assert_eq!(form.answer, "Checked<Page<Uri>>");
        assert_eq!(form.fixed["type"], "artist");
        assert_eq!(form.names.len(), 2);
        assert_eq!(form.names["position_ms"], "position");
        assert_eq!(form.names["type"], "kinds");
    }

    #[test]
    fn what_is_written_by_hand_is_read() {
        let forms = forms(
            "impl Endpoint for SetCover { type Response = (); const META: X = y; }
            impl Endpoint for Read { type Response = Option<State>; }
            impl<'c, C> Playlists<'c, C> {
                /// Sets it.
                pub fn cover(self, id: Id, cover: impl Into<Cover>) -> Bound<'c, C, SetCover> {
                    self.bind(SetCover::new(id, cover))
                }
                pub fn other(self, id: Id) -> Other { x }
            }",
        );
        assert_eq!(forms["SetCover"].arguments, ["id", "cover"]);
        assert_eq!(forms["SetCover"].answer, "");
        assert_eq!(forms["Read"].answer, "Option<State>");
        assert_eq!(forms.len(), 2);
    }
}
