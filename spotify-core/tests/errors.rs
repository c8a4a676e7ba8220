//! What errors say: one line, and with `{:#}` what to do about it. Each text is read here.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test says what it expects"
)]

use std::{collections::BTreeSet, error::Error as _, time::Duration};

use bytes::Bytes;
use http::{Response, StatusCode};
use spotify_core::{
    ApiError, AuthError, Availability, BuildError, DecodeError, Deprecation, DiagnosisCode, Error,
    GrantNeeded, LimitReason, Meta, Method, OAuthError, Outcome, PagingError, Phase, Policy,
    Reason, Reauth, ReauthCause, Repeat, Scope, ScopeMode, Scopes, Sent, StoreError,
    StoreErrorKind, TransportError, TransportErrorKind, blocking,
    call::{Bearer, Call, RateGate, Step},
    testing::{ManualClock, Replay},
};

const SAVE: Meta = Meta::new("SaveToLibrary", Method::PUT, "/me/library")
    .reference("save-library-items")
    .scopes(&[Scope::UserLibraryModify], ScopeMode::All)
    .repeat(Repeat::Idempotent);
const SEVERAL: Meta = Meta::new("GetTracks", Method::GET, "/tracks")
    .reference("get-several-tracks")
    .grant(GrantNeeded::App)
    .availability(Availability::ExtendedQuota)
    .deprecated(Deprecation::new("2026-02-11", Some("GetTrack for each")))
    .repeat(Repeat::Safe);
const ITEMS: Meta = Meta::new(
    "GetPlaylistItems",
    Method::GET,
    "/playlists/{playlist_id}/items",
)
.reference("get-playlists-items")
.repeat(Repeat::Safe);
const TRACK: Meta = Meta::new("GetTrack", Method::GET, "/tracks/{id}")
    .reference("get-track")
    .grant(GrantNeeded::App)
    .repeat(Repeat::Safe);
const ADD: Meta = Meta::new(
    "AddPlaylistItems",
    Method::POST,
    "/playlists/{playlist_id}/items",
)
.reference("add-items-to-playlist")
.scopes(
    &[Scope::PlaylistModifyPublic, Scope::PlaylistModifyPrivate],
    ScopeMode::Any,
);
const QUEUE: Meta = Meta::new("GetQueue", Method::GET, "/me/player/queue")
    .reference("get-queue")
    .scopes(
        &[
            Scope::UserReadCurrentlyPlaying,
            Scope::UserReadPlaybackState,
        ],
        ScopeMode::Either,
    );
const NEXT: Meta = Meta::new("SkipToNext", Method::POST, "/me/player/next")
    .reference("skip-users-playback-to-next-track");

/// What the machine makes of one answer to one request.
fn answered(meta: &'static Meta, scopes: Option<&str>, response: Response<Bytes>) -> Error {
    let now = spotify_core::Clock::now(&ManualClock::new());
    let request = http::Request::new(Bytes::new());
    let policy = Policy::new().attempts(1);
    let mut step = Call::new(meta, request, policy, &RateGate::default(), 1).start(now);
    loop {
        step = match step {
            Step::Authorize(s) => {
                let bearer = Bearer::with_scopes("t", scopes.map(Scopes::from));
                s.provide(Ok(bearer), now)
            }
            Step::Admit(s) => s.try_admit(now).unwrap(),
            Step::Wait(s) => s.over(now),
            Step::Transmit(s) => s.reply(Ok(response.clone()), now),
            Step::Done(result) => return result.unwrap_err(),
        }
    }
}

fn says(status: u16, body: &'static str) -> Response<Bytes> {
    Response::builder()
        .status(status)
        .body(Bytes::from_static(body.as_bytes()))
        .unwrap()
}

fn json(status: u16, message: &str, reason: Option<&str>) -> Response<Bytes> {
    let mut error = serde_json::json!({"status": status, "message": message});
    if let Some(reason) = reason {
        error["reason"] = reason.into();
    }
    let body = serde_json::json!({ "error": error }).to_string();
    Response::builder()
        .status(status)
        .body(Bytes::from(body))
        .unwrap()
}

fn transport(kind: TransportErrorKind, sent: Sent) -> Error {
    TransportError::new(kind, sent)
        .because("the library's own words")
        .into()
}

