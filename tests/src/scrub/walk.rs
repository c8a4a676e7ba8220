//! Every text of a fixture, one after the other, to be read or changed.

use std::ops::Range;

use crate::fixture::{
    Body, Fixture, Message, Reply,
    json::{self, Node},
};

/// A text of a fixture.
pub(crate) struct Leaf<'a> {
    /// Where it stands, for people.
    pub(crate) at: &'a str,
    pub(crate) what: What<'a>,
    pub(crate) text: &'a str,
}

/// What a text is.
#[derive(Clone, Copy)]
pub(crate) enum What<'a> {
    Target,
    Header(&'a str),
    /// A text in JSON: by what name, in an object of what type, which is what to its parent.
    Json {
        name: &'a str,
        object: &'a str,
        parent: &'a str,
    },
    /// A number in JSON, as a text in it.
    Number {
        name: &'a str,
        object: &'a str,
        parent: &'a str,
    },
    Form,
    /// A body that is neither JSON nor a form, a name in JSON, or a note.
    Text,
    /// What is text in a body that is none. It can be searched, and not be changed.
    Binary,
}

/// Looks at a text, and gives another one to stand there.
pub(crate) type Look<'a> = &'a mut dyn FnMut(Leaf<'_>) -> Option<String>;

/// Goes through a whole fixture.
pub(crate) fn fixture(fixture: &mut Fixture, look: Look<'_>) {
    let mut see = |at: &str, what: What<'_>, text: &mut String| {
        if let Some(new) = look(Leaf { at, what, text }) {
            *text = new;
        }
    };
    see("the target", What::Target, &mut fixture.target);
    for note in &mut fixture.notes {
        see("a note", What::Text, note);
    }
    // What is followed is told by the target, and only its ids by the body.
    let (path, query) = fixture.target.split_once('?').unwrap_or_default();
    let of_users = path.ends_with("/me/following") && query.split('&').any(|it| it == "type=user");
    let object = if of_users { "user" } else { "" };
    message(&mut fixture.request, "request", object, look);
    if let Reply::Answer(_, answer) = &mut fixture.reply {
        message(answer, "answer", "", look);
    }
}

fn message(message: &mut Message, side: &str, object: &str, look: Look<'_>) {
    let mut is_form = false;
    for (name, text) in &mut message.headers {
        is_form |= name == "content-type" && text.contains("x-www-form-urlencoded");
        let at = format!("the {side}'s header {name}");
        let what = What::Header(name);
        if let Some(new) = look(Leaf {
            at: &at,
            what,
            text,
        }) {
            *text = new;
        }
    }
    let at = format!("the {side}'s body");
    match &mut message.body {
        Body::Text(text) => typed(text, is_form, &at, object, look),
        Body::Binary(bytes) => match std::str::from_utf8(bytes) {
            // In base64 for its carriage returns or its mark in front, and text for all that.
            Ok(text) => {
                let unmarked = text.trim_start_matches(MARK);
                let (mark, _) = text.split_at(text.len() - unmarked.len());
                let mut new = unmarked.to_owned();
                typed(&mut new, is_form, &at, object, look);
                if new != unmarked {
                    *bytes = format!("{mark}{new}").into();
                }
            }
            Err(_) => {
                let text = String::from_utf8_lossy(bytes);
                look(Leaf {
                    at: &at,
                    what: What::Binary,
                    text: text.trim_start_matches(MARK),
                });
            }
        },
        Body::Empty => {}
    }
}

/// The byte order mark.
const MARK: char = '\u{feff}';

/// Goes through a body.
pub(crate) fn body(text: &mut String, is_form: bool, at: &str, look: Look<'_>) {
    typed(text, is_form, at, "", look);
}

/// Goes through a body whose root has no `type` but is known to have one.
fn typed(text: &mut String, is_form: bool, at: &str, object: &str, look: Look<'_>) {
    if let Some(root) = json::parse(text) {
        let mut edits = Vec::new();
        let mut walk = Walk {
            text,
            edits: &mut edits,
            look,
        };
        match &root {
            Node::Object(members) => walk.object(members, at, object, ""),
            _ => walk.node(&root, at, ["", "", ""]),
        }
        for (range, new) in edits.into_iter().rev() {
            text.replace_range(range, &new);
        }
        return;
    }
    let what = if is_form || is_form_like(text) {
        What::Form
    } else {
        What::Text
    };
    if let Some(new) = look(Leaf { at, what, text }) {
        *text = new;
    }
}

fn is_form_like(text: &str) -> bool {
    !text.contains(char::is_whitespace) && text.split('&').all(|pair| pair.contains('='))
}

struct Walk<'a> {
    text: &'a str,
    /// In the order of the text.
    edits: &'a mut Vec<(Range<usize>, String)>,
    look: Look<'a>,
}

impl Walk<'_> {
    /// Name, type of the object and name of the object stand in `around`.
    fn node(&mut self, node: &Node, at: &str, around: [&str; 3]) {
        match node {
            Node::Other(range) => self.number(range, at, around),
            Node::Text(range) => {
                let [name, object, parent] = around;
                self.see(
                    range,
                    at,
                    What::Json {
                        name,
                        object,
                        parent,
                    },
                );
            }
            Node::Array(items) => {
                for (index, item) in items.iter().enumerate() {
                    self.node(item, &below(at, &index.to_string()), around);
                }
            }
            Node::Object(members) => self.object(members, at, "", around[0]),
        }
    }

    fn object(&mut self, members: &[(Range<usize>, Node)], at: &str, object: &str, parent: &str) {
        let object = self.kind(members).unwrap_or_else(|| object.to_owned());
        for (range, member) in members {
            let name = self.read(range).unwrap_or_default();
            let at = below(at, &name);
            self.see(range, &at, What::Text);
            self.node(member, &at, [&name, &object, parent]);
        }
    }

    /// A number stays one if what comes to stand there is one.
    fn number(&mut self, range: &Range<usize>, at: &str, [name, object, parent]: [&str; 3]) {
        let text = self.text.get(range.clone()).unwrap_or_default();
        if !text.starts_with(|c: char| c.is_ascii_digit()) {
            return;
        }
        let what = What::Number {
            name,
            object,
            parent,
        };
        if let Some(new) = (self.look)(Leaf { at, what, text }) {
            let is_number = new.bytes().all(|byte| byte.is_ascii_digit());
            let new = if is_number { new } else { json::quote(&new) };
            self.edits.push((range.clone(), new));
        }
    }

    /// The type of an object.
    fn kind(&self, members: &[(Range<usize>, Node)]) -> Option<String> {
        members.iter().find_map(|(name, member)| match member {
            Node::Text(range) if self.read(name)? == "type" => self.read(range),
            _ => None,
        })
    }

    fn read(&self, range: &Range<usize>) -> Option<String> {
        json::unquote(self.text.get(range.clone())?)
    }

    fn see(&mut self, range: &Range<usize>, at: &str, what: What<'_>) {
        let Some(text) = self.read(range) else { return };
        if let Some(new) = (self.look)(Leaf {
            at,
            what,
            text: &text,
        }) {
            self.edits.push((range.clone(), json::quote(&new)));
        }
    }
}

fn below(at: &str, name: &str) -> String {
    let space = if at.ends_with("body") { " " } else { "" };
    format!("{at}{space}/{name}")
}
