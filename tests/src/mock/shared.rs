//! What all connections share, and the one place where a request gets its answer.

use std::{
    collections::HashMap,
    sync::{
        Mutex,
        atomic::{AtomicU64, AtomicUsize, Ordering},
    },
    time::Duration,
};

use super::{
    Bases, Builder, Consent, Profile, Rotation, accounts, api,
    catalogue::Catalogue,
    clock::Clock,
    cookies::Browser,
    dashboard::{self, Journal},
    device::Devices,
    fault::{self, Answer, Fault, Silence, Wire},
    lock,
    random::SplitMix,
    record::{Recorded, Service},
    state::State,
    tokens::Tokens,
};

/// What is to be sent, and how.
pub(crate) struct Reply {
    pub(crate) answer: Answer,
    pub(crate) delay: Duration,
    pub(crate) silence: Option<Silence>,
    pub(crate) wire: Wire,
}

pub(crate) struct Shared {
    pub(crate) profile: Profile,
    pub(crate) rotation: Rotation,
    pub(crate) consent: Consent,
    pub(crate) token_lifetime: Duration,
    pub(crate) redirect_uris: Vec<String>,
    pub(crate) client_id: String,
    pub(crate) client_secret: String,
    pub(crate) bases: Bases,
    pub(crate) clock: Clock,
    pub(crate) catalogue: Catalogue,
    pub(crate) state: Mutex<State>,
    pub(crate) tokens: Mutex<Tokens>,
    pub(crate) devices: Mutex<Devices>,
    pub(crate) browsers: Mutex<Vec<Browser>>,
    pub(crate) faults: Mutex<Vec<Fault>>,
    pub(crate) requests: Mutex<Vec<Recorded>>,
    pub(crate) strays: Mutex<Vec<Recorded>>,
    pub(crate) executions: Mutex<HashMap<(String, String), usize>>,
    pub(crate) journal: Mutex<Journal>,
    granted: AtomicUsize,
    refused: AtomicUsize,
    connections: AtomicU64,
    by_service: Mutex<HashMap<Service, u64>>,
}

impl Shared {
    pub(crate) fn new(settings: Builder, bases: Bases) -> Self {
        let catalogue = Catalogue::new(settings.seed);
        let mut credentials = SplitMix::of(settings.seed, "app", 0);
        Self {
            profile: settings.profile,
            rotation: settings.rotation,
            consent: settings.consent,
            token_lifetime: settings.token_lifetime,
            redirect_uris: settings.redirect_uris,
            client_id: credentials.hex(32),
            client_secret: credentials.hex(32),
            bases,
            clock: Clock::start(),
            state: Mutex::new(State::new(&catalogue)),
            catalogue,
            tokens: Mutex::new(Tokens::new(settings.seed)),
            devices: Mutex::default(),
            browsers: Mutex::default(),
            faults: Mutex::default(),
            requests: Mutex::default(),
            strays: Mutex::default(),
            executions: Mutex::default(),
            journal: Mutex::default(),
            granted: AtomicUsize::new(0),
            refused: AtomicUsize::new(0),
            connections: AtomicU64::new(0),
            by_service: Mutex::default(),
        }
    }

    /// Records a request, lets it take effect unless a fault stops it, and gives the reply.
    pub(crate) fn respond(&self, request: Recorded) -> Reply {
        match request.service {
            Service::Dashboard => return Reply::from(dashboard::respond(self, &request)),
            Service::Stranger => {
                self.note(&request, Some(200), false);
                lock(&self.strays).push(request);
                return Reply::from(Answer::json(200, &serde_json::json!({})));
            }
            Service::Api | Service::Accounts => {}
        }
        lock(&self.requests).push(request.clone());
        let met = fault::next(&mut lock(&self.faults), &request);
        let faulty = met.is_some();
        let effect = met.unwrap_or_default();
        let stops = effect.stops(request.version);
        let normal = (!stops).then(|| self.process(&request));
        let answer = effect.apply(normal);
        let status = effect.silence.is_none().then_some(answer.status);
        self.note(&request, status, faulty);
        Reply {
            answer,
            delay: effect.delay,
            silence: effect.silence,
            wire: effect.wire,
        }
    }

    pub(crate) fn forget_requests(&self) {
        lock(&self.requests).clear();
        lock(&self.strays).clear();
        lock(&self.journal).clear();
    }

    /// Writes a request down for the page, if there is one.
    fn note(&self, request: &Recorded, status: Option<u16>, faulty: bool) {
        if self.bases.dashboard.is_some() {
            lock(&self.journal).note(request, status, faulty);
        }
    }

    fn process(&self, request: &Recorded) -> Answer {
        let answer = match request.service {
            Service::Accounts => accounts::respond(self, request),
            _ => api::respond(self, request),
        };
        if request.method != "GET" && answer.is_success() {
            let key = (request.method.clone(), request.path().to_owned());
            *lock(&self.executions).entry(key).or_default() += 1;
        }
        answer
    }

    pub(crate) fn mint(&self, scopes: Vec<String>, user: Option<&'static str>) -> String {
        let expires = self.clock.now().saturating_add(self.token_lifetime);
        lock(&self.tokens).mint(scopes, user, expires)
    }

    pub(crate) fn count_exchange(&self, granted: bool) {
        let counter = if granted {
            &self.granted
        } else {
            &self.refused
        };
        counter.fetch_add(1, Ordering::SeqCst);
    }

    /// How many token requests were granted and refused.
    pub(crate) fn exchanges(&self) -> (usize, usize) {
        (
            self.granted.load(Ordering::SeqCst),
            self.refused.load(Ordering::SeqCst),
        )
    }

    /// Gives a new connection its number.
    pub(crate) fn count_connection(&self, service: Service) -> u64 {
        *lock(&self.by_service).entry(service).or_default() += 1;
        self.connections.fetch_add(1, Ordering::SeqCst) + 1
    }

    pub(crate) fn connections(&self, service: Service) -> u64 {
        lock(&self.by_service)
            .get(&service)
            .copied()
            .unwrap_or_default()
    }

    /// The base that links in an answer begin with: the server the request came to.
    pub(crate) fn base(&self, request: &Recorded) -> &str {
        if request.tls {
            &self.bases.tls_api
        } else {
            &self.bases.api
        }
    }
}

impl From<Answer> for Reply {
    fn from(answer: Answer) -> Self {
        Self {
            answer,
            delay: Duration::ZERO,
            silence: None,
            wire: Wire::default(),
        }
    }
}
