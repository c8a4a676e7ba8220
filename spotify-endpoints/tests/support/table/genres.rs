//! Genres.

use super::{Ids, Visit};

pub(super) fn visit(_: &Ids, _: &mut impl Visit) {}
