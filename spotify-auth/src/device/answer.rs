//! What the device endpoint answers.

use std::time::Duration;

use bytes::Bytes;
use serde::Deserialize;
use serde_json::Value;
use spotify_core::{AuthError, BaseUrl, Secret};
use url::Url;

use super::DeviceCode;
use crate::{
    ClientSecret,
    token_response::{Text, lifetime, read, unexpected},
};

/// How long a code is believed to be good for where the answer does not say it.
const LIFETIME: Duration = Duration::from_secs(10 * 60);
/// RFC 8628, section 3.2: how long to wait between two questions unless the answer says it.
const INTERVAL: Duration = Duration::from_secs(5);
/// The range of intervals that are believed.
const INTERVALS: (Duration, Duration) = (Duration::from_secs(1), Duration::from_secs(300));
/// The longest code and the longest address that are shown to a person.
const LONGEST: (usize, usize) = (100, 2000);

/// A code as it was answered (RFC 8628, section 3.2).
pub(super) struct Granted {
    pub(super) device_code: DeviceCode,
    pub(super) user_code: Box<str>,
    pub(super) verification_uri: Box<str>,
    pub(super) verification_uri_complete: Option<Box<str>>,
    pub(super) lifetime: Duration,
    pub(super) interval: Duration,
}

#[derive(Deserialize)]
struct Wire {
    #[serde(default)]
    device_code: Text,
    #[serde(default)]
    user_code: Text,
    #[serde(default, alias = "verification_url")]
    verification_uri: Text,
    #[serde(default)]
    verification_uri_complete: Text,
    #[serde(default)]
    expires_in: Value,
    #[serde(default)]
    interval: Value,
}

impl Granted {
    pub(super) fn read(
        reply: &http::Response<Bytes>,
        secret: Option<&ClientSecret>,
    ) -> Result<Self, AuthError> {
        let unexpected = unexpected(reply.status());
        let wire: Wire = read(reply, secret.into_iter().map(ClientSecret::expose))?;
        let device_code = text(wire.device_code)
            .ok_or_else(|| unexpected("no device code: device_code is missing or empty"))?;
        let user_code = text(wire.user_code)
            .filter(|code| is_shown(code.expose(), LONGEST.0))
            .ok_or_else(|| unexpected("no device code: user_code is none that can be shown"))?;
        let verification_uri = text(wire.verification_uri)
            .filter(|uri| leads_somewhere(uri.expose()))
            .ok_or_else(|| {
                unexpected("no device code: verification_uri is no address for a browser")
            })?;
        let complete = text(wire.verification_uri_complete)
            .filter(|uri| leads_somewhere(uri.expose()))
            .map(|uri| uri.expose().into());
        let (least, most) = INTERVALS;
        Ok(Self {
            device_code: DeviceCode::new(device_code.expose()),
            user_code: user_code.expose().into(),
            verification_uri: verification_uri.expose().into(),
            verification_uri_complete: complete,
            lifetime: lifetime(&wire.expires_in).unwrap_or(LIFETIME),
            interval: lifetime(&wire.interval)
                .unwrap_or(INTERVAL)
                .clamp(least, most),
        })
    }
}

fn text(text: Text) -> Option<Secret> {
    text.0.filter(|text| !text.is_empty())
}

/// Whether a text can be put on a terminal as it is.
fn is_shown(text: &str, longest: usize) -> bool {
    text.len() <= longest && !text.chars().any(char::is_control)
}

/// Whether a browser may be sent there: `https`, or `http` on a loopback address for tests.
fn leads_somewhere(uri: &str) -> bool {
    let Ok(url) = Url::parse(uri) else {
        return false;
    };
    let ascii = uri.bytes().all(|byte| byte.is_ascii_graphic());
    let origin = url.origin().ascii_serialization();
    ascii && is_shown(uri, LONGEST.1) && !uri.contains('@') && origin.parse::<BaseUrl>().is_ok()
}
