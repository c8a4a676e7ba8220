//! What the user has saved or follows, of what was asked about.

use std::{slice, vec};

use serde::{Serialize, Serializer};

/// Which of the things asked about the user has saved or follows, in the order of the question.
///
/// ```
/// # use spotify_core::{blocking::Client, testing::Replay};
/// # use spotify_endpoints::{CheckLibrary, LibraryUri, TrackId};
/// # const ONE: TrackId = TrackId::from_static("11dFghVXANMlKmJXsNCbNl");
/// # const TWO: TrackId = TrackId::from_static("6rqhFgbbKwnb9MLmUQDhG6");
/// # let wire = Replay::new().on("GET /v1/me/library/contains", "[true, false]");
/// # let client = Client::builder(wire).token("an access token").build()?;
/// let saved = client.send(CheckLibrary::new([ONE, TWO]))?;
/// assert_eq!(saved.get(&ONE.into()), Some(true));
/// let missing: Vec<_> = saved.iter().filter(|(_, saved)| !saved).collect();
/// assert_eq!(missing, [(&LibraryUri::from(TWO), false)]);
/// # Ok::<(), spotify_core::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checked<T>(Vec<(T, bool)>);

impl<T> Checked<T> {
    pub(crate) fn new(pairs: Vec<(T, bool)>) -> Self {
        Self(pairs)
    }

    /// What was asked about, and whether the user has it.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (&T, bool)> {
        self.0.iter().map(|(thing, has)| (thing, *has))
    }

    /// Whether the user has one of the things; `None` if it was not asked about.
    #[must_use]
    pub fn get(&self, thing: &T) -> Option<bool>
    where
        T: PartialEq,
    {
        self.iter()
            .find_map(|(asked, has)| (asked == thing).then_some(has))
    }

    /// Whether the user has all of them.
    #[must_use]
    pub fn all(&self) -> bool {
        self.iter().all(|(_, has)| has)
    }

    /// The pairs.
    #[must_use]
    pub fn as_slice(&self) -> &[(T, bool)] {
        &self.0
    }
}

impl<T> IntoIterator for Checked<T> {
    type Item = (T, bool);
    type IntoIter = vec::IntoIter<(T, bool)>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl<'a, T> IntoIterator for &'a Checked<T> {
    type Item = &'a (T, bool);
    type IntoIter = slice::Iter<'a, (T, bool)>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.iter()
    }
}

/// As it came: a list of `true` and `false`.
impl<T> Serialize for Checked<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.iter().map(|(_, has)| has))
    }
}
