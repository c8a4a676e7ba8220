//! Builds one request again and again, to be run under callgrind: `request STAGE COUNT`.
#![forbid(unsafe_code)]

use std::{env, hint::black_box, process::ExitCode};

use spotify_peers::request::{Caller, Stage};

fn main() -> ExitCode {
    let args: Vec<String> = env::args().skip(1).collect();
    let understood = match args.as_slice() {
        [stage, count] => Stage::ALL
            .into_iter()
            .find(|(name, _)| name == stage)
            .zip(count.parse::<u32>().ok()),
        _ => None,
    };
    let Some(((_, stage), count)) = understood else {
        eprintln!("request written|called COUNT");
        return ExitCode::from(2);
    };
    let caller = Caller::default();
    for _ in 0..count {
        drop(black_box(caller.build(stage)));
    }
    ExitCode::SUCCESS
}
