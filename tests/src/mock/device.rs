//! Device authorization (RFC 8628): an endpoint that Spotify does not have, and the person's page.

use std::{collections::HashMap, time::Duration};

use serde_json::json;

use super::{
    MockSpotify, Shared, catalogue::DEMO_USER, fault::Answer, lock, random::SplitMix,
    record::Recorded, tokens::Granted,
};

/// Where a device asks for a code, and where the person enters it.
const ENDPOINT: &str = "/device/code";
const PAGE: &str = "/pair";
/// How long a code lives, and how long a device has to wait between two questions.
const LIFETIME: Duration = Duration::from_secs(600);
const INTERVAL: Duration = Duration::from_secs(5);

/// The devices that were given a code, by that code.
#[derive(Debug, Default)]
pub(crate) struct Devices(HashMap<String, Device>);

#[derive(Debug)]
struct Device {
    user_code: String,
    scopes: Vec<String>,
    expires: Duration,
    interval: Duration,
    asked: Duration,
    consent: Option<bool>,
}

/// The person at the other device.
impl MockSpotify {
    /// Where a device asks for a code. Clients are told, for Spotify has no such endpoint.
    pub fn device_endpoint(&self) -> String {
        format!("{}{ENDPOINT}", self.accounts_base())
    }

    /// The same over TLS.
    pub fn tls_device_endpoint(&self) -> String {
        format!("{}{ENDPOINT}", self.tls_accounts_base())
    }

    /// Enters a user code, and agrees or says no. `false` if no device waits for it.
    pub fn enter_code(&self, user_code: &str, agree: bool) -> bool {
        enter(&self.shared, user_code, agree)
    }
}

/// Whether a request is one of this file's; the token endpoint is another's.
pub(super) fn takes(request: &Recorded) -> bool {
    matches!(request.path(), ENDPOINT | PAGE)
}

pub(super) fn respond(mock: &Shared, request: &Recorded, scopes_known: &[&str]) -> Answer {
    match (request.method.as_str(), request.path()) {
        ("POST", ENDPOINT) => give(mock, request, scopes_known),
        ("GET", PAGE) => page(mock, request),
        _ => Answer::text(405, "Method Not Allowed"),
    }
}

fn give(mock: &Shared, request: &Recorded, scopes_known: &[&str]) -> Answer {
    if request.form("client_id").as_deref() != Some(&mock.client_id) {
        return Answer::oauth_error("invalid_client", None);
    }
    let asked = request.form("scope").unwrap_or_default();
    let scopes: Vec<String> = asked.split_ascii_whitespace().map(str::to_owned).collect();
    if !scopes.iter().all(|s| scopes_known.contains(&s.as_str())) {
        return Answer::oauth_error("invalid_scope", None);
    }
    let now = mock.clock.now();
    let mut devices = lock(&mock.devices);
    let mut random = SplitMix::of(mock.catalogue.seed, "device", devices.0.len());
    let code = format!("DC{}", random.base62(60));
    let letters = random.base62(8).to_ascii_uppercase();
    let (front, back) = letters.split_at(4);
    let user_code = format!("{front}-{back}");
    let device = Device {
        user_code: user_code.clone(),
        scopes,
        expires: now.saturating_add(LIFETIME),
        interval: INTERVAL,
        asked: now,
        consent: None,
    };
    devices.0.insert(code.clone(), device);
    let base = match request.tls {
        true => &mock.bases.tls_accounts,
        false => &mock.bases.accounts,
    };
    let body = json!({
        "device_code": code,
        "user_code": user_code,
        "verification_uri": format!("{base}{PAGE}"),
        "verification_uri_complete": format!("{base}{PAGE}?user_code={user_code}"),
        "expires_in": LIFETIME.as_secs(),
        "interval": INTERVAL.as_secs(),
    });
    Answer::json(200, &body).header("cache-control", "no-store")
}

/// The page as a person without a browser uses it: `user_code`, and `decision=grant` or `deny`.
fn page(mock: &Shared, request: &Recorded) -> Answer {
    let (code, decision) = (request.param("user_code"), request.param("decision"));
    let agree = match decision.as_deref() {
        Some("grant") => true,
        Some("deny") => false,
        _ => return Answer::text(200, "Add user_code, and decision=grant or decision=deny."),
    };
    match enter(mock, &code.unwrap_or_default(), agree) {
        true => Answer::text(200, "Done. Go back to your device."),
        false => Answer::text(404, "No device waits for this code."),
    }
}

fn enter(mock: &Shared, user_code: &str, agree: bool) -> bool {
    let now = mock.clock.now();
    let mut devices = lock(&mock.devices);
    let waiting = devices.0.values_mut().find(|device| {
        device.user_code == user_code && device.consent.is_none() && device.expires > now
    });
    match waiting {
        Some(device) => {
            device.consent = Some(agree);
            true
        }
        None => false,
    }
}

/// Answers a device that asks whether it may have a token (RFC 8628, section 3.5).
pub(super) fn token(
    mock: &Shared,
    proven: bool,
    device_code: Option<String>,
) -> Result<Granted, Answer> {
    let refuse = |word| Err(Answer::oauth_error(word, None));
    let now = mock.clock.now();
    let mut devices = lock(&mock.devices);
    let code = device_code.unwrap_or_default();
    let Some(device) = devices.0.get_mut(&code) else {
        return refuse("invalid_grant");
    };
    if device.expires <= now {
        return refuse("expired_token");
    }
    let since = now.saturating_sub(device.asked);
    device.asked = now;
    if since < device.interval {
        device.interval += INTERVAL;
        return refuse("slow_down");
    }
    match device.consent {
        None => refuse("authorization_pending"),
        Some(false) => refuse("access_denied"),
        Some(true) => {
            let scopes = std::mem::take(&mut device.scopes);
            devices.0.remove(&code);
            let lifetime = mock.token_lifetime;
            Ok(lock(&mock.tokens).sign_in(scopes, DEMO_USER, proven, now, lifetime))
        }
    }
}
