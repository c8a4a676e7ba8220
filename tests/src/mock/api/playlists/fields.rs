//! The `fields` filter: which parts of a playlist an answer has.
//!
//! `name,owner.id,items(added_at,item(!album))`: a comma separates, a dot and parentheses go
//! deeper, through lists as well. A list that begins with `!` leaves out what it names and keeps
//! the rest.

use serde_json::{Map, Value};

use crate::mock::{api::Call, fault::Answer};

/// How deep parentheses may go.
const DEPTH: usize = 32;

/// One list of the filter.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Fields {
    /// Whether the named ones are left out, and not the others.
    except: bool,
    /// Names, and what of their contents is meant; everything if that is empty.
    named: Vec<(String, Self)>,
}

impl Fields {
    /// Reads the filter of a request; without one everything is kept.
    pub(super) fn of(call: &Call<'_>) -> Result<Self, Answer> {
        match call.param("fields") {
            None => Ok(Self::default()),
            Some(text) => {
                Self::parse(&text).ok_or_else(|| Answer::error(400, "Invalid field filter"))
            }
        }
    }

    fn parse(text: &str) -> Option<Self> {
        let text = text.replace(char::is_whitespace, "");
        let (fields, rest) = Self::list(&text, DEPTH)?;
        rest.is_empty().then_some(fields)
    }

    /// Reads a list up to its end or a closing parenthesis.
    fn list(mut text: &str, depth: usize) -> Option<(Self, &str)> {
        let mut fields = Self {
            except: text.starts_with('!'),
            named: Vec::new(),
        };
        loop {
            let (left_out, entry) = match text.strip_prefix('!') {
                Some(entry) => (true, entry),
                None => (false, text),
            };
            let end = entry.find(['(', ')', ',']);
            let (path, mut rest) = entry.split_at(end.unwrap_or(entry.len()));
            let mut inner = Self::default();
            if let Some(nested) = rest.strip_prefix('(') {
                let (list, after) = Self::list(nested, depth.checked_sub(1)?)?;
                (inner, rest) = (list, after.strip_prefix(')')?);
            }
            let mut names = path.split('.').rev();
            let mut entry = (name(names.next()?)?, inner);
            for outer in names {
                let named = vec![entry];
                let except = fields.except;
                entry = (name(outer)?, Self { except, named });
            }
            // Among names to keep, one to leave out says nothing.
            if fields.except || !left_out {
                fields.named.push(entry);
            }
            match rest.strip_prefix(',') {
                Some(next) => text = next,
                None => return Some((fields, rest)),
            }
        }
    }

    /// Takes the parts that are meant out of an answer.
    pub(super) fn pick(&self, json: Value) -> Value {
        if self.named.is_empty() {
            return json;
        }
        match json {
            Value::Array(items) => items.into_iter().map(|item| self.pick(item)).collect(),
            Value::Object(object) if self.except => Value::Object(self.without(object)),
            Value::Object(object) => Value::Object(self.only(&object)),
            plain => plain,
        }
    }

    fn without(&self, mut object: Map<String, Value>) -> Map<String, Value> {
        for (name, inner) in &self.named {
            let Some(value) = object.remove(name) else {
                continue;
            };
            if !inner.named.is_empty() {
                object.insert(name.clone(), inner.clone().excepting().pick(value));
            }
        }
        object
    }

    fn only(&self, object: &Map<String, Value>) -> Map<String, Value> {
        let mut kept = Map::new();
        for (name, inner) in &self.named {
            let Some(value) = object.get(name) else {
                continue;
            };
            let mut value = inner.pick(value.clone());
            // The same name twice means both.
            if let Some(before) = kept.remove(name) {
                value = both(before, value);
            }
            kept.insert(name.clone(), value);
        }
        kept
    }

    fn excepting(self) -> Self {
        Self {
            except: true,
            ..self
        }
    }
}

fn name(text: &str) -> Option<String> {
    let word = |c: char| c.is_ascii_alphanumeric() || c == '_';
    (!text.is_empty() && text.chars().all(word)).then(|| text.to_owned())
}

/// Puts together what two filters took out of the same value.
fn both(one: Value, other: Value) -> Value {
    match (one, other) {
        (Value::Object(mut one), Value::Object(other)) => {
            for (name, value) in other {
                let value = match one.remove(&name) {
                    Some(before) => both(before, value),
                    None => value,
                };
                one.insert(name, value);
            }
            Value::Object(one)
        }
        (Value::Array(one), Value::Array(other)) => {
            let pairs = one.into_iter().zip(other);
            pairs.map(|(one, other)| both(one, other)).collect()
        }
        (one, _) => one,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::Fields;

    fn picked(filter: &str) -> Value {
        let json = json!({
            "name": "n",
            "owner": {"id": "o", "uri": "u"},
            "items": {"total": 2, "items": [
                {"added_at": 1, "item": {"id": "a", "name": "A", "album": {"id": "x", "name": "X"}}},
                {"added_at": 2, "item": null},
            ]},
        });
        Fields::parse(filter).unwrap().pick(json)
    }

    #[test]
    fn names_dots_and_parentheses_keep() {
        assert_eq!(picked("name, nothing"), json!({"name": "n"}));
        assert_eq!(picked("owner.id"), json!({"owner": {"id": "o"}}));
        let ids = json!({"items": {"items": [{"item": {"id": "a"}}, {"item": null}]}});
        assert_eq!(picked("items.items.item.id"), ids);
        assert_eq!(picked("items(items(item(id)))"), ids);
        assert_eq!(picked("items.items(item(id))"), ids);
    }

    #[test]
    fn the_same_name_twice_means_both() {
        let both = json!({"items": {"total": 2, "items": [{"added_at": 1}, {"added_at": 2}]}});
        assert_eq!(picked("items.total,items.items.added_at"), both);
        assert_eq!(picked("items(total,items(added_at))"), both);
    }

    #[test]
    fn an_exclamation_mark_leaves_out() {
        assert_eq!(
            picked("!items"),
            json!({"name": "n", "owner": {"id": "o", "uri": "u"}})
        );
        assert_eq!(picked("!items,owner"), json!({"name": "n"}));
        assert_eq!(
            picked("items.items(item(album(!name)))"),
            json!({"items": {"items": [{"item": {"album": {"id": "x"}}}, {"item": null}]}})
        );
        let rest = picked("!items.items,name");
        assert_eq!(
            rest,
            json!({"items": {"total": 2}, "owner": {"id": "o", "uri": "u"}})
        );
    }

    #[test]
    fn nonsense_is_refused() {
        for filter in [
            "", "a,", "a(", "a)", "a()", "a(b", "a..b", "a(b)c", "a!b", "\u{e9}",
        ] {
            assert_eq!(Fields::parse(filter), None, "{filter}");
        }
        assert_eq!(Fields::parse(&"a(".repeat(4_000)), None);
    }
}
