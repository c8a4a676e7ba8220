//! A program that signs in, renews, is refused and calls, and prints whatever it holds.

use std::{
    fmt::Debug,
    io::{Read as _, Write as _},
    net::TcpStream,
    sync::{Arc, Mutex},
    time::Duration,
};

use base64::{Engine as _, prelude::BASE64_STANDARD};
use serde_json::json;
use spotify_auth::{App, Asking, ClientCredentials, Entropy, Refresh};
use spotify_core::{
    Accounts, BlockingTransport, Builder, Client, Clock as _, Endpoint, Error, HttpTransport,
    Limits, Policy, SystemClock, Token, blocking,
};
use spotify_endpoints::{GetAlbum, GetCurrentUser, SetVolume, SkipToNext};
use spotify_tests::mock::{Answer, Fault, MockSpotify, Profile, RetryAfter, Rotation};
use tokio::runtime::Runtime;
use url::Url;

use crate::{capture::Capture, search::Secrets};

const REDIRECT: &str = "http://127.0.0.1:8888/callback";
const COOKIE: &str = "qJ4vN8sXc2TgHm6WzRk1pLdYb9Ef";
const ACCESS: &str = "BQz7Rm2KcV9xTqLw5NsHb8JdPf3YgEa6";
const REFRESH: &str = "AQh5Wn8ZtXr3LvCk6MpDs9QyGb2JfTe7";

pub(crate) enum Transport {
    Async(Arc<dyn HttpTransport>),
    Blocking(Arc<dyn BlockingTransport>),
}

/// A client of either kind.
#[derive(Debug)]
enum Caller {
    Async(Client),
    Blocking(blocking::Client),
}

pub(crate) struct Program {
    mock: MockSpotify,
    tls: bool,
    runtime: Runtime,
    capture: Capture,
    secrets: Mutex<Secrets>,
}

impl Caller {
    fn send<E>(&self, runtime: &Runtime, endpoint: E) -> Result<(), Error>
    where
        E: Endpoint + 'static,
        E::Response: 'static,
    {
        match self {
            Self::Async(client) => runtime.block_on(client.send(endpoint)).map(drop),
            Self::Blocking(client) => client.send(endpoint).map(drop),
        }
    }
}

impl Program {
    pub(crate) fn start(tls: bool, seed: u64, capture: &Capture) -> Self {
        let rotations = [Rotation::Strict, Rotation::Optional, Rotation::None];
        let rotation = rotations[seed as usize % rotations.len()];
        let mock = MockSpotify::builder().seed(seed).rotation(rotation);
        let mock = mock.profile(Profile::Extended).start().unwrap();
        let program = Self {
            mock,
            tls,
            runtime: Runtime::new().unwrap(),
            capture: capture.clone(),
            secrets: Mutex::default(),
        };
        for secret in [COOKIE, ACCESS, REFRESH, program.mock.client_secret()] {
            program.keep(secret);
        }
        program
    }

    pub(crate) fn root(&self) -> &str {
        self.mock.ca_pem()
    }

    /// All secrets there were, those that went over the wire among them.
    pub(crate) fn secrets(&self) -> Secrets {
        std::mem::take(&mut *self.secrets.lock().unwrap())
    }

    fn keep(&self, secret: &str) {
        self.secrets.lock().unwrap().add(secret);
    }

    /// Keeps whatever the mock was sent.
    fn keep_what_was_sent(&self) {
        for request in self.mock.requests() {
            for name in ["code", "code_verifier", "refresh_token"] {
                self.keep(&request.form(name).unwrap_or_default());
            }
            let header = request.header("authorization").unwrap_or_default();
            if let Some(token) = header.strip_prefix("Bearer ") {
                self.keep(token);
            }
            if let Some(pair) = header.strip_prefix("Basic ") {
                let pair = String::from_utf8(BASE64_STANDARD.decode(pair).unwrap()).unwrap();
                self.keep(pair.split_once(':').unwrap().1);
            }
        }
        self.mock.clear_requests();
    }

