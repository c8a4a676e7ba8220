//! Users: the signed-in one, and what others may see of a user.

use serde_json::{Value, json};

use super::{Call, Outcome, playlists, private, resource_not_found};
use crate::mock::{
    catalogue::{DEMO_USER, is_user},
    fault::Answer,
    json::put,
    random::SplitMix,
};

pub(super) fn route(call: &Call<'_>, method: &str, segments: &[&str]) -> Option<Outcome> {
    let outcome = match (method, segments) {
        ("GET", [id]) => public(call, id),
        ("GET", [id, "playlists"]) => known(id).and_then(|()| playlists::list_of(call, id)),
        ("POST", [id, "playlists"]) => create_playlist(call, id),
        _ => return None,
    };
    Some(outcome)
}

/// The signed-in user.
pub(super) fn profile(call: &Call<'_>) -> Outcome {
    let user = call.user()?;
    let mut profile = call.shape.public_user(user);
    let number = usize::from(user != DEMO_USER);
    put(
        &mut profile,
        "account_id",
        json!(SplitMix::of(call.mock.catalogue.seed, "account", number).hex(32)),
    );
    if call.has("user-read-private") {
        put(&mut profile, "country", json!("SE"));
        put(&mut profile, "product", json!("premium"));
        let explicit = json!({"filter_enabled": false, "filter_locked": false});
        put(&mut profile, "explicit_content", explicit);
    }
    if call.has("user-read-email") {
        put(
            &mut profile,
            "email",
            json!(format!("{}@example.com", user.replace('-', "."))),
        );
    }
    Ok(private(&profile))
}

fn public(call: &Call<'_>, id: &str) -> Outcome {
    known(id)?;
    let profile: Value = call.shape.public_user(id);
    Ok(Answer::json(200, &profile))
}

/// Only the user's own account can be given a playlist.
fn create_playlist(call: &Call<'_>, id: &str) -> Outcome {
    call.user()?;
    match id {
        DEMO_USER => playlists::create(call),
        _ => Err(Answer::error(
            403,
            "You cannot create a playlist for another user.",
        )),
    }
}

fn known(id: &str) -> Result<(), Answer> {
    match is_user(id) {
        true => Ok(()),
        false => Err(resource_not_found()),
    }
}
