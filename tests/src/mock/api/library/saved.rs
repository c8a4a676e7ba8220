//! The lists of what is saved.

use serde_json::{Value, json};

use crate::mock::{
    api::{Call, Outcome, private},
    catalogue::{Kind, is_withheld},
    clock, lock,
    state::Shelf,
};

/// A page of one shelf. Of what is saved only things that there are can be shown.
pub(super) fn list(call: &Call<'_>, shelf: Shelf) -> Outcome {
    call.scope("user-library-read")?;
    let window = call.window(20, 50)?;
    let saved: Vec<(Kind, usize, i64)> = lock(&call.mock.state)
        .library
        .shelf(shelf)
        .iter()
        .filter_map(|saved| {
            let (kind, index) = call.mock.catalogue.find(&saved.id)?;
            (Shelf::of_word(kind.word()) == Some(shelf)).then_some((kind, index, saved.at))
        })
        .collect();
    let total = saved.len();
    let rows = window
        .of(saved)
        .map(|(kind, index, at)| row(call, kind, index, at))
        .collect();
    let path = format!("/me/{}", shelf.plural());
    let query = call.repeated(&["market"]);
    let page = call.shape.page(&path, &query, total, window, rows);
    Ok(private(&page))
}

/// Null for what nobody may have.
fn row(call: &Call<'_>, kind: Kind, index: usize, at: i64) -> Value {
    if is_withheld(kind, index) {
        return Value::Null;
    }
    let shape = &call.shape;
    let content = match kind {
        Kind::Album => shape.album(index),
        Kind::Show => shape.simplified_show(index),
        Kind::Episode => shape.episode(index),
        Kind::Audiobook => shape.audiobook(index),
        Kind::Chapter | Kind::Artist => Value::Null,
        Kind::Track | Kind::Twin => shape.track(index),
    };
    json!({"added_at": clock::rfc3339(at), kind.word(): content})
}
