//! Weighs what reading allocates: `PAYLOAD DECODER ALLOCATIONS HELD PEAK` for each, in bytes; then
//! what building a request does: `request STAGE ALLOCATIONS HELD PEAK`.
#![forbid(unsafe_code)]

use allocation_counter::AllocationInfo;
use spotify_peers::{
    corpus::PAYLOADS,
    decoder::{Answer, Decoder, Measure},
    request::{Caller, Stage},
};

struct Weigh;

impl Measure for Weigh {
    type Found = AllocationInfo;

    fn of<T>(&mut self, read: impl Fn() -> T) -> AllocationInfo {
        // What is made once and kept is not of this answer.
        drop(read());
        let mut value = None;
        let info = allocation_counter::measure(|| value = Some(read()));
        drop(value);
        info
    }
}

fn main() {
    let line = |name: &str, who: &str, info: AllocationInfo| {
        let (count, held, peak) = (info.count_total, info.bytes_current, info.bytes_max);
        println!("{name}\t{who}\t{count}\t{held}\t{peak}");
    };
    for payload in PAYLOADS {
        let answer = Answer::from(payload);
        for decoder in Decoder::ALL {
            let info = answer.measure(payload.kind, decoder, &mut Weigh);
            line(payload.name, &decoder.to_string(), info);
        }
    }
    let caller = Caller::default();
    for (name, stage) in Stage::ALL {
        line("request", name, Weigh.of(|| caller.build(stage)));
    }
}
