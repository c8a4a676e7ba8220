//! Calls of a client: what is repeated, what never is, and answers that cannot be read.

use std::time::Duration;

use serde_json::json;
use spotify_core::Limits;

use super::{
    closed::ClosedPort,
    operation::{GetAlbum, GetPlayback, SetVolume, SkipToNext},
    scenario::scenarios,
    stage::{Failure, Stage, anything},
};
use crate::mock::{Answer, Fault, Forbidden};

scenarios! {
    an_album: "H3",
    a_program_with_a_name_and_languages: "H10, H11",
    nothing_plays: "Y8",
    a_command: "H3",
    a_gateway_that_recovers: "R2, R4",
    a_gateway_that_does_not: "R4",
    a_gateway_before_a_post: "R3",
    a_put_of_which_the_answer_is_lost: "R2",
    a_post_of_which_the_answer_is_lost: "R3",
    a_post_that_was_dropped: "R3",
    a_post_that_was_reset: "R3",
    a_post_that_never_left: "R2",
    a_post_to_an_untrusted_server: "R2, Q5",
    a_post_that_is_not_answered_in_time: "R3, R10",
    a_get_that_is_not_answered_in_time: "R10",
    a_body_that_ends_early_is_fetched_again: "Y10, R2",
    a_body_over_the_cap_is_not_fetched_again: "Y1",
    refusals_are_not_repeated: "R11, Y12",
    a_redirect_is_an_error: "Q3, Q1",
    a_gateways_page_with_200: "Y9",
    a_gateways_page_with_503: "Y9",
    no_body_where_one_should_be: "Y8",
    nested_too_deeply: "Y3",
    text_that_is_not_utf_8: "Y5",
    a_byte_order_mark: "Y5",
    lone_surrogates_and_repeated_keys: "Y5",
    numbers_out_of_range: "Y4",
    a_length_that_cuts_the_json: "Y10",
}

fn album() -> GetAlbum {
    GetAlbum("1".to_owned())
}

fn good() -> Answer {
    Answer::json(200, &json!({"type": "album"}))
}

/// Lets an operation meet faults one after the other, then a server that does what is asked.
fn met(stage: &mut Stage<'_>, faults: Vec<Fault>) {
    for fault in faults {
        stage.mock.fault(fault);
    }
}

fn an_album(stage: &mut Stage<'_>) -> Result<(), Failure> {
    let id = stage.mock.world().album();
    let caller = stage.client(&stage.setting().bare(stage.mock.mint_app_token()))?;
    stage.call(&caller, GetAlbum(id));
    Ok(())
}

fn a_program_with_a_name_and_languages(stage: &mut Stage<'_>) -> Result<(), Failure> {
    stage.answers(good());
    let setting = stage
        .bare()
        .named("Tunes/2.1 (+https://example.org)", "es-MX, es;q=0.8");
    let caller = stage.client(&setting)?;
    stage.call(&caller, album());
    Ok(())
}

fn nothing_plays(stage: &mut Stage<'_>) -> Result<(), Failure> {
    stage.mock.stop_player();
    let caller = stage.client(&stage.bare())?;
    stage.call(&caller, GetPlayback);
    stage.answers(Answer::empty(200));
    stage.call(&caller, GetPlayback);
    Ok(())
}

fn a_command(stage: &mut Stage<'_>) -> Result<(), Failure> {
    let caller = stage.client(&stage.bare())?;
    stage.call(&caller, SetVolume(30));
    stage.call(&caller, SkipToNext);
    note_executions(stage);
    Ok(())
}

fn note_executions(stage: &mut Stage<'_>) {
    let volume = stage.mock.executions("PUT", "/v1/me/player/volume");
    let skips = stage.mock.executions("POST", "/v1/me/player/next");
    stage.note(format!("volume set {volume} times, skipped {skips} times"));
}

fn unavailable(status: u16) -> Fault {
    Fault::on("*", "/").answer(Answer::html(status))
}

