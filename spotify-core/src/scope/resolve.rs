//! Scopes by the name of a category, or by a part of their own names.

use std::borrow::Cow;

use crate::{Scope, ScopeCategory, Scopes};

/// What [`Scopes::resolve`] takes: a text, a scope, a category, a set of scopes, a list of any of
/// these, or `None` for everything.
pub trait ScopePattern {
    /// The scopes that are meant.
    fn scopes(&self) -> Scopes;
}

impl Scopes {
    /// The scopes that are meant by a pattern.
    ///
    /// - The name of a [category](ScopeCategory) means its scopes, and nothing else.
    /// - Any other text means the scopes that have it in them, letter case and all; so `""` means
    ///   all of them, and what is in none of them means none.
    /// - A list means what any of its patterns means, lists in lists as well; the empty list
    ///   means none.
    /// - `None` means all.
    ///
    /// ```
    /// use spotify_core::{ScopeCategory, Scopes};
    ///
    /// assert_eq!(Scopes::resolve("library"), ScopeCategory::Library.into());
    /// // A category, so without `user-read-playback-state`:
    /// assert_eq!(Scopes::resolve("playback").to_string(), "app-remote-control streaming");
    /// assert_eq!(
    ///     Scopes::resolve(["images", "playback-pos"]).to_string(),
    ///     "ugc-image-upload user-read-playback-position"
    /// );
    /// assert_eq!(Scopes::resolve(None::<&str>), Scopes::all());
    /// ```
    #[must_use]
    pub fn resolve(pattern: impl ScopePattern) -> Self {
        pattern.scopes()
    }
}

impl ScopePattern for str {
    fn scopes(&self) -> Scopes {
        match ScopeCategory::named(self) {
            Some(category) => category.into(),
            None => {
                let all = Scope::ALL.iter();
                all.filter(|scope| scope.as_str().contains(self)).collect()
            }
        }
    }
}

impl ScopePattern for String {
    fn scopes(&self) -> Scopes {
        self.as_str().scopes()
    }
}

impl ScopePattern for Cow<'_, str> {
    fn scopes(&self) -> Scopes {
        self.as_ref().scopes()
    }
}

impl ScopePattern for Scope {
    fn scopes(&self) -> Scopes {
        self.into()
    }
}

impl ScopePattern for ScopeCategory {
    fn scopes(&self) -> Scopes {
        (*self).into()
    }
}

impl ScopePattern for Scopes {
    fn scopes(&self) -> Scopes {
        self.clone()
    }
}

impl<P: ScopePattern> ScopePattern for Option<P> {
    fn scopes(&self) -> Scopes {
        self.as_ref().map_or_else(Scopes::all, P::scopes)
    }
}

impl<P: ScopePattern> ScopePattern for [P] {
    fn scopes(&self) -> Scopes {
        self.iter().map(P::scopes).collect()
    }
}

impl<P: ScopePattern, const N: usize> ScopePattern for [P; N] {
    fn scopes(&self) -> Scopes {
        self.as_slice().scopes()
    }
}

impl<P: ScopePattern> ScopePattern for Vec<P> {
    fn scopes(&self) -> Scopes {
        self.as_slice().scopes()
    }
}

impl<P: ScopePattern + ?Sized> ScopePattern for &P {
    fn scopes(&self) -> Scopes {
        (**self).scopes()
    }
}

impl<P: ScopePattern + ?Sized> ScopePattern for Box<P> {
    fn scopes(&self) -> Scopes {
        (**self).scopes()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn c2_all_scopes() {
        assert_eq!(Scopes::resolve(None::<&str>), Scopes::all());
        assert_eq!(Scopes::all().len(), 19);
    }

    #[test]
    fn c4_a_part_of_the_name_in_its_letter_case() {
        let counts = [
            ("read", 11),
            ("modify", 5),
            ("user", 12),
            ("", 19),
            ("READ", 0),
            ("User", 0),
            ("no-such-thing", 0),
            ("user-top-read", 1),
            (" ", 0),
        ];
        for (text, count) in counts {
            assert_eq!(Scopes::resolve(text).len(), count, "{text:?}");
        }
    }

    #[test]
    fn c5_a_category_wins_over_a_part_of_a_name() {
        let playback = Scope::AppRemoteControl | Scope::Streaming;
        assert_eq!(Scopes::resolve("playback"), playback);
        assert_eq!(Scopes::resolve("playback-").len(), 3);
        assert_eq!(Scopes::resolve("users").len(), 2);
        assert_eq!(Scopes::resolve("library").len(), 2);
        assert_eq!(Scopes::resolve("follow").len(), 2);
        // No category: a part of four names.
        assert_eq!(Scopes::resolve("playlist").len(), 4);
    }

    #[test]
    fn c6_lists_are_united_and_lists_in_lists_as_well() {
        assert_eq!(Scopes::resolve([""; 0]), Scopes::new());
        assert_eq!(Scopes::resolve([None::<&str>]), Scopes::all());
        assert_eq!(Scopes::resolve(["images", "library", "nothing"]).len(), 3);
        let nested: Vec<Box<dyn ScopePattern>> = vec![
            Box::new("images"),
            Box::new(vec![vec!["library"], vec!["streaming", "top"]]),
            Box::new(ScopeCategory::Follow),
            Box::new(Scope::Other("new-one".into())),
        ];
        assert_eq!(
            Scopes::resolve(nested).to_string(),
            "ugc-image-upload streaming user-follow-modify user-follow-read user-top-read \
             user-library-modify user-library-read new-one"
        );
        let with_everything: Vec<Option<&str>> = vec![Some("images"), None];
        assert_eq!(Scopes::resolve(with_everything), Scopes::all());
    }
}
