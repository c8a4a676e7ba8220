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
    message(&mut fixture.request, "request", look);
    if let Reply::Answer(_, answer) = &mut fixture.reply {
        message(answer, "answer", look);
    }
}

fn message(message: &mut Message, side: &str, look: Look<'_>) {
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
    match &mut message.body {
        Body::Text(text) => body(text, is_form, &format!("the {side}'s body"), look),
        Body::Binary(bytes) => {
            let text = String::from_utf8_lossy(bytes);
            let (at, what) = (format!("the {side}'s body"), What::Binary);
            look(Leaf {
                at: &at,
                what,
                text: &text,
            });
        }
        Body::Empty => {}
    }
}

/// Goes through a body.
pub(crate) fn body(text: &mut String, is_form: bool, at: &str, look: Look<'_>) {
    if let Some(root) = json::parse(text) {
        let mut edits = Vec::new();
        let mut walk = Walk {
            text,
            edits: &mut edits,
            look,
        };
        walk.node(&root, at, ["", "", ""]);
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
            Node::Other(_) => {}
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
            Node::Object(members) => {
                let [parent, ..] = around;
                let object = self.kind(members);
                for (range, member) in members {
                    let name = self.read(range).unwrap_or_default();
                    let at = below(at, &name);
                    self.see(range, &at, What::Text);
                    self.node(member, &at, [&name, &object, parent]);
                }
            }
        }
    }

    /// The type of an object.
    fn kind(&self, members: &[(Range<usize>, Node)]) -> String {
        let kind = members.iter().find_map(|(name, member)| match member {
            Node::Text(range) if self.read(name)? == "type" => self.read(range),
            _ => None,
        });
        kind.unwrap_or_default()
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
