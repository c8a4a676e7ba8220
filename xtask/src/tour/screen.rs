//! What the tour draws with: headings, rows, bars, and a line of progress.
//!
//! On a terminal that line is drawn again and again; elsewhere only what stays is written, so that
//! the output can be piped and compared.

use std::{
    fmt::Display,
    io::{self, Write},
};

use console::{Style, Term, measure_text_width, pad_str, truncate_str};

/// How far text stands from the left.
const INDENT: usize = 3;

/// Where the text of a row begins.
const COLUMN: usize = 15;

/// Parts of a block, from one eighth to seven.
const EIGHTHS: [char; 7] = ['▏', '▎', '▍', '▌', '▋', '▊', '▉'];

/// Most cells of a bar.
const BAR: usize = 30;

/// An output, and what can be shown on it.
pub(crate) struct Screen {
    out: Box<dyn Write>,
    width: usize,
    colour: bool,
    /// Whether a line can be drawn over.
    redraws: bool,
    /// What stands on the line that is drawn over.
    passing: String,
    headings: usize,
}

impl Screen {
    /// Standard output: as wide as the terminal, or 80; coloured on a terminal, unless `NO_COLOR`
    /// is set.
    pub(crate) fn stdout() -> Self {
        let term = Term::stdout();
        let features = term.features();
        let width = term
            .size_checked()
            .map_or(80, |(_, columns)| columns.into());
        Self {
            width: width.clamp(40, 100),
            colour: features.colors_supported(),
            redraws: features.is_attended() && !console::is_dumb(),
            out: Box::new(io::stdout()),
            passing: String::new(),
            headings: 0,
        }
    }

    /// Counts the headings.
    pub(super) fn next_number(&mut self) -> usize {
        self.headings += 1;
        self.headings
    }

    /// Begins a step.
    pub(super) fn heading(&mut self, number: usize, text: &str) -> io::Result<()> {
        let text = self.paint(&Style::new().bold(), format!("{number:>2} {text}"));
        if number > 1 {
            self.line("")?;
        }
        self.line(&text)
    }

    /// Writes a paragraph; an empty one is an empty line.
    pub(super) fn say(&mut self, text: impl Display) -> io::Result<()> {
        self.wrapped("", INDENT, &text.to_string())
    }

    /// Writes a row of a table: what it is, and what there is to say.
    pub(super) fn row(&mut self, name: &str, text: impl Display) -> io::Result<()> {
        let name = format!("{}{name}", " ".repeat(INDENT));
        let name = pad_str(&name, COLUMN, console::Alignment::Left, None);
        let name = self.paint(&Style::new().dim(), name);
        self.wrapped(&name, COLUMN, &text.to_string())
    }

    /// Writes an error as `{:#}` prints it.
    pub(super) fn error(&mut self, error: &dyn std::error::Error) -> io::Result<()> {
        let red = Style::new().red();
        let mut name = format!("{}{}", " ".repeat(INDENT), self.paint(&red, "error: "));
        for line in format!("{error:#}").lines() {
            let (label, text) = match line.split_once(": ") {
                Some((label @ ("cause" | "  why" | " help" | "  see"), text)) => (label, text),
                _ => ("", line),
            };
            if !label.is_empty() {
                let label = self.paint(&Style::new().cyan(), format!("{label}: "));
                name = format!("{}{label}", " ".repeat(INDENT));
            }
            self.wrapped(&name, INDENT + 7, text)?;
            name.clear();
        }
        Ok(())
    }

    /// Draws a bar for each value, the longest for the largest.
    pub(super) fn bars(&mut self, rows: &[(String, u32)]) -> io::Result<()> {
        let names = rows.iter().map(|(name, _)| measure_text_width(name));
        let room = self.width.saturating_sub(INDENT + 3 + BAR + 8);
        let room = names.max().unwrap_or_default().min(room);
        let most = rows
            .iter()
            .map(|(_, value)| *value)
            .max()
            .unwrap_or_default();
        for (place, (name, value)) in (1..).zip(rows) {
            let name = truncate_str(name, room, "…");
            let name = pad_str(&name, room, console::Alignment::Left, None);
            let bar = bar(*value, most, BAR);
            let bar = self.paint(&Style::new().green(), bar);
            self.line(&format!(
                "{}{place:>2} {name} {bar} {value}",
                " ".repeat(INDENT)
            ))?;
        }
        Ok(())
    }

    /// Shows how far something is, until the next line is written; on a terminal only.
    pub(super) fn progress(&mut self, done: u32, total: u32, what: &str) -> io::Result<()> {
        let text = self.measure(done, total, what);
        self.pass(text)
    }

    /// Writes how far something has come in the end.
    pub(super) fn finished(&mut self, done: u32, total: u32, what: &str) -> io::Result<()> {
        let text = self.measure(done, total, what);
        self.line(&text)
    }

    fn measure(&self, done: u32, total: u32, what: &str) -> String {
        let bar = bar(done, total.max(done), BAR);
        let bar = pad_str(&bar, BAR, console::Alignment::Left, None);
        let bar = self.paint(&Style::new().green(), bar);
        format!("{}▕{bar}▏ {done}/{total} {what}", " ".repeat(INDENT))
    }

    /// Shows a text until the next line is written; on a terminal only.
    pub(super) fn for_now(&mut self, text: impl Display) -> io::Result<()> {
        self.pass(format!("{}{text}", " ".repeat(INDENT)))
    }