    /// Prints as a careless program would: each error in all its forms.
    fn print<T: Debug>(&self, result: Result<T, Error>) {
        let error = match result {
            Ok(value) => return self.capture.say(format_args!("{value:?} {value:#?}")),
            Err(error) => error,
        };
        let say = |text: &dyn std::fmt::Display| self.capture.say(format_args!("{text}"));
        say(&format!("{error} {error:#} {error:?} {error:#?}"));
        say(&error.to_json());
        say(&format!("{:?}", error.diagnosis()));
        let mut source = std::error::Error::source(&error);
        while let Some(cause) = source {
            say(&format!("{cause} {cause:?}"));
            source = cause.source();
        }
    }

    fn bases(&self) -> (String, String) {
        if self.tls {
            (self.mock.tls_api_base(), self.mock.tls_accounts_base())
        } else {
            (self.mock.api_base(), self.mock.accounts_base())
        }
    }

    fn app(&self, secret: bool) -> App {
        let app = App::new(self.mock.client_id()).unwrap();
        let app = app.redirect(REDIRECT).unwrap();
        match secret {
            true => app.secret(self.mock.client_secret()).unwrap(),
            false => app,
        }
    }

    /// Begins a sign-in; its authorize URL is the mock's without TLS, where the browser asks.
    fn asking(&self, app: &App) -> Asking {
        let accounts = Accounts::at(&self.mock.accounts_base().parse().unwrap());
        let way = app.authorization_code_pkce("user-read-email user-modify-playback-state");
        let asking = way.unwrap().begin(Entropy::os().unwrap(), &accounts);
        self.keep(asking.params().state.expose());
        asking
    }

    fn build<T: ?Sized, S: ?Sized>(&self, builder: Builder<T, S>) -> Builder<T, S> {
        let (api, accounts) = self.bases();
        let pause = Duration::from_millis(1);
        let policy = Policy::new().attempts(2).backoff(pause, pause);
        let limits = Limits::new().max_body(1 << 20);
        let builder = builder.api_base(api.as_str());
        let builder = builder.accounts_base(accounts.as_str());
        builder.policy(policy.limits(limits))
    }

    /// A client with these credentials.
    fn client(&self, transport: &Transport, with: Credentials) -> Caller {
        macro_rules! client {
            ($kind:ident, $client:ty, $transport:expr) => {{
                let builder = self.build(<$client>::builder($transport.clone()));
                let builder = match with {
                    Credentials::Token(token) => builder.token(token),
                    Credentials::Refresh(app, token) => {
                        let refresh = token.refresh.clone().unwrap();
                        let grant = Refresh::new(app, refresh.expose());
                        builder.grant(grant).token(token)
                    }
                    Credentials::App(app) => builder.grant(ClientCredentials::new(app).unwrap()),
                };
                self.capture.say(format_args!("{builder:?}"));
                Caller::$kind(builder.build().unwrap())
            }};
        }
        match transport {
            Transport::Async(transport) => client!(Async, Client, transport),
            Transport::Blocking(transport) => client!(Blocking, blocking::Client, transport),
        }
    }

    /// Signs in with what the browser brought back.
    fn sign_in(
        &self,
        transport: &Transport,
        asking: Asking,
        answer: &str,
    ) -> Result<Caller, Error> {
        self.capture.say(format_args!("{asking:?}"));
        let exchange = asking.callback(answer)?;
        self.capture.say(format_args!("{exchange:?}"));
        Ok(match transport {
            Transport::Async(transport) => {
                let builder = self.build(Client::builder(transport.clone()));
                Caller::Async(self.runtime.block_on(builder.sign_in(exchange))?)
            }
            Transport::Blocking(transport) => {
                let builder = self.build(blocking::Client::builder(transport.clone()));
                Caller::Blocking(builder.sign_in(exchange)?)
            }
        })
    }

