//! What bodies cost that are meant to cost much: promises Y1 and Y2, in bytes of this thread.

use bytes::Bytes;
use http::Request;
use spotify_blocking::{ProxyChoice, Ureq};
use spotify_core::{BlockingTransport as _, Limits, TransportErrorKind as Kind};
use spotify_tests::mock::{Answer, Fault, MockSpotify};

const CAP: u64 = 8 << 20;
const BESIDES: u64 = 256 << 10;

#[test]
fn y2_endless_bodies_and_bombs_cost_no_more_than_the_cap() {
    let mock = MockSpotify::start().unwrap();
    let transport = Ureq::builder().proxy(ProxyChoice::None).build().unwrap();
    let limits = Limits::new().max_body(CAP as usize);
    let get = || Request::get(mock.api_base()).body(Bytes::new()).unwrap();
    let any = || Fault::on("*", "/").always().answer(Answer::text(200, "text"));
    for (name, fault) in [
        ("endless", any().endless_body()),
        ("a gzip bomb", any().gzip_bomb()),
    ] {
        mock.clear_faults();
        mock.fault(fault);
        let mut kind = None;
        let info = allocation_counter::measure(|| {
            kind = transport.send(get(), limits).err().map(|error| error.kind());
        });
        assert_eq!(kind, Some(Kind::BodyTooLarge), "{name}");
        println!("{name}: {} bytes at the peak, {} to stay", info.bytes_max, info.bytes_current);
        assert!(info.bytes_max <= CAP + BESIDES, "{name}: {} bytes", info.bytes_max);
    }
}
