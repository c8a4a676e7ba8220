//! Repeatable chance: everything the mock invents follows from its seed.

/// A splitmix64 generator.
#[derive(Debug, Clone)]
pub(crate) struct SplitMix(u64);

impl SplitMix {
    /// A generator for one thing: the same seed, tag and index always give the same numbers.
    pub(crate) fn of(seed: u64, tag: &str, index: usize) -> Self {
        let mut state = seed;
        for byte in tag.bytes() {
            state = mix(state ^ u64::from(byte));
        }
        Self(mix(state ^ index as u64))
    }

    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        mix(self.0)
    }

    /// A number from 0 up to, not including, `bound` (which must not be 0).
    pub(crate) fn below(&mut self, bound: usize) -> usize {
        (self.next() % bound.max(1) as u64) as usize
    }

    pub(crate) fn base62(&mut self, length: usize) -> String {
        (0..length).map(|_| digit(self.below(62))).collect()
    }

    pub(crate) fn hex(&mut self, length: usize) -> String {
        // The digits of base 62 begin with those of base 16.
        (0..length).map(|_| digit(self.below(16))).collect()
    }
}

fn mix(mut z: u64) -> u64 {
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

fn digit(value: usize) -> char {
    let value = (value % 62) as u8;
    char::from(match value {
        0..=9 => b'0' + value,
        10..=35 => b'a' + (value - 10),
        _ => b'A' + (value - 36),
    })
}
