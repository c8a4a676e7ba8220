//! The requests as the page shows them: without tokens and bodies.

use std::collections::VecDeque;

use serde_json::{Value, json};

use crate::mock::{
    asked::shown_target,
    record::{Recorded, Service},
};

/// So many requests are kept; older ones are forgotten.
const KEPT: usize = 500;

/// Longest text that is kept of a request, in characters.
const LONGEST: usize = 300;

/// The newest requests, each with its number.
#[derive(Debug, Default)]
pub(crate) struct Journal {
    entries: VecDeque<Entry>,
    /// How many there ever were: the number of the newest.
    count: u64,
}

#[derive(Debug)]
struct Entry {
    number: u64,
    service: Service,
    tls: bool,
    method: String,
    target: String,
    /// None if there was no answer in HTTP.
    status: Option<u16>,
    faulty: bool,
    note: String,
}

impl Journal {
    pub(crate) fn note(&mut self, request: &Recorded, status: Option<u16>, faulty: bool) {
        self.count += 1;
        self.entries.push_back(Entry {
            number: self.count,
            service: request.service,
            tls: request.tls,
            method: short(&request.method),
            target: short(&shown_target(request)),
            status,
            faulty,
            note: by_what(request),
        });
        if self.entries.len() > KEPT {
            self.entries.pop_front();
        }
    }

    pub(crate) fn clear(&mut self) {
        self.entries.clear();
    }

    /// The number of the newest request.
    pub(super) fn newest(&self) -> u64 {
        self.count
    }

    /// The number of the oldest request that is kept; one more than the newest if none is.
    pub(super) fn oldest(&self) -> u64 {
        let oldest = self.entries.front();
        oldest.map_or(self.count + 1, |entry| entry.number)
    }

    /// The requests after that number.
    pub(super) fn after(&self, number: u64) -> Vec<Value> {
        self.entries
            .iter()
            .filter(|entry| entry.number > number)
            .map(Entry::json)
            .collect()
    }
}

impl Entry {
    fn json(&self) -> Value {
        json!({
            "number": self.number,
            "service": match self.service {
                Service::Api => "api",
                Service::Accounts => "accounts",
                Service::Stranger => "stranger",
                Service::Dashboard => "dashboard",
            },
            "tls": self.tls,
            "method": self.method,
            "target": self.target,
            "status": self.status,
            "faulty": self.faulty,
            "note": self.note,
        })
    }
}

/// What a request is authorized with: the end of its token, or the kind of grant.
fn by_what(request: &Recorded) -> String {
    if request.service == Service::Accounts {
        return short(&request.form("grant_type").unwrap_or_default());
    }
    match request.header("authorization") {
        Some(header) => format!("token {}", end_of(header)),
        None => "no token".to_owned(),
    }
}

fn short(text: &str) -> String {
    let mut short: String = text.chars().take(LONGEST).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    short
}

/// The last four characters of a token that has many more.
fn end_of(header: &str) -> String {
    let token: Vec<char> = header.chars().rev().take(40).collect();
    match token.len() {
        40 => {
            let end: String = token.iter().take(4).rev().collect();
            format!("…{end}")
        }
        _ => "…".to_owned(),
    }
}
