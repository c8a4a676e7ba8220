//! What the accounts service has given out: codes, access tokens, refresh tokens.

use std::{
    collections::{HashMap, HashSet},
    time::Duration,
};

use super::{Rotation, random::SplitMix};

/// How long a refresh token lives from the user's consent: six months.
pub(crate) const CONSENT_LIFETIME: Duration = Duration::from_secs(183 * 24 * 60 * 60);
/// How long an authorization code lives.
const CODE_LIFETIME: Duration = Duration::from_secs(10 * 60);

#[derive(Debug)]
pub(crate) struct Tokens {
    random: SplitMix,
    access: HashMap<String, Access>,
    refresh: HashMap<String, Refresh>,
    codes: HashMap<String, Code>,
    revoked: HashSet<u64>,
    families: u64,
    /// How many times a refresh token was exchanged, for [`Rotation::Optional`].
    refreshes: usize,
}

/// What an access token may do.
#[derive(Debug, Clone)]
pub(crate) struct Access {
    pub(crate) scopes: Vec<String>,
    /// Whom it stands for; nobody where it is only for the app.
    pub(crate) user: Option<&'static str>,
    expires: Duration,
}

#[derive(Debug, Clone)]
struct Refresh {
    scopes: Vec<String>,
    user: &'static str,
    /// All that came from one consent.
    family: u64,
    consent: Duration,
    with_secret: bool,
    used: bool,
}

/// What the user agreed to, waiting for its exchange.
#[derive(Debug, Clone)]
pub(crate) struct Code {
    pub(crate) redirect_uri: String,
    pub(crate) challenge: Option<String>,
    pub(crate) scopes: Vec<String>,
    pub(crate) user: &'static str,
    made: Duration,
}

/// The refresh token in an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Renewed {
    Absent,
    Null,
    Empty,
    Token(String),
}

/// An exchange that succeeded.
#[derive(Debug)]
pub(crate) struct Granted {
    pub(crate) access: String,
    pub(crate) refresh: Renewed,
    pub(crate) scopes: Vec<String>,
}

/// Why a refresh token was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Refused {
    Unknown,
    Revoked,
    /// It belongs to a client that has to show its secret.
    SecretNeeded,
}

/// The state of an access token.
#[derive(Debug)]
pub(crate) enum Standing {
    Unknown,
    Expired,
    Good(Access),
}

impl Tokens {
    pub(crate) fn new(seed: u64) -> Self {
        Self {
            random: SplitMix::of(seed, "tokens", 0),
            access: HashMap::new(),
            refresh: HashMap::new(),
            codes: HashMap::new(),
            revoked: HashSet::new(),
            families: 0,
            refreshes: 0,
        }
    }

    pub(crate) fn mint(
        &mut self,
        scopes: Vec<String>,
        user: Option<&'static str>,
        expires: Duration,
    ) -> String {
        let token = format!("BQ{}", self.random.base62(126));
        self.access.insert(
            token.clone(),
            Access {
                scopes,
                user,
                expires,
            },
        );
        token
    }

    /// Makes a refresh token as a sign-in would.
    pub(crate) fn mint_refresh(
        &mut self,
        scopes: Vec<String>,
        user: &'static str,
        with_secret: bool,
        now: Duration,
    ) -> String {
        self.families += 1;
        let family = self.families;
        self.keep(Refresh {
            scopes,
            user,
            family,
            consent: now,
            with_secret,
            used: false,
        })
    }

    pub(crate) fn standing(&self, token: &str, now: Duration) -> Standing {
        match self.access.get(token) {
            None => Standing::Unknown,
            Some(access) if access.expires <= now => Standing::Expired,
            Some(access) => Standing::Good(access.clone()),
        }
    }

    pub(crate) fn expire_all(&mut self) {
        for access in self.access.values_mut() {
            access.expires = Duration::ZERO;
        }
    }

    pub(crate) fn revoke_all(&mut self) {
        self.revoked
            .extend(self.refresh.values().map(|refresh| refresh.family));
    }

    pub(crate) fn code(
        &mut self,
        redirect_uri: String,
        challenge: Option<String>,
        scopes: Vec<String>,
        user: &'static str,
        now: Duration,
    ) -> String {
        let code = format!("AQ{}", self.random.base62(160));
        self.codes.insert(
            code.clone(),
            Code {
                redirect_uri,
                challenge,
                scopes,
                user,
                made: now,
            },
        );
        code
    }

    /// Takes a code: it is of no use a second time.
    pub(crate) fn take_code(&mut self, code: &str, now: Duration) -> Option<Code> {
        self.codes
            .remove(code)
            .filter(|code| now.saturating_sub(code.made) <= CODE_LIFETIME)
    }

    pub(crate) fn sign_in(
        &mut self,
        scopes: Vec<String>,
        user: &'static str,
        with_secret: bool,
        now: Duration,
        lifetime: Duration,
    ) -> Granted {
        let access = self.mint(scopes.clone(), Some(user), now.saturating_add(lifetime));
        let refresh = self.mint_refresh(scopes.clone(), user, with_secret, now);
        Granted {
            access,
            refresh: Renewed::Token(refresh),
            scopes,
        }
    }

    pub(crate) fn refresh(
        &mut self,
        token: &str,
        has_secret: bool,
        rotation: Rotation,
        now: Duration,
        lifetime: Duration,
    ) -> Result<Granted, Refused> {
        let old = self.refresh.get_mut(token).ok_or(Refused::Unknown)?;
        if old.with_secret && !has_secret {
            return Err(Refused::SecretNeeded);
        }
        let over = now.saturating_sub(old.consent) >= CONSENT_LIFETIME;
        if old.used {
            // A token that was rotated away has leaked or was used twice: nothing of its family
            // is good any more.
            self.revoked.insert(old.family);
        }
        if over || self.revoked.contains(&old.family) {
            return Err(Refused::Revoked);
        }
        old.used = rotation == Rotation::Strict;
        let next = Refresh {
            used: false,
            ..old.clone()
        };
        let (scopes, user) = (next.scopes.clone(), next.user);
        let turn = self.refreshes % 4;
        self.refreshes += 1;
        let refresh = match (rotation, turn) {
            (Rotation::None, _) | (Rotation::Optional, 0) => Renewed::Absent,
            (Rotation::Optional, 1) => Renewed::Null,
            (Rotation::Optional, 2) => Renewed::Empty,
            (Rotation::Strict | Rotation::Optional, _) => Renewed::Token(self.keep(next)),
        };
        let access = self.mint(scopes.clone(), Some(user), now.saturating_add(lifetime));
        Ok(Granted {
            access,
            refresh,
            scopes,
        })
    }

    fn keep(&mut self, refresh: Refresh) -> String {
        let token = format!("AQ{}", self.random.base62(129));
        self.refresh.insert(token.clone(), refresh);
        token
    }
}
