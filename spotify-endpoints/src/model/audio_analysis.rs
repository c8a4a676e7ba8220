//! How a track sounds from moment to moment.
//!
//! Times have five decimals and may have eight digits, so they are kept as `f64`. All other
//! numbers have at most six digits, all of which an `f32` holds; an analysis has tens of thousands
//! of them.

use std::time::Duration;

use spotify_core::Timestamp;

use super::{FeatureVector, Items, Key, Modality, Text, object::object};

object! {
    /// How a track sounds from moment to moment.
    ///
    /// It is large: some 0.4 MB for seven minutes.
    AudioAnalysis via AudioAnalysisSlots "an audio analysis";
    {
        /// The bars, that is, groups of beats; empty if they are not told.
        bars: Items<TimeInterval> = Items::default(),
        /// The beats; empty if they are not told.
        beats: Items<TimeInterval> = Items::default(),
        /// How the analysis was made.
        meta: Option<AudioAnalysisMeta>,
        /// The parts of the music, such as verse and chorus; empty if they are not told.
        sections: Items<Section> = Items::default(),
        /// The moments of even sound, some four in a second; empty if they are not told.
        segments: Items<Segment> = Items::default(),
        /// The tatums, that is, the smallest regular pulses that a listener feels; empty if they
        /// are not told.
        tatums: Items<TimeInterval> = Items::default(),
        /// What holds for the whole track.
        track: Option<AudioAnalysisTrack>,
    }
}

object! {
    /// A bar, a beat or a tatum.
    TimeInterval via TimeIntervalSlots "a time interval";
    {
        /// How reliable it is, from 0 to 1.
        confidence: Option<f32>,
        /// How long it takes in seconds; 0 if it is not told.
        duration: f64 = 0.0,
        /// When it begins, in seconds from the beginning of the track.
        start: f64,
    }
}

object! {
    /// A part of the music, such as a verse or a chorus.
    Section via SectionSlots "a section";
    {
        /// How reliable it is that it is a part of its own, from 0 to 1.
        confidence: Option<f32>,
        /// How long it takes in seconds; 0 if it is not told.
        duration: f64 = 0.0,
        /// The key.
        key: Option<Key>,
        /// How reliable the key is, from 0 to 1.
        key_confidence: Option<f32>,
        /// The loudness in decibels, mostly from -60 to 0.
        loudness: Option<f32>,
        /// Major or minor.
        mode: Option<Modality>,
        /// How reliable the mode is, from 0 to 1.
        mode_confidence: Option<f32>,
        /// When it begins, in seconds from the beginning of the track.
        start: f64,
        /// The tempo in beats per minute; 0 if it was not found out.
        tempo: Option<f32>,
        /// How reliable the tempo is, from 0 to 1.
        tempo_confidence: Option<f32>,
        /// How many beats a bar has, from 3 to 7; other numbers if that was not found out.
        time_signature: Option<u8>,
        /// How reliable the time signature is, from 0 to 1.
        time_signature_confidence: Option<f32>,
    }
}

object! {
    /// A moment of even sound, such as a note.
    Segment via SegmentSlots "a segment";
    {
        /// How reliable its limits are, from 0 to 1; 0 if it is not told.
        confidence: f32 = 0.0,
        /// How long it takes in seconds; 0 if it is not told.
        duration: f64 = 0.0,
        /// The loudness at its end in decibels, as the next one begins; absent in some answers.
        loudness_end: Option<f32>,
        /// The loudness at its peak in decibels, mostly from -60 to 0; 0 if it is not told.
        loudness_max: f32 = 0.0,
        /// When the peak is, in seconds from the beginning of the segment; 0 if it is not told.
        loudness_max_time: f32 = 0.0,
        /// The loudness as it begins, in decibels, mostly from -60 to 0; 0 if it is not told.
        loudness_start: f32 = 0.0,
        /// How strong each pitch class is from C to B, from 0 to 1, the strongest being 1.
        pitches: FeatureVector,
        /// When it begins, in seconds from the beginning of the track.
        start: f64,
        /// The color of the sound, as coefficients around 0, the weightiest first: loudness,
        /// brightness, flatness, attack, and so on.
        timbre: FeatureVector,
    }
}

