//! Short, printable pieces of what a server said.

use std::fmt;

/// At most 512 bytes of foreign text, with control and bidirectional characters escaped.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Excerpt(Box<str>);

impl Excerpt {
    /// The most bytes an excerpt has, the ellipsis included.
    pub const MAX: usize = 512;

    /// Cuts and escapes a text.
    #[must_use]
    pub fn new(text: &str) -> Self {
        let mut out = String::new();
        for c in text.trim().chars() {
            let shown = if c.is_control() || is_bidi(c) {
                c.escape_default().to_string()
            } else {
                c.to_string()
            };
            if out.len() + shown.len() + '…'.len_utf8() > Self::MAX {
                out.push('…');
                break;
            }
            out.push_str(&shown);
        }
        Self(out.into())
    }

    /// Cuts and escapes bytes that may not be UTF-8.
    #[must_use]
    pub fn of_bytes(bytes: &[u8]) -> Self {
        let (head, _) = bytes
            .split_at_checked(Self::MAX + 4)
            .unwrap_or((bytes, &[]));
        Self::new(&String::from_utf8_lossy(head))
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether nothing was said.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl fmt::Display for Excerpt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for Excerpt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}

/// Characters that turn the order of what follows around, or end a line.
fn is_bidi(c: char) -> bool {
    matches!(c, '\u{061C}' | '\u{2028}' | '\u{2029}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::*;

    proptest::proptest! {
        #[test]
        fn y9_never_long_never_with_controls(bytes in proptest::collection::vec(proptest::prelude::any::<u8>(), 0..2000)) {
            let excerpt = Excerpt::of_bytes(&bytes);
            proptest::prop_assert!(excerpt.as_str().len() <= Excerpt::MAX);
            proptest::prop_assert!(!excerpt.as_str().chars().any(|c| c.is_control() || is_bidi(c)));
        }
    }

    #[test]
    fn long_text_ends_in_an_ellipsis() {
        let excerpt = Excerpt::new(&"ä".repeat(1000));
        assert!(excerpt.as_str().ends_with('…') && excerpt.as_str().len() > 500);
    }
}