    /// What the browser is sent back to, once the user has consented.
    fn consent(&self, asking: &Asking) -> String {
        let url = Url::parse(&asking.url()).unwrap();
        let address = (url.host_str().unwrap(), url.port().unwrap());
        let mut stream = TcpStream::connect(address).unwrap();
        let target = url.as_str().split_once(":").unwrap().1;
        let target = target.splitn(4, '/').last().unwrap();
        write!(
            stream,
            "GET /{target} HTTP/1.1\r\nhost: mock\r\nconnection: close\r\n\r\n"
        )
        .unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        let mut lines = answer.lines();
        let header = |line: &str| Some(line.split_once(": ")?.1.to_owned());
        let location = lines.find(|line| line.to_ascii_lowercase().starts_with("location:"));
        let location = location.and_then(header).unwrap();
        let url = Url::parse(&location).unwrap();
        for (name, value) in url.query_pairs() {
            if name == "code" {
                self.keep(&value);
            }
        }
        location
    }

    /// Sets what goes wrong; every other answer brings a cookie.
    fn faults(&self, faults: impl IntoIterator<Item = Fault>) {
        self.mock.clear_faults();
        for fault in faults {
            self.mock.fault(fault);
        }
        let cookie = format!("sp_dc={COOKIE}; Path=/");
        for fault in [Fault::on("*", "/"), Fault::on_accounts("*", "/")] {
            self.mock
                .fault(fault.always().header("set-cookie", &cookie));
        }
    }

    /// Lives through all that a program can meet.
    pub(crate) fn run(&self, transport: &Transport) {
        self.signs_in(transport);
        self.is_refused(transport);
        self.renews(transport);
        self.calls(transport);
        self.keep_what_was_sent();
    }

    fn signs_in(&self, transport: &Transport) {
        for secret in [false, true] {
            self.faults([]);
            let asking = self.asking(&self.app(secret));
            let answer = self.consent(&asking);
            let caller = self.sign_in(transport, asking, &answer).unwrap();
            self.capture.say(format_args!("{caller:?}"));
            for _ in 0..3 {
                self.print(caller.send(&self.runtime, GetCurrentUser::new()));
                self.print(caller.send(&self.runtime, SkipToNext::new()));
                self.mock.expire_tokens();
            }
            self.mock.revoke_refresh_tokens();
            self.print(caller.send(&self.runtime, GetCurrentUser::new()));
            self.print(caller.send(&self.runtime, GetCurrentUser::new()));
        }
    }

    /// Answers in the browser that are none, and exchanges that give no token, the service's
    /// words quoting what it was sent.
    fn is_refused(&self, transport: &Transport) {
        self.faults([]);
        let app = self.app(true);
        let asking = || self.asking(&app);
        for answer in [
            "error=access_denied&state=STATE",
            "error=STATE&error_description=STATE&state=STATE",
            "code=Zt4Wq9LmXv2RkCj7Hd5s&state=wrong",
            "code=Zt4Wq9LmXv2RkCj7Hd5s&code=x&state=STATE",
            "code=Zt4Wq9LmXv2RkCj7Hd5s",
            // The mock knows no such code.
            "code=Zt4Wq9LmXv2RkCj7Hd5s&state=STATE",
        ] {
            self.keep("Zt4Wq9LmXv2RkCj7Hd5s");
            let asking = asking();
            let answer = answer.replace("STATE", asking.params().state.expose());
            self.print(self.sign_in(transport, asking, &answer));
        }
        let tokens = json!({"access_token": ACCESS, "token_type": "Bearer", "expires_in": 3600,
            "refresh_token": REFRESH});
        let broken = tokens.to_string().replace('}', "");
        let mac = json!({"access_token": ACCESS, "token_type": "mac"});
        let exchange = || Fault::on_accounts("POST", "/api/token").times(2);
        for fault in [
            exchange().answer(Answer::json(500, &tokens)),
            exchange().answer(Answer::json(200, &mac)),
            exchange().answer(Answer::text(200, broken)),
            exchange()
                .answer(Answer::text(400, ACCESS))
                .header("x-token", ACCESS),
            exchange().answer(Answer::redirect(302, "https://example.com/")),
            exchange().answer(Answer::rate_limited(RetryAfter::Seconds(7))),
            exchange().garbage(),
            exchange().drop_after(),
        ] {
            self.faults([fault]);
            let asking = asking();
            let answer = self.consent(&asking);
            self.print(self.sign_in(transport, asking, &answer));
        }
        let wrong = "f00dfeedc0ffeebadcafe1234567890a";
        self.keep(wrong);
        self.faults([]);
        let asking = self.asking(&self.app(false).secret(wrong).unwrap());
        let answer = self.consent(&asking);
        self.print(self.sign_in(transport, asking, &answer));
    }

