//! A set of scopes: its algebra, and how it is written and read.

use std::{
    collections::{BTreeSet, btree_set},
    fmt,
    ops::{BitAnd, BitAndAssign, BitOr, BitOrAssign, Sub, SubAssign},
    str::FromStr,
};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use crate::Scope;

/// A set of scopes.
///
/// As text and in serde it is the scopes in Spotify's order with spaces between them, those that
/// this version does not know behind the others by their letters. Text is read with spaces,
/// commas or both; serde reads a list as well.
///
/// ```
/// use spotify_core::{Scope, ScopeCategory, Scopes};
///
/// let wanted = ScopeCategory::Library | Scope::UserTopRead;
/// let granted = Scopes::from("user-library-read, user-top-read");
/// assert_eq!(wanted.clone() - granted.clone(), Scope::UserLibraryModify.into());
/// assert_eq!((wanted & granted).to_string(), "user-top-read user-library-read");
/// ```
#[derive(Clone, PartialEq, Eq, Hash, Default)]
pub struct Scopes(BTreeSet<Scope>);

impl Scopes {
    /// The empty set.
    #[must_use]
    pub const fn new() -> Self {
        Self(BTreeSet::new())
    }

    /// Every scope that this version knows.
    #[must_use]
    pub fn all() -> Self {
        Scope::ALL.iter().cloned().collect()
    }

    /// Whether the scope is in the set.
    #[must_use]
    pub fn contains(&self, scope: &Scope) -> bool {
        self.0.contains(scope)
    }

    /// Whether every scope of `other` is in the set.
    #[must_use]
    pub fn covers(&self, other: &Self) -> bool {
        self.0.is_superset(&other.0)
    }

    /// What is in this set, in the other or in both: `a | b`.
    #[must_use]
    pub fn union(&self, other: &Self) -> Self {
        Self(self.0.union(&other.0).cloned().collect())
    }

    /// What is in both sets: `a & b`.
    #[must_use]
    pub fn intersection(&self, other: &Self) -> Self {
        Self(self.0.intersection(&other.0).cloned().collect())
    }

    /// What is in this set and not in the other: `a - b`.
    #[must_use]
    pub fn difference(&self, other: &Self) -> Self {
        Self(self.0.difference(&other.0).cloned().collect())
    }

    /// Whether the set is empty.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How many scopes there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// The scopes, in Spotify's order.
    pub fn iter(&self) -> impl Iterator<Item = &Scope> {
        self.0.iter()
    }

    /// Adds a scope; whether it is new.
    pub fn insert(&mut self, scope: Scope) -> bool {
        self.0.insert(scope)
    }

    /// Takes a scope out; whether it was there.
    pub fn remove(&mut self, scope: &Scope) -> bool {
        self.0.remove(scope)
    }
}

impl<S: Into<Scopes>> FromIterator<S> for Scopes {
    fn from_iter<I: IntoIterator<Item = S>>(scopes: I) -> Self {
        let mut all = Self::new();
        all.extend(scopes);
        all
    }
}

impl<S: Into<Scopes>> Extend<S> for Scopes {
    fn extend<I: IntoIterator<Item = S>>(&mut self, scopes: I) {
        for scopes in scopes {
            self.0.extend(scopes.into().0);
        }
    }
}

impl<S: Into<Scopes>, const N: usize> From<[S; N]> for Scopes {
    fn from(scopes: [S; N]) -> Self {
        scopes.into_iter().collect()
    }
}

impl<S: Into<Scopes>> From<Vec<S>> for Scopes {
    fn from(scopes: Vec<S>) -> Self {
        scopes.into_iter().collect()
    }
}

impl From<Scope> for Scopes {
    fn from(scope: Scope) -> Self {
        Self(BTreeSet::from([scope]))
    }
}

impl From<&Scope> for Scopes {
    fn from(scope: &Scope) -> Self {
        scope.clone().into()
    }
}

impl From<&str> for Scopes {
    fn from(text: &str) -> Self {
        let words = text.split(|c: char| c == ',' || c.is_whitespace());
        Self(
            words
                .filter(|word| !word.is_empty())
                .map(Scope::from)
                .collect(),
        )
    }
}

impl From<String> for Scopes {
    fn from(text: String) -> Self {
        text.as_str().into()
    }
}

impl From<&String> for Scopes {
    fn from(text: &String) -> Self {
        text.as_str().into()
    }
}

impl FromStr for Scopes {
    type Err = std::convert::Infallible;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Ok(text.into())
    }
}

impl IntoIterator for Scopes {
    type Item = Scope;
    type IntoIter = btree_set::IntoIter<Scope>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl<'a> IntoIterator for &'a Scopes {
    type Item = &'a Scope;
    type IntoIter = btree_set::Iter<'a, Scope>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.iter()
    }
}

impl<S: Into<Scopes>> BitOrAssign<S> for Scopes {
    fn bitor_assign(&mut self, other: S) {
        self.0.extend(other.into().0);
    }
}

impl<S: Into<Scopes>> BitAndAssign<S> for Scopes {
    fn bitand_assign(&mut self, other: S) {
        let other = other.into();
        self.0.retain(|scope| other.contains(scope));
    }
}

