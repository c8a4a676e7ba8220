//! Which scopes a call takes.

use crate::{Meta, Scope, ScopeMode, Scopes};

/// Which of its operation's scopes a call takes: all of some, one of others, and those with
/// which it shows more.
///
/// A call that knows its arguments knows more than its operation: a playlist that is made private
/// takes another scope than a public one, and saving a track another than following an artist.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ScopeNeeds {
    scopes: &'static [Scope],
    // A bit for each of `scopes`, from the lowest.
    all: u32,
    any: u32,
}

/// The bits of so many scopes, from the lowest.
const fn bits(count: usize) -> u32 {
    if count >= 32 {
        u32::MAX
    } else {
        (1 << count) - 1
    }
}

impl ScopeNeeds {
    /// What is known before the arguments are: of scopes that depend on them, one is enough.
    #[must_use]
    pub const fn of(meta: &Meta) -> Self {
        let every = bits(meta.scopes.len());
        let first = every & 1;
        let (all, any) = match meta.scope_mode {
            ScopeMode::All => (every, 0),
            ScopeMode::Any | ScopeMode::Either | ScopeMode::ByUri => (0, every),
            ScopeMode::FirstAndAny => (first, every & !first),
            ScopeMode::FirstRequired => (first, 0),
            ScopeMode::Optional => (0, 0),
        };
        Self {
            scopes: meta.scopes,
            all,
            any,
        }
    }

    /// All of those scopes of the operation that `takes` says, and no other.
    ///
    /// ```
    /// # use spotify_core::{Meta, Method, Scope, ScopeMode, ScopeNeeds, Scopes};
    /// const META: &Meta = &Meta::new("MakePlaylist", Method::POST, "/me/playlists").scopes(
    ///     &[Scope::PlaylistModifyPublic, Scope::PlaylistModifyPrivate],
    ///     ScopeMode::Any,
    /// );
    /// let needs = ScopeNeeds::only(META, |scope| *scope == Scope::PlaylistModifyPrivate);
    /// assert_eq!(
    ///     needs.missing(&Scope::PlaylistModifyPublic.into()),
    ///     Scope::PlaylistModifyPrivate.into(),
    /// );
    /// ```
    #[must_use]
    pub fn only(meta: &Meta, mut takes: impl FnMut(&Scope) -> bool) -> Self {
        let places = (0..32).zip(meta.scopes);
        let all = places
            .filter(|(_, scope)| takes(scope))
            .fold(0, |all, (place, _)| all | 1 << place);
        Self {
            scopes: meta.scopes,
            all,
            any: 0,
        }
    }

    /// Whether it takes none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.all == 0 && self.any == 0
    }

    /// The scopes that it takes all of.
    #[must_use]
    pub fn all(&self) -> Scopes {
        self.picked(self.all).collect()
    }

    /// The scopes of which it takes one.
    #[must_use]
    pub fn one_of(&self) -> Scopes {
        self.picked(self.any).collect()
    }

    /// The scopes that it takes: all of the one kind, and those of which one is enough.
    #[must_use]
    pub fn scopes(&self) -> Scopes {
        self.picked(self.all | self.any).collect()
    }

    /// What a token that allows `held` lacks; empty if it has what it takes. Where one of several
    /// is enough and none is held, it is all of them.
    #[must_use]
    pub fn missing(&self, held: &Scopes) -> Scopes {
        let missing = self.picked(self.all).filter(|scope| !held.contains(scope));
        let one_held = self.any == 0 || self.picked(self.any).any(|scope| held.contains(scope));
        let others = if one_held { 0 } else { self.any };
        missing.chain(self.picked(others)).collect()
    }

    fn picked(&self, bits: u32) -> impl Iterator<Item = &'static Scope> {
        let places = (0..32).zip(self.scopes);
        places
            .filter(move |(place, _)| bits & 1 << place != 0)
            .map(|(_, scope)| scope)
    }
}