    fn renews(&self, transport: &Transport) {
        let exchange = || Fault::on_accounts("POST", "/api/token");
        let refresh = self.mock.mint_refresh_token(&["user-read-email"]);
        self.keep(&refresh);
        let quoted = format!("you sent {refresh}");
        let tokens = json!({"access_token": ACCESS, "token_type": "Bearer", "expires_in": 3600,
            "refresh_token": REFRESH});
        for fault in [
            exchange()
                .answer(Answer::oauth_error(&refresh, Some(&quoted)))
                .times(2),
            exchange().answer(Answer::oauth_error("invalid_grant", Some(&quoted))),
            exchange().answer(Answer::json(200, &tokens)),
            exchange().answer(Answer::html(503)),
            exchange().reset_after(),
            exchange()
                .answer(Answer::json(200, &tokens))
                .truncate_body(20),
        ] {
            self.faults([fault]);
            let over = Token::new(ACCESS).refresh(refresh.as_str());
            let over = over.expires_in(Duration::ZERO, SystemClock.now());
            let caller = self.client(transport, Credentials::Refresh(self.app(false), over));
            self.print(caller.send(&self.runtime, GetCurrentUser::new()));
            self.capture.say(format_args!("{caller:?}"));
        }
        self.faults([]);
        let caller = self.client(transport, Credentials::App(self.app(true)));
        let album = self.mock.world().album().parse().unwrap();
        self.print(caller.send(&self.runtime, GetAlbum::new(album)));
    }

    /// Calls whose answers are odd, some quoting the token as a gateway's page might.
    fn calls(&self, transport: &Transport) {
        let token = self.mock.mint_full_token();
        self.keep(&token);
        let call = || Fault::on("*", "/v1/me").times(2);
        let quoted = format!("<pre>GET /v1/me\nauthorization: Bearer {token}</pre>");
        let stranger = format!("{}/v1/me", self.mock.stranger_base());
        for fault in [
            call().answer(Answer::text(400, &*quoted)),
            call().answer(Answer::text(502, &*quoted)),
            call().answer(Answer::error(403, &quoted)),
            call().answer(Answer::error(401, &quoted)),
            call().answer(Answer::error_with_reason(403, &quoted, &token)),
            call().answer(Answer::redirect(302, stranger)),
            call().answer(Answer::quota_exceeded(9)),
            call().answer(Answer::empty(204)),
            call().answer(Answer::text(200, "{")),
            call().gzip_truncated(),
            call().garbage(),
            call().drop_before(),
            call().reset_after(),
            call().endless_body(),
        ] {
            let bare = Credentials::Token(Token::new(token.as_str()));
            let caller = self.client(transport, bare);
            self.faults([fault]);
            self.print(caller.send(&self.runtime, GetCurrentUser::new()));
            self.print(caller.send(&self.runtime, SetVolume::new(30)));
        }
    }
}

/// How a client is authorized.
enum Credentials {
    Token(Token),
    Refresh(App, Token),
    App(App),
}
