//! Markets.

use super::{Ids, Visit};

#[cfg(not(feature = "deprecated"))]
pub(super) fn visit(_: &Ids, _: &mut impl Visit) {}

#[cfg(feature = "deprecated")]
pub(super) fn visit(_: &Ids, visit: &mut impl Visit) {
    use spotify_endpoints::*;

    visit.visit(GetMarkets::new(), GetMarkets::new(), &["markets/markets"]);
}
