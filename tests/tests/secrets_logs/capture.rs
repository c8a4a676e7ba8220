//! Everything that is said in the process, by `tracing` and by `log`.

use std::{
    collections::BTreeMap,
    fmt, io,
    sync::{Arc, Mutex},
};

use tracing_subscriber::{
    fmt::{MakeWriter, format::FmtSpan},
    layer::SubscriberExt as _,
};

/// Where ureq writes out every byte that it sends and receives, at TRACE. There is no setting for
/// it, so the documentation of the transport says to leave it out of logs.
const DUMP: &str = "ureq_proto::util";

/// What was said; clones share it.
#[derive(Clone, Default)]
pub(crate) struct Capture {
    said: Arc<Mutex<Vec<u8>>>,
    dump: Arc<Mutex<Vec<u8>>>,
}

impl Capture {
    /// Listens to all there is, from now on and for good.
    pub(crate) fn everything() -> Self {
        let capture = Self::default();
        let layer = tracing_subscriber::fmt::layer()
            .with_writer(capture.clone())
            .with_ansi(false)
            .with_span_events(FmtSpan::FULL);
        let subscriber = tracing_subscriber::registry().with(layer);
        tracing::subscriber::set_global_default(subscriber).unwrap();
        log::set_boxed_logger(Box::new(capture.clone())).unwrap();
        log::set_max_level(log::LevelFilter::Trace);
        capture
    }

    /// Adds what a program might print.
    pub(crate) fn say(&self, text: fmt::Arguments<'_>) {
        self.write_line(format_args!("printed: {text}"));
    }

    /// Takes what was said so far.
    pub(crate) fn take(&self) -> String {
        let said = std::mem::take(&mut *self.said.lock().unwrap());
        String::from_utf8_lossy(&said).into_owned()
    }

    /// Takes what ureq wrote out byte by byte.
    pub(crate) fn take_dump(&self) -> String {
        let dump = std::mem::take(&mut *self.dump.lock().unwrap());
        String::from_utf8_lossy(&dump).into_owned()
    }

    fn write_line(&self, line: fmt::Arguments<'_>) {
        let line = format!("{line}\n");
        self.said.lock().unwrap().extend_from_slice(line.as_bytes());
    }
}

impl io::Write for Capture {
    fn write(&mut self, text: &[u8]) -> io::Result<usize> {
        self.said.lock().unwrap().extend_from_slice(text);
        Ok(text.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl MakeWriter<'_> for Capture {
    type Writer = Self;

    fn make_writer(&self) -> Self {
        self.clone()
    }
}

impl log::Log for Capture {
    fn enabled(&self, _: &log::Metadata<'_>) -> bool {
        true
    }

    fn log(&self, record: &log::Record<'_>) {
        let (level, target) = (record.level(), record.target());
        if target == DUMP {
            let line = format!("{}\n", record.args());
            self.dump.lock().unwrap().extend_from_slice(line.as_bytes());
            return;
        }
        self.write_line(format_args!("log {level} {target}: {}", record.args()));
    }

    fn flush(&self) {}
}

/// Who said how much, by crate.
#[derive(Default)]
pub(crate) struct Targets(BTreeMap<String, usize>);

impl Targets {
    pub(crate) fn count(&mut self, text: &str) {
        const LIBRARIES: [&str; 8] = [
            "h2",
            "hyper_util",
            "hyper_rustls",
            "reqwest",
            "rustls",
            "spotify_core",
            "ureq",
            "ureq_proto",
        ];
        for line in text.lines() {
            let mut words = line.split([' ', ':']);
            let library = words.find(|word| LIBRARIES.contains(word));
            if let Some(library) = library {
                *self.0.entry(library.to_owned()).or_default() += 1;
            }
        }
    }

    pub(crate) fn has(&self, library: &str) -> bool {
        self.0.contains_key(library)
    }
}

impl fmt::Display for Targets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let said = self.0.iter().map(|(name, lines)| format!("{name} {lines}"));
        f.write_str(&said.collect::<Vec<_>>().join(", "))
    }
}
