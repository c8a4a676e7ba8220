//! One request whose token is good: what it asks for, and the checks that many operations share.

use serde_json::Value;

use super::resource_not_found;
use crate::mock::{
    Shared,
    catalogue::{Kind, is_id, is_withheld},
    fault::{Answer, Forbidden},
    json::{Shape, Window},
    record::Recorded,
    tokens::Access,
};

/// One request whose token is good.
pub(super) struct Call<'a> {
    pub(super) mock: &'a Shared,
    pub(super) request: &'a Recorded,
    pub(super) access: Access,
    pub(super) shape: Shape<'a>,
}

impl Call<'_> {
    pub(super) fn param(&self, name: &str) -> Option<String> {
        self.request.param(name).filter(|value| !value.is_empty())
    }

    /// Wants a token that stands for a user.
    pub(super) fn user(&self) -> Result<&'static str, Answer> {
        let missing = || Answer::error(401, "Valid user authentication required");
        self.access.user.ok_or_else(missing)
    }

    pub(super) fn has(&self, scope: &str) -> bool {
        self.access.scopes.iter().any(|granted| granted == scope)
    }

    /// Wants a user's token with this scope.
    pub(super) fn scope(&self, scope: &str) -> Result<(), Answer> {
        self.any_scope(&[scope])
    }

    /// Wants a user's token with one of these scopes.
    pub(super) fn any_scope(&self, scopes: &[&str]) -> Result<(), Answer> {
        self.user()?;
        match scopes.iter().any(|scope| self.has(scope)) {
            true => Ok(()),
            false => Err(Answer::forbidden(Forbidden::Scope)),
        }
    }

    /// Reads `limit` and `offset`.
    pub(super) fn window(&self, default: usize, most: usize) -> Result<Window, Answer> {
        let offset = match self.param("offset") {
            None => 0,
            Some(text) => text
                .parse()
                .map_err(|_| Answer::error(400, "Invalid offset"))?,
        };
        Ok(Window {
            limit: self.limit(default, most)?,
            offset,
        })
    }

    pub(super) fn limit(&self, default: usize, most: usize) -> Result<usize, Answer> {
        match self.param("limit") {
            None => Ok(default),
            Some(text) => text
                .parse()
                .ok()
                .filter(|limit| (1..=most).contains(limit))
                .ok_or_else(|| Answer::error(400, "Invalid limit")),
        }
    }

    /// The parameters that the links of a page repeat.
    pub(super) fn repeated(&self, names: &[&str]) -> Vec<(String, String)> {
        names
            .iter()
            .filter_map(|name| Some(((*name).to_owned(), self.param(name)?)))
            .collect()
    }

    /// Finds a thing of the catalogue by its id.
    pub(super) fn find(&self, id: &str, wanted: Kind) -> Result<usize, Answer> {
        if !is_id(id) {
            return Err(Answer::error(400, "Invalid base62 id"));
        }
        match self.mock.catalogue.find(id) {
            Some((kind, index)) if kind.word() == wanted.word() && !is_withheld(kind, index) => {
                Ok(index)
            }
            _ => Err(resource_not_found()),
        }
    }

    /// Reads the ids of the query: so many at most.
    pub(super) fn ids(&self, most: usize) -> Result<Vec<String>, Answer> {
        let ids = self.param("ids").ok_or_else(|| missing("ids"))?;
        well_formed(ids.split(',').map(str::to_owned).collect(), most)
    }

    /// As [`body`](Self::body), where a bare list may stand for an object with nothing else.
    pub(super) fn body_or_list(&self, name: &str) -> Result<Value, Answer> {
        match self.request.json() {
            Some(list @ Value::Array(_)) => Ok(serde_json::json!({ name: list })),
            _ => self.body(),
        }
    }

    /// Reads a JSON object; no body is an empty one.
    pub(super) fn body(&self) -> Result<Value, Answer> {
        if self.request.body.is_empty() {
            return Ok(Value::Object(serde_json::Map::new()));
        }
        self.request
            .json()
            .filter(Value::is_object)
            .ok_or_else(|| Answer::error(400, "Error parsing JSON."))
    }
}

pub(super) fn missing(field: &str) -> Answer {
    Answer::error(400, &format!("Missing required field: {field}"))
}

/// Checks how many ids there are, and each of them.
pub(super) fn well_formed(ids: Vec<String>, most: usize) -> Result<Vec<String>, Answer> {
    if ids.len() > most {
        return Err(Answer::error(400, "Too many ids requested"));
    }
    match ids.iter().all(|id| is_id(id)) {
        true => Ok(ids),
        false => Err(Answer::error(400, "Invalid base62 id")),
    }
}
