//! The prompt: the person opens the URL anywhere and pastes the address that the browser ends at.

use std::{
    fmt,
    io::{self, BufRead, Read as _, Write},
};

use zeroize::Zeroizing;

use super::{Announce, AuthorizationRequest, Callback, Opener, RedirectError, RedirectHandler};
use crate::ResponseType;

/// Longer lines are no answer; this is a little more than what a callback may have.
const MAX: u64 = (16 << 10) + 1;

/// Prints the URL and reads one line: the address that the browser was sent to, its query, or its
/// fragment.
///
/// Works over SSH and with every redirect URI; the page behind it need not exist. Space and
/// quotation marks around the line are left out. An empty line, or the end of the input, is
/// [`RedirectError::Cancelled`]. After any other line that is not the answer,
/// [`Rejected::asking`](crate::Rejected::asking) is the sign-in, still waiting.
pub struct Paste {
    announce: Announce,
    /// Standard input if there is none.
    input: Option<Box<dyn BufRead + Send>>,
    /// Said beforehand.
    warning: String,
}

impl Paste {
    /// Prints to standard error and reads standard input.
    #[must_use]
    pub fn new() -> Self {
        Self {
            announce: Announce::default(),
            input: None,
            warning: String::new(),
        }
    }

    pub(super) fn warning(mut self, warning: String) -> Self {
        self.warning = warning;
        self
    }

    /// Reads from here instead of standard input.
    #[must_use]
    pub fn read_from(mut self, input: impl BufRead + Send + 'static) -> Self {
        self.input = Some(Box::new(input));
        self
    }

    /// Prints here instead of standard error.
    #[must_use]
    pub fn print_to(mut self, out: impl Write + Send + 'static) -> Self {
        self.announce.print_to(out);
        self
    }

    /// Opens the URL as well.
    #[must_use]
    pub fn open_with(mut self, opener: impl Opener + 'static) -> Self {
        self.announce.open_with(opener);
        self
    }
}

impl Default for Paste {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for Paste {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Paste").finish_non_exhaustive()
    }
}

impl RedirectHandler for Paste {
    fn handle(&mut self, request: &AuthorizationRequest) -> Result<Callback, RedirectError> {
        let mark = match request.response_type() {
            ResponseType::Code => '?',
            ResponseType::Token => '#',
        };
        self.announce.url(
            request,
            &self.warning,
            &format!(
                "Then the browser goes to an address that begins with {}{mark}\nPaste the whole \
                 of it here, even if the page cannot be shown: ",
                request.redirect_uri()
            ),
        )?;
        let line = match &mut self.input {
            Some(input) => line(input),
            None => line(&mut io::stdin().lock()),
        };
        let line = line.map_err(RedirectError::io("reading the pasted address"))?;
        match bare(&line) {
            "" => Err(RedirectError::Cancelled),
            text => Ok(Callback::new(text)),
        }
    }
}

fn line(input: &mut dyn BufRead) -> io::Result<Zeroizing<String>> {
    let mut line = Zeroizing::new(Vec::new());
    input.take(MAX).read_until(b'\n', &mut line)?;
    match str::from_utf8(&line) {
        Ok(text) => Ok(Zeroizing::new(text.to_owned())),
        Err(_) => Err(io::Error::new(io::ErrorKind::InvalidData, "not UTF-8")),
    }
}

/// What stands between the quotation marks that shells and chat programs put around addresses.
fn bare(line: &str) -> &str {
    let line = line.trim();
    let pairs = [('"', '"'), ('\'', '\''), ('<', '>')];
    let inside = |(open, close)| line.strip_prefix(open)?.strip_suffix(close);
    pairs.into_iter().find_map(inside).unwrap_or(line).trim()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn d12_lines_are_bared() {
        for line in ["a", " a \r\n", "\"a\"\n", "'a'", "<a>", " \" a \" "] {
            assert_eq!(bare(line), "a", "{line:?}");
        }
        assert_eq!(bare("\""), "\"");
        assert_eq!(bare("<a"), "<a");
        assert_eq!(bare(" \n"), "");
    }

    #[test]
    fn a_line_has_an_end() {
        let endless = io::BufReader::new(io::repeat(b'a'));
        assert_eq!(line(&mut { endless }).unwrap().len() as u64, MAX);
        assert!(line(&mut &b"\xff\n"[..]).is_err());
    }
}
