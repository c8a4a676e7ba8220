//! What is known about an operation before it is called.

mod param;

use std::fmt;

pub use param::{Param, ParamKind, Place};

use crate::Scope;

/// What is known about an operation before it is called.
///
/// Made in a `const` by [`Meta::new`] and setters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Meta {
    /// The name of the request type, such as `GetAlbum`.
    pub name: &'static str,
    /// The group of the fluent client that has it, such as `Albums`; empty outside of groups.
    pub group: &'static str,
    /// The method of that group, such as `get`.
    pub verb: &'static str,
    /// The name of its page in Spotify's reference, such as `get-an-album`.
    pub reference: &'static str,
    /// The HTTP method.
    pub method: Method,
    /// The path below the API's base, such as `/albums/{id}`.
    pub path: &'static str,
    /// The parameters, in the order in which they are written.
    pub params: &'static [Param],
    /// The scopes; which of them it takes says `scope_mode`.
    pub scopes: &'static [Scope],
    /// How many of the scopes it takes.
    pub scope_mode: ScopeMode,
    /// Whose token it takes.
    pub grant: GrantNeeded,
    /// Whether the user must have Premium.
    pub premium: bool,
    /// Which apps may call it.
    pub availability: Availability,
    /// Whether Spotify advises against it.
    pub deprecated: Option<Deprecation>,
    /// Who may keep the answer.
    pub cache: Cache,
    /// Whether a request may be repeated when it is not known what became of it.
    pub repeat: Repeat,
    /// Whether the answer is a redirect, which is read and not followed.
    pub redirects: bool,
}

impl Meta {
    /// Describes an operation of which nothing but its address is known: callable by everyone
    /// with a user's token, without scopes, never cached, never repeated.
    #[must_use]
    pub const fn new(name: &'static str, method: Method, path: &'static str) -> Self {
        Self {
            name,
            group: "",
            verb: "",
            reference: "",
            method,
            path,
            params: &[],
            scopes: &[],
            scope_mode: ScopeMode::All,
            grant: GrantNeeded::User,
            premium: false,
            availability: Availability::Everyone,
            deprecated: None,
            cache: Cache::Never,
            repeat: Repeat::Once,
            redirects: false,
        }
    }

    /// Sets where the fluent client has it.
    #[must_use]
    pub const fn found(mut self, group: &'static str, verb: &'static str) -> Self {
        self.group = group;
        self.verb = verb;
        self
    }

    /// Sets the name of its page in Spotify's reference.
    #[must_use]
    pub const fn reference(mut self, slug: &'static str) -> Self {
        self.reference = slug;
        self
    }

    /// Sets the parameters.
    #[must_use]
    pub const fn params(mut self, params: &'static [Param]) -> Self {
        self.params = params;
        self
    }

    /// Sets the scopes, and how many of them it takes.
    #[must_use]
    pub const fn scopes(mut self, scopes: &'static [Scope], mode: ScopeMode) -> Self {
        self.scopes = scopes;
        self.scope_mode = mode;
        self
    }

    /// Sets whose token it takes.
    #[must_use]
    pub const fn grant(mut self, grant: GrantNeeded) -> Self {
        self.grant = grant;
        self
    }

    /// Sets that the user must have Premium.
    #[must_use]
    pub const fn premium(mut self) -> Self {
        self.premium = true;
        self
    }

    /// Sets which apps may call it.
    #[must_use]
    pub const fn availability(mut self, availability: Availability) -> Self {
        self.availability = availability;
        self
    }

    /// Sets that Spotify advises against it.
    #[must_use]
    pub const fn deprecated(mut self, deprecation: Deprecation) -> Self {
        self.deprecated = Some(deprecation);
        self
    }

    /// Sets who may keep the answer.
    #[must_use]
    pub const fn cache(mut self, cache: Cache) -> Self {
        self.cache = cache;
        self
    }

    /// Sets whether a request may be repeated.
    #[must_use]
    pub const fn repeat(mut self, repeat: Repeat) -> Self {
        self.repeat = repeat;
        self
    }

    /// Sets that the answer is a redirect, which is read and not followed.
    #[must_use]
    pub const fn redirects(mut self) -> Self {
        self.redirects = true;
        self
    }

    /// The address of its page in Spotify's reference.
    #[must_use]
    pub fn reference_url(&self) -> String {
        format!(
            "https://developer.spotify.com/documentation/web-api/reference/{}",
            self.reference
        )
    }

    /// The facts of one parameter, if there is one of that name.
    #[must_use]
    pub fn param(&self, name: &str) -> Option<&'static Param> {
        self.params.iter().find(|param| param.name == name)
    }
}

/// An HTTP method that the Web API uses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[allow(clippy::upper_case_acronyms, reason = "they are spelled so")]
#[non_exhaustive]
pub enum Method {
    /// Reads.
    GET,
    /// Writes what may be written again.
    PUT,
    /// Adds or does.
    POST,
    /// Removes.
    DELETE,
    /// Changes parts.
    PATCH,
    /// Reads the head of an answer.
    HEAD,
}

impl From<Method> for http::Method {
    fn from(method: Method) -> Self {
        match method {
            Method::GET => Self::GET,
            Method::PUT => Self::PUT,
            Method::POST => Self::POST,
            Method::DELETE => Self::DELETE,
            Method::PATCH => Self::PATCH,
            Method::HEAD => Self::HEAD,
        }
    }
}

impl fmt::Display for Method {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(http::Method::from(*self).as_str())
    }
}

/// How many of an operation's scopes a token needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ScopeMode {
    /// Every one.
    All,
    /// One of them; which one depends on whether the playlist is public.
    Any,
    /// One of them, whichever.
    Either,
    /// None; each one shows more.
    Optional,
    /// Those that go with the kinds of the URIs sent.
    ByUri,
    /// The first, and one of the others depending on whether the playlist is public.
    FirstAndAny,
    /// The first; each of the others shows more.
    FirstRequired,
}

/// Whose token an operation takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum GrantNeeded {
    /// None at all: the request carries no token, whatever the client holds.
    Nobody,
    /// The app's own (client credentials) is enough.
    App,
    /// A user's.
    User,
}

/// Which apps may call an operation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Availability {
    /// Every app.
    Everyone,
    /// Apps with extended quota; for others it is gone.
    ExtendedQuota,
    /// Apps with extended quota that used it before this day (`2024-11-27`).
    ClosedSince(&'static str),
    /// No app any more.
    Withdrawn,
}

/// Spotify advises against an operation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Deprecation {
    /// Since which day.
    pub since: &'static str,
    /// What to use instead, if there is anything.
    pub instead: Option<&'static str>,
}

impl Deprecation {
    /// Says since when, and what to use instead.
    #[must_use]
    pub const fn new(since: &'static str, instead: Option<&'static str>) -> Self {
        Self { since, instead }
    }
}

/// Who may keep an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Cache {
    /// Nobody.
    Never,
    /// Whoever holds the same token.
    Private,
    /// Everybody: it is the same for all.
    Shared,
}

/// Whether a request may be repeated when it is not known whether it was carried out.
///
/// What was certainly never sent may always be sent again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Repeat {
    /// It changes nothing.
    Safe,
    /// Done twice it is as done once.
    Idempotent,
    /// Done twice it is done twice: it is never repeated.
    Once,
}

impl Repeat {
    /// Whether it may be repeated.
    #[must_use]
    pub const fn allowed(self) -> bool {
        !matches!(self, Self::Once)
    }
}
