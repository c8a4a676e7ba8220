//! The project's own files, and Rust source as tokens with lines.

use std::{cell::OnceCell, fs, path::Path};

use proc_macro2::{Delimiter, TokenStream, TokenTree};

use crate::{
    error::{Error, Result},
    needs::Need,
};

/// A text file of the project.
pub(crate) struct File {
    /// Where it is below the root of the workspace, with `/` on every system.
    pub(crate) path: String,
    /// What is in it, with Unix line ends.
    pub(crate) text: String,
    tokens: OnceCell<Vec<Token>>,
}

impl File {
    /// Makes a file from its path and its text.
    pub(crate) fn new(path: impl Into<String>, text: &str) -> Self {
        Self {
            path: path.into(),
            text: text.replace("\r\n", "\n"),
            tokens: OnceCell::new(),
        }
    }

    /// Whether this is Rust.
    pub(crate) fn is_rust(&self) -> bool {
        self.path.ends_with(".rs")
    }

    /// The last part of the path.
    pub(crate) fn name(&self) -> &str {
        self.path.rsplit('/').next().unwrap_or_default()
    }

    /// Whether this is a test or something that only tests use.
    pub(crate) fn is_test(&self) -> bool {
        self.name() == "tests.rs" || self.path.split('/').any(|part| part == "tests")
    }

    /// The lines with their numbers, which begin at 1.
    pub(crate) fn lines(&self) -> impl Iterator<Item = (usize, &str)> {
        (1..).zip(self.text.lines())
    }

    /// The file as tokens, without comments.
    pub(crate) fn tokens(&self) -> Result<&[Token]> {
        if let Some(tokens) = self.tokens.get() {
            return Ok(tokens);
        }
        let stream: TokenStream = self.text.parse().map_err(|e: proc_macro2::LexError| {
            let line = e.span().start().line;
            Error::Failed(format!("{}:{line}: not Rust: {e}", self.path))
        })?;
        let mut tokens = Vec::new();
        flatten(stream, self.is_test(), &mut tokens);
        Ok(self.tokens.get_or_init(|| tokens))
    }
}

/// A word, a sign, a bracket or a literal.
#[derive(Debug, Clone)]
pub(crate) struct Token {
    /// As written.
    pub(crate) text: String,
    /// Begins at 1.
    pub(crate) line: usize,
    /// Whether it is only compiled for tests.
    pub(crate) test: bool,
    /// Whether it is a literal.
    pub(crate) literal: bool,
}

/// Reads every text file below a folder, in the order of their paths, but what is built or
/// not kept.
pub(crate) fn load(root: &Path) -> Result<Vec<File>> {
    let mut files = Vec::new();
    walk(root, "", &mut files)?;
    files.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(files)
}

/// Reads paths such as `std::fs::read`, those in the braces of a `use` one by one; the line is
/// that of the last word.
pub(crate) fn paths(tokens: &[Token]) -> Vec<(Vec<&str>, &Token)> {
    let mut found = Vec::new();
    let mut path: Vec<&str> = Vec::new();
    let mut last: Option<&Token> = None;
    // The paths before each open brace, to be continued after every comma within it.
    let mut prefixes: Vec<Vec<&str>> = Vec::new();
    let mut joined = false;
    let mut rest = tokens.iter().peekable();
    while let Some(token) = rest.next() {
        let word = !token.literal
            && token
                .text
                .starts_with(|c: char| c.is_alphabetic() || c == '_');
        if word {
            if !joined {
                finish(&mut found, &mut path, &mut last);
                path.extend(prefixes.last().into_iter().flatten());
            }
            path.push(&token.text);
            last = Some(token);
            joined = false;
        } else if token.text == ":" && rest.next_if(|next| next.text == ":").is_some() {
            joined = true;
        } else if token.text == "{" {
            if joined {
                prefixes.push(std::mem::take(&mut path));
                last = None;
            } else {
                finish(&mut found, &mut path, &mut last);
                prefixes.push(Vec::new());
            }
            joined = false;
        } else {
            finish(&mut found, &mut path, &mut last);
            joined = false;
            if token.text == "}" {
                prefixes.pop();
            }
        }
    }
    finish(&mut found, &mut path, &mut last);
    found
}

/// A test that does not run by itself.
pub(crate) struct Ignored<'a> {
    /// What stands after `ignore =`.
    pub(crate) reason: Option<&'a str>,
    /// Where.
    pub(crate) line: usize,
}

/// Finds `#[ignore]` and `#[ignore = "…"]`.
pub(crate) fn ignored(tokens: &[Token]) -> Vec<Ignored<'_>> {
    let mut found = Vec::new();
    for (at, token) in tokens.iter().enumerate() {
        let mut after = tokens.iter().skip(at).map(|t| t.text.as_str());
        if after.by_ref().take(3).eq(["#", "[", "ignore"]) {
            let reason = (after.next() == Some("=")).then(|| after.next()).flatten();
            let line = token.line;
            found.push(Ignored { reason, line });
        }
    }
    found
}

