//! Times the decoders, one after the other in every round: `PAYLOAD DECODER NANOSECONDS` for each,
//! the least of all rounds.
#![forbid(unsafe_code)]

use std::{hint::black_box, time::Instant};

use spotify_peers::{
    corpus::PAYLOADS,
    decoder::{Answer, Decoder, Measure},
};

/// How often each decoder has its turn.
const ROUNDS: u32 = 40;

/// How many bytes are read in a turn, so that the clock's own cost does not show.
const TURN: usize = 200_000;

/// Takes the time of so many readings.
struct Clock(u32);

impl Measure for Clock {
    type Found = f64;

    fn of<T>(&mut self, read: impl Fn() -> T) -> f64 {
        #[allow(clippy::disallowed_methods, reason = "time is what is measured")]
        let start = Instant::now();
        for _ in 0..self.0 {
            drop(black_box(read()));
        }
        start.elapsed().as_nanos() as f64 / f64::from(self.0)
    }
}

fn main() {
    for payload in PAYLOADS {
        let answer = Answer::from(payload);
        let count = TURN.div_ceil(answer.len()) as u32;
        let mut least = Decoder::ALL.map(|_| f64::INFINITY);
        for _ in 0..ROUNDS {
            for (decoder, least) in Decoder::ALL.into_iter().zip(&mut least) {
                let time = answer.measure(payload.kind, decoder, &mut Clock(count));
                *least = least.min(time);
            }
        }
        for (decoder, least) in Decoder::ALL.into_iter().zip(least) {
            println!("{}\t{decoder}\t{least:.0}", payload.name);
        }
    }
}
