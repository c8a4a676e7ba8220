//! Covers: pictures that the mock paints itself.

use std::io::Write;

use flate2::{Compression, Crc, write::ZlibEncoder};

use crate::mock::{fault::Answer, random::SplitMix};

/// A cover as PNG: two colours that follow from the id, one fading into the other.
pub(super) fn cover(path: &str) -> Answer {
    let mut segments = path.rsplit('/');
    let size = segments.next().and_then(|size| size.parse::<u32>().ok());
    let Some(size) = size.filter(|size| [64, 300, 640].contains(size)) else {
        return Answer::html(404);
    };
    let id = segments.next().unwrap_or_default();
    let mut chance = SplitMix::of(0, id, 0);
    let mut colour = || [(); 3].map(|()| chance.below(256) as u32);
    let (from, to) = (colour(), colour());
    let mut pixels = Vec::new();
    for y in 0..size {
        pixels.push(0);
        for x in 0..size {
            let mixed =
                |(a, b): (u32, u32)| ((a * (2 * size - x - y) + b * (x + y)) / (2 * size)) as u8;
            pixels.extend(from.into_iter().zip(to).map(mixed));
        }
    }
    Answer::empty(200)
        .header("content-type", "image/png")
        .header("cache-control", "public, max-age=31536000")
        .body(png(size, &pixels))
}

fn png(size: u32, rows: &[u8]) -> Vec<u8> {
    let mut header = [size.to_be_bytes(), size.to_be_bytes()].concat();
    // Eight bits, red green blue, no options.
    header.extend([8, 2, 0, 0, 0]);
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::fast());
    // Writing to memory does not fail.
    let _ = encoder.write_all(rows);
    let data = encoder.finish().unwrap_or_default();
    let chunk = |name: &[u8; 4], data: &[u8]| {
        let named = [&name[..], data].concat();
        let length = (data.len() as u32).to_be_bytes();
        [&length[..], &named, &checksum(&named).to_be_bytes()].concat()
    };
    let chunks = [
        chunk(b"IHDR", &header),
        chunk(b"IDAT", &data),
        chunk(b"IEND", b""),
    ];
    [&b"\x89PNG\r\n\x1a\n"[..], &chunks.concat()].concat()
}

/// The CRC-32 of some bytes.
pub(super) fn checksum(bytes: &[u8]) -> u32 {
    let mut crc = Crc::new();
    crc.update(bytes);
    crc.sum()
}