fn reauth(cause: ReauthCause) -> Error {
    let refusal = OAuthError::new(
        StatusCode::BAD_REQUEST,
        "invalid_grant",
        Some("Refresh token revoked"),
    );
    Reauth::new(
        cause,
        (cause != ReauthCause::NotSignedIn).then_some(refusal),
    )
    .into()
}

/// One error of each kind that a call can meet.
fn all() -> Vec<(&'static str, Error)> {
    let quota = json(429, "API quota exceeded", Some("QUOTA_EXCEEDED"));
    let long = |mut response: Response<Bytes>| {
        response.headers_mut().insert("retry-after", 48_925.into());
        response
    };
    let text = |status, text| says(status, text);
    let broken = says(200, r#"{"id": 7}"#);
    vec![
        (
            "user not on the list",
            answered(
                &TRACK,
                None,
                text(403, "User not registered in the Developer Dashboard"),
            ),
        ),
        (
            "owner without Premium",
            answered(
                &TRACK,
                None,
                text(
                    403,
                    "Active premium subscription required for the owner of the app",
                ),
            ),
        ),
        (
            "app blocked",
            answered(
                &TRACK,
                None,
                json(
                    403,
                    "Your application is blocked from accessing the Web API since you do not have a Spotify Premium subscription",
                    None,
                ),
            ),
        ),
        (
            "listener without Premium",
            answered(
                &NEXT,
                None,
                json(
                    403,
                    "Player command failed: Premium required",
                    Some("PREMIUM_REQUIRED"),
                ),
            ),
        ),
        (
            "restriction",
            answered(
                &NEXT,
                None,
                json(
                    403,
                    "Player command failed: Restriction violated",
                    Some("UNKNOWN"),
                ),
            ),
        ),
        (
            "no device",
            answered(
                &NEXT,
                None,
                json(
                    404,
                    "Player command failed: No active device found",
                    Some("NO_ACTIVE_DEVICE"),
                ),
            ),
        ),
        (
            "missing scope",
            answered(
                &SAVE,
                Some("user-library-read"),
                json(403, "Insufficient client scope", None),
            ),
        ),
        (
            "missing scope, token unknown",
            answered(&SAVE, None, json(403, "Insufficient client scope", None)),
        ),
        (
            "closed operation",
            answered(&SEVERAL, None, json(403, "Forbidden", None)),
        ),
        (
            "closed operation, 404",
            answered(&SEVERAL, None, json(404, "Not found", None)),
        ),
        (
            "items of another's playlist",
            answered(&ITEMS, None, json(403, "Forbidden", None)),
        ),
        (
            "Spotify's own playlist",
            answered(&ITEMS, None, json(404, "Resource not found", None)),
        ),
        (
            "not found",
            answered(&TRACK, None, json(404, "Resource not found", None)),
        ),
        ("forbidden", answered(&TRACK, None, says(403, ""))),
        (
            "bad request",
            answered(&TRACK, None, json(400, "Invalid limit", None)),
        ),
        (
            "token over",
            answered(&SAVE, None, json(401, "The access token expired", None)),
        ),
        (
            "token over, app",
            answered(&TRACK, None, json(401, "The access token expired", None)),
        ),
        (
            "service failure",
            answered(
                &TRACK,
                None,
                text(503, "<html>upstream request timeout</html>"),
            ),
        ),
        ("ambiguous", answered(&NEXT, None, text(502, "bad gateway"))),
        (
            "long rate limit",
            answered(&TRACK, None, long(says(429, ""))),
        ),
        ("quota", answered(&TRACK, None, long(quota))),
        ("bare token over", AuthError::NothingToRenew.into()),
        (
            "client refused",
            AuthError::from(OAuthError::new(
                StatusCode::BAD_REQUEST,
                "invalid_client",
                Some("Invalid client secret"),
            ))
            .into(),
        ),
        (
            "code refused",
            AuthError::from(OAuthError::new(
                StatusCode::BAD_REQUEST,
                "invalid_grant",
                Some("Invalid authorization code"),
            ))
            .into(),
        ),
        (
            "no token",
            AuthError::Unexpected {
                status: StatusCode::BAD_GATEWAY,
                problem: "a failure of the service itself".into(),
            }
            .into(),
        ),
        ("consent denied", AuthError::Denied.into()),
        (
            "state of another",
            AuthError::StateMismatch("the state of the answer is missing".into()).into(),
        ),
        ("consent over", reauth(ReauthCause::Expired)),
        ("consent withdrawn", reauth(ReauthCause::Revoked)),
        (
            "refresh interrupted",
            reauth(ReauthCause::InterruptedRefresh),
        ),
        ("nobody signed in", reauth(ReauthCause::NotSignedIn)),
        (
            "no credentials",
            blocking::Client::builder(Replay::new())
                .build()
                .unwrap_err()
                .into(),
        ),
        (
            "an app's token for a user's operation",
            BuildError::UserTokenNeeded {
                endpoint: "SkipToNext",
            }
            .into(),
        ),
        (
            "bad setting",
            BuildError::setting("user_agent", "it must be visible text").into(),
        ),
        ("overloaded", Error::Overloaded { waiting: 100 }),
        (
            "deadline in the queue",
            Error::Deadline {
                phase: Phase::Queue,
                outcome: Outcome::NotSent,
                deadline: Duration::from_secs(60),
                endpoint: Some(&TRACK),
            },
        ),
        (
            "deadline on the wire",
            Error::Deadline {
                phase: Phase::Transmit,
                outcome: Outcome::Unknown,
                deadline: Duration::from_secs(60),
                endpoint: Some(&TRACK),
            },
        ),
        (
            "no connection",
            transport(TransportErrorKind::Connect, Sent::No),
        ),
        ("no trust", transport(TransportErrorKind::Tls, Sent::No)),
        (
            "broken off",
            transport(TransportErrorKind::Incomplete, Sent::Maybe),
        ),
        (
            "too large",
            transport(TransportErrorKind::BodyTooLarge, Sent::Maybe),
        ),
        (
            "nothing prepared",
            transport(TransportErrorKind::Unprepared, Sent::No),
        ),
        (
            "adding to another's playlist",
            answered(
                &ADD,
                None,
                json(
                    403,
                    "You cannot add tracks to a playlist you don't own",
                    None,
                ),
            ),
        ),
        (
            "a path that is not there",
            answered(&TRACK, None, json(404, "Service not found", None)),
        ),
        (
            "followed a redirect",
            transport(TransportErrorKind::Redirected, Sent::Maybe),
        ),
        (
            "store",
            StoreError::new(StoreErrorKind::Unavailable)
                .because("disk full")
                .into(),
        ),
        (
            "decode",
            DecodeError::new(
                &TRACK,
                &broken,
                "album.id",
                "invalid type: integer `7`, expected a string",
            )
            .into(),
        ),
        (
            "pages",
            PagingError::Repeated {
                position: "50".into(),
            }
            .into(),
        ),
    ]
}

#[test]
fn every_error_says_what_to_do() {
    let mut texts = String::new();
    for (name, error) in all() {
        texts.push_str(&format!("== {name}\n{error:#}\n\n"));
    }
    insta::assert_snapshot!(texts);
}

#[test]
fn every_text_is_one_good_line_and_every_code_is_met() {
    let mut met = BTreeSet::new();
    for (name, error) in all() {
        let line = error.to_string();
        assert!(
            !line.is_empty() && !line.contains('\n') && !line.ends_with('.'),
            "{name}: {line}"
        );
        if let Some(source) = error.source() {
            assert!(!line.contains(&source.to_string()), "{name}: said twice");
        }
        let diagnosis = error.diagnosis();
        met.insert(diagnosis.code.as_str());
        assert_eq!(diagnosis.what, line);
        assert!(
            !diagnosis.why.is_empty() && !diagnosis.fix.is_empty(),
            "{name}"
        );
        assert!(
            diagnosis.docs.starts_with("https://developer.spotify.com/"),
            "{name}"
        );
        assert_eq!(format!("{error:?}"), format!("{error:#}"), "{name}");
        assert_ne!(format!("{error:#?}"), format!("{error:#}"), "{name}");
    }
    let all: BTreeSet<_> = DiagnosisCode::ALL
        .iter()
        .map(|code| code.as_str())
        .collect();
    assert_eq!(met, all, "codes that no error here has");
}

#[test]
fn errors_answer_questions() {
    let missing = answered(
        &SAVE,
        Some("user-library-read"),
        json(403, "Insufficient client scope", None),
    );
    assert_eq!(
        missing.missing_scopes(),
        Scopes::from(Scope::UserLibraryModify)
    );
    assert_eq!(missing.status(), Some(StatusCode::FORBIDDEN));
    assert_eq!(missing.endpoint().unwrap().name, "SaveToLibrary");
    assert!(!missing.is_retryable() && !missing.needs_sign_in());

    let refused = |granted| answered(&QUEUE, Some(granted), says(403, ""));
    assert!(
        refused("user-read-playback-state")
            .missing_scopes()
            .is_empty()
    );
    let either = refused("user-top-read").diagnosis();
    assert_eq!(either.code, DiagnosisCode::MissingScope);
    assert_eq!(
        either.fix,
        "sign in again and ask for one of `user-read-playback-state user-read-currently-playing` \
         as well"
    );

    let gone = answered(&SEVERAL, None, json(403, "Forbidden", None));
    assert!(gone.is_gone());
    assert!(reauth(ReauthCause::Revoked).needs_sign_in());

    let mut limited = says(429, "");
    limited.headers_mut().insert("retry-after", 48_925.into());
    let limited = answered(&TRACK, None, limited);
    assert_eq!(limited.retry_after(), Some(Duration::from_secs(48_925)));
    assert!(limited.is_retryable());
    let Error::RateLimited(limited) = limited else {
        panic!("{limited}")
    };
    assert_eq!(limited.reason, LimitReason::Rate);

    let ambiguous = answered(&NEXT, None, says(502, ""));
    assert!(!ambiguous.is_retryable());
    assert_eq!(ambiguous.status(), Some(StatusCode::BAD_GATEWAY));
}

#[test]
fn y9_any_body_behind_an_error_is_read() {
    for (body, message) in [
        ("", ""),
        ("plain text", "plain text"),
        (r#"{"error":{"status":400,"message":"m"}}"#, "m"),
        (
            r#"{"error":"invalid_request","error_description":"d"}"#,
            "d",
        ),
        (r#"{"error":"invalid_request"}"#, "invalid_request"),
        (r#"{"error":{}}"#, ""),
        (r#"{"error":{"message":null,"reason":null}}"#, ""),
        (r#"{"message":"elsewhere"}"#, r#"{"message":"elsewhere"}"#),
        ("[1]", "[1]"),
    ] {
        let error = ApiError::read(&TRACK, &says(400, body));
        assert_eq!(error.message.as_str(), message, "{body}");
    }
}

#[test]
fn y12_the_reasons_of_the_player_and_of_the_quota_are_words() {
    let words = [
        "NO_PREV_TRACK",
        "NO_NEXT_TRACK",
        "NO_SPECIFIC_TRACK",
        "ALREADY_PAUSED",
        "NOT_PAUSED",
        "NOT_PLAYING_LOCALLY",
        "NOT_PLAYING_TRACK",
        "NOT_PLAYING_CONTEXT",
        "ENDLESS_CONTEXT",
        "CONTEXT_DISALLOW",
        "ALREADY_PLAYING",
        "RATE_LIMITED",
        "REMOTE_CONTROL_DISALLOW",
        "DEVICE_NOT_CONTROLLABLE",
        "VOLUME_CONTROL_DISALLOW",
        "NO_ACTIVE_DEVICE",
        "PREMIUM_REQUIRED",
        "QUOTA_EXCEEDED",
        "UNKNOWN",
    ];
    for word in words {
        for status in [403, 404, 429] {
            let error = ApiError::read(&NEXT, &json(status, "m", Some(word)));
            let reason = error.reason.unwrap();
            assert!(!matches!(reason, Reason::Other(_)), "{word}");
            assert_eq!(reason.as_str(), word);
        }
    }
    // A word that nobody knows yet stays as it is.
    let error = ApiError::read(&NEXT, &json(403, "m", Some("SLEEP_TIMER_ENDED")));
    assert!(
        matches!(&error.reason, Some(Reason::Other(word)) if word.as_str() == "SLEEP_TIMER_ENDED")
    );
    assert!(error.to_string().contains("SLEEP_TIMER_ENDED"));
    // That no device is active comes with either status.
    for status in [403, 404] {
        let error = answered(&NEXT, None, json(status, "m", Some("NO_ACTIVE_DEVICE")));
        assert_eq!(error.diagnosis().code, DiagnosisCode::NoActiveDevice);
    }
    let premium = answered(&NEXT, None, json(403, "m", Some("PREMIUM_REQUIRED")));
    assert_eq!(
        premium.diagnosis().code,
        DiagnosisCode::ListenerNeedsPremium
    );
    let Error::RateLimited(quota) = answered(&NEXT, None, json(429, "m", Some("QUOTA_EXCEEDED")))
    else {
        panic!("a quota that is used up is a limit")
    };
    assert_eq!(quota.reason, LimitReason::Quota);
}
