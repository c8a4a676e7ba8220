//! A server that answers with bytes that a scenario wrote by hand.

use std::{
    collections::VecDeque,
    io::{BufRead as _, BufReader, Read as _, Write as _},
    net::{SocketAddr, TcpListener, TcpStream},
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, AtomicUsize, Ordering::SeqCst},
    },
    thread,
};

/// One answer, byte for byte.
#[derive(Debug, Clone)]
pub(crate) struct Written {
    start: Vec<u8>,
    /// Comes after it again and again, until nobody reads.
    again: Vec<u8>,
    then: Then,
}

/// What becomes of the connection after an answer.
#[derive(Debug, Clone, Copy)]
enum Then {
    Keep,
    Close,
}

impl Written {
    /// Writes this, and waits for the next request.
    pub(crate) fn new(bytes: impl Into<Vec<u8>>) -> Self {
        Self {
            start: bytes.into(),
            again: Vec::new(),
            then: Then::Keep,
        }
    }

    /// Closes the connection behind it.
    pub(crate) fn close(mut self) -> Self {
        self.then = Then::Close;
        self
    }

    /// Goes on with this for ever.
    pub(crate) fn endless(mut self, again: impl Into<Vec<u8>>) -> Self {
        self.again = again.into();
        self
    }
}

/// A server on loopback. What connects gets the answers in their order, whatever it asks.
pub(crate) struct Script {
    address: SocketAddr,
    state: Arc<State>,
}

struct State {
    answers: Mutex<VecDeque<Written>>,
    connections: AtomicUsize,
    over: AtomicBool,
}

impl Script {
    /// Answers requests.
    pub(crate) fn answering(answers: impl IntoIterator<Item = Written>) -> std::io::Result<Self> {
        Self::start(answers, true)
    }

    /// Answers whatever comes first, without understanding it.
    pub(crate) fn greeting(answers: impl IntoIterator<Item = Written>) -> std::io::Result<Self> {
        Self::start(answers, false)
    }

    fn start(answers: impl IntoIterator<Item = Written>, http: bool) -> std::io::Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0")?;
        let address = listener.local_addr()?;
        let state = Arc::new(State {
            answers: Mutex::new(answers.into_iter().collect()),
            connections: AtomicUsize::new(0),
            over: AtomicBool::new(false),
        });
        let shared = state.clone();
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                if shared.over.load(SeqCst) {
                    break;
                }
                shared.connections.fetch_add(1, SeqCst);
                let shared = shared.clone();
                // Whatever goes wrong with a connection is the end of that connection only.
                thread::spawn(move || shared.serve(stream, http).unwrap_or_default());
            }
        });
        Ok(Self { address, state })
    }

    /// The base address, such as `http://127.0.0.1:49213`.
    pub(crate) fn base(&self, scheme: &str) -> String {
        format!("{scheme}://{}", self.address)
    }

    /// How many connections there were.
    pub(crate) fn connections(&self) -> usize {
        self.state.connections.load(SeqCst)
    }
}

impl Drop for Script {
    fn drop(&mut self) {
        self.state.over.store(true, SeqCst);
        // Wakes the thread that accepts; if nobody can connect, it has ended.
        drop(TcpStream::connect(self.address));
    }
}

impl State {
    fn serve(&self, stream: TcpStream, http: bool) -> std::io::Result<()> {
        stream.set_nodelay(true)?;
        let (mut reader, mut writer) = (BufReader::new(stream.try_clone()?), stream);
        loop {
            match http {
                true if !request(&mut reader)? => return Ok(()),
                true => {}
                false => {
                    let read = reader.fill_buf()?.len();
                    if read == 0 {
                        return Ok(());
                    }
                    reader.consume(read);
                }
            }
            let mut answers = self.answers.lock().unwrap_or_else(PoisonError::into_inner);
            let Some(answer) = answers.pop_front() else {
                return Ok(());
            };
            drop(answers);
            writer.write_all(&answer.start)?;
            while !answer.again.is_empty() {
                writer.write_all(&answer.again)?;
            }
            if let Then::Close = answer.then {
                return Ok(());
            }
        }
    }
}

/// Reads a request away, its body included; false if there came none.
fn request(reader: &mut BufReader<TcpStream>) -> std::io::Result<bool> {
    let (mut line, mut length) = (String::new(), 0);
    loop {
        line.clear();
        if reader.read_line(&mut line)? == 0 {
            return Ok(false);
        }
        let header = line.trim_end().to_ascii_lowercase();
        if let Some(value) = header.strip_prefix("content-length:") {
            length = value.trim().parse().unwrap_or(0);
        }
        if header.is_empty() {
            break;
        }
    }
    std::io::copy(&mut reader.by_ref().take(length), &mut std::io::sink())?;
    Ok(true)
}
