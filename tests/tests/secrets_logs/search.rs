//! Looks for any piece of a secret, in any of the usual forms.

use std::{
    collections::{BTreeSet, HashSet},
    fmt::Write as _,
};

use base64::{
    Engine as _,
    prelude::{BASE64_STANDARD_NO_PAD, BASE64_URL_SAFE_NO_PAD},
};

/// So many characters in a row of any form of a secret are a leak.
const PIECE: usize = 12;

/// What must not be said.
#[derive(Default)]
pub(crate) struct Secrets(BTreeSet<String>);

impl Secrets {
    /// Adds a secret; texts too short to be one are not counted.
    pub(crate) fn add(&mut self, secret: &str) {
        if secret.len() >= PIECE {
            self.0.insert(secret.to_owned());
        }
    }

    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    /// Finds the places where a piece of a secret stands: what is before it, never the piece.
    pub(crate) fn found_in(&self, text: &str) -> Vec<String> {
        let mut pieces: HashSet<&[u8]> = HashSet::new();
        let forms: Vec<String> = self.0.iter().flat_map(|secret| forms(secret)).collect();
        for form in &forms {
            pieces.extend(form.as_bytes().windows(PIECE));
        }
        // Most places are ruled out by their first two bytes.
        let mut starts = vec![false; 1 << 16];
        let start = |piece: &[u8]| usize::from(piece[0]) << 8 | usize::from(piece[1]);
        for piece in &pieces {
            starts[start(piece)] = true;
        }
        let bytes = text.as_bytes();
        let mut found = Vec::new();
        let mut at = 0;
        while let Some(window) = bytes.get(at..at + PIECE) {
            if starts[start(window)] && pieces.contains(window) {
                let before = bytes.get(at.saturating_sub(160)..at).unwrap_or_default();
                found.push(String::from_utf8_lossy(before).into_owned());
                // The rest of the same leak is no other one.
                at += 200;
            }
            at += 1;
        }
        found
    }
}

/// A secret as it is, percent-encoded, in base64 and base64url wherever it may begin within a
/// larger text, in hex, and as the list of its bytes.
pub(crate) fn forms(secret: &str) -> Vec<String> {
    let bytes = secret.as_bytes();
    let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    let percent = bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "%{byte:02X}");
        text
    });
    let list = format!("{bytes:?}");
    let list = list.trim_matches(['[', ']']).to_owned();
    let mut forms = vec![secret.to_owned(), hex.to_uppercase(), hex, percent, list];
    for shift in 0..3 {
        let shifted = [&[0; 2][..shift.min(2)], bytes].concat();
        for engine in [BASE64_STANDARD_NO_PAD, BASE64_URL_SAFE_NO_PAD] {
            let text = engine.encode(&shifted);
            // The first and the last characters depend on what stands around it.
            let first = (shift * 8).div_ceil(6);
            let last = text.len() - 1;
            forms.extend(text.get(first..last).map(str::to_owned));
        }
    }
    forms
}
