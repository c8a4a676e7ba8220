//! Reading JSON of a known form: what is nearly always written in one way is compared with that
//! instead of being taken apart.

/// A place in text that is known to be JSON. Every step gives up where the text is another one;
/// it is then to be read in the usual way.
pub(crate) struct Cursor<'a>(&'a str);

impl<'a> Cursor<'a> {
    #[inline]
    pub(crate) fn new(json: &'a str) -> Self {
        Self(json)
    }

    /// Goes past a mark, and white space before it.
    // Marks are known when compiling, and short: to compare in place costs less than a call.
    #[inline(always)]
    pub(crate) fn past(&mut self, mark: &str) -> Option<&mut Self> {
        if let Some(0..=b' ') = self.0.as_bytes().first() {
            self.skip_white();
        }
        self.go_on(mark)
    }

    #[cold]
    fn skip_white(&mut self) {
        self.0 = self.0.trim_ascii_start();
    }

    /// Goes past what follows at once.
    #[inline(always)]
    pub(crate) fn go_on(&mut self, text: &str) -> Option<&mut Self> {
        self.0 = self.0.strip_prefix(text)?;
        Some(self)
    }

    /// Goes past a key and its colon.
    #[inline(always)]
    pub(crate) fn key(&mut self, quoted: &str) -> Option<&mut Self> {
        self.past(quoted)?.past(":")
    }

    /// What is left.
    #[inline]
    pub(crate) fn rest(&self) -> &'a str {
        self.0
    }

    /// Takes so many bytes.
    #[inline]
    pub(crate) fn take(&mut self, length: usize) -> Option<&'a str> {
        let (taken, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(taken)
    }

    /// Goes past a text in which nothing is escaped, and gives what stands between its quotes.
    #[inline]
    pub(crate) fn text(&mut self) -> Option<&'a str> {
        self.past("\"")?;
        let end = memchr::memchr2(b'"', b'\\', self.0.as_bytes())?;
        let text = self.take(end)?;
        self.go_on("\"")?;
        Some(text)
    }

    /// Goes past a small number, or past null, which gives nothing.
    #[inline]
    pub(crate) fn number(&mut self) -> Option<Option<u16>> {
        if self.past("null").is_some() {
            return Some(None);
        }
        let (mut value, mut count) = (0_u16, 0);
        for digit in self.0.bytes().take_while(u8::is_ascii_digit) {
            value = value.checked_mul(10)?.checked_add((digit - b'0').into())?;
            count += 1;
        }
        self.take(count).filter(|digits| !digits.is_empty())?;
        // A fraction or an exponent follows.
        let whole = !matches!(self.0.as_bytes().first(), Some(b'.' | b'e' | b'E'));
        whole.then_some(Some(value))
    }

    /// Whether the text is over.
    #[inline]
    pub(crate) fn is_over(&self) -> bool {
        self.0.is_empty()
    }
}

/// What has a usual form that is quicker read by a [`Cursor`] than field by field.
pub(crate) trait Scan: Sized {
    /// Goes past one, if there is such a form and this one has it.
    const SCAN: Option<fn(&mut Cursor<'_>) -> Option<Self>>;
}
