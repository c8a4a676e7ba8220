//! Which trouble it is: status, words, reason, and what is known of the operation.

use std::borrow::Cow;

use http::StatusCode;

use super::{Confidence, DiagnosisCode, Finding};
use crate::{
    ApiError, AuthError, Availability, BuildError, Error, GrantNeeded, LimitReason, LimitScope,
    OAuthErrorCode, Outcome, Reason, ReauthCause, TransportErrorKind,
};

/// The cause that fits what is known.
pub(super) fn find(error: &Error) -> Finding {
    use Confidence::{Certain, Likely};
    use DiagnosisCode as Code;
    match error {
        Error::Build(BuildError::NoCredentials) => Finding::new(
            Code::NoToken,
            Certain,
            "the client was made without a way to authorize its calls",
            "call `grant`, `token` or `anonymous` on the builder, or end it with `sign_in`",
            "concepts/authorization",
        ),
        Error::Build(_) => Finding::new(
            Code::BadRequest,
            Certain,
            "the value cannot be what it is; nothing was sent",
            "change it as the text says",
            "",
        ),
        Error::Auth(error) => auth(error),
        Error::ReauthRequired(reauth) => Finding::new(
            Code::SignInAgain,
            Certain,
            match reauth.cause {
                ReauthCause::Expired => {
                    "refresh tokens end six months after the user's consent, and refreshing does \
                     not put that off"
                }
                ReauthCause::NotSignedIn => "no token is held or stored for this app and account",
                ReauthCause::Revoked => {
                    "the user withdrew the consent, or another program replaced the refresh token"
                }
                ReauthCause::InterruptedRefresh => {
                    "the answer to a refresh was lost, and the server had replaced the token"
                }
            },
            "let the user sign in again; retrying does not help",
            "tutorials/refreshing-tokens",
        ),
        Error::Overloaded { .. } => Finding::new(
            Code::Overloaded,
            Certain,
            "more calls wait than the `queue` setting allows",
            "start fewer calls at once, or raise `queue`",
            "concepts/rate-limits",
        ),
        Error::RateLimited(limited) => match (limited.reason, limited.scope) {
            (LimitReason::Quota, _) => Finding::new(
                Code::Quota,
                Certain,
                "all development-mode apps of one developer account share one quota",
                "stop until then; keep answers, compare snapshot ids and use larger pages, since \
                 another client id does not help",
                "concepts/quota-modes",
            ),
            (LimitReason::Rate, LimitScope::Accounts) => Finding::new(
                Code::RateLimit,
                Certain,
                "too many token requests",
                "keep tokens in a store that all your processes share, and wait",
                "concepts/rate-limits",
            ),
            (LimitReason::Rate, _) => Finding::new(
                Code::RateLimit,
                Certain,
                "too many requests within half a minute, or for longer before that",
                "stop calling until then: further requests are reported to lengthen it; shorter \
                 limits are waited out silently (see `Policy::patience`)",
                "concepts/rate-limits",
            ),
        },
        Error::Api(error) => api(error),
        Error::Decode(_) => Finding::new(
            Code::UnexpectedAnswer,
            Likely,
            "Spotify changed the answer, or this library has a mistake",
            "read the answer as `serde_json::Value` meanwhile, and report the place and the excerpt",
            "",
        ),
        Error::Deadline {
            outcome: Outcome::NotSent,
            ..
        } => Finding::new(
            Code::NoAnswer,
            Certain,
            "the time went into waiting before anything was sent",
            "give calls a longer `Policy::deadline`, or start fewer of them at once",
            "concepts/rate-limits",
        ),
        Error::Deadline { .. } => Finding::new(
            Code::NoAnswer,
            Certain,
            "the server did not answer in time",
            "try again later, or give calls a longer `Policy::deadline`",
            "",
        ),
        Error::Ambiguous(_) => Finding::new(
            Code::Ambiguous,
            Certain,
            "the answer was lost, and repeating the call could do it twice",
            "look at what it was meant to change before you call again",
            "",
        ),
        Error::Transport(error) => transport(error.kind()),
        Error::Store(_) => Finding::new(
            Code::Store,
            Certain,
            "the token store could not be read or written, and refreshing without it could cost \
             the login",
            "make the store available; the access token that is held serves until it ends",
            "tutorials/refreshing-tokens",
        ),
        Error::Paging(_) => Finding::new(
            Code::Paging,
            Certain,
            "the server's links between pages do not lead on",
            "ask for the pages one by one with `limit` and `offset`",
            "concepts/api-calls",
        ),
    }
}

