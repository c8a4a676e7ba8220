//! How a scenario's client is set up: data, so that it is the same for both kinds.

use std::time::Duration;

use spotify_auth::{App, Refresh};
use spotify_core::{Builder, Clock as _, Limits, Now, Policy, SystemClock, Token};

use super::wire::Watch;

/// How a scenario's client is set up.
#[derive(Clone)]
pub(crate) struct Setting {
    api: String,
    accounts: String,
    credentials: Credentials,
    policy: Policy,
    patience: Option<Duration>,
    in_flight: Option<usize>,
    user_agent: Option<&'static str>,
    languages: Option<&'static str>,
    skip_waits: bool,
}

#[derive(Clone)]
enum Credentials {
    Anonymous,
    /// A token that cannot be renewed.
    Bare(String),
    /// A refresh token, and the access token that is held, if there is one.
    Refresh {
        app: App,
        refresh: String,
        access: Option<String>,
    },
}

impl Setting {
    /// A client of these two services that sends no token, with pauses of no more than a
    /// millisecond between attempts.
    pub(crate) fn new(api: String, accounts: String) -> Self {
        let pause = Duration::from_millis(1);
        Self {
            api,
            accounts,
            credentials: Credentials::Anonymous,
            policy: Policy::new().backoff(pause, pause),
            patience: None,
            in_flight: None,
            user_agent: None,
            languages: None,
            skip_waits: false,
        }
    }

    /// Sends this token.
    pub(crate) fn bare(mut self, access: String) -> Self {
        self.credentials = Credentials::Bare(access);
        self
    }

    /// Renews tokens, beginning with this one if there is one.
    pub(crate) fn refresh(mut self, app: App, refresh: String, access: Option<String>) -> Self {
        self.credentials = Credentials::Refresh {
            app,
            refresh,
            access,
        };
        self
    }

    /// Takes another API base.
    pub(crate) fn api(mut self, base: String) -> Self {
        self.api = base;
        self
    }

    pub(crate) fn over_tls(&self) -> bool {
        self.api.starts_with("https:")
    }

    pub(crate) fn limits(mut self, limits: Limits) -> Self {
        self.policy.limits = limits;
        self
    }

    pub(crate) fn deadline(mut self, deadline: Duration) -> Self {
        self.policy.deadline = deadline;
        self
    }

    /// Sets how long a caller waits before giving up, for [`Caller::give_up`].
    ///
    /// [`Caller::give_up`]: super::wire::Caller::give_up
    pub(crate) fn patience(mut self, patience: Duration) -> Self {
        self.patience = Some(patience);
        self
    }

    /// The same for a client that can be given up by its deadline alone.
    pub(crate) fn ending_by_deadline(&self) -> Self {
        let mut setting = self.clone();
        setting.policy.deadline = self.patience.unwrap_or(self.policy.deadline);
        setting
    }

    pub(crate) fn in_flight(mut self, calls: usize) -> Self {
        self.in_flight = Some(calls);
        self
    }

    /// Names the program and the languages.
    pub(crate) fn named(mut self, user_agent: &'static str, languages: &'static str) -> Self {
        self.user_agent = Some(user_agent);
        self.languages = Some(languages);
        self
    }

    /// Waits in virtual time, with the usual pauses. For clients that renew no token: the timer
    /// of a renewal would ring at once.
    pub(crate) fn skip_waits(mut self) -> Self {
        self.skip_waits = true;
        self.policy = Policy::new().limits(self.policy.limits);
        self
    }

    pub(crate) fn skips_waits(&self) -> bool {
        self.skip_waits
    }

    /// Makes the settings on a client's builder of either kind.
    pub(crate) fn apply<T: ?Sized, S: ?Sized>(
        &self,
        builder: Builder<T, S>,
        watch: &Watch,
    ) -> Builder<T, S> {
        let mut builder = builder
            .api_base(self.api.as_str())
            .accounts_base(self.accounts.as_str())
            .policy(self.policy.clone())
            .user_agent(self.user_agent.unwrap_or("conformance"));
        if let Some(languages) = self.languages {
            builder = builder.accept_language(languages);
        }
        if let Some(calls) = self.in_flight {
            builder = builder.in_flight(calls);
        }
        if let Some(clock) = watch.clock() {
            builder = builder.clock(clock.clone());
        }
        match &self.credentials {
            Credentials::Anonymous => builder.anonymous(),
            Credentials::Bare(access) => builder.token(access.as_str()),
            Credentials::Refresh {
                app,
                refresh,
                access,
            } => {
                let builder = builder.grant(Refresh::new(app.clone(), refresh.as_str()));
                match access {
                    Some(access) => builder.token(held(access, refresh, SystemClock.now())),
                    None => builder,
                }
            }
        }
    }
}

/// A token that is good for an hour, as far as the client knows.
fn held(access: &str, refresh: &str, now: Now) -> Token {
    Token::new(access)
        .refresh(refresh)
        .expires_in(Duration::from_secs(3600), now)
}
