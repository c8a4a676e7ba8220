//! What a scenario plays on: a mock of its own, transports made for it, and a place for notes.

use std::{collections::HashSet, error::Error as StdError, sync::OnceLock, time::Duration};

use bytes::Bytes;
use http::{HeaderName, HeaderValue, Method, Request, header};
use spotify_auth::App;
use spotify_core::{Clock as _, Endpoint, Error, Limits, SystemClock};

use super::{
    Kit, Setup,
    scenario::Scenario,
    setting::Setting,
    text::{self, Shown},
    wire::{Caller, Outcome, Wire},
};
use crate::mock::{Answer, Fault, MockSpotify, Recorded};

/// What keeps a scenario from being played.
pub(crate) type Failure = Box<dyn StdError + Send + Sync>;

/// How much later than it should a call may end before that counts as late. Promised are 100 ms,
/// and the figures show how many it took; the rest is for a machine that has more to do.
const SLACK: Duration = Duration::from_millis(1500);

/// One scenario under way.
pub(crate) struct Stage<'k> {
    kit: &'k Kit,
    scenario: &'static str,
    pub(crate) mock: MockSpotify,
    wire: Wire,
    notes: Vec<(String, Over)>,
    figures: Vec<String>,
    names: Vec<(String, &'static str)>,
    token: OnceLock<String>,
}

/// What a note is about, for transports that speak no TLS.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Over {
    /// It is noted of every transport.
    Any,
    /// What came of a request over TLS.
    Tls,
    /// What came of a call over TLS.
    TlsCall,
    /// It says something only where TLS is spoken.
    TlsAlone,
}

impl<'k> Stage<'k> {
    pub(crate) fn new(kit: &'k Kit, scenario: &Scenario) -> Result<Self, Failure> {
        let certificate = scenario.certificate;
        let mock = MockSpotify::builder().certificate(certificate).start()?;
        let names = vec![
            (mock.api_base(), "{api}"),
            (mock.tls_api_base(), "{tls}"),
            (mock.accounts_base(), "{accounts}"),
            (mock.stranger_base(), "{stranger}"),
        ];
        Ok(Self {
            kit,
            scenario: scenario.name,
            mock,
            wire: kit.wire(Setup::default()),
            notes: Vec::new(),
            figures: Vec::new(),
            names,
            token: OnceLock::new(),
        })
    }

    /// A transport that trusts the mock's authority.
    pub(crate) fn trusting(&self) -> Wire {
        let root_pem = Some(self.mock.ca_pem().to_owned());
        self.kit.wire(Setup { root_pem })
    }

    /// From here on the scenario's own transport trusts the mock's authority.
    pub(crate) fn trust(&mut self) {
        self.wire = self.trusting();
    }

    pub(crate) fn wire(&self) -> &Wire {
        &self.wire
    }

    pub(crate) fn offers_http2(&self) -> bool {
        self.kit.http2
    }

    /// Shows a value by a name, since it differs from run to run.
    pub(crate) fn name(&mut self, value: impl Into<String>, name: &'static str) {
        self.names.push((value.into(), name));
    }

    /// Writes down what every backend must agree on.
    pub(crate) fn note(&mut self, text: impl Into<String>) {
        self.notes.push((text.into(), Over::Any));
    }

    /// The same of what only a transport shows that speaks TLS.
    pub(crate) fn note_of_tls(&mut self, text: impl Into<String>) {
        self.notes.push((text.into(), Over::TlsAlone));
    }

    /// Writes down what may differ, for people to read.
    pub(crate) fn figure(&mut self, text: impl Into<String>) {
        self.figures.push(text.into());
    }

    /// Gives every request to the Web API this answer.
    pub(crate) fn answers(&self, answer: Answer) {
        self.mock.fault(anything().answer(answer));
    }
}

/// Every request to the Web API.
pub(crate) fn anything() -> Fault {
    Fault::on("*", "/").always()
}

/// At the port.
impl Stage<'_> {
    /// A request to the mock's Web API, without headers and body.
    pub(crate) fn request(&self, method: Method, target: &str) -> Result<Request<Bytes>, Failure> {
        request_to(method, &(self.mock.api_base() + target))
    }

    pub(crate) fn get(&self, target: &str) -> Result<Request<Bytes>, Failure> {
        self.request(Method::GET, target)
    }

    /// The same over TLS.
    pub(crate) fn tls_get(&self, target: &str) -> Result<Request<Bytes>, Failure> {
        request_to(Method::GET, &(self.mock.tls_api_base() + target))
    }

    /// Sends a request with the usual limits and writes down what came of it.
    pub(crate) fn send(&mut self, request: Request<Bytes>) -> Outcome {
        self.send_within(request, Limits::new())
    }

    pub(crate) fn send_within(&mut self, request: Request<Bytes>, limits: Limits) -> Outcome {
        let tls = request.uri().scheme_str() == Some("https");
        let mut outcome = self.wire.send(request, limits);
        if let Ok(response) = &mut outcome
            && tls
        {
            // The mock announces lengths over HTTP/1.1 alone.
            response.headers_mut().remove(header::CONTENT_LENGTH);
        }
        let over = if tls { Over::Tls } else { Over::Any };
        self.notes.push((text::outcome(&outcome), over));
        outcome
    }

    /// The same, and it must be over in time.
    pub(crate) fn send_in_time(
        &mut self,
        request: Request<Bytes>,
        limits: Limits,
        time: Duration,
    ) -> Outcome {
        let start = SystemClock.now().mono;
        let outcome = self.send_within(request, limits);
        self.in_time(start, time);
        outcome
    }

    fn in_time(&mut self, start: Duration, time: Duration) {
        let took = SystemClock.now().mono.saturating_sub(start);
        self.figure(format!("over after {took:?}, where {time:?} are given"));
        if took > time.saturating_add(SLACK) {
            self.note("too late");
        }
    }
}

