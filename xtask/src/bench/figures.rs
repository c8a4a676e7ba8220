//! Running the programs that measure, and reading what they say.

use std::{
    collections::HashMap,
    path::{Path, PathBuf},
    process::Command,
};

use crate::{
    error::{Error, Result},
    run::Cargo,
    workspace::Workspace,
};

/// Who reads an answer; the names are those of the programs in `tests/peers`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Decoder {
    Ours,
    Rspotify,
    Ignored,
}

impl Decoder {
    const ALL: [(&'static str, Self); 3] = [
        ("ours", Self::Ours),
        ("rspotify", Self::Rspotify),
        ("ignored", Self::Ignored),
    ];
}

/// What reading an answer once costs.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(super) struct Cost {
    /// In the processor's instructions.
    pub(super) instructions: f64,
    /// In nanoseconds.
    pub(super) time: f64,
    pub(super) heap: Heap,
}

/// What is allocated.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(super) struct Heap {
    /// How often.
    pub(super) count: f64,
    /// How many bytes are held in the end.
    pub(super) held: f64,
    /// How many bytes are held at most on the way.
    pub(super) peak: f64,
}

/// An answer of the corpus.
#[derive(Debug)]
pub(super) struct Payload {
    pub(super) name: String,
    pub(super) bytes: usize,
    costs: HashMap<Decoder, Cost>,
}

impl Payload {
    /// What a decoder costs; nothing, if it has no model for this answer.
    pub(super) fn cost(&self, decoder: Decoder) -> Option<&Cost> {
        self.costs.get(&decoder)
    }

    /// How much more one decoder costs than another.
    pub(super) fn ratio(
        &self,
        more: Decoder,
        less: Decoder,
        what: fn(&Cost) -> f64,
    ) -> Option<f64> {
        Some(what(self.cost(more)?) / what(self.cost(less)?))
    }
}

/// Building one small request.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Request {
    pub(super) instructions: f64,
    pub(super) allocations: f64,
}

/// A whole call beside the bare HTTP library.
#[derive(Debug)]
pub(super) struct Call {
    pub(super) library: &'static str,
    pub(super) bare: f64,
    pub(super) client: f64,
}

/// All that is measured.
#[derive(Debug, Default)]
pub(super) struct Figures {
    pub(super) payloads: Vec<Payload>,
    /// Without a token, as an operation writes it.
    pub(super) written: Request,
    /// With its token, as the machine hands it to a transport.
    pub(super) called: Request,
    pub(super) calls: Vec<Call>,
}

impl Figures {
    /// Finds an answer by its name.
    pub(super) fn payload(&self, name: &str) -> Option<&Payload> {
        self.payloads.iter().find(|payload| payload.name == name)
    }
}

/// The tests that compare a call with the bare library, where they are.
const OVERHEAD: [(&str, &str); 2] = [("hyper", "spotify-hyper"), ("reqwest", "spotify-reqwest")];

/// Builds the programs, runs them, and gathers what they say.
pub(super) fn measure(workspace: &Workspace) -> Result<Figures> {
    let target = workspace.target().join("peers");
    let programs = Programs {
        folder: target.join("release"),
    };
    for call in ["build", "test"] {
        Cargo::new(call)
            .args(["--release", "--manifest-path", "tests/peers/Cargo.toml"])
            .args(["--target-dir".to_owned(), target.display().to_string()])
            .run(workspace.root())?;
    }
    let mut figures = Figures::default();
    let heaps = programs.table("heap", &[])?;
    let times = programs.table("times", &[])?;
    for row in programs.table("decode", &["bytes"])? {
        let [name, bytes] = row.as_slice() else {
            return Err(not_understood("decode", &row.join(" ")));
        };
        let mut payload = Payload {
            name: name.clone(),
            bytes: number(bytes)? as usize,
            costs: HashMap::new(),
        };
        for (word, decoder) in Decoder::ALL {
            let Some(heap) = cells(&heaps, &[name, word]) else {
                continue;
            };
            let time = cells(&times, &[name, word]).unwrap_or_default();
            let cost = Cost {
                instructions: programs.instructions(
                    "decode",
                    &[name, word],
                    100_000 / payload.bytes as u32 + 2,
                )?,
                time: number(time.first().map_or("", String::as_str))?,
                heap: heap_of(heap)?,
            };
            payload.costs.insert(decoder, cost);
        }
        println!("measured: {name}");
        figures.payloads.push(payload);
    }
    for (stage, request) in [
        ("written", &mut figures.written),
        ("called", &mut figures.called),
    ] {
        let heap = cells(&heaps, &["request", stage]).unwrap_or_default();
        *request = Request {
            instructions: programs.instructions("request", &[stage], 200)?,
            allocations: heap_of(heap)?.count,
        };
    }
    for (library, package) in OVERHEAD {
        let test = workspace.root().join(package).join("tests/overhead.rs");
        if test.exists() {
            figures
                .calls
                .push(overhead(workspace.root(), library, package)?);
        }
    }
    Ok(figures)
}

/// Runs a test that prints what a call costs. It has a bar of its own, which is not ours.
fn overhead(root: &Path, library: &'static str, package: &str) -> Result<Call> {
    let call = Cargo::new("test --release --package")
        .args([package])
        .args(["--test", "overhead", "--", "--ignored", "--nocapture"]);
    println!("$ {call}");
    let output = call.output(root)?;
    let text = String::from_utf8_lossy(&output.stdout);
    let found = text.lines().find_map(|line| numbers_of_call(line, library));
    let Some((bare, client)) = found else {
        let said = String::from_utf8_lossy(&output.stderr);
        return Err(not_understood("overhead", &format!("{text}{said}")));
    };
    Ok(Call {
        library,
        bare,
        client,
    })
}