fn a_gateway_that_recovers(stage: &mut Stage<'_>) -> Result<(), Failure> {
    met(
        stage,
        vec![
            unavailable(503),
            unavailable(502),
            anything().answer(good()),
        ],
    );
    let caller = stage.client(&stage.bare().skip_waits())?;
    stage.call(&caller, album());
    stage.note_events(&caller);
    Ok(())
}

fn a_gateway_that_does_not(stage: &mut Stage<'_>) -> Result<(), Failure> {
    stage.mock.fault(unavailable(504).always());
    let caller = stage.client(&stage.bare().skip_waits())?;
    stage.call(&caller, SetVolume(30));
    stage.note_events(&caller);
    Ok(())
}

fn a_gateway_before_a_post(stage: &mut Stage<'_>) -> Result<(), Failure> {
    stage.mock.fault(unavailable(503));
    let caller = stage.client(&stage.bare().skip_waits())?;
    stage.call(&caller, SkipToNext);
    note_executions(stage);
    Ok(())
}

fn a_put_of_which_the_answer_is_lost(stage: &mut Stage<'_>) -> Result<(), Failure> {
    stage.mock.fault(Fault::on("PUT", "/").drop_after());
    let caller = stage.client(&stage.bare())?;
    stage.call(&caller, SetVolume(30));
    note_executions(stage);
    Ok(())
}

fn skipped(stage: &mut Stage<'_>, fault: Fault) -> Result<(), Failure> {
    stage.mock.fault(fault);
    let caller = stage.client(&stage.bare())?;
    stage.call(&caller, SkipToNext);
    note_executions(stage);
    Ok(())
}

fn a_post_of_which_the_answer_is_lost(stage: &mut Stage<'_>) -> Result<(), Failure> {
    skipped(stage, Fault::on("POST", "/").drop_after())
}

fn a_post_that_was_dropped(stage: &mut Stage<'_>) -> Result<(), Failure> {
    skipped(stage, Fault::on("POST", "/").drop_before())
}

fn a_post_that_was_reset(stage: &mut Stage<'_>) -> Result<(), Failure> {
    skipped(stage, Fault::on("POST", "/").reset_after())
}

fn a_post_that_never_left(stage: &mut Stage<'_>) -> Result<(), Failure> {
    let port = ClosedPort::new()?;
    let nobody = port.base("http")? + "/v1";
    let caller = stage.client(&stage.bare().api(nobody).skip_waits())?;
    stage.call(&caller, SkipToNext);
    stage.note_events(&caller);
    Ok(())
}

fn a_post_to_an_untrusted_server(stage: &mut Stage<'_>) -> Result<(), Failure> {
    let caller = stage.client(&stage.bare().api(stage.mock.tls_api_base()).skip_waits())?;
    stage.call(&caller, SkipToNext);
    stage.note_events(&caller);
    note_executions(stage);
    Ok(())
}

const DEADLINE: Duration = Duration::from_millis(600);

fn a_post_that_is_not_answered_in_time(stage: &mut Stage<'_>) -> Result<(), Failure> {
    stage.mock.fault(anything().stall_head());
    let caller = stage.client(&stage.bare().deadline(DEADLINE))?;
    stage.call_in_time(&caller, SkipToNext, DEADLINE);
    Ok(())
}

/// Three attempts would take longer than the call is given.
fn a_get_that_is_not_answered_in_time(stage: &mut Stage<'_>) -> Result<(), Failure> {
    stage.mock.fault(anything().stall_head());
    let limits = Limits::new().idle(DEADLINE.mul_f64(0.6));
    let caller = stage.client(&stage.bare().limits(limits).deadline(DEADLINE))?;
    stage.call_in_time(&caller, album(), DEADLINE);
    Ok(())
}

fn a_body_that_ends_early_is_fetched_again(stage: &mut Stage<'_>) -> Result<(), Failure> {
    let cut = Fault::on("*", "/").answer(good());
    met(
        stage,
        vec![
            cut.clone().truncate_body(3),
            cut.clone().truncate_chunk(3),
            cut,
        ],
    );
    let caller = stage.client(&stage.bare())?;
    stage.call(&caller, album());
    Ok(())
}

