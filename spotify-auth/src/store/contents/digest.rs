//! A checksum of what a record says, so that no damage to a file passes for a token.

use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD};
use serde_json::Value;
use sha2::{Digest as _, Sha256};
use spotify_core::Generation;

use super::{At, Entry};
use crate::store::format::{Wiped, is_known, object};

/// Writes the checksum of an entry: SHA-256 of its parts, each with its length before it.
///
/// It goes by what is meant and not by how it is written, so that a file may be indented.
pub(super) fn digest(entry: &Entry) -> String {
    let mut hash = Hash(Sha256::new());
    let Entry {
        key,
        record,
        note,
        lease,
        interrupted,
        used,
    } = entry;
    hash.text(key.flow.as_str());
    hash.text(&key.client);
    hash.option(key.account.as_deref());
    hash.number(*used);
    if let Some(record) = record {
        hash.generation(record.generation);
        let token = Wiped(Value::Object(object(&record.token)));
        let mut fields: Vec<_> = token.0.as_object().into_iter().flatten().collect();
        fields.sort_by_key(|(name, _)| *name);
        for (name, value) in fields {
            hash.text(name);
            match value {
                Value::String(text) => hash.text(text),
                // Fractions among the extras may change in their last digit by being read.
                other if is_known(name) => hash.text(&other.to_string()),
                _ => {}
            }
        }
    }
    hash.text("note");
    if let Some(note) = note {
        hash.option(note.client_secret.as_ref().map(|secret| secret.expose()));
        hash.option(note.redirect_uri.as_deref());
        hash.option(note.scopes.as_ref().map(ToString::to_string).as_deref());
    }
    hash.text("lease");
    if let Some(lease) = lease {
        hash.number(lease.id);
        hash.number(lease.from.as_millis().cast_unsigned());
        hash.number(lease.end.as_millis().cast_unsigned());
        hash.at(lease.at);
    }
    hash.text("interrupted");
    if let Some(at) = interrupted {
        hash.at(*at);
    }
    BASE64_URL_SAFE_NO_PAD.encode(hash.0.finalize())
}

struct Hash(Sha256);

impl Hash {
    fn text(&mut self, text: &str) {
        self.number(text.len() as u64);
        self.0.update(text.as_bytes());
    }

    fn number(&mut self, number: u64) {
        self.0.update(number.to_le_bytes());
    }

    fn option(&mut self, text: Option<&str>) {
        self.number(text.is_some().into());
        self.text(text.unwrap_or_default());
    }

    fn generation(&mut self, generation: Generation) {
        self.number(generation.count);
        self.number(generation.id);
    }

    fn at(&mut self, At(generation): At) {
        self.number(generation.is_some().into());
        if let Some(generation) = generation {
            self.generation(generation);
        }
    }
}
