//! The audio analysis of a track of seven minutes.

use super::Dice;

/// How long the track is, in seconds.
const LENGTH: f64 = 420.0;

/// Stretches of about so many seconds, one after the other.
fn stretches(d: &mut Dice, seconds: f64, mut rest: impl FnMut(&mut Dice) -> String) -> String {
    let mut all = Vec::new();
    let mut start = 0.0;
    while start < LENGTH {
        let duration = seconds * (0.8 + d.below(400) as f64 / 1000.0);
        let (confidence, rest) = (d.decimal(0, 1), rest(d));
        all.push(format!(
            "{{\"start\":{start:.5},\"duration\":{duration:.5},\"confidence\":{confidence}{rest}}}"
        ));
        start += duration;
    }
    format!("[{}]", all.join(","))
}

/// Twelve numbers.
fn twelve(d: &mut Dice, first: i64, last: i64) -> String {
    let numbers: Vec<String> = (0..12).map(|_| d.decimal(first, last)).collect();
    format!("[{}]", numbers.join(","))
}

/// What is said of the rhythm and the key, of sections and of the whole.
fn tonality(d: &mut Dice) -> String {
    let (tempo, key, mode) = (d.decimal(60, 190), d.below(12), d.below(2));
    let [sure_tempo, sure_key, sure_mode, sure_time] = std::array::from_fn(|_| d.decimal(0, 1));
    format!(
        "\"tempo\":{tempo},\"tempo_confidence\":{sure_tempo},\"key\":{key},\
         \"key_confidence\":{sure_key},\"mode\":{mode},\"mode_confidence\":{sure_mode},\
         \"time_signature\":4,\"time_signature_confidence\":{sure_time}"
    )
}

/// What a code of the recording looks like.
fn code(d: &mut Dice, length: usize) -> String {
    format!("eJx{}", d.hex(length))
}

/// The whole analysis.
pub(super) fn analysis(d: &mut Dice) -> String {
    let none = |_: &mut Dice| String::new();
    let (bars, beats, tatums) = (
        stretches(d, 2.0, none),
        stretches(d, 0.5, none),
        stretches(d, 0.25, none),
    );
    let sections = stretches(d, 30.0, |d| {
        let (loudness, tonality) = (d.decimal(-30, -3), tonality(d));
        format!(",\"loudness\":{loudness},{tonality}")
    });
    let segments = stretches(d, 0.25, |d| {
        let (start, peak, peak_at) = (d.decimal(-60, -5), d.decimal(-40, 0), d.decimal(0, 1));
        let (pitches, timbre) = (twelve(d, 0, 1), twelve(d, -150, 150));
        format!(
            ",\"loudness_start\":{start},\"loudness_max_time\":{peak_at},\"loudness_max\":{peak},\
             \"loudness_end\":0,\"pitches\":{pitches},\"timbre\":{timbre}"
        )
    });
    let (samples, loudness, tonality) = (LENGTH as u64 * 22_050, d.decimal(-20, -3), tonality(d));
    let [codes, prints, synch, rhythm] = [5_000, 8_000, 4_000, 6_000].map(|length| code(d, length));
    format!(
        "{{\"meta\":{{\"analyzer_version\":\"4.0.0\",\"platform\":\"Linux\",\
         \"detailed_status\":\"OK\",\"status_code\":0,\"timestamp\":1495193577,\
         \"analysis_time\":6.93906,\"input_process\":\"libvorbisfile L+R 44100->22050\"}},\
         \"track\":{{\"num_samples\":{samples},\"duration\":{LENGTH:.5},\"sample_md5\":\"\",\
         \"offset_seconds\":0,\"window_seconds\":0,\"analysis_sample_rate\":22050,\
         \"analysis_channels\":1,\"end_of_fade_in\":0.25,\"start_of_fade_out\":413.5,\
         \"loudness\":{loudness},{tonality},\"codestring\":\"{codes}\",\"code_version\":3.15,\
         \"echoprintstring\":\"{prints}\",\"echoprint_version\":4.15,\"synchstring\":\"{synch}\",\
         \"synch_version\":1,\"rhythmstring\":\"{rhythm}\",\"rhythm_version\":1}},\
         \"bars\":{bars},\"beats\":{beats},\"sections\":{sections},\"segments\":{segments},\
         \"tatums\":{tatums}}}"
    )
}
