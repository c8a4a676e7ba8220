//! The tables, and tokens as rows.

use std::{path::Path, time::Duration};

use rusqlite::{Connection, OpenFlags, OptionalExtension as _, Row, named_params, params};
use serde_json::{Map, Value};
use sha2::{Digest as _, Sha256};
use spotify_core::{
    AppNote, CredentialKey, Flow, Generation, Record, RefreshToken, Secret, Timestamp, Token,
};
use zeroize::Zeroizing;

use super::Failure;

type Result<T> = std::result::Result<T, Failure>;

/// The version of the tables below, as SQLite's `user_version` has it.
const VERSION: i32 = 1;

const TABLES: &str = "
CREATE TABLE credentials (
    id INTEGER PRIMARY KEY,
    client_name TEXT NOT NULL DEFAULT 'spotify',
    auth_flow TEXT NOT NULL,
    client_id TEXT NOT NULL,
    user_identifier TEXT,
    writings INTEGER NOT NULL DEFAULT 0,
    used INTEGER NOT NULL DEFAULT 0,
    lease_id INTEGER,
    lease_begin INTEGER,
    lease_end INTEGER,
    lease_writings INTEGER,
    interrupted INTEGER
) STRICT;
CREATE UNIQUE INDEX key ON credentials
    (client_name, auth_flow, client_id, user_identifier IS NULL, coalesce(user_identifier, ''));
CREATE TABLE tokens (
    credential INTEGER PRIMARY KEY REFERENCES credentials (id),
    added_at INTEGER NOT NULL,
    generation_count INTEGER NOT NULL,
    generation_id INTEGER NOT NULL,
    token_type TEXT NOT NULL DEFAULT 'Bearer',
    access_token TEXT NOT NULL,
    refresh_token TEXT,
    expires_at INTEGER,
    lifetime INTEGER,
    scopes TEXT,
    authorized_at INTEGER,
    extras TEXT,
    digest BLOB NOT NULL,
    noted INTEGER NOT NULL DEFAULT 0,
    client_secret TEXT,
    redirect_uri TEXT,
    app_scopes TEXT
) STRICT;
";

/// What is known of a key: its row in `credentials`.
pub(super) struct Slot {
    id: i64,
    pub(super) writings: i64,
    pub(super) lease: Option<Held>,
    /// At which writing a lease ended by itself.
    pub(super) interrupted: Option<i64>,
}

/// A lease that was given out.
pub(super) struct Held {
    pub(super) id: u64,
    pub(super) begin: i64,
    pub(super) end: i64,
    /// The writing at which it was given.
    pub(super) writings: i64,
}

impl Held {
    /// Whether it lasts. A clock that was put back before its beginning ends it as well, so that
    /// no clock keeps it for ever.
    pub(super) fn lasts(&self, now: i64) -> bool {
        (self.begin..self.end).contains(&now)
    }
}

pub(super) fn open(path: &Path) -> rusqlite::Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE
        | OpenFlags::SQLITE_OPEN_NO_MUTEX
        | OpenFlags::SQLITE_OPEN_NOFOLLOW;
    Connection::open_with_flags(path, flags)
}

/// Makes the tables in a database that is empty, and looks at those of another.
pub(super) fn create(connection: &Connection) -> Result<()> {
    // The folder is synced as well, so that a journal that is gone stays gone.
    connection.pragma_update(None, "synchronous", "EXTRA")?;
    connection.pragma_update(None, "secure_delete", "ON")?;
    connection.pragma_update(None, "trusted_schema", "OFF")?;
    connection.pragma_update(None, "foreign_keys", "ON")?;
    let version = || {
        let version = connection.pragma_query_value(None, "user_version", |row| row.get(0));
        version.map(|version: i32| version == VERSION)
    };
    if version()? {
        return Ok(());
    }
    connection.execute_batch("BEGIN IMMEDIATE")?;
    let count = "SELECT count(*) FROM sqlite_schema";
    let tables: i64 = connection.query_row(count, [], |row| row.get(0))?;
    if tables == 0 {
        connection.execute_batch(&format!(
            "{TABLES} PRAGMA user_version = {VERSION}; COMMIT;"
        ))?;
        return Ok(());
    }
    connection.execute_batch("ROLLBACK")?;
    // Another process may have made them meanwhile; else they are none of ours.
    if version()? {
        return Ok(());
    }
    Err(Failure::Foreign)
}

/// Finds the row of a key.
pub(super) fn slot(connection: &Connection, key: &CredentialKey) -> Result<Option<Slot>> {
    let mut statement = connection.prepare(
        "SELECT id, writings, lease_id, lease_begin, lease_end, lease_writings, interrupted
         FROM credentials WHERE client_name = 'spotify' AND auth_flow = ?1 AND client_id = ?2
         AND user_identifier IS ?3",
    )?;
    let key = params![key.flow.as_str(), &*key.client, key.account.as_deref()];
    let found = statement.query_row(key, |row| {
        let lease: Option<i64> = row.get("lease_id")?;
        let lease = match lease {
            Some(id) => Some(Held {
                id: id.cast_unsigned(),
                begin: row.get("lease_begin")?,
                end: row.get("lease_end")?,
                writings: row.get("lease_writings")?,
            }),
            None => None,
        };
        Ok(Slot {
            id: row.get("id")?,
            writings: row.get("writings")?,
            lease,
            interrupted: row.get("interrupted")?,
        })
    });
    Ok(found.optional()?)
}

