//! Users.

use spotify_endpoints::*;

use super::{Ids, Visit};

pub(super) fn visit(_: &Ids, visit: &mut impl Visit) {
    visit.visit(
        GetCurrentUser::new(),
        GetCurrentUser::new(),
        &["users/me.extended", "users/me.development"],
    );
}