    fn pass(&mut self, text: String) -> io::Result<()> {
        let text = truncate_str(&text, self.width.saturating_sub(1), "…").into_owned();
        if !self.redraws || text == self.passing {
            return Ok(());
        }
        write!(self.out, "\r{text}\x1b[K")?;
        self.passing = text;
        self.out.flush()
    }

    fn line(&mut self, text: &str) -> io::Result<()> {
        if !self.passing.is_empty() {
            write!(self.out, "\r\x1b[K")?;
            self.passing.clear();
        }
        writeln!(self.out, "{}", text.trim_end())?;
        self.out.flush()
    }

    /// Writes text behind a name, broken between words so that it fits.
    fn wrapped(&mut self, name: &str, column: usize, text: &str) -> io::Result<()> {
        let gap = column.saturating_sub(measure_text_width(name));
        let mut line = format!("{name}{}", " ".repeat(gap));
        let mut empty = true;
        for word in text.split_whitespace() {
            let width = measure_text_width(&line) + 1 + measure_text_width(word);
            if !empty && width > self.width {
                self.line(&line)?;
                line = " ".repeat(column);
                empty = true;
            }
            if !empty {
                line.push(' ');
            }
            line.push_str(word);
            empty = false;
        }
        self.line(&line)
    }

    fn paint(&self, style: &Style, text: impl Display) -> String {
        if self.colour {
            style.clone().force_styling(true).apply_to(text).to_string()
        } else {
            text.to_string()
        }
    }
}

/// A bar of so many cells for the most there is, in eighths of a cell; at least one for anything
/// but 0.
fn bar(value: u32, most: u32, cells: usize) -> String {
    let whole = u64::try_from(cells).unwrap_or_default() * 8;
    let eighths = (u64::from(value) * whole).checked_div(most.into());
    let eighths = eighths.unwrap_or_default().max((value > 0).into());
    let eighths = usize::try_from(eighths).unwrap_or_default();
    let mut bar = "█".repeat(eighths / 8);
    bar.extend(
        (eighths % 8)
            .checked_sub(1)
            .and_then(|part| EIGHTHS.get(part)),
    );
    bar
}

#[cfg(test)]
mod tests {
    use std::{
        io::{self, Write},
        sync::{Arc, Mutex},
    };

    use super::{Screen, bar};

    /// Something to read what was written.
    #[derive(Clone, Default)]
    pub(crate) struct Record(Arc<Mutex<Vec<u8>>>);

    impl Record {
        fn text(&self) -> String {
            String::from_utf8(self.0.lock().unwrap().clone()).unwrap()
        }
    }

    impl Write for Record {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.lock().unwrap().extend(bytes);
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    impl Screen {
        /// A screen that is a terminal or not, and what is written to it.
        pub(crate) fn recorded(width: usize, terminal: bool) -> (Self, Record) {
            let record = Record::default();
            let screen = Self {
                out: Box::new(record.clone()),
                width,
                colour: terminal,
                redraws: terminal,
                passing: String::new(),
                headings: 0,
            };
            (screen, record)
        }
    }

    #[test]
    fn bars_are_drawn_in_eighths() {
        let bars: Vec<String> = (0..=9).map(|value| bar(value, 16, 2)).collect();
        assert_eq!(bars, ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉", "█", "█▏"]);
        assert_eq!(bar(1, 1_000_000, 2), "▏");
        assert_eq!(bar(7, 7, 3), "███");
        assert_eq!(bar(0, 0, 3), "");
        assert_eq!(bar(u32::MAX, u32::MAX, 3), "███");
    }

    #[test]
    fn bars_are_as_long_as_their_values_and_names_end_together() {
        let (mut screen, record) = Screen::recorded(60, false);
        let rows = [
            ("合奏".to_owned(), 40),
            ("Band & Co".to_owned(), 20),
            ("No".to_owned(), 0),
        ];
        screen.bars(&rows).unwrap();
        let (full, half) = ("█".repeat(30), "█".repeat(15));
        assert_eq!(
            record.text(),
            format!("    1 合奏      {full} 40\n    2 Band & Co {half} 20\n    3 No         0\n")
        );
    }

    #[test]
    fn text_is_broken_between_words() {
        let (mut screen, record) = Screen::recorded(24, false);
        screen
            .row("link", "one two https://example.com/long three")
            .unwrap();
        assert_eq!(
            record.text(),
            "   link        one two\n               https://example.com/long\n               three\n"
        );
    }

    #[test]
    fn without_a_terminal_only_what_stays_is_written() {
        let (mut screen, record) = Screen::recorded(80, false);
        screen.progress(1, 2, "rows").unwrap();
        screen.finished(2, 2, "rows").unwrap();
        assert_eq!(record.text(), format!("   ▕{}▏ 2/2 rows\n", "█".repeat(30)));
    }

    #[test]
    fn a_terminal_shows_colours_and_what_passes() {
        let (mut screen, record) = Screen::recorded(80, true);
        screen.progress(1, 2, "rows").unwrap();
        screen.progress(1, 2, "rows").unwrap();
        screen.heading(2, "Next").unwrap();
        let bar = format!("\x1b[32m{}{}\x1b[0m", "█".repeat(15), " ".repeat(15));
        assert_eq!(
            record.text(),
            format!("\r   ▕{bar}▏ 1/2 rows\x1b[K\r\x1b[K\n\x1b[1m 2 Next\x1b[0m\n")
        );
    }
}
