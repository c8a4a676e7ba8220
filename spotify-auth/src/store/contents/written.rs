//! Contents as JSON.
//!
//! ```json
//! {"version": 1, "records": [{
//!   "flow": "pkce", "client": "…", "account": "…", "used": 3,
//!   "generation": {"count": 7, "id": 123}, "token": {"access_token": "…"},
//!   "note": {"client_secret": "…", "redirect_uri": "…", "scope": "…"},
//!   "lease": {"id": 5, "from": 1800000000000, "end": 1800000030000, "at": {"count": 7, "id": 123}},
//!   "interrupted": {"count": 7, "id": 123}, "sum": "…"
//! }]}
//! ```

use serde_json::{Map, Value};
use spotify_core::{AppNote, CredentialKey, Flow, Generation, Record, Secret, Timestamp};

use super::{At, Contents, Entry, Held, digest::digest};
use crate::store::format::{Fields, InvalidToken, SCOPE, TokenFormat, Wiped, object};

const VERSION: u64 = 1;

/// What was read, and the first of what could not be.
pub(crate) struct Reading {
    /// All that is whole.
    pub(crate) contents: Contents,
    /// Why this is not all.
    pub(crate) damage: Option<InvalidToken>,
}

impl Contents {
    /// Reads what [`write`](Self::write) wrote; damage to one record leaves the others.
    pub(crate) fn read(bytes: &[u8]) -> Reading {
        let mut reading = Reading {
            contents: Self::default(),
            damage: None,
        };
        let records = match records(bytes) {
            Ok(records) => records,
            Err(damage) => {
                reading.damage = Some(damage);
                return reading;
            }
        };
        for (place, record) in records.into_iter().enumerate() {
            match Entry::read(record) {
                Ok(entry) if reading.contents.find(&entry.key).is_none() => {
                    reading.contents.entries.push(entry);
                }
                Ok(_) => reading.damaged(place, InvalidToken::new("the key", "there twice")),
                Err(damage) => reading.damaged(place, damage),
            }
        }
        reading
    }

    /// Writes everything as JSON text.
    pub(crate) fn write(&self) -> Secret {
        let mut map = Map::new();
        map.insert("version".to_owned(), VERSION.into());
        let records = self.entries.iter().map(Entry::write).collect();
        map.insert("records".to_owned(), Value::Array(records));
        Wiped(Value::Object(map)).text()
    }
}

impl Reading {
    fn damaged(&mut self, place: usize, damage: InvalidToken) {
        let damage = damage.within(&format!("records {place}"));
        self.damage.get_or_insert(damage);
    }
}

fn records(bytes: &[u8]) -> Result<Vec<Value>, InvalidToken> {
    let mut fields = Fields::parse(bytes)?;
    if fields.number("version")? != Some(VERSION) {
        return Err(InvalidToken::new(
            "version",
            "not one that this library reads",
        ));
    }
    fields.list("records")
}

impl Entry {
    fn read(record: Value) -> Result<Self, InvalidToken> {
        let Value::Object(map) = record else {
            return Err(InvalidToken::new("the whole", "not an object"));
        };
        let mut fields = Fields::new(map);
        let required =
            |field: Option<Secret>, name| field.ok_or(InvalidToken::new(name, "missing"));
        let flow = required(fields.text("flow")?, "flow")?;
        let flow: Flow = flow
            .expose()
            .parse()
            .map_err(|_| InvalidToken::new("flow", "not known"))?;
        let client = required(fields.text("client")?, "client")?;
        let mut key = CredentialKey::new(flow, client.expose());
        key.account = fields.text("account")?.map(|name| name.expose().into());
        let mut entry = Self::new(&key);
        entry.used = fields.number("used")?.unwrap_or_default();
        let At(generation) = fields.at("generation")?.unwrap_or(At(None));
        let token = fields.fields("token")?;
        entry.record = match (token, generation) {
            (Some(token), Some(generation)) => {
                let token = TokenFormat::new().read_own(token);
                let token = token.map_err(|error| error.within("token"))?;
                Some(Record::new(token, generation))
            }
            (None, None) => None,
            _ => return Err(InvalidToken::new("generation", "not there with the token")),
        };
        entry.note = fields.fields("note")?.map(note).transpose()?;
        entry.lease = fields.fields("lease")?.map(lease).transpose()?;
        entry.interrupted = fields.at("interrupted")?;
        let sum = required(fields.text("sum")?, "sum")?;
        if sum.expose() != digest(&entry) {
            return Err(InvalidToken::new("sum", "not that of what is written"));
        }
        Ok(entry)
    }

