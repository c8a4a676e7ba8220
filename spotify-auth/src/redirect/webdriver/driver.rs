//! The driver: a program of its own on a loopback port.

use std::{
    ffi::OsStr,
    io::{self, BufRead, BufReader, Read},
    net::{Ipv4Addr, SocketAddr},
    path::PathBuf,
    process::{Child, Command, Stdio},
    sync::mpsc,
    thread,
    time::Duration,
};

use super::{Cancel, Deadline, DriverProblem, PAUSE, WebDriverError, exchange::exchange};

/// How long a driver may take to end by itself.
const ENDING: Duration = Duration::from_secs(5);

/// Which browser, and so which driver.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Browser {
    Chromium,
    Firefox,
}

impl Browser {
    /// The driver's usual name.
    pub(super) const fn program(self) -> &'static str {
        match self {
            Self::Chromium => "chromedriver",
            Self::Firefox => "geckodriver",
        }
    }

    /// The arguments with which the driver takes any free port. geckodriver has a second one.
    const fn arguments(self) -> &'static [&'static str] {
        match self {
            Self::Chromium => &["--port=0"],
            Self::Firefox => &["--port=0", "--websocket-port=0"],
        }
    }

    /// What tells the driver to end. chromedriver removes the browser's profile, cookies and
    /// history, a moment after the browser is closed, so it must not be killed then; geckodriver
    /// does that before it says that the browser is closed.
    const fn shutdown(self) -> Option<&'static str> {
        match self {
            Self::Chromium => Some("/shutdown"),
            Self::Firefox => None,
        }
    }
}

/// A driver that listens. If this value started it, it ends with it.
#[derive(Debug)]
pub(super) struct Driver {
    address: SocketAddr,
    started: Option<(Child, Browser)>,
}

impl Driver {
    pub(super) const fn running(address: SocketAddr) -> Self {
        Self {
            address,
            started: None,
        }
    }

    /// Starts a driver and reads its port from what it prints. (A port that was looked for
    /// beforehand could be anybody's by then.)
    pub(super) fn start(
        program: PathBuf,
        browser: Browser,
        deadline: Deadline,
    ) -> Result<Self, WebDriverError> {
        let child = Command::new(&program)
            .args(browser.arguments())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn();
        let child = match child {
            Ok(child) => child,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                let problem = DriverProblem::NotFound(how_to_get(&program));
                return Err(WebDriverError::Driver { program, problem });
            }
            Err(error) => {
                let problem = DriverProblem::NotStarted(error);
                return Err(WebDriverError::Driver { program, problem });
            }
        };
        // Held from here on, so that it ends whatever happens.
        let mut driver = Self {
            address: (Ipv4Addr::LOCALHOST, 0).into(),
            started: Some((child, browser)),
        };
        match driver.port(deadline) {
            Some(port) => {
                driver.address.set_port(port);
                Ok(driver)
            }
            None => Err(WebDriverError::Driver {
                program,
                problem: DriverProblem::Silent,
            }),
        }
    }

    pub(super) const fn address(&self) -> SocketAddr {
        self.address
    }

    /// Reads until the port is named. All that follows is read as well, and forgotten: a full
    /// pipe would stop the driver.
    fn port(&mut self, deadline: Deadline) -> Option<u16> {
        let (child, _) = self.started.as_mut()?;
        let mut lines = BufReader::new(child.stdout.take()?);
        let (found, port) = mpsc::channel();
        let read = move || {
            let mut line = Vec::new();
            while matches!(
                (&mut lines).take(4096).read_until(b'\n', &mut line),
                Ok(1..)
            ) {
                if let Some(port) = named_port(&String::from_utf8_lossy(&line)) {
                    // Nobody waits for a second one.
                    let _ = found.send(port);
                    break;
                }
                line.clear();
            }
            drop(found);
            let _ = io::copy(&mut lines, &mut io::sink());
        };
        let name = "webdriver".to_owned();
        thread::Builder::new().name(name).spawn(read).ok()?;
        port.recv_timeout(deadline.left()?).ok()
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        let Some((child, browser)) = &mut self.started else {
            return;
        };
        if let Some(path) = browser.shutdown().filter(|_| self.address.port() != 0) {
            let (deadline, nobody) = (Deadline::after(ENDING), Cancel::new());
            if exchange(self.address, "GET", path, "", deadline).is_ok() {
                while matches!(child.try_wait(), Ok(None)) && deadline.pause(PAUSE, &nobody) {}
            }
        }
        // Neither does anything to a program that has ended.
        let _ = child.kill();
        let _ = child.wait();
    }
}

/// Reads `… started successfully on port 40123.` and `… Listening on 127.0.0.1:40123`.
fn named_port(line: &str) -> Option<u16> {
    let (_, rest) = line
        .split_once("on port ")
        .or_else(|| line.split_once("Listening on 127.0.0.1:"))?;
    let end = rest.find(|c: char| !c.is_ascii_digit());
    let digits = end.map_or(Some(rest), |end| rest.get(..end))?;
    digits.parse().ok().filter(|port| *port != 0)
}

fn how_to_get(program: &std::path::Path) -> &'static str {
    match program.file_stem().and_then(OsStr::to_str) {
        Some("chromedriver") => {
            "it comes with Chromium: apt-get install chromium chromium-driver, \
             brew install chromedriver, or https://googlechromelabs.github.io/chrome-for-testing/"
        }
        Some("geckodriver") => {
            "get it from https://github.com/mozilla/geckodriver/releases, \
             brew install geckodriver, or cargo install geckodriver"
        }
        _ => "is its path right?",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn d18_drivers_name_their_port() {
        for (line, port) in [
            ("Starting ChromeDriver 156.0 (a21ce9) on port 0", None),
            (
                "ChromeDriver was started successfully on port 41905.\n",
                Some(41905),
            ),
            (
                "1795378876892\tgeckodriver\tINFO\tListening on 127.0.0.1:46747\r\n",
                Some(46747),
            ),
            ("Only local connections are allowed.", None),
            ("was started on port 70000", None),
            ("on port ", None),
        ] {
            assert_eq!(named_port(line), port, "{line}");
        }
    }

    #[test]
    fn d18_a_driver_that_is_not_there_is_told_with_its_package() {
        let soon = Deadline::after(Duration::from_secs(5));
        let error =
            Driver::start("/nowhere/chromedriver".into(), Browser::Chromium, soon).unwrap_err();
        let text = error.to_string();
        assert!(
            text.starts_with("/nowhere/chromedriver was not found; "),
            "{text}"
        );
        assert!(
            text.contains("apt-get install chromium chromium-driver"),
            "{text}"
        );
    }

    #[cfg(unix)]
    #[test]
    fn d18_a_program_that_is_no_driver_is_given_up() {
        let soon = || Deadline::after(Duration::from_millis(200));
        for program in ["/bin/true", "/bin/cat", "/dev/null"] {
            let error = Driver::start(program.into(), Browser::Firefox, soon()).unwrap_err();
            assert!(matches!(error, WebDriverError::Driver { .. }), "{error}");
        }
    }
}