/// Makes the row of a key.
pub(super) fn new_slot(connection: &Connection, key: &CredentialKey) -> Result<Slot> {
    connection.execute(
        "INSERT INTO credentials (auth_flow, client_id, user_identifier) VALUES (?1, ?2, ?3)",
        params![key.flow.as_str(), &*key.client, key.account.as_deref()],
    )?;
    Ok(Slot {
        id: connection.last_insert_rowid(),
        writings: 0,
        lease: None,
        interrupted: None,
    })
}

/// Writes the row of a key.
pub(super) fn update(connection: &Connection, slot: &Slot) -> Result<()> {
    let lease = slot.lease.as_ref();
    connection.execute(
        "UPDATE credentials SET writings = ?2, lease_id = ?3, lease_begin = ?4, lease_end = ?5,
         lease_writings = ?6, interrupted = ?7 WHERE id = ?1",
        params![
            slot.id,
            slot.writings,
            lease.map(|lease| lease.id.cast_signed()),
            lease.map(|lease| lease.begin),
            lease.map(|lease| lease.end),
            lease.map(|lease| lease.writings),
            slot.interrupted,
        ],
    )?;
    Ok(())
}

/// Notes that a key was used last of all.
pub(super) fn touch(connection: &Connection, slot: &Slot) -> Result<()> {
    connection.execute(
        "UPDATE credentials SET used = 1 + (SELECT max(used) FROM credentials) WHERE id = ?1",
        [slot.id],
    )?;
    Ok(())
}

/// The keys with a token, the one used last first.
pub(super) fn keys(connection: &Connection) -> Result<Vec<CredentialKey>> {
    let mut statement = connection.prepare(
        "SELECT auth_flow, client_id, user_identifier FROM credentials
         JOIN tokens ON credential = id WHERE client_name = 'spotify' ORDER BY used DESC",
    )?;
    let mut rows = statement.query([])?;
    let mut keys = Vec::new();
    while let Some(row) = rows.next()? {
        let (flow, client): (String, String) = (row.get(0)?, row.get(1)?);
        let account: Option<String> = row.get(2)?;
        // A way in of a later version of this library is none of ours.
        let Some(flow) = Flow::ALL.iter().find(|known| known.as_str() == flow) else {
            continue;
        };
        let key = CredentialKey::new(*flow, &client);
        keys.push(match account {
            Some(account) => key.account(&account),
            None => key,
        });
    }
    Ok(keys)
}

/// Reads the token of a key.
pub(super) fn record(connection: &Connection, slot: &Slot) -> Result<Option<Record>> {
    let mut statement = connection.prepare("SELECT * FROM tokens WHERE credential = ?1")?;
    let mut rows = statement.query([slot.id])?;
    rows.next()?.map(read).transpose()
}

fn read(row: &Row<'_>) -> Result<Record> {
    let moment = |name| row.get::<_, Option<i64>>(name);
    let mut token = Token::new(row.get::<_, String>("access_token")?);
    if let Some(refresh) = row.get::<_, Option<String>>("refresh_token")? {
        token = token.refresh(refresh);
    }
    token.expires_at = moment("expires_at")?.map(Timestamp::from_millis);
    token.lifetime = match moment("lifetime")?.map(u64::try_from) {
        Some(Ok(millis)) => Some(Duration::from_millis(millis)),
        Some(Err(_)) => return Err(Failure::Value("lifetime")),
        None => None,
    };
    let scopes: Option<String> = row.get("scopes")?;
    token.scopes = scopes.map(|text| text.as_str().into());
    token.authorized_at = moment("authorized_at")?.map(Timestamp::from_millis);
    if let Some(text) = row.get::<_, Option<String>>("extras")? {
        let extras = extras(&Zeroizing::new(text)).ok_or(Failure::Value("extras"))?;
        token.extra.extend(extras);
    }
    let (count, id): (i64, i64) = (row.get("generation_count")?, row.get("generation_id")?);
    let generation = Generation {
        count: count.cast_unsigned(),
        id: id.cast_unsigned(),
    };
    let kept: Vec<u8> = row.get("digest")?;
    if kept != digest(&token, generation) {
        return Err(Failure::Value("digest"));
    }
    Ok(Record::new(token, generation))
}

/// Reads what else came with a token: a JSON object.
fn extras(text: &str) -> Option<impl Iterator<Item = (Box<str>, Secret)> + use<>> {
    let values: Map<String, Value> = serde_json::from_str(text).ok()?;
    let value = |(name, value): (String, Value)| (name.into(), Secret::new(value.to_string()));
    Some(values.into_iter().map(value))
}

