//! The user's library: one for everything by URI, and its older parts by type. All of them change
//! and show the same things.

mod saved;
mod typed;
mod uris;

use super::{Call, Outcome};
use crate::mock::{
    catalogue::{Kind, is_withheld},
    fault::{Answer, Forbidden},
    state::{Shelf, State},
};

pub(super) fn route(call: &Call<'_>, method: &str, segments: &[&str]) -> Option<Outcome> {
    let outcome = match (method, segments) {
        ("PUT", ["library"]) => uris::change(call, true),
        ("DELETE", ["library"]) => uris::change(call, false),
        ("GET", ["library", "contains"]) => uris::contains(call),
        (_, ["library"]) => Err(Answer::error(405, "Method not allowed")),
        ("GET", [plural]) => saved::list(call, shelf(plural)?),
        ("PUT", [plural]) => typed::change(call, shelf(plural)?, true),
        ("DELETE", [plural]) => typed::change(call, shelf(plural)?, false),
        ("GET", [plural, "contains"]) => typed::contains(call, shelf(plural)?),
        _ => return None,
    };
    Some(outcome)
}

fn shelf(plural: &str) -> Option<Shelf> {
    Shelf::of_path(plural).filter(|shelf| !shelf.is_followed())
}

/// Wants the scope that a shelf needs: `read` or `modify`.
pub(super) fn permit(call: &Call<'_>, shelf: Shelf, verb: &str) -> Result<(), Answer> {
    call.scope(&match shelf.is_followed() {
        true => format!("user-follow-{verb}"),
        false => format!("user-library-{verb}"),
    })
}

/// Saves or removes one thing. What is well-formed and unknown is taken without a word.
pub(super) fn set(call: &Call<'_>, state: &mut State, shelf: Shelf, id: &str, save: bool) {
    let id = original(call, shelf, id);
    match save {
        true => state.library.save(shelf, &id, None),
        false => state.library.remove(shelf, &id),
    }
}

/// Whether something is saved. For an audiobook that nobody may have this ends in a 500 (D14).
pub(super) fn has(call: &Call<'_>, state: &State, shelf: Shelf, id: &str) -> Result<bool, Answer> {
    match call.mock.catalogue.find(id) {
        Some((kind, index)) if shelf == Shelf::Audiobooks && is_withheld(kind, index) => {
            Err(Answer::error(500, "Internal Server Error"))
        }
        _ => Ok(state.library.has(shelf, &original(call, shelf, id))),
    }
}

/// The copy of a track in another market stands for the track.
fn original(call: &Call<'_>, shelf: Shelf, id: &str) -> String {
    match call.mock.catalogue.find(id) {
        Some((Kind::Twin, index)) if shelf == Shelf::Tracks => {
            call.mock.catalogue.id(Kind::Track, index)
        }
        _ => id.to_owned(),
    }
}

fn lacks_scope() -> Answer {
    Answer::forbidden(Forbidden::Scope)
}