fn a_body_over_the_cap_is_not_fetched_again(stage: &mut Stage<'_>) -> Result<(), Failure> {
    stage.mock.fault(anything().answer(good()).endless_body());
    let limits = Limits::new().max_body(10_000);
    let caller = stage.client(&stage.bare().limits(limits))?;
    stage.call(&caller, album());
    stage.call(&caller, SkipToNext);
    Ok(())
}

fn refusals_are_not_repeated(stage: &mut Stage<'_>) -> Result<(), Failure> {
    let caller = stage.client(&stage.bare())?;
    for answer in [
        Answer::error(400, "Invalid id"),
        Answer::forbidden(Forbidden::Scope),
        Answer::forbidden(Forbidden::UnregisteredUser),
        Answer::forbidden(Forbidden::PremiumRequired),
        Answer::error(404, "Not found."),
        Answer::error_with_reason(404, "Player command failed", "NO_ACTIVE_DEVICE"),
        Answer::error_with_reason(403, "Player command failed", "A_NEW_REASON"),
        Answer::error(413, "Too much"),
        Answer::error(501, "Not implemented"),
    ] {
        stage.mock.clear_faults();
        stage.answers(answer);
        stage.call(&caller, SetVolume(30));
    }
    Ok(())
}

fn a_redirect_is_an_error(stage: &mut Stage<'_>) -> Result<(), Failure> {
    let stranger = stage.mock.stranger_base();
    let caller = stage.client(&stage.bare())?;
    for status in [301, 302, 303, 307, 308] {
        let elsewhere = Answer::redirect(status, format!("{stranger}/v1/albums/1"));
        stage.mock.fault(Fault::on("*", "/").answer(elsewhere));
        stage.call(&caller, album());
    }
    Ok(())
}

/// What an album's caller gets for an answer.
fn read(stage: &mut Stage<'_>, fault: Fault) -> Result<(), Failure> {
    stage.mock.fault(fault);
    let caller = stage.client(&stage.bare())?;
    stage.call(&caller, album());
    Ok(())
}

fn a_gateways_page_with_200(stage: &mut Stage<'_>) -> Result<(), Failure> {
    read(stage, anything().answer(Answer::html(200)))
}

fn a_gateways_page_with_503(stage: &mut Stage<'_>) -> Result<(), Failure> {
    read(stage, anything().answer(Answer::html(503)))
}

fn no_body_where_one_should_be(stage: &mut Stage<'_>) -> Result<(), Failure> {
    for status in [200, 202, 204] {
        stage.mock.clear_faults();
        read(stage, anything().answer(Answer::empty(status)))?;
    }
    Ok(())
}

fn nested_too_deeply(stage: &mut Stage<'_>) -> Result<(), Failure> {
    read(stage, anything().answer(good()).nested_json(200_000))
}

fn text_that_is_not_utf_8(stage: &mut Stage<'_>) -> Result<(), Failure> {
    read(stage, anything().answer(good()).invalid_utf8())
}

fn a_byte_order_mark(stage: &mut Stage<'_>) -> Result<(), Failure> {
    read(stage, anything().answer(good()).byte_order_mark())
}

fn lone_surrogates_and_repeated_keys(stage: &mut Stage<'_>) -> Result<(), Failure> {
    for body in [r#"{"name": "\ud83d"}"#, r#"{"name": 1, "name": 2}"#] {
        stage.mock.clear_faults();
        read(stage, anything().answer(good()).body(body))?;
    }
    Ok(())
}

fn numbers_out_of_range(stage: &mut Stage<'_>) -> Result<(), Failure> {
    for body in ["[1e400]", "[NaN]", "[Infinity]"] {
        stage.mock.clear_faults();
        read(stage, anything().answer(good()).body(body))?;
    }
    Ok(())
}

fn a_length_that_cuts_the_json(stage: &mut Stage<'_>) -> Result<(), Failure> {
    read(stage, anything().answer(good()).wrong_length(-3))
}
