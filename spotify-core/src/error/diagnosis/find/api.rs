//! Which trouble an answer with a status means: 403 alone has at least eight causes.

use std::borrow::Cow;

use http::StatusCode;

use crate::{
    ApiError, Availability, GrantNeeded, Method, Reason, ScopeMode,
    error::diagnosis::{Confidence, DiagnosisCode, Finding},
};

/// The cause that fits an answer.
pub(super) fn api(error: &ApiError) -> Finding {
    let said = error.message.as_str().to_ascii_lowercase();
    match error.status {
        _ if error.reason == Some(Reason::NoActiveDevice) => Finding::new(
            DiagnosisCode::NoActiveDevice,
            Confidence::Certain,
            "no device is playing or was lately",
            "open Spotify somewhere and press play once, or name a device with `device_id`",
            "",
        ),
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
        let fix = match error.endpoint.scope_mode {
            _ if missing.is_empty() => {
                "sign in again and ask for the scopes of the operation as well".to_owned()
            }
            ScopeMode::Any | ScopeMode::FirstAndAny => format!(
                "sign in again and ask for those of `{missing}` that fit: public playlists and \
                 private ones have a scope each"
            ),
            ScopeMode::Either => format!("sign in again and ask for one of `{missing}` as well"),
            ScopeMode::ByUri => format!(
                "sign in again and ask for those of `{missing}` that fit what you send: \
                 user-library for what is saved, user-follow for artists and users, \
                 playlist-modify for playlists"
            ),
            _ => format!("sign in again and ask for `{missing}` as well"),
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
    let (path, reads) = (error.endpoint.path, error.endpoint.method == Method::GET);
    if path.starts_with("/playlists/{") && !reads {
        return Finding::new(
            Code::ForeignPlaylist,
            Likely,
            "only a playlist's owner and its collaborators may change it",
            "change one of the user's own playlists, or one that the user collaborates on",
            "concepts/playlists",
        );
    }
    if path.starts_with("/playlists/{") && (path.ends_with("/items") || path.ends_with("/tracks")) {
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
    use Confidence::{Likely, Possible};
    use DiagnosisCode as Code;
    if error.endpoint.availability != Availability::Everyone {
        return Finding::new(
            Code::OperationGone,
            Likely,
            "the operation is closed for this app",
            "it takes extended quota, and for some operations an app from before November 2024",
            "tutorials/february-2026-migration-guide",
        );
    }
    if error
        .message
        .as_str()
        .eq_ignore_ascii_case("service not found")
    {
        return Finding::new(
            Code::NotFound,
            Likely,
            "Spotify knows no such path",
            "check the base URL: `api_base` ends in `/v1`",
            "concepts/api-calls",
        );
    }
    if error.endpoint.path.starts_with("/playlists/{") && error.endpoint.method == Method::GET {
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