impl Scopes {
    /// The scopes to ask for at sign-in so that these operations work, whatever they are called
    /// with.
    ///
    /// Where it depends on the arguments (public and private playlists, kinds of URIs) all are
    /// asked for; of those that do the same, one, unless it is asked for anyway. With
    /// [`Meta::shows_more_with`] added the answers show the most.
    ///
    /// ```
    /// # use spotify_core::{Meta, Method, Scope, ScopeMode, Scopes};
    /// # const TOP: &Meta = &Meta::new("GetTop", Method::GET, "/me/top")
    /// #     .scopes(&[Scope::UserTopRead], ScopeMode::All);
    /// # const SAVE: &Meta = &Meta::new("Save", Method::PUT, "/me/library")
    /// #     .scopes(&[Scope::UserLibraryModify, Scope::UserFollowModify], ScopeMode::ByUri);
    /// // With `TOP` and `SAVE` being the `META` of two requests:
    /// assert_eq!(
    ///     Scopes::for_endpoints([TOP, SAVE]).to_string(),
    ///     "user-follow-modify user-top-read user-library-modify"
    /// );
    /// ```
    #[must_use]
    pub fn for_endpoints<'a>(endpoints: impl IntoIterator<Item = &'a Meta>) -> Self {
        let mut wanted = Self::new();
        let mut either = Vec::new();
        for meta in endpoints {
            match meta.scope_mode {
                ScopeMode::Either => either.push(meta),
                _ => wanted.extend(&ScopeNeeds::of(meta).scopes()),
            }
        }
        for meta in either {
            if !meta.scopes.iter().any(|scope| wanted.contains(scope)) {
                wanted.extend(meta.scopes.first());
            }
        }
        wanted
    }
}

impl Meta {
    /// The scopes with which the answer shows more, and without which it comes all the same.
    #[must_use]
    pub fn shows_more_with(&self) -> &'static [Scope] {
        match (self.scope_mode, self.scopes) {
            (ScopeMode::Optional, scopes) => scopes,
            (ScopeMode::FirstRequired, [_, more @ ..]) => more,
            _ => &[],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Method;

    const A: Scope = Scope::UgcImageUpload;
    const B: Scope = Scope::PlaylistModifyPublic;
    const C: Scope = Scope::PlaylistModifyPrivate;

    fn of(mode: ScopeMode) -> Meta {
        Meta::new("Test", Method::GET, "/test").scopes(&[A, B, C], mode)
    }

    #[test]
    fn c10_what_is_missing_by_mode() {
        let table = [
            (ScopeMode::All, Scopes::from([A, B]), Scopes::from(C)),
            (ScopeMode::Any, Scopes::new(), [A, B, C].into()),
            (ScopeMode::Any, C.into(), Scopes::new()),
            (ScopeMode::Either, B.into(), Scopes::new()),
            (ScopeMode::ByUri, B.into(), Scopes::new()),
            (ScopeMode::Optional, Scopes::new(), Scopes::new()),
            (ScopeMode::FirstAndAny, C.into(), A.into()),
            (ScopeMode::FirstAndAny, A.into(), [B, C].into()),
            (ScopeMode::FirstAndAny, A | B, Scopes::new()),
            (ScopeMode::FirstRequired, B.into(), A.into()),
            (ScopeMode::FirstRequired, A.into(), Scopes::new()),
        ];
        for (mode, held, missing) in table {
            let needs = ScopeNeeds::of(&of(mode));
            assert_eq!(needs.missing(&held), missing, "{mode:?} {held}");
        }
        let needs = ScopeNeeds::of(&of(ScopeMode::FirstAndAny));
        assert_eq!(needs.all(), A.into());
        assert_eq!(needs.one_of(), B | C);
        assert!(ScopeNeeds::of(&of(ScopeMode::Optional)).is_empty());
    }

    #[test]
    fn c12_the_scopes_of_several_operations() {
        let ask = |modes: &[ScopeMode]| {
            let metas: Vec<Meta> = modes.iter().map(|mode| of(*mode)).collect();
            Scopes::for_endpoints(&metas)
        };
        assert_eq!(ask(&[]), Scopes::new());
        assert_eq!(ask(&[ScopeMode::ByUri]), A | B | C);
        assert_eq!(
            ask(&[ScopeMode::FirstRequired, ScopeMode::Optional]),
            A.into()
        );
        // Of those that do the same, one; none if it is there already.
        assert_eq!(ask(&[ScopeMode::Either]), A.into());
        let c = Meta::new("Other", Method::GET, "/other").scopes(&[C], ScopeMode::All);
        assert_eq!(
            Scopes::for_endpoints([&of(ScopeMode::Either), &c]),
            C.into()
        );
        assert_eq!(of(ScopeMode::FirstRequired).shows_more_with(), [B, C]);
        assert_eq!(of(ScopeMode::Optional).shows_more_with(), [A, B, C]);
        assert!(of(ScopeMode::All).shows_more_with().is_empty());
    }
}
