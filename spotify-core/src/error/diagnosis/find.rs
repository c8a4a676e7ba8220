//! Which trouble it is: status, words, reason, and what is known of the operation.

use super::{Confidence, DiagnosisCode, Finding};
use std::borrow::Cow;

use crate::{
    AuthError, BuildError, Error, LimitReason, LimitScope, OAuthErrorCode, Outcome, ReauthCause,
    TransportErrorKind,
};

mod api;

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
        Error::Build(BuildError::PremiumNeeded { .. }) => Finding::new(
            Code::ListenerNeedsPremium,
            Certain,
            "controlling playback takes Premium, and the client was told that the user has none",
            "use an account with Premium; reading what plays needs none",
            "",
        ),
        Error::Build(BuildError::ClosedToTier { endpoint }) => {
            let instead = endpoint
                .deprecated
                .and_then(|deprecated| deprecated.instead);
            Finding::new(
                Code::OperationGone,
                Confidence::Certain,
                "apps in development mode do not have this operation, and the client was told \
                 that its app is one",
                match instead {
                    Some(instead) => format!("use {instead}"),
                    None => "there is no replacement; it takes extended quota".to_owned(),
                },
                "tutorials/february-2026-migration-guide",
            )
        }
        Error::Build(BuildError::UserTokenNeeded { .. }) => Finding::new(
            Code::UserTokenNeeded,
            Certain,
            "client credentials stand for the app, and for no user's library, player or playlists",
            "sign a user in with the authorization code flow",
            "concepts/authorization",
        ),
        Error::Build(BuildError::MissingScopes(found)) => Finding::new(
            Code::MissingScope,
            Certain,
            "scopes are fixed when the user consents; refreshing a token adds none",
            match found.needed.one_of().is_empty() {
                true => format!("sign in again and ask for `{}` as well", found.missing),
                false => format!("sign in again and ask for what fits of `{}`", found.missing),
            },
            "concepts/scopes",
        ),
        Error::Build(error) => build(error),
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
        Error::Api(error) => api::api(error),
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

/// What nobody was asked about: the text itself names what is allowed.
fn build(error: &BuildError) -> Finding {
    use Confidence::Certain;
    use DiagnosisCode as Code;
    let finding = |why, fix: Cow<'static, str>| {
        Finding::new(Code::BadRequest, Certain, why, fix, "concepts/api-calls")
    };
    match error {
        BuildError::OutOfRange(range) => {
            let (min, max) = range.param.range.unwrap_or((0, u64::MAX));
            let what = if range.unit.is_empty() {
                "a value"
            } else {
                range.unit
            };
            finding(
                "Spotify refuses such a request, so it was not sent",
                format!("give `{}` {what} from {min} to {max}", range.param.name).into(),
            )
        }
        BuildError::Text(_) => finding(
            "what was given is of another kind, or misspelt; nothing was sent",
            "pass an id, a URI or a link of the kind that is wanted".into(),
        ),
        BuildError::Setting { .. } | BuildError::BaseUrl(_) => finding(
            "a program cannot work with this setting; nothing was sent",
            "correct the setting that is named, as the text says".into(),
        ),
        _ => finding(
            "Spotify refuses such a request, so it was not sent",
            "correct the parameter that is named, as the text says".into(),
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
        AuthError::Expired => Finding::new(
            Code::TokenExpired,
            Certain,
            "an access token lives one hour, and the client was told not to renew it",
            "call `renew`, set another token, or switch automatic renewal on",
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
        AuthError::OAuth(error)
            if matches!(
                error.code,
                OAuthErrorCode::AccessDenied | OAuthErrorCode::ExpiredToken
            ) =>
        {
            Finding::new(
                Code::SignInAgain,
                Certain,
                "the user said no, or did not answer in time",
                "begin the sign-in anew when the user is ready to consent",
                "concepts/authorization",
            )
        }
        AuthError::CodeExpired | AuthError::ConsentRequired | AuthError::LoginRequired => {
            Finding::new(
                Code::SignInAgain,
                Certain,
                "this sign-in takes something that only a person can do, and nobody did it",
                "do what the text says, and begin the sign-in anew",
                "concepts/authorization",
            )
        }
        _ => Finding::new(
            Code::NoToken,
            Likely,
            "the accounts service gave no token",
            "try again later; if it stays, check the app's settings in the dashboard",
            "concepts/authorization",
        ),
    }
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
        TransportErrorKind::Unprepared => Finding::new(
            Code::Unprepared,
            Certain,
            "the transport answers from memory, and nothing there fits this request",
            "add an answer for it, or correct the pattern: the cause names what was asked and what \
             is left",
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
