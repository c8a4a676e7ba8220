//! The entries: what stands in each, and under which name.

use base64::prelude::{BASE64_URL_SAFE_NO_PAD, Engine as _};
use serde::{Deserialize, Serialize};
use spotify_core::{AppNote, CredentialKey, Flow, Generation, Record, Secret};
use zeroize::Zeroizing;

use crate::store::format::{Fields, TokenFormat};

/// The name of a key's entry. Names are a person's own and may hold anything, so they are encoded.
pub(super) fn name(key: &CredentialKey) -> String {
    let account = match &key.account {
        Some(account) => format!("={}", BASE64_URL_SAFE_NO_PAD.encode(account.as_bytes())),
        None => "-".to_owned(),
    };
    let client = BASE64_URL_SAFE_NO_PAD.encode(key.client.as_bytes());
    format!("token {} {client} {account}", key.flow)
}

/// What is known of a key.
#[derive(Default)]
pub(super) struct Slot {
    pub(super) record: Option<Record>,
    pub(super) note: Option<AppNote>,
    pub(super) writings: u64,
    pub(super) lease: Option<Held>,
    /// At which writing a lease ended by itself.
    pub(super) interrupted: Option<u64>,
}

/// A lease that was given out.
#[derive(Serialize, Deserialize)]
pub(super) struct Held {
    pub(super) id: u64,
    pub(super) begin: i64,
    pub(super) end: i64,
    /// The writing at which it was given.
    pub(super) writings: u64,
}

impl Held {
    /// Whether it lasts. A clock that was put back before its beginning ends it as well, so that
    /// no clock keeps it for ever.
    pub(super) fn lasts(&self, now: i64) -> bool {
        (self.begin..self.end).contains(&now)
    }
}

/// The written form of a [`Slot`].
#[derive(Serialize, Deserialize)]
struct Written {
    writings: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    interrupted: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    lease: Option<Held>,
    #[serde(skip_serializing_if = "Option::is_none")]
    kept: Option<Kept>,
}

/// A token, as [`TokenFormat`] writes it, and what is noted beside it.
#[derive(Serialize, Deserialize)]
struct Kept {
    count: u64,
    id: u64,
    token: Text,
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<Note>,
}

#[derive(Serialize, Deserialize)]
struct Note {
    #[serde(skip_serializing_if = "Option::is_none")]
    client_secret: Option<Text>,
    #[serde(skip_serializing_if = "Option::is_none")]
    redirect_uri: Option<Box<str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    scope: Option<String>,
}

/// A secret that is written where secrets are kept, and nowhere else.
struct Text(Secret);

impl Serialize for Text {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.0.expose())
    }
}

impl<'de> Deserialize<'de> for Text {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(|text| Self(Secret::new(text)))
    }
}

impl Slot {
    /// Whether there is nothing worth an entry.
    pub(super) fn is_empty(&self) -> bool {
        self.record.is_none() && self.lease.is_none() && self.interrupted.is_none()
    }

    /// Reads an entry; `None` where it is none of ours.
    pub(super) fn read(bytes: &[u8]) -> Option<Self> {
        let written: Written = serde_json::from_slice(bytes).ok()?;
        let mut slot = Self {
            writings: written.writings,
            lease: written.lease,
            interrupted: written.interrupted,
            ..Self::default()
        };
        let Some(kept) = written.kept else {
            return Some(slot);
        };
        let fields = Fields::parse(kept.token.0.expose().as_bytes()).ok()?;
        let token = TokenFormat::new().read_own(fields).ok()?;
        let generation = Generation {
            count: kept.count,
            id: kept.id,
        };
        slot.record = Some(Record::new(token, generation));
        slot.note = kept.note.map(|written| {
            let mut note = AppNote::new();
            note.client_secret = written.client_secret.map(|text| text.0);
            note.redirect_uri = written.redirect_uri;
            note.scopes = written.scope.map(|text| text.as_str().into());
            note
        });
        Some(slot)
    }

    pub(super) fn write(&self) -> Zeroizing<Vec<u8>> {
        let note = self.note.as_ref().map(|note| Note {
            client_secret: note.client_secret.clone().map(Text),
            redirect_uri: note.redirect_uri.clone(),
            scope: note.scopes.as_ref().map(ToString::to_string),
        });
        let kept = self.record.as_ref().map(|record| Kept {
            count: record.generation.count,
            id: record.generation.id,
            token: Text(TokenFormat::new().write(&record.token)),
            note,
        });
        let lease = self.lease.as_ref().map(|held| Held { ..*held });
        json(&Written {
            writings: self.writings,
            interrupted: self.interrupted,
            lease,
            kept,
        })
    }
}

/// The keys that have a token, the one used last first.
#[derive(Default, Serialize, Deserialize)]
pub(super) struct Index(Vec<Line>);

#[derive(PartialEq, Eq, Serialize, Deserialize)]
struct Line {
    flow: String,
    client: Box<str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    account: Option<Box<str>>,
}

impl Line {
    fn new(key: &CredentialKey) -> Self {
        Self {
            flow: key.flow.as_str().to_owned(),
            client: key.client.clone(),
            account: key.account.clone(),
        }
    }
}

impl Index {
    /// Reads an entry; `None` where it is none of ours.
    pub(super) fn read(bytes: &[u8]) -> Option<Self> {
        serde_json::from_slice(bytes).ok()
    }

    pub(super) fn write(&self) -> Zeroizing<Vec<u8>> {
        json(self)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn holds(&self, key: &CredentialKey) -> bool {
        self.0.contains(&Line::new(key))
    }

    /// Puts a key at the front, whether it was there or not.
    pub(super) fn touch(&mut self, key: &CredentialKey) {
        self.forget(key);
        self.0.insert(0, Line::new(key));
    }

    pub(super) fn forget(&mut self, key: &CredentialKey) {
        let gone = Line::new(key);
        self.0.retain(|line| *line != gone);
    }

    pub(super) fn keys(&self) -> impl Iterator<Item = CredentialKey> {
        self.0.iter().filter_map(|line| {
            // A way in of a later version of this library is none of ours.
            let flow: Flow = line.flow.parse().ok()?;
            let key = CredentialKey::new(flow, &line.client);
            Some(match &line.account {
                Some(account) => key.account(account),
                None => key,
            })
        })
    }
}

/// Writes JSON that is wiped after use. What grows leaves copies behind, so it begins large enough.
fn json(value: &impl Serialize) -> Zeroizing<Vec<u8>> {
    let mut bytes = Zeroizing::new(Vec::with_capacity(8 << 10));
    // Numbers and texts can always be written to memory.
    let _ = serde_json::to_writer(&mut *bytes, value);
    bytes
}
