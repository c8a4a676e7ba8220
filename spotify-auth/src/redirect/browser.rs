//! The system's browser.

use std::io;

use super::Opener;

/// Opens URLs in the browser that the system is set to, or that `BROWSER` names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct SystemBrowser;

impl Opener for SystemBrowser {
    fn open(&self, url: &str) -> io::Result<()> {
        webbrowser::open(url)
    }
}