impl<S: Into<Scopes>> SubAssign<S> for Scopes {
    fn sub_assign(&mut self, other: S) {
        let other = other.into();
        self.0.retain(|scope| !other.contains(scope));
    }
}

/// The operators, for whatever is a set of scopes.
macro_rules! operators {
    ($($left:ty)*) => {$(
        impl<S: Into<Scopes>> BitOr<S> for $left {
            type Output = Scopes;

            fn bitor(self, other: S) -> Scopes {
                let mut scopes = Scopes::from(self);
                scopes |= other;
                scopes
            }
        }

        impl<S: Into<Scopes>> BitAnd<S> for $left {
            type Output = Scopes;

            fn bitand(self, other: S) -> Scopes {
                let mut scopes = Scopes::from(self);
                scopes &= other;
                scopes
            }
        }

        impl<S: Into<Scopes>> Sub<S> for $left {
            type Output = Scopes;

            fn sub(self, other: S) -> Scopes {
                let mut scopes = Scopes::from(self);
                scopes -= other;
                scopes
            }
        }
    )*};
}

operators!(Scopes Scope super::ScopeCategory);

impl fmt::Display for Scopes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, scope) in self.0.iter().enumerate() {
            if i > 0 {
                f.write_str(" ")?;
            }
            f.write_str(scope.as_str())?;
        }
        Ok(())
    }
}

impl fmt::Debug for Scopes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Scopes({self})")
    }
}

impl Serialize for Scopes {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Scopes {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor;
        impl<'de> de::Visitor<'de> for Visitor {
            type Value = Scopes;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("scopes as a text with spaces or commas, or as a list")
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<Scopes, E> {
                Ok(text.into())
            }

            fn visit_seq<A: de::SeqAccess<'de>>(self, mut list: A) -> Result<Scopes, A::Error> {
                let mut scopes = Scopes::new();
                while let Some(scope) = list.next_element::<String>()? {
                    scopes |= scope;
                }
                Ok(scopes)
            }
        }
        deserializer.deserialize_any(Visitor)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ScopeCategory;

    #[test]
    fn c1_c7_text_with_spaces_or_commas_and_unknown_scopes() {
        let scopes = Scopes::from(" streaming, user-top-read\t user-soa-link ,\n");
        assert_eq!(scopes.to_string(), "streaming user-top-read user-soa-link");
        assert!(scopes.contains(&Scope::Other("user-soa-link".into())));
        assert_eq!(Scopes::all().len(), 19);
        assert_eq!(
            Scope::Streaming | Scope::UserTopRead,
            Scopes::from("user-top-read streaming")
        );
    }

    #[test]
    fn c7_lists_of_scopes_and_of_texts() {
        let two = Scopes::from("streaming user-top-read");
        assert_eq!(Scopes::from(["user-top-read", "streaming"]), two);
        assert_eq!(Scopes::from(["user-top-read, streaming"]), two);
        assert_eq!(Scopes::from([Scope::UserTopRead, Scope::Streaming]), two);
        assert_eq!(
            Scopes::from(vec!["streaming".to_owned(), "user-top-read".to_owned()]),
            two
        );
        assert_eq!(two.iter().collect::<Scopes>(), two);
        for json in [
            r#""user-top-read,streaming""#,
            r#"["streaming", "user-top-read"]"#,
        ] {
            assert_eq!(serde_json::from_str::<Scopes>(json).unwrap(), two);
        }
        assert!(serde_json::from_str::<Scopes>("[1]").is_err());
        assert!(serde_json::from_str::<Scopes>("7").is_err());
        assert_eq!(
            serde_json::to_string(&two).unwrap(),
            r#""streaming user-top-read""#
        );
    }

    #[test]
    fn c8_text_is_always_in_the_same_order() {
        let text = "ugc-image-upload streaming user-top-read aaa zzz";
        let mut words: Vec<&str> = text.split(' ').collect();
        for _ in 0..words.len() {
            words.rotate_left(1);
            assert_eq!(Scopes::from(words.clone()).to_string(), text);
        }
    }

    #[test]
    fn c9_set_algebra() {
        let (a, b) = (Scopes::from("streaming x y"), Scopes::from("y z"));
        assert_eq!(a.union(&b), Scopes::from("streaming x y z"));
        assert_eq!(a.intersection(&b), Scopes::from("y"));
        assert_eq!(a.difference(&b), Scopes::from("streaming x"));
        assert_eq!(a.clone() | b.clone(), a.union(&b));
        assert_eq!(a.clone() & b.clone(), a.intersection(&b));
        assert_eq!(a.clone() - b, a.difference(&Scopes::from("y z")));
        assert_eq!(
            (a - Scope::Streaming - "x") | ScopeCategory::Images,
            Scopes::from("y ugc-image-upload")
        );
        assert_eq!(
            ScopeCategory::Playback & Scope::Streaming,
            Scope::Streaming.into()
        );
        let mut scopes = ScopeCategory::Library - "user-library-read";
        assert!(scopes.insert(Scope::Streaming) && !scopes.insert(Scope::Streaming));
        assert!(scopes.remove(&Scope::UserLibraryModify));
        assert_eq!(scopes.to_string(), "streaming");
    }
}