/// Reads `hyper alone 100, with the client 110 instructions: 1.100 times`.
fn numbers_of_call(line: &str, library: &str) -> Option<(f64, f64)> {
    let (_, rest) = line.split_once(&format!("{library} alone "))?;
    let (bare, rest) = rest.split_once(", with the client ")?;
    let (client, _) = rest.split_once(" instructions")?;
    Some((bare.parse().ok()?, client.parse().ok()?))
}

/// The programs of `tests/peers`.
struct Programs {
    folder: PathBuf,
}

impl Programs {
    /// Runs one, and splits its lines at the tabs.
    fn table(&self, program: &str, args: &[&str]) -> Result<Vec<Vec<String>>> {
        let text = said(Command::new(self.folder.join(program)).args(args))?.0;
        let split = |line: &str| line.split('\t').map(str::to_owned).collect();
        Ok(text.lines().map(split).collect())
    }

    /// Counts the instructions of one round: what two runs of different lengths have in common,
    /// such as starting, drops out.
    fn instructions(&self, program: &str, args: &[&str], rounds: u32) -> Result<f64> {
        let run = |rounds: u32| {
            let mut valgrind = Command::new("valgrind");
            valgrind.args(["--tool=callgrind", "--callgrind-out-file=/dev/null"]);
            valgrind.arg(self.folder.join(program)).args(args);
            collected(&said(valgrind.arg(rounds.to_string()))?.1)
        };
        let (few, many) = (run(1)?, run(1 + rounds)?);
        Ok((many - few) / f64::from(rounds))
    }
}

/// Runs a program to its end and gives what it wrote, on standard output and standard error.
fn said(command: &mut Command) -> Result<(String, String)> {
    let name = command.get_program().to_string_lossy().into_owned();
    let output = command
        .output()
        .map_err(|e| Error::Failed(format!("`{name}` could not be started: {e}")))?;
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let (out, err) = (text(&output.stdout), text(&output.stderr));
    if output.status.success() {
        return Ok((out, err));
    }
    Err(Error::Failed(format!("`{name}` failed:\n{out}{err}")))
}

/// Reads callgrind's line `Collected : 12345`.
fn collected(text: &str) -> Result<f64> {
    let count = text
        .split_once("Collected : ")
        .and_then(|(_, rest)| rest.split_whitespace().next());
    number(count.unwrap_or_default())
}

/// The cells of the row that begins with these.
fn cells<'a>(rows: &'a [Vec<String>], start: &[&str]) -> Option<&'a [String]> {
    rows.iter().find_map(|row| {
        let (head, rest) = row.split_at_checked(start.len())?;
        head.iter().eq(start).then_some(rest)
    })
}

fn heap_of(cells: &[String]) -> Result<Heap> {
    let [count, held, peak] = cells else {
        return Err(not_understood("heap", &cells.join(" ")));
    };
    Ok(Heap {
        count: number(count)?,
        held: number(held)?,
        peak: number(peak)?,
    })
}

fn number(text: &str) -> Result<f64> {
    text.parse().map_err(|_| not_understood("a number", text))
}

fn not_understood(what: &str, text: &str) -> Error {
    Error::Failed(format!("{what}: not understood: {text:?}"))
}

#[cfg(test)]
pub(super) mod testing {
    use super::{Cost, Decoder, Heap, Payload};

    /// An answer with instructions of ours, of rspotify and at least; times and heaps are as many.
    pub(in crate::bench) fn payload(name: &str, costs: [f64; 3]) -> Payload {
        let decoders = Decoder::ALL.map(|(_, decoder)| decoder);
        let cost = |number: f64| Cost {
            instructions: number,
            time: number,
            heap: Heap {
                count: number,
                held: number,
                peak: number,
            },
        };
        Payload {
            name: name.to_owned(),
            bytes: 1000,
            costs: decoders.into_iter().zip(costs.map(cost)).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{cells, collected, numbers_of_call};

    #[test]
    fn what_callgrind_says_is_read() {
        let said = "==1== Events    : Ir\n==1== Collected : 5609859\n==1==\n";
        assert_eq!(collected(said).unwrap(), 5_609_859.0);
        assert!(collected("==1== Events    : Ir\n").is_err());
    }

    #[test]
    fn rows_are_found_by_how_they_begin() {
        let row = |text: &str| -> Vec<String> { text.split(' ').map(str::to_owned).collect() };
        let rows = [row("track ours 1 2 3"), row("track rspotify 4 5 6")];
        assert_eq!(
            cells(&rows, &["track", "rspotify"]).unwrap(),
            ["4", "5", "6"]
        );
        assert!(cells(&rows, &["album", "ours"]).is_none());
    }

    #[test]
    fn what_the_tests_of_overhead_print_is_read() {
        let line = "hyper alone 29595, with the client 34900 instructions: 1.179 times";
        assert_eq!(numbers_of_call(line, "hyper"), Some((29_595.0, 34_900.0)));
        assert_eq!(numbers_of_call(line, "reqwest"), None);
        assert_eq!(numbers_of_call("running 2 tests", "hyper"), None);
    }
}