/// Finds `#![cfg(…)]` that empties a file when some feature is on.
pub(crate) fn sparse(tokens: &[Token]) -> Option<usize> {
    let texts = || tokens.iter().map(|token| token.text.as_str());
    let at = (0..tokens.len()).find(|at| texts().skip(*at).take(4).eq(["#", "!", "[", "cfg"]))?;
    let condition: Vec<&str> = texts().skip(at).take_while(|text| *text != "]").collect();
    let absent = condition.contains(&"not") && condition.contains(&"feature");
    tokens.get(at).filter(|_| absent).map(|token| token.line)
}

/// Finds the tool that the reason of an ignored test names: `"needs valgrind"`.
pub(crate) fn tool(reason: Option<&str>, tools: &'static [Need]) -> Option<&'static Need> {
    let name = reason?.strip_prefix("\"needs ")?.strip_suffix('"')?;
    tools.iter().find(|tool| tool.name == name)
}

/// Splits `spotify-core/tests/figures.rs` into its package's folder and its target.
pub(crate) fn test_target(path: &str) -> Option<(&str, &str)> {
    let (package, file) = path.rsplit_once("/tests/")?;
    let target = file.strip_suffix(".rs")?;
    (!target.contains('/')).then_some((package, target))
}

fn walk(folder: &Path, below: &str, files: &mut Vec<File>) -> Result {
    let failed = |e: std::io::Error| Error::Failed(format!("{}: {e}", folder.display()));
    for entry in fs::read_dir(folder).map_err(failed)? {
        let entry = entry.map_err(failed)?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let path = format!("{below}{name}");
        if entry.file_type().map_err(failed)?.is_dir() {
            if !matches!(name.as_str(), ".git" | "target") {
                walk(&entry.path(), &format!("{path}/"), files)?;
            }
        } else if !(name == ".env"
            || name.ends_with(".snap.new")
            || name.ends_with(".pending-snap"))
        {
            let bytes = fs::read(entry.path()).map_err(failed)?;
            // What is not text (an image, a corpus) has no lines to look at.
            if let Ok(text) = String::from_utf8(bytes) {
                files.push(File::new(path, &text));
            }
        }
    }
    Ok(())
}

/// Writes tokens one after the other, brackets among them. Documentation comments, which the
/// parser turns into attributes, are left out; items under `#[cfg(test)]` are marked.
fn flatten(stream: TokenStream, test: bool, tokens: &mut Vec<Token>) {
    let mut rest = stream.into_iter().peekable();
    // Whether the item that begins here is only for tests.
    let mut item = false;
    while let Some(tree) = rest.next() {
        let line = tree.span().start().line;
        let is_hash = matches!(&tree, TokenTree::Punct(p) if p.as_char() == '#');
        if is_hash {
            let bang = rest.next_if(|t| matches!(t, TokenTree::Punct(p) if p.as_char() == '!'));
            let attribute = rest.next_if(
                |t| matches!(t, TokenTree::Group(g) if g.delimiter() == Delimiter::Bracket),
            );
            let inside = attribute.as_ref().map(|a| a.to_string().replace(' ', ""));
            let inside = inside.unwrap_or_default();
            item |= inside == "[cfg(test)]" || inside.starts_with("[cfg(all(test,");
            if inside.starts_with("[doc=") {
                continue;
            }
            push(tokens, "#", line, test || item);
            if bang.is_some() {
                push(tokens, "!", line, test || item);
            }
            if let Some(attribute) = attribute {
                flatten(attribute.into(), test || item, tokens);
            }
            continue;
        }
        let marked = test || item;
        let mut ends = false;
        match tree {
            TokenTree::Group(group) => {
                let (open, close) = match group.delimiter() {
                    Delimiter::Parenthesis => ("(", ")"),
                    Delimiter::Brace => ("{", "}"),
                    Delimiter::Bracket => ("[", "]"),
                    Delimiter::None => ("", ""),
                };
                ends = group.delimiter() == Delimiter::Brace;
                push(tokens, open, group.span_open().start().line, marked);
                flatten(group.stream(), marked, tokens);
                push(tokens, close, group.span_close().start().line, marked);
            }
            TokenTree::Punct(sign) => {
                ends = matches!(sign.as_char(), ';' | ',');
                push(tokens, &sign.as_char().to_string(), line, marked);
            }
            TokenTree::Ident(word) => push(tokens, &word.to_string(), line, marked),
            TokenTree::Literal(literal) => tokens.push(Token {
                text: literal.to_string(),
                line,
                test: marked,
                literal: true,
            }),
        }
        if ends {
            item = false;
        }
    }
}

fn push(tokens: &mut Vec<Token>, text: &str, line: usize, test: bool) {
    tokens.push(Token {
        text: text.to_owned(),
        line,
        test,
        literal: false,
    });
}

fn finish<'a>(
    found: &mut Vec<(Vec<&'a str>, &'a Token)>,
    path: &mut Vec<&'a str>,
    last: &mut Option<&'a Token>,
) {
    let path = std::mem::take(path);
    if let Some(token) = last.take() {
        found.push((path, token));
    }
}
