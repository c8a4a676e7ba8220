//! Users.

use spotify_endpoints::*;

use super::{Ids, Visit};

#[cfg_attr(
    not(feature = "deprecated"),
    expect(unused_variables, reason = "the user's own profile takes none")
)]
pub(super) fn visit(ids: &Ids, visit: &mut impl Visit) {
    visit.visit(
        GetCurrentUser::new(),
        GetCurrentUser::new(),
        &["users/me.extended", "users/me.development"],
    );
    #[cfg(feature = "deprecated")]
    visit.visit(
        GetUser::new(ids.user.clone()),
        GetUser::new(ids.user.clone()),
        &["users/user.extended"],
    );
}