/// Makes a request; names and values of headers are taken as they are.
pub(crate) fn request_to(method: Method, url: &str) -> Result<Request<Bytes>, Failure> {
    let mut request = Request::new(Bytes::new());
    *request.method_mut() = method;
    *request.uri_mut() = url.parse()?;
    Ok(request)
}

/// Adds a header, beside others of its name.
pub(crate) fn with(
    mut request: Request<Bytes>,
    name: &'static str,
    value: &str,
) -> Result<Request<Bytes>, Failure> {
    let value = HeaderValue::from_bytes(value.as_bytes())?;
    request
        .headers_mut()
        .append(HeaderName::from_static(name), value);
    Ok(request)
}

/// Adds a body.
pub(crate) fn carrying(
    mut request: Request<Bytes>,
    mime: &'static str,
    body: impl Into<Bytes>,
) -> Result<Request<Bytes>, Failure> {
    *request.body_mut() = body.into();
    with(request, "content-type", mime)
}

/// Through a client.
impl Stage<'_> {
    /// A setting for this mock, with no credentials yet.
    pub(crate) fn setting(&self) -> Setting {
        Setting::new(self.mock.api_base(), self.mock.accounts_base())
    }

    /// A setting with a token that may do everything and cannot be renewed.
    pub(crate) fn bare(&self) -> Setting {
        let token = self.token.get_or_init(|| self.mock.mint_full_token());
        self.setting().bare(token.clone())
    }

    /// A setting with a token that may do everything and can be renewed.
    pub(crate) fn renewing(&mut self) -> Result<Setting, Failure> {
        let access = self.mock.mint_full_token();
        let refresh = self
            .mock
            .mint_refresh_token(&["user-modify-playback-state"]);
        let app = App::new(self.mock.client_id())?;
        self.name(refresh.clone(), "{refresh token}");
        self.name(self.mock.client_id().to_owned(), "{client id}");
        Ok(self.setting().refresh(app, refresh, Some(access)))
    }

    pub(crate) fn client(&self, setting: &Setting) -> Result<Caller, Error> {
        self.wire.client(setting)
    }

    /// Carries out an operation and writes down what came of it.
    pub(crate) fn call<E: Endpoint<Response: Shown>>(&mut self, caller: &Caller, operation: E) {
        let result = caller.call(operation);
        let over = match caller.over_tls() {
            true => Over::TlsCall,
            false => Over::Any,
        };
        self.notes.push((text::call(&result), over));
    }

    /// The same, and it must be over in time.
    pub(crate) fn call_in_time<E: Endpoint<Response: Shown>>(
        &mut self,
        caller: &Caller,
        operation: E,
        time: Duration,
    ) {
        let start = SystemClock.now().mono;
        self.call(caller, operation);
        self.in_time(start, time);
    }

    /// Writes down what passed between a client and its transport.
    pub(crate) fn note_events(&mut self, caller: &Caller) {
        let events = caller.watch().events();
        self.note(text::events(&events));
    }
}

/// What a scenario came to.
pub(crate) struct Played {
    pub(crate) notes: Vec<(String, Over)>,
    pub(crate) wire: Vec<String>,
    pub(crate) figures: Vec<String>,
    pub(crate) took: Duration,
}

impl Played {
    /// A scenario of which nothing is to be told but this.
    pub(crate) fn failed(line: String) -> Self {
        Self {
            notes: vec![(line, Over::Any)],
            wire: Vec::new(),
            figures: Vec::new(),
            took: Duration::ZERO,
        }
    }
}

impl Stage<'_> {
    /// Closes the scenario: its notes, and all that came over the wire.
    pub(crate) fn close(self) -> Played {
        let named = |mut line: String| {
            for (value, name) in &self.names {
                line = line.replace(value, name);
            }
            line
        };
        let shown = |request: &Recorded| {
            text::request(request, |line| {
                self.kit.adds(&request.method, line, self.scenario)
            })
        };
        let requests = number_tokens(self.mock.requests().iter().map(shown).collect());
        let mut wire = Vec::new();
        for run in requests.chunk_by(|a, b| a == b) {
            let Some(request) = run.first() else { continue };
            wire.push(match run.len() {
                1 => format!("> {request}"),
                many => format!("> {many} times {request}"),
            });
        }
        let strangers = self.mock.stranger_requests();
        wire.extend(
            strangers
                .iter()
                .map(|stray| format!("> TO A STRANGER: {}", shown(stray))),
        );
        let notes = self.notes.iter();
        Played {
            notes: notes
                .map(|(note, over)| (named(format!("= {note}")), *over))
                .collect(),
            wire: wire.into_iter().map(named).collect(),
            figures: self.figures.clone(),
            took: Duration::ZERO,
        }
    }
}

/// Shows bearer tokens by the order in which they first came.
fn number_tokens(lines: Vec<String>) -> Vec<String> {
    let mut seen: Vec<String> = Vec::new();
    let mut known = HashSet::new();
    let tokens = lines.iter().filter_map(|line| {
        let (_, rest) = line.split_once("Bearer ")?;
        Some(rest.split(';').next().unwrap_or(rest).to_owned())
    });
    for token in tokens {
        if known.insert(token.clone()) {
            seen.push(token);
        }
    }
    let mut lines = lines;
    for (number, token) in (1..).zip(&seen) {
        for line in &mut lines {
            *line = line.replace(
                &format!("Bearer {token}"),
                &format!("Bearer token {number}"),
            );
        }
    }
    lines
}
