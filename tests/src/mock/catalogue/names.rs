//! Invented names. None of them is an artist's.

/// Artists; the first two head every chart.
pub(super) const ARTISTS: [&str; 60] = [
    "The Fixture Five",
    "Null & The Pointers",
    "Segfault Serenade",
    "Lady Lambda",
    "The Race Conditions Trio",
    "Borrow & Checker",
    "Kernel Panic Choir",
    "The Unicode Sisters",
    "Deadlock Detectives",
    "Idle Threads",
    "Cache Miss Monroe",
    "The Off-By-Ones",
    "Semicolon Swing Band",
    "Recursive Rita",
    "The Loopback Locals",
    "Mutex Mariachi",
    "Garbage Collectors Union",
    "Float Rounding Ensemble",
    "Endian & Sons",
    "The Heisenbugs of Hamlet",
    "Packet Loss Lullaby",
    "Captain Checksum",
    "Stack Overflow Orchestra of Ghent",
    "The Timeout Tigers",
    "Polite Semaphore",
    "Backoff & Jitter",
    "Rubber Duck Revue",
    "Ternary Tenors",
    "The Merge Conflicts Quartet",
    "Bitshift Betty",
    "Verbose Mode",
    "The Stale References",
    "Octal Octopus Band",
    "Handshake Avenue",
    "Hexa Decima",
    "The Lint Warnings",
    "Paginated Dreams",
    "Cursor & Offset",
    "Snapshot Sundays",
    "Token & The Refreshers",
    "Deprecated Darlings",
    "The Sandbox Seven",
    "Monad Marching Band",
    "Nightly Toolchain",
    "Zero Copy Zebra",
    "The Graceful Shutdowns",
    "Little Endian Annie",
    "Big O & The Notations",
    "Regex Rodeo",
    "The Silent Retries",
    "Vector Victoria",
    "Hash Collision Cafe",
    "The Unwrapped Options",
    "Futures & Streams",
    "Pinned Projection",
    "The Orphan Rules",
    "Turbofish Tango",
    "Lazy Static Larry",
    "The Dangling Elses",
    "Ünïcödé Ørkestër 合奏",
];

const ADJECTIVES: [&str; 24] = [
    "Quiet",
    "Golden",
    "Patient",
    "Borrowed",
    "Northern",
    "Paper",
    "Electric",
    "Gentle",
    "Hollow",
    "Second",
    "Distant",
    "Velvet",
    "Rainy",
    "Sleepy",
    "Curious",
    "Silver",
    "Wandering",
    "Endless",
    "Crooked",
    "Amber",
    "Frozen",
    "Lucky",
    "Modest",
    "Restless",
];

const NOUNS: [&str; 28] = [
    "Harbour",
    "Lantern",
    "Compiler",
    "Orchard",
    "Signal",
    "Staircase",
    "Meadow",
    "Engine",
    "Window",
    "Teapot",
    "Satellite",
    "River",
    "Keyboard",
    "Umbrella",
    "Mountain",
    "Letter",
    "Garden",
    "Telescope",
    "Bicycle",
    "Archive",
    "Lighthouse",
    "Carousel",
    "Notebook",
    "Postcard",
    "Bridge",
    "Kettle",
    "Compass",
    "Theatre",
];

const PLACES: [&str; 20] = [
    "in the Rain",
    "at Midnight",
    "by the Sea",
    "on Hold",
    "Without a Name",
    "for Two",
    "After Lunch",
    "over the Wire",
    "from Memory",
    "in Transit",
    "at Rest",
    "(Interlude)",
    "under Glass",
    "on Sunday",
    "in Reverse",
    "of Our Own",
    "Past the Station",
    "at Low Tide",
    "with Strings",
    "Again",
];

pub(super) const GENRES: [&str; 5] = [
    "test pop",
    "chamber debug",
    "slow compile",
    "loopback jazz",
    "mock rock",
];

/// Album number `index`: distinct for the first 672.
pub(super) fn album(index: usize) -> String {
    format!(
        "{} {}",
        pick(&ADJECTIVES, index),
        pick(&NOUNS, index / 24 + index)
    )
}

/// Track number `index`: distinct for the first 13,440.
pub(super) fn track(index: usize) -> String {
    let (adjective, rest) = (pick(&ADJECTIVES, index * 7 + 3), index / 24);
    format!(
        "{adjective} {} {}",
        pick(&NOUNS, rest),
        pick(&PLACES, rest / 28 + index)
    )
}

pub(super) fn show(index: usize) -> String {
    format!(
        "The {} Hour with {}",
        pick(&NOUNS, index * 5 + 2),
        pick(&ARTISTS, index * 11 + 3)
    )
}

pub(super) fn episode(index: usize) -> String {
    format!(
        "#{}: A {} {}",
        index + 1,
        pick(&ADJECTIVES, index * 3),
        pick(&NOUNS, index * 5)
    )
}

pub(super) fn audiobook(index: usize) -> String {
    format!(
        "The {} {} of {}",
        pick(&ADJECTIVES, index * 5),
        pick(&NOUNS, index * 9),
        pick(&NOUNS, index + 4)
    )
}

pub(super) fn genre(index: usize) -> String {
    pick(&GENRES, index).to_owned()
}

pub(super) fn label(index: usize) -> String {
    format!(
        "{} {} Records",
        pick(&ADJECTIVES, index * 13),
        pick(&NOUNS, index * 17)
    )
}

pub(super) fn pick<'a>(names: &[&'a str], index: usize) -> &'a str {
    names
        .get(index % names.len().max(1))
        .copied()
        .unwrap_or_default()
}