object! {
    /// What an analysis says of the whole track.
    AudioAnalysisTrack via AudioAnalysisTrackSlots "the track of an analysis";
    {
        /// How many channels were analyzed; 1 if all were mixed into one.
        analysis_channels: Option<u8>,
        /// How many samples a second has as it was analyzed.
        analysis_sample_rate: Option<u32>,
        /// The version of the format of `codestring`.
        code_version: Option<f32>,
        /// A fingerprint as of the Echo Nest (ENMFP).
        codestring: Option<Text>,
        /// The duration in seconds.
        duration: Option<f64>,
        /// The version of the format of `echoprintstring`.
        echoprint_version: Option<f32>,
        /// A fingerprint as of EchoPrint.
        echoprintstring: Option<Text>,
        /// When the fade-in ends, in seconds; 0 without one.
        end_of_fade_in: Option<f64>,
        /// The key.
        key: Option<Key>,
        /// How reliable the key is, from 0 to 1; missing at times.
        key_confidence: Option<f32>,
        /// The loudness on average in decibels, mostly from -60 to 0.
        loudness: Option<f32>,
        /// Major or minor.
        mode: Option<Modality>,
        /// How reliable the mode is, from 0 to 1; missing at times.
        mode_confidence: Option<f32>,
        /// How many samples were analyzed.
        num_samples: Option<u32>,
        /// Where the analyzed part begins, in seconds; 0, since all of it is analyzed.
        offset_seconds: Option<f64>,
        /// The version of the format of `rhythmstring`.
        rhythm_version: Option<f32>,
        /// The rhythm, in a format like that of `synchstring`.
        rhythmstring: Option<Text>,
        /// Always empty.
        sample_md5: Option<Text>,
        /// When the fade-out begins, in seconds; the duration without one.
        start_of_fade_out: Option<f64>,
        /// The version of the format of `synchstring`.
        synch_version: Option<f32>,
        /// What players of the Echo Nest synchronized by.
        synchstring: Option<Text>,
        /// The tempo in beats per minute; 0 if it was not found out.
        tempo: Option<f32>,
        /// How reliable the tempo is, from 0 to 1; missing at times.
        tempo_confidence: Option<f32>,
        /// How many beats a bar has, from 3 to 7; other numbers if that was not found out.
        time_signature: Option<u8>,
        /// How reliable the time signature is, from 0 to 1; missing at times.
        time_signature_confidence: Option<f32>,
        /// How long the analyzed part is, in seconds; 0, since all of it is analyzed.
        window_seconds: Option<f64>,
    }
}

object! {
    /// How an analysis was made.
    AudioAnalysisMeta via AudioAnalysisMetaSlots "what is known of an analysis";
    {
        /// How long it took, in seconds.
        analysis_time: Option<f64>,
        /// The version of the analyzer.
        analyzer_version: Option<Text>,
        /// `OK`, or why something is missing.
        detailed_status: Option<Text>,
        /// By which means the sound was read.
        input_process: Option<Text>,
        /// The platform that the sound was read on.
        platform: Option<Text>,
        /// 0, or 1 if there were errors.
        status_code: Option<i64>,
        /// When it was made, in seconds since 1970.
        timestamp: Option<i64>,
    }
}

/// Negative times, which there should not be, are taken for 0.
fn seconds(seconds: f64) -> Duration {
    Duration::try_from_secs_f64(seconds).unwrap_or_default()
}

macro_rules! spans {
    ($($name:ident)*) => {$(
        impl $name {
            /// When it begins, from the beginning of the track.
            #[must_use]
            pub fn start(&self) -> Duration {
                seconds(self.start)
            }

            /// How long it takes.
            #[must_use]
            pub fn duration(&self) -> Duration {
                seconds(self.duration)
            }

            /// When it ends, from the beginning of the track.
            #[must_use]
            pub fn end(&self) -> Duration {
                seconds(self.start + self.duration)
            }
        }
    )*};
}

spans!(TimeInterval Section Segment);

impl AudioAnalysisTrack {
    /// The duration, if it was told.
    #[must_use]
    pub fn duration(&self) -> Option<Duration> {
        self.duration.map(seconds)
    }
}

impl AudioAnalysisMeta {
    /// When the analysis was made, if it was told.
    #[must_use]
    pub fn made_at(&self) -> Option<Timestamp> {
        Some(Timestamp::from_millis(self.timestamp?.checked_mul(1000)?))
    }
}