    fn write(&self) -> Value {
        let mut map = Map::new();
        let mut put = |name: &str, value: Option<Value>| {
            if let Some(value) = value {
                map.insert(name.to_owned(), value);
            }
        };
        put("flow", Some(self.key.flow.as_str().into()));
        put("client", Some((*self.key.client).into()));
        put("account", self.key.account.as_deref().map(Into::into));
        put("used", Some(self.used.into()));
        if let Some(record) = &self.record {
            put("generation", Some(At(Some(record.generation)).write()));
            put("token", Some(Value::Object(object(&record.token))));
        }
        put("note", self.note.as_ref().map(write_note));
        put("lease", self.lease.as_ref().map(Held::write));
        put("interrupted", self.interrupted.map(At::write));
        put("sum", Some(digest(self).into()));
        Value::Object(map)
    }
}

impl Fields {
    fn at(&mut self, name: &'static str) -> Result<Option<At>, InvalidToken> {
        let Some(mut fields) = self.fields(name)? else {
            return Ok(None);
        };
        let inner = |error: InvalidToken| error.within(name);
        let count = fields.number("count").map_err(inner)?;
        let id = fields.number("id").map_err(inner)?;
        let generation = count.zip(id).map(|(count, id)| Generation { count, id });
        Ok(Some(At(generation)))
    }
}

impl At {
    fn write(self) -> Value {
        let mut map = Map::new();
        if let Some(generation) = self.0 {
            map.insert("count".to_owned(), generation.count.into());
            map.insert("id".to_owned(), generation.id.into());
        }
        Value::Object(map)
    }
}

fn note(mut fields: Fields) -> Result<AppNote, InvalidToken> {
    let inner = |error: InvalidToken| error.within("note");
    let mut note = AppNote::new();
    note.client_secret = fields.text("client_secret").map_err(inner)?;
    let uri = fields.text("redirect_uri").map_err(inner)?;
    note.redirect_uri = uri.map(|uri| uri.expose().into());
    note.scopes = fields.scopes().map_err(inner)?;
    Ok(note)
}

fn write_note(note: &AppNote) -> Value {
    let texts = [
        (
            "client_secret",
            note.client_secret
                .as_ref()
                .map(|secret| secret.expose().to_owned()),
        ),
        (
            "redirect_uri",
            note.redirect_uri.as_deref().map(str::to_owned),
        ),
        (SCOPE, note.scopes.as_ref().map(ToString::to_string)),
    ];
    let there = texts
        .into_iter()
        .filter_map(|(name, text)| Some((name.to_owned(), text?.into())));
    Value::Object(there.collect())
}

fn lease(mut fields: Fields) -> Result<Held, InvalidToken> {
    let inner = |error: InvalidToken| error.within("lease");
    let mut number = |name| {
        let number = fields.number(name).map_err(inner)?;
        number.ok_or(InvalidToken::new(name, "missing").within("lease"))
    };
    let (id, from, end) = (number("id")?, number("from")?, number("end")?);
    let moment = |millis: u64| Timestamp::from_millis(millis.try_into().unwrap_or(i64::MAX));
    Ok(Held {
        id,
        from: moment(from),
        end: moment(end),
        at: fields.at("at").map_err(inner)?.unwrap_or(At(None)),
    })
}

impl Held {
    fn write(&self) -> Value {
        let mut map = Map::new();
        let millis = |moment: Timestamp| moment.as_millis().max(0);
        map.insert("id".to_owned(), self.id.into());
        map.insert("from".to_owned(), millis(self.from).into());
        map.insert("end".to_owned(), millis(self.end).into());
        map.insert("at".to_owned(), self.at.write());
        Value::Object(map)
    }
}
