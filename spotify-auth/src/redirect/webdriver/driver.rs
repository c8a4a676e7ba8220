//! The driver: a program of its own on a loopback port.

use std::{
    ffi::OsStr,
    io::{self, BufRead, BufReader, Read},
    net::{Ipv4Addr, SocketAddr},
    path::PathBuf,
    process::{Child, Command, Stdio},
    sync::mpsc,
    thread,
};

use super::{Deadline, DriverProblem, WebDriverError};

/// A driver that listens. Ends with this value if it was started by it.
#[derive(Debug)]
pub(super) struct Driver {
    address: SocketAddr,
    child: Option<Child>,
}

impl Driver {
    pub(super) const fn running(address: SocketAddr) -> Self {
        Self {
            address,
            child: None,
        }
    }

    /// Starts a driver and reads its port from what it prints. (A port that was looked for
    /// beforehand could be anybody's by then.)
    pub(super) fn start(
        program: PathBuf,
        arguments: &[&str],
        deadline: Deadline,
    ) -> Result<Self, WebDriverError> {
        let child = Command::new(&program)
            .args(arguments)
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
            child: Some(child),
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
        let mut lines = BufReader::new(self.child.as_mut()?.stdout.take()?);
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
        if let Some(child) = &mut self.child {
            // It may have ended by itself.
            let _ = child.kill();
            let _ = child.wait();
        }
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
    use std::time::Duration;

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
        let error = Driver::start("/nowhere/chromedriver".into(), &[], soon).unwrap_err();
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
            let error = Driver::start(program.into(), &[], soon()).unwrap_err();
            assert!(matches!(error, WebDriverError::Driver { .. }), "{error}");
        }
    }
}