fn auth(error: &AuthError) -> Finding {
    use Confidence::{Certain, Likely};
    use DiagnosisCode as Code;
    match error {
        AuthError::NothingToRenew => Finding::new(
            Code::TokenExpired,
            Certain,
            "an access token lives one hour, and there is no refresh token",
            "sign in with a grant that renews tokens instead of a pasted access token",
            "concepts/access-token",
        ),
        AuthError::OAuth(error)
            if matches!(
                error.code,
                OAuthErrorCode::InvalidClient | OAuthErrorCode::UnauthorizedClient
            ) =>
        {
            Finding::new(
                Code::ClientRefused,
                Certain,
                "the client id or the client secret is not that of an app of yours",
                "copy both from Dashboard → your app → Settings; a secret that was reset is a new one",
                "concepts/apps",
            )
        }
        AuthError::OAuth(error) if error.code == OAuthErrorCode::InvalidGrant => Finding::new(
            Code::SignInAgain,
            Likely,
            "the code or the refresh token was used before, is too old, or belongs to another \
             app or redirect URI",
            "begin the sign-in anew; the redirect URI must be the same in both steps",
            "tutorials/code-flow",
        ),
        _ => Finding::new(
            Code::NoToken,
            Likely,
            "the accounts service gave no token",
            "try again later; if it stays, check the app's settings in the dashboard",
            "concepts/authorization",
        ),
    }
}

fn api(error: &ApiError) -> Finding {
    let said = error.message.as_str().to_ascii_lowercase();
    match error.status {
        StatusCode::UNAUTHORIZED => unauthorized(error),
        StatusCode::FORBIDDEN => forbidden(error, &said),
        StatusCode::NOT_FOUND => not_found(error),
        status if status.is_server_error() => Finding::new(
            DiagnosisCode::ServiceFailure,
            Confidence::Certain,
            "Spotify failed, as it does now and then",
            "try again later; what may be repeated was repeated already",
            "",
        ),
        _ => Finding::new(
            DiagnosisCode::BadRequest,
            Confidence::Likely,
            "Spotify does not take the request as it is",
            "compare it with the reference; limits differ between development mode and extended \
             quota",
            "",
        ),
    }
}

fn unauthorized(error: &ApiError) -> Finding {
    if error.endpoint.grant == GrantNeeded::User && error.granted.is_none() {
        return Finding::new(
            DiagnosisCode::TokenExpired,
            Confidence::Likely,
            "the access token is over (they live one hour), or is an app's own, which this \
             operation does not take",
            "sign a user in with the authorization code flow, which also renews tokens",
            "concepts/access-token",
        );
    }
    Finding::new(
        DiagnosisCode::TokenExpired,
        Confidence::Likely,
        "the access token is not good: they live one hour, and a renewed one was refused as well",
        "sign in again, or check that the token comes from the same app",
        "concepts/access-token",
    )
}