fn extras_text(token: &Token) -> Secret {
    let value = |text: &Secret| {
        let text = text.expose();
        serde_json::from_str(text).unwrap_or_else(|_| Value::from(text))
    };
    let extras = token.extra.iter();
    let values: Map<_, _> = extras
        .map(|(name, text)| (name.to_string(), value(text)))
        .collect();
    Secret::new(Value::Object(values).to_string())
}

/// What a row came to when it was written: SQLite does not notice a bit that has turned over.
fn digest(token: &Token, generation: Generation) -> Vec<u8> {
    let scopes = token.scopes.as_ref().map(ToString::to_string);
    let extras = (!token.extra.is_empty()).then(|| extras_text(token));
    let texts = [
        Some(token.access.expose()),
        token.refresh.as_ref().map(RefreshToken::expose),
        scopes.as_deref(),
        extras.as_ref().map(Secret::expose),
    ];
    let lifetime = token.lifetime.map(|time| time.as_millis());
    let numbers = [
        Some(i128::from(generation.count)),
        Some(i128::from(generation.id)),
        token.expires_at.map(|end| i128::from(end.as_millis())),
        lifetime.and_then(|millis| i128::try_from(millis).ok()),
        token
            .authorized_at
            .map(|moment| i128::from(moment.as_millis())),
    ];
    let mut hash = Sha256::new();
    for text in texts {
        hash.update([u8::from(text.is_some())]);
        let text = text.unwrap_or_default();
        hash.update((text.len() as u64).to_be_bytes());
        hash.update(text);
    }
    for number in numbers {
        hash.update([u8::from(number.is_some())]);
        hash.update(number.unwrap_or_default().to_be_bytes());
    }
    hash.finalize().to_vec()
}

/// Writes the token of a key; what is noted beside it stays.
pub(super) fn put(
    connection: &Connection,
    slot: &Slot,
    token: &Token,
    generation: Generation,
    now: Timestamp,
) -> Result<()> {
    let lifetime = token.lifetime.map(|time| time.as_millis());
    let extras = (!token.extra.is_empty()).then(|| extras_text(token));
    connection.execute(
        "INSERT INTO tokens (credential, added_at, generation_count, generation_id, access_token,
            refresh_token, expires_at, lifetime, scopes, authorized_at, extras, digest)
         VALUES (:credential, :added, :count, :id, :access, :refresh, :expires, :lifetime, :scopes,
            :authorized, :extras, :digest)
         ON CONFLICT (credential) DO UPDATE SET added_at = :added, generation_count = :count,
            generation_id = :id, access_token = :access, refresh_token = :refresh,
            expires_at = :expires, lifetime = :lifetime, scopes = :scopes,
            authorized_at = :authorized, extras = :extras, digest = :digest",
        named_params! {
            ":credential": slot.id,
            ":added": now.as_millis(),
            ":count": generation.count.cast_signed(),
            ":id": generation.id.cast_signed(),
            ":access": token.access.expose(),
            ":refresh": token.refresh.as_ref().map(|refresh| refresh.expose()),
            ":expires": token.expires_at.map(Timestamp::as_millis),
            ":lifetime": lifetime.map(|millis| i64::try_from(millis).unwrap_or(i64::MAX)),
            ":scopes": token.scopes.as_ref().map(ToString::to_string),
            ":authorized": token.authorized_at.map(Timestamp::as_millis),
            ":extras": extras.as_ref().map(Secret::expose),
            ":digest": digest(token, generation),
        },
    )?;
    Ok(())
}

/// Removes the token of a key and what is noted beside it.
pub(super) fn take(connection: &Connection, slot: &Slot) -> Result<()> {
    connection.execute("DELETE FROM tokens WHERE credential = ?1", [slot.id])?;
    Ok(())
}

/// Notes settings beside the token of a key, if there is one.
pub(super) fn note(connection: &Connection, slot: &Slot, note: &AppNote) -> Result<()> {
    connection.execute(
        "UPDATE tokens SET noted = 1, client_secret = ?2, redirect_uri = ?3, app_scopes = ?4
         WHERE credential = ?1",
        params![
            slot.id,
            note.client_secret.as_ref().map(Secret::expose),
            note.redirect_uri.as_deref(),
            note.scopes.as_ref().map(ToString::to_string),
        ],
    )?;
    Ok(())
}

/// Reads the settings beside the token of a key.
pub(super) fn noted(connection: &Connection, slot: &Slot) -> Result<Option<AppNote>> {
    let mut statement = connection.prepare(
        "SELECT client_secret, redirect_uri, app_scopes FROM tokens
         WHERE credential = ?1 AND noted = 1",
    )?;
    let found = statement.query_row([slot.id], |row| {
        let (secret, uri): (Option<String>, Option<String>) = (row.get(0)?, row.get(1)?);
        let scopes: Option<String> = row.get(2)?;
        let mut note = AppNote::new();
        note.client_secret = secret.map(Secret::new);
        note.redirect_uri = uri.map(Into::into);
        note.scopes = scopes.map(|text| text.as_str().into());
        Ok(note)
    });
    Ok(found.optional()?)
}
