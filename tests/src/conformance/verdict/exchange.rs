//! A line of an outcome, taken apart again: `200; name: value; body`.

/// A request or an answer as it is shown.
pub(super) struct Exchange<'l> {
    /// Method and target, or the status.
    pub(super) line: &'l str,
    pub(super) headers: Headers<'l>,
    pub(super) body: String,
}

/// Names and values in the order in which they are shown.
pub(super) struct Headers<'l>(Vec<(&'l str, String)>);

impl<'l> Headers<'l> {
    /// Every name once.
    pub(super) fn names(&self) -> Vec<&'l str> {
        let mut names: Vec<&str> = self.0.iter().map(|(name, _)| *name).collect();
        names.dedup();
        names
    }

    pub(super) fn values(&self, name: &str) -> Vec<&str> {
        let same = self.0.iter().filter(|(other, _)| *other == name);
        same.map(|(_, value)| value.as_str()).collect()
    }
}

impl<'l> Exchange<'l> {
    /// A part that is no header continues the value before it if it looks like a parameter
    /// (`charset=utf-8`); otherwise the body begins there.
    pub(super) fn read(text: &'l str) -> Self {
        let mut parts = text.split("; ");
        let line = parts.next().unwrap_or_default();
        let (mut headers, mut body): (Vec<(&str, String)>, Vec<&str>) = (Vec::new(), Vec::new());
        for part in parts {
            match (header(part), headers.last_mut()) {
                _ if !body.is_empty() => body.push(part),
                (Some((name, value)), _) => headers.push((name, value.to_owned())),
                (None, Some((_, value))) if parameter(part) => {
                    value.push_str("; ");
                    value.push_str(part);
                }
                (None, _) => body.push(part),
            }
        }
        Self {
            line,
            headers: Headers(headers),
            body: body.join("; "),
        }
    }

    /// The length of a body that is shown by its digest.
    pub(super) fn length(&self) -> Option<usize> {
        self.body.split_once(" bytes, ")?.0.parse().ok()
    }
}

fn header(part: &str) -> Option<(&str, &str)> {
    let (name, value) = part.split_once(':')?;
    let token = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
    let is_name = !name.is_empty() && name.bytes().all(token);
    is_name.then(|| (name, value.strip_prefix(' ').unwrap_or(value)))
}

fn parameter(part: &str) -> bool {
    part.contains('=') && !part.contains(['&', ' ', '{'])
}