/// 403 has at least eight causes; the words and what is known of the operation tell them apart.
fn forbidden(error: &ApiError, said: &str) -> Finding {
    use Confidence::{Certain, Likely, Possible};
    use DiagnosisCode as Code;
    let missing = error.missing_scopes();
    if said.contains("not registered")
        || said.contains("not approved")
        || said.contains("may not be registered")
    {
        return Finding::new(
            Code::UserNotRegistered,
            Certain,
            "the app is in development mode, and this account is not on its list; signing in \
             works all the same",
            "as its owner: Dashboard → app → Settings → User Management → add the account's \
             e-mail (5 users at most)",
            "concepts/quota-modes",
        );
    }
    if said.contains("premium")
        && (said.contains("owner") || said.contains("application is blocked"))
    {
        return Finding::new(
            Code::OwnerNeedsPremium,
            Certain,
            "since 2026 development-mode apps work only while their owner has Premium",
            "subscribe with the account that owns the app, and allow a few hours; nothing in your \
             code is wrong",
            "concepts/quota-modes",
        );
    }
    match &error.reason {
        Some(Reason::PremiumRequired) => {
            return Finding::new(
                Code::ListenerNeedsPremium,
                Certain,
                "controlling playback takes Premium; reading what plays does not",
                "use an account with Premium",
                "",
            );
        }
        Some(_) => {
            return Finding::new(
                Code::PlayerRestriction,
                Likely,
                "the player does not allow this now: it plays or is paused already, or the \
                 context forbids it",
                "read the playback state and look at `actions.disallows`",
                "",
            );
        }
        None => {}
    }
    if !missing.is_empty() || said.contains("scope") {
        let fix = if missing.is_empty() {
            "sign in again and ask for the scopes of the operation as well".to_owned()
        } else {
            format!("sign in again and ask for `{missing}` as well")
        };
        return Finding::new(
            Code::MissingScope,
            Certain,
            "scopes are fixed when the user consents; refreshing a token adds none",
            fix,
            "concepts/scopes",
        );
    }
    if error.endpoint.availability != Availability::Everyone {
        let fix: Cow<'static, str> = match error.endpoint.deprecated.and_then(|d| d.instead) {
            Some(instead) => format!("use {instead}").into(),
            None => "there is no replacement; it takes extended quota".into(),
        };
        return Finding::new(
            Code::OperationGone,
            Likely,
            "since 2026 this operation is closed for apps in development mode",
            fix,
            "tutorials/february-2026-migration-guide",
        );
    }
    if error.endpoint.path.starts_with("/playlists/{") {
        return Finding::new(
            Code::ForeignPlaylist,
            Likely,
            "since February 2026 a development-mode app reads only the items of playlists that \
             its user owns or collaborates on",
            "list the user's own playlists and read those, or copy the songs into one of them",
            "tutorials/february-2026-migration-guide",
        );
    }
    Finding::new(
        Code::Forbidden,
        Possible,
        "Spotify refuses and does not say why",
        "check that the account is on the app's list, that its owner has Premium, and what the \
         token's scopes are",
        "concepts/quota-modes",
    )
}

fn not_found(error: &ApiError) -> Finding {
    use Confidence::{Certain, Likely, Possible};
    use DiagnosisCode as Code;
    if error.reason == Some(Reason::NoActiveDevice) {
        return Finding::new(
            Code::NoActiveDevice,
            Certain,
            "no device is playing or was lately",
            "open Spotify somewhere and press play once, or name a device with `device_id`",
            "",
        );
    }
    if error.endpoint.availability != Availability::Everyone {
        return Finding::new(
            Code::OperationGone,
            Likely,
            "the operation is closed for this app",
            "it takes extended quota, and for some operations an app from before November 2024",
            "tutorials/february-2026-migration-guide",
        );
    }
    if error.endpoint.path.starts_with("/playlists/{") {
        return Finding::new(
            Code::SpotifyPlaylist,
            Possible,
            "there is no such playlist, or it is one of Spotify's own, which apps may not read \
             since 27 November 2024",
            "check the id; the songs of a Spotify playlist can be copied into one of the user's",
            "concepts/playlists",
        );
    }
    Finding::new(
        Code::NotFound,
        Likely,
        "there is nothing under this id, or not in this market",
        "check the id, and name a market when the token is an app's own: it has no country",
        "concepts/track-relinking",
    )
}

fn transport(kind: TransportErrorKind) -> Finding {
    use Confidence::{Certain, Likely};
    use DiagnosisCode as Code;
    match kind {
        TransportErrorKind::Dns | TransportErrorKind::Connect => Finding::new(
            Code::NoConnection,
            Certain,
            "the server could not be reached",
            "check the network, the proxy settings and the base URL",
            "",
        ),
        TransportErrorKind::Tls => Finding::new(
            Code::Tls,
            Likely,
            "the certificate is not one that is trusted here, or not valid at this machine's time",
            "check the machine's clock, and give a private authority's root to the transport's \
             builder",
            "",
        ),
        TransportErrorKind::BodyTooLarge => Finding::new(
            Code::UnexpectedAnswer,
            Certain,
            "the answer is larger than `Limits::max_body`",
            "ask for smaller pages, or raise the limit",
            "",
        ),
        TransportErrorKind::Redirected => Finding::new(
            Code::UnexpectedAnswer,
            Certain,
            "the HTTP client was made with redirects switched on",
            "switch them off in the client that you hand over",
            "",
        ),
        _ => Finding::new(
            Code::NoAnswer,
            Likely,
            "the connection broke off or the server fell silent",
            "try again later",
            "",
        ),
    }
}
