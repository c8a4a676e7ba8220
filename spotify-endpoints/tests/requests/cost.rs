//! What it costs to build a request.

use spotify_core::{BaseUrl, Endpoint};
use spotify_endpoints::*;

use crate::*;

fn allocations(request: impl Endpoint) -> u64 {
    let base = BaseUrl::default();
    let info = allocation_counter::measure(|| {
        std::hint::black_box(request.request(&base)).unwrap();
    });
    info.count_total
}

#[test]
fn a_small_get_allocates_six_times_at_most() {
    for (name, count) in [
        ("GetAlbum", allocations(GetAlbum::new(ALBUM))),
        (
            "GetAlbumTracks",
            allocations(GetAlbumTracks::new(ALBUM).market(Market::SE).limit(50)),
        ),
        ("GetCurrentUser", allocations(GetCurrentUser::new())),
        (
            "Search",
            allocations(Search::new("abba", [SearchType::Track]).limit(10)),
        ),
    ] {
        assert!(count <= 6, "{name}: {count} allocations");
    }
}
