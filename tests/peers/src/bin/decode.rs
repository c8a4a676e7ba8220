//! Reads one answer again and again, to be run under callgrind: `decode PAYLOAD DECODER COUNT`.
//!
//! With `bytes` it lists the answers and their lengths instead.
#![forbid(unsafe_code)]

use std::{env, hint::black_box, process::ExitCode};

use spotify_peers::{
    corpus::{PAYLOADS, Payload},
    decoder::{Answer, Decoder, Measure},
};

/// Reads so many times, and drops what was read.
struct Repeat(u32);

impl Measure for Repeat {
    type Found = ();

    fn of<T>(&mut self, read: impl Fn() -> T) {
        for _ in 0..self.0 {
            drop(black_box(read()));
        }
    }
}

fn main() -> ExitCode {
    let args: Vec<String> = env::args().skip(1).collect();
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    if args == ["bytes"] {
        for payload in PAYLOADS {
            println!("{}\t{}", payload.name, Answer::from(payload).len());
        }
        return ExitCode::SUCCESS;
    }
    let understood = match args.as_slice() {
        [payload, decoder, count] => Payload::find(payload)
            .zip(Decoder::find(decoder))
            .zip(count.parse().ok()),
        _ => None,
    };
    let Some(((payload, decoder), count)) = understood else {
        eprintln!("decode PAYLOAD ours|rspotify|ignored COUNT, or: decode bytes");
        return ExitCode::from(2);
    };
    Answer::from(&payload).measure(payload.kind, decoder, &mut Repeat(count));
    ExitCode::SUCCESS
}
