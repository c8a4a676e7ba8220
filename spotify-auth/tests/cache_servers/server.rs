//! A server of a test's own, on a port of its own.

use std::{
    io::{self, Write as _},
    net::{TcpListener, TcpStream},
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use tempfile::TempDir;

/// A server that runs until this is dropped.
pub(crate) struct Server {
    child: Child,
    port: u16,
    _folder: TempDir,
}

impl Server {
    /// Starts a program with arguments made of a free port and a folder; `None` where it is not
    /// installed.
    pub(crate) fn start(
        program: &str,
        args: impl Fn(String, String) -> Vec<String>,
    ) -> Option<Self> {
        // Somebody may take the port between here and there.
        for _ in 0..5 {
            let folder = tempfile::tempdir().unwrap();
            let port = free_port();
            let path = folder.path().to_str().unwrap().to_owned();
            let child = Command::new(program)
                .args(args(port.to_string(), path))
                .stdin(Stdio::null())
                .stdout(Stdio::null())
                .stderr(Stdio::null())
                .spawn();
            let child = match child {
                Ok(child) => child,
                Err(error) if error.kind() == io::ErrorKind::NotFound => {
                    // Past what collects the output of tests that pass.
                    let line = format!("SKIPPED {program}: apt-get install {program}\n");
                    io::stderr().write_all(line.as_bytes()).unwrap();
                    return None;
                }
                Err(error) => panic!("{program}: {error}"),
            };
            let mut server = Self {
                child,
                port,
                _folder: folder,
            };
            if server.answers() {
                return Some(server);
            }
        }
        panic!("{program} does not start")
    }

    pub(crate) fn port(&self) -> u16 {
        self.port
    }

    fn answers(&mut self) -> bool {
        let end = Instant::now() + Duration::from_secs(10);
        while Instant::now() < end && self.child.try_wait().unwrap().is_none() {
            // A socket that is given the same port as its own connects to itself.
            let found = TcpStream::connect(("127.0.0.1", self.port));
            if found.is_ok_and(|stream| stream.local_addr().unwrap().port() != self.port) {
                return true;
            }
            thread::sleep(Duration::from_millis(10));
        }
        false
    }
}

/// A port that is free now.
fn free_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    listener.local_addr().unwrap().port()
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
