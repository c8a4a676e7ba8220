//! Answers of 429, in every form.

use std::time::Duration;

use serde_json::json;

use super::{
    operation::{GetAlbum, SkipToNext},
    scenario::scenarios,
    stage::{Failure, Stage, anything},
};
use crate::mock::{Answer, Fault, RetryAfter};

scenarios! {
    a_limit_is_waited_out: "R7, R8",
    a_limit_is_waited_out_before_a_post: "R7",
    every_form_of_retry_after: "R6",
    a_limit_whose_body_is_cut: "R7, Y9",
    a_limit_beyond_patience: "R7",
    a_quota_is_never_waited_for: "R7",
    a_limit_that_does_not_end: "R4",
    a_limit_holds_all_calls: "R8",
}

fn album() -> GetAlbum {
    GetAlbum("1".to_owned())
}

fn good() -> Fault {
    anything().answer(Answer::json(200, &json!({"type": "album"})))
}

fn limited(after: RetryAfter) -> Fault {
    Fault::on("*", "/").answer(Answer::rate_limited(after))
}

/// In real time: the second that is asked for goes by.
fn a_limit_is_waited_out(stage: &mut Stage<'_>) -> Result<(), Failure> {
    stage.mock.fault(limited(RetryAfter::Seconds(1)));
    stage.mock.fault(good());
    let caller = stage.client(&stage.bare())?;
    stage.call_in_time(&caller, album(), Duration::from_millis(1100));
    Ok(())
}

fn a_limit_is_waited_out_before_a_post(stage: &mut Stage<'_>) -> Result<(), Failure> {
    stage.mock.fault(limited(RetryAfter::Seconds(7)));
    let caller = stage.client(&stage.bare().skip_waits())?;
    stage.call(&caller, SkipToNext);
    stage.note_events(&caller);
    let executions = stage.mock.executions("POST", "/v1/me/player/next");
    stage.note(format!("skipped {executions} times"));
    Ok(())
}

fn every_form_of_retry_after(stage: &mut Stage<'_>) -> Result<(), Failure> {
    let seven = Duration::from_secs(7);
    let text = |text: &str| RetryAfter::Text(text.to_owned());
    let setting = stage.bare().skip_waits();
    for form in [
        RetryAfter::Seconds(7),
        RetryAfter::Seconds(0),
        RetryAfter::ImfFixdate(seven),
        RetryAfter::Rfc850(seven),
        RetryAfter::Asctime(seven),
        RetryAfter::Absent,
        text("  7  "),
        text("6.5"),
        text("-7"),
        text("soon"),
        text(""),
        text("18446744073709551616"),
        RetryAfter::Several(["3", "7", "5"].map(str::to_owned).to_vec()),
    ] {
        stage.mock.clear_faults();
        stage.note(format!("{form:?}"));
        stage.mock.fault(limited(form));
        stage.mock.fault(good());
        let caller = stage.client(&setting)?;
        stage.call(&caller, album());
        stage.note_events(&caller);
    }
    Ok(())
}

fn a_limit_whose_body_is_cut(stage: &mut Stage<'_>) -> Result<(), Failure> {
    stage
        .mock
        .fault(limited(RetryAfter::Seconds(7)).truncate_body(5));
    stage.mock.fault(good());
    let caller = stage.client(&stage.bare().skip_waits())?;
    stage.call(&caller, album());
    stage.note_events(&caller);
    Ok(())
}

fn a_limit_beyond_patience(stage: &mut Stage<'_>) -> Result<(), Failure> {
    stage.mock.fault(limited(RetryAfter::Seconds(48_925)));
    let caller = stage.client(&stage.bare())?;
    stage.call_in_time(&caller, album(), Duration::ZERO);
    stage.call_in_time(&caller, album(), Duration::ZERO);
    Ok(())
}

fn a_quota_is_never_waited_for(stage: &mut Stage<'_>) -> Result<(), Failure> {
    stage
        .mock
        .fault(Fault::on("GET", "/").answer(Answer::quota_exceeded(2)));
    let caller = stage.client(&stage.bare())?;
    stage.call_in_time(&caller, album(), Duration::ZERO);
    stage.call_in_time(&caller, SkipToNext, Duration::ZERO);
    Ok(())
}

fn a_limit_that_does_not_end(stage: &mut Stage<'_>) -> Result<(), Failure> {
    stage.mock.fault(limited(RetryAfter::Seconds(2)).always());
    let caller = stage.client(&stage.bare().skip_waits())?;
    stage.call(&caller, album());
    stage.note_events(&caller);
    Ok(())
}

/// The second call is not even sent: the pause that the first one met is longer than it has time.
fn a_limit_holds_all_calls(stage: &mut Stage<'_>) -> Result<(), Failure> {
    stage.mock.fault(limited(RetryAfter::Seconds(20)));
    stage.mock.fault(good());
    let caller = stage.client(&stage.bare().deadline(Duration::from_secs(10)))?;
    stage.call_in_time(&caller, SkipToNext, Duration::ZERO);
    stage.call_in_time(&caller, album(), Duration::ZERO);
    Ok(())
}
