//! Chance that falls the same way every time, and what is made of it.

/// Where the words of all names come from.
const WORDS: &[&str] = &[
    "Amber",
    "Anchor",
    "April",
    "Attic",
    "Barley",
    "Bicycle",
    "Birch",
    "Borrowed",
    "Candle",
    "Canal",
    "Carousel",
    "Cedar",
    "Chimney",
    "Cinder",
    "Clover",
    "Copper",
    "Corner",
    "Distant",
    "Dovetail",
    "Dusk",
    "Eleven",
    "Ember",
    "Façade",
    "Fallow",
    "Ferry",
    "Fjörd",
    "Folded",
    "Gable",
    "Garden",
    "Glass",
    "Granite",
    "Gravel",
    "Harbour",
    "Hazel",
    "Heron",
    "Hollow",
    "Island",
    "Juniper",
    "Kettle",
    "Kiosk",
    "Ladder",
    "Lantern",
    "Lemon",
    "Letter",
    "Lilac",
    "Linen",
    "Long",
    "Magpie",
    "Marble",
    "Meadow",
    "Midnight",
    "Mirror",
    "Morning",
    "Narrow",
    "Nine",
    "North",
    "Öland",
    "Orchard",
    "Paper",
    "Pepper",
    "Pigeon",
    "Pocket",
    "Quarry",
    "Quiet",
    "Rain",
    "Ribbon",
    "River",
    "Rooftop",
    "Saffron",
    "Salt",
    "Seven",
    "Shadow",
    "Signal",
    "Silver",
    "Slate",
    "Slow",
    "Small",
    "Staircase",
    "Station",
    "Summer",
    "Südwind",
    "Tangerine",
    "Thistle",
    "Ticket",
    "Timber",
    "Tower",
    "Umbrella",
    "Velvet",
    "Violet",
    "Walnut",
    "Water",
    "Weather",
    "Willow",
    "Window",
    "Winter",
    "Yellow",
    "Zephyr",
];

const LETTERS: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/// The next number follows from the one before (SplitMix64).
#[derive(Debug)]
pub(super) struct Dice(u64);

impl Dice {
    /// Begins with a name.
    pub(super) fn new(name: &str) -> Self {
        let mut dice = Self(0x5bd1_e995);
        for byte in name.bytes() {
            dice.0 ^= u64::from(byte);
            dice.next();
        }
        dice
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number below another.
    pub(super) fn below(&mut self, end: u64) -> u64 {
        self.next() % end.max(1)
    }

    /// A number in a range that includes its end.
    pub(super) fn within(&mut self, first: u64, last: u64) -> u64 {
        first + self.below(last - first + 1)
    }

    /// Whether something happens that happens once in so many times.
    pub(super) fn once_in(&mut self, times: u64) -> bool {
        self.below(times) == 0
    }

    /// One of several.
    pub(super) fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        let at = self.below(from.len() as u64);
        from[at as usize]
    }

    /// An id of the catalogue.
    pub(super) fn id(&mut self) -> String {
        (0..22).map(|_| char::from(self.pick(LETTERS))).collect()
    }

    /// Hexadecimal digits.
    pub(super) fn hex(&mut self, digits: usize) -> String {
        (0..digits)
            .map(|_| char::from(self.pick(b"0123456789abcdef")))
            .collect()
    }

    /// Some words.
    pub(super) fn words(&mut self, count: u64) -> String {
        let words: Vec<&str> = (0..count).map(|_| self.pick(WORDS)).collect();
        words.join(" ")
    }

    /// The name of a work: mostly short, at times with an addition, rarely with an escape.
    pub(super) fn title(&mut self) -> String {
        let count = self.pick(&[1, 1, 2, 2, 2, 3, 3, 4]);
        let title = self.words(count);
        match self.below(20) {
            0 | 1 => format!("{title} (feat. {})", self.words(2)),
            2 => format!("{title} - Remastered {}", self.within(1998, 2024)),
            3 => format!("{title} - From \\\"{}\\\"", self.words(2)),
            _ => title,
        }
    }

    /// The name of an artist.
    pub(super) fn artist(&mut self) -> String {
        let count = self.pick(&[1, 2, 2, 2, 3]);
        self.words(count)
    }

    /// Sentences of so many words in all.
    pub(super) fn prose(&mut self, words: u64) -> String {
        let mut prose = String::new();
        let mut left = words;
        while left > 0 {
            let count = self.within(5, 14).min(left);
            prose.push_str(&self.words(count));
            prose.push_str(". ");
            left -= count;
        }
        prose.trim_end().to_owned()
    }

    /// A decimal number, with three digits behind the point unless it is whole.
    pub(super) fn decimal(&mut self, first: i64, last: i64) -> String {
        let span = (last - first) * 1000;
        let value = first * 1000 + self.below(span as u64 + 1) as i64;
        let (sign, value) = (if value < 0 { "-" } else { "" }, value.abs());
        match (value / 1000, value % 1000) {
            (whole, 0) => format!("{sign}{whole}"),
            (whole, part) => format!("{sign}{whole}.{part:03}"),
        }
    }
}
