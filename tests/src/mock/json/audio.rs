//! Audio features and audio analysis.

use serde_json::{Value, json};

use super::Shape;
use crate::mock::{
    catalogue::{Kind, Sound},
    random::SplitMix,
};

/// Beats that an analysis tells of: the first of the track.
const BEATS: usize = 16;
const BEATS_PER_BAR: usize = 4;
const TATUMS_PER_BEAT: usize = 2;
/// Parts of an analysis that cover the whole track.
const SECTIONS: usize = 3;
const SEGMENTS: usize = 6;
const SAMPLE_RATE: f64 = 22_050.0;

impl Shape<'_> {
    pub(crate) fn audio_features(&self, track: usize, sound: &Sound) -> Value {
        let id = self.catalogue.id(Kind::Track, track);
        json!({
            "acousticness": sound.acousticness,
            "analysis_url": format!("{}/audio-analysis/{id}", self.base),
            "danceability": sound.danceability,
            "duration_ms": self.catalogue.duration_ms(track),
            "energy": sound.energy,
            "id": id,
            "instrumentalness": sound.instrumentalness,
            "key": sound.key,
            "liveness": sound.liveness,
            "loudness": sound.loudness,
            "mode": sound.mode,
            "speechiness": sound.speechiness,
            "tempo": sound.tempo,
            "time_signature": sound.time_signature,
            "track_href": format!("{}/tracks/{id}", self.base),
            "type": "audio_features",
            "uri": self.catalogue.uri(Kind::Track, track),
            "valence": sound.valence,
        })
    }

    pub(crate) fn audio_analysis(&self, track: usize, sound: &Sound) -> Value {
        let mut chance = SplitMix::of(self.catalogue.seed, "analysis", track);
        let seconds = self.catalogue.duration_ms(track) as f64 / 1_000.0;
        let beat = 60.0 / sound.tempo;
        let bar = beat * BEATS_PER_BAR as f64;
        let tatum = beat / TATUMS_PER_BEAT as f64;
        json!({
            "meta": {
                "analysis_time": 6.93906,
                "analyzer_version": "4.0.0",
                "detailed_status": "OK",
                "input_process": "libvorbisfile L+R 44100->22050",
                "platform": "Linux",
                "status_code": 0,
                "timestamp": 1_495_193_577,
            },
            "track": whole(&mut chance, sound, seconds),
            "bars": intervals(&mut chance, BEATS / BEATS_PER_BAR, bar),
            "beats": intervals(&mut chance, BEATS, beat),
            "sections": sections(&mut chance, sound, seconds),
            "segments": segments(&mut chance, seconds),
            "tatums": intervals(&mut chance, BEATS * TATUMS_PER_BEAT, tatum),
        })
    }
}

/// The track as a whole. Where the key is not known, nothing is said of how sure it is.
fn whole(chance: &mut SplitMix, sound: &Sound, seconds: f64) -> Value {
    let mut json = json!({
        "analysis_channels": 1,
        "analysis_sample_rate": SAMPLE_RATE as u32,
        "code_version": 3.15,
        "codestring": chance.base62(40),
        "duration": seconds,
        "echoprint_version": 4.15,
        "echoprintstring": chance.base62(40),
        "end_of_fade_in": 0.0,
        "key": sound.key,
        "key_confidence": share(chance),
        "loudness": sound.loudness,
        "mode": sound.mode,
        "mode_confidence": share(chance),
        "num_samples": (seconds * SAMPLE_RATE) as u64,
        "offset_seconds": 0,
        "rhythm_version": 1.0,
        "rhythmstring": chance.base62(40),
        "sample_md5": "",
        "start_of_fade_out": seconds - 4.5,
        "synch_version": 1.0,
        "synchstring": chance.base62(40),
        "tempo": sound.tempo,
        "tempo_confidence": share(chance),
        "time_signature": sound.time_signature,
        "time_signature_confidence": share(chance),
        "window_seconds": 0,
    });
    if sound.key < 0 {
        json.as_object_mut()
            .map(|object| object.remove("key_confidence"));
    }
    json
}

fn intervals(chance: &mut SplitMix, count: usize, length: f64) -> Value {
    let interval = |place: usize| {
        json!({
            "confidence": share(chance),
            "duration": length,
            "start": place as f64 * length,
        })
    };
    (0..count).map(interval).collect()
}

fn sections(chance: &mut SplitMix, sound: &Sound, seconds: f64) -> Value {
    let length = seconds / SECTIONS as f64;
    let section = |place: usize| {
        json!({
            "confidence": share(chance),
            "duration": length,
            "key": sound.key,
            "key_confidence": share(chance),
            "loudness": sound.loudness,
            // Within a section it is not always clear.
            "mode": if place == 1 { -1 } else { sound.mode },
            "mode_confidence": share(chance),
            "start": place as f64 * length,
            "tempo": sound.tempo,
            "tempo_confidence": share(chance),
            "time_signature": sound.time_signature,
            "time_signature_confidence": share(chance),
        })
    };
    (0..SECTIONS).map(section).collect()
}

/// The last segment does not say how loud it ends.
fn segments(chance: &mut SplitMix, seconds: f64) -> Value {
    let length = seconds / SEGMENTS as f64;
    let segment = |place: usize| {
        let pitches: Value = (0..12).map(|_| share(chance)).collect();
        let timbre: Value = (0..12).map(|_| share(chance) * 100.0 - 50.0).collect();
        let mut json = json!({
            "confidence": share(chance),
            "duration": length,
            "loudness_max": -18.121,
            "loudness_max_time": length / 3.0,
            "loudness_start": -23.356,
            "pitches": pitches,
            "start": place as f64 * length,
            "timbre": timbre,
        });
        if place + 1 < SEGMENTS {
            super::put(&mut json, "loudness_end", json!(-60.0));
        }
        json
    };
    (0..SEGMENTS).map(segment).collect()
}

fn share(chance: &mut SplitMix) -> f64 {
    chance.below(1_001) as f64 / 1_000.0
}
