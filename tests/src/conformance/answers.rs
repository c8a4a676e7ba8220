//! What comes back: bodies and their absence, caps, content codings, errors, redirects.

use std::{io::Write as _, time::Duration};

use flate2::{Compression, write::GzEncoder};
use http::Method;
use serde_json::json;
use spotify_core::Limits;

use super::{
    scenario::scenarios,
    stage::{Failure, Stage, anything, carrying, with},
};
use crate::mock::{Answer, Fault};

scenarios! {
    json: "Y6",
    headers_of_the_answer: "H3",
    chunked: "Y1",
    no_content: "Y8",
    the_answer_to_a_head_request: "Y8, Y10",
    ok_without_body: "Y8",
    accepted_with_body: "Y8",
    accepted_without_body: "Y8",
    not_modified: "Y8",
    a_body_as_large_as_the_cap: "Y1",
    a_body_one_byte_over_the_cap: "Y1",
    a_length_over_the_cap_is_refused_unread: "Y1",
    an_endless_body: "Y1",
    gzip: "Y2",
    gzip_in_pieces: "Y2",
    gzip_without_body: "Y2",
    gzip_up_to_the_cap_and_beyond: "Y1, Y2",
    gzip_by_another_name: "Y2",
    gzip_cut_within_a_chunk: "Y10",
    gzip_bomb: "Y2",
    gzip_within_gzip: "Y2",
    gzip_cut_in_half: "Y10",
    gzip_that_is_none: "Y2",
    brotli_that_nobody_asked_for: "Y2",
    an_error: "Y9",
    an_error_page: "Y9",
    an_error_page_longer_than_its_cap: "Y9",
    an_endless_error_page: "Y9",
    an_error_page_with_broken_coding: "Y9",
    redirects_are_not_followed: "Q3, Q1",
    redirects_of_a_post_are_not_followed: "Q3, Q1",
    redirects_to_the_same_host_are_not_followed: "Q3",
    rarer_redirects_are_not_followed: "Q3",
}

fn the_answer_to_a_head_request(stage: &mut Stage<'_>) -> Result<(), Failure> {
    for answer in [
        Fault::on("*", "/").answer(Answer::json(200, &json!({"id": "demo"}))),
        Fault::on("*", "/").answer(Answer::redirect(302, "/v1/me")),
    ] {
        stage.mock.fault(answer);
        let request = stage.request(Method::HEAD, "/albums/1")?;
        let _ = stage.send(request);
    }
    Ok(())
}

/// What every request is answered with, and what a GET then comes to.
fn answered(stage: &mut Stage<'_>, fault: Fault) -> Result<(), Failure> {
    answered_within(stage, fault, Limits::new())
}

fn answered_within(stage: &mut Stage<'_>, fault: Fault, limits: Limits) -> Result<(), Failure> {
    stage.mock.fault(fault);
    let request = stage.get("/albums/1")?;
    let _ = stage.send_within(request, limits);
    Ok(())
}

fn small() -> Answer {
    Answer::json(200, &json!({"name": "Ärger", "items": [1, 2, 3]}))
}

fn large(bytes: usize) -> Answer {
    let body: Vec<u8> = b"abcdefghijklmnopqrstuvwxyz"
        .iter()
        .copied()
        .cycle()
        .take(bytes)
        .collect();
    Answer::text(200, "").body(body)
}

fn json(stage: &mut Stage<'_>) -> Result<(), Failure> {
    answered(stage, anything().answer(small()))
}

fn headers_of_the_answer(stage: &mut Stage<'_>) -> Result<(), Failure> {
    let answer = small()
        .header("ETag", "\"abc\"")
        .header("X-Once", "ünïcode")
        .header("X-Twice", "a")
        .header("x-twice", "b, c")
        .header("Retry-After", "7");
    answered(stage, anything().answer(answer))
}

fn chunked(stage: &mut Stage<'_>) -> Result<(), Failure> {
    let pieces = anything().answer(large(1000)).chunked();
    answered(stage, pieces.slow_body(100, Duration::from_millis(1)))
}

fn no_content(stage: &mut Stage<'_>) -> Result<(), Failure> {
    answered(stage, anything().answer(Answer::empty(204)))
}

fn ok_without_body(stage: &mut Stage<'_>) -> Result<(), Failure> {
    answered(stage, anything().answer(Answer::empty(200)))
}

fn accepted_with_body(stage: &mut Stage<'_>) -> Result<(), Failure> {
    answered(stage, anything().answer(Answer::text(202, "later")))
}

fn accepted_without_body(stage: &mut Stage<'_>) -> Result<(), Failure> {
    answered(stage, anything().answer(Answer::empty(202)))
}

fn not_modified(stage: &mut Stage<'_>) -> Result<(), Failure> {
    stage.answers(Answer::empty(304).header("etag", "\"abc\""));
    let request = with(stage.get("/albums/1")?, "if-none-match", "\"abc\"")?;
    let _ = stage.send(request);
    Ok(())
}

const CAP: usize = 100_000;

fn capped() -> Limits {
    Limits::new().max_body(CAP).max_error_body(1000)
}

fn a_body_as_large_as_the_cap(stage: &mut Stage<'_>) -> Result<(), Failure> {
    answered_within(stage, anything().answer(large(CAP)), capped())?;
    stage.mock.clear_faults();
    answered_within(stage, anything().answer(large(CAP)).chunked(), capped())
}

fn a_body_one_byte_over_the_cap(stage: &mut Stage<'_>) -> Result<(), Failure> {
    answered_within(stage, anything().answer(large(CAP + 1)), capped())?;
    stage.mock.clear_faults();
    answered_within(stage, anything().answer(large(CAP + 1)).chunked(), capped())
}

fn a_length_over_the_cap_is_refused_unread(stage: &mut Stage<'_>) -> Result<(), Failure> {
    let slow = anything()
        .answer(large(CAP + 1))
        .slow_body(1, Duration::from_millis(50));
    stage.mock.fault(slow);
    let request = stage.get("/albums/1")?;
    let _ = stage.send_in_time(request, capped(), Duration::ZERO);
    Ok(())
}

fn an_endless_body(stage: &mut Stage<'_>) -> Result<(), Failure> {
    answered_within(stage, anything().answer(small()).endless_body(), capped())
}

fn gzip(stage: &mut Stage<'_>) -> Result<(), Failure> {
    answered(stage, anything().answer(small()).gzip())
}

fn gzip_in_pieces(stage: &mut Stage<'_>) -> Result<(), Failure> {
    let pieces = anything().answer(large(1000)).gzip().chunked();
    answered(stage, pieces.slow_body(1, Duration::from_micros(200)))
}

fn gzip_without_body(stage: &mut Stage<'_>) -> Result<(), Failure> {
    answered(stage, anything().answer(small()).gzip_empty())
}

/// The body in gzip, under a name of the coding.
fn zipped(body: Answer, coding: &str) -> Result<Answer, Failure> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(&body.body)?;
    Ok(body
        .body(encoder.finish()?)
        .header("content-encoding", coding))
}

fn gzip_up_to_the_cap_and_beyond(stage: &mut Stage<'_>) -> Result<(), Failure> {
    for bytes in [CAP, CAP + 1] {
        stage.mock.clear_faults();
        answered_within(stage, anything().answer(large(bytes)).gzip(), capped())?;
    }
    Ok(())
}

fn gzip_by_another_name(stage: &mut Stage<'_>) -> Result<(), Failure> {
    for coding in ["GZIP", "x-gzip"] {
        stage.mock.clear_faults();
        answered(
            stage,
            anything().answer(zipped(large(1000), coding)?).chunked(),
        )?;
    }
    stage.mock.clear_faults();
    let identity = small().header("content-encoding", "identity");
    answered(stage, anything().answer(identity))
}

fn gzip_cut_within_a_chunk(stage: &mut Stage<'_>) -> Result<(), Failure> {
    answered(
        stage,
        anything().answer(large(1000)).gzip().truncate_chunk(30),
    )
}

fn gzip_bomb(stage: &mut Stage<'_>) -> Result<(), Failure> {
    // The mock makes its bomb when it is first asked for one, which takes a while.
    let patient = Limits::new()
        .total(Duration::from_secs(120))
        .idle(Duration::from_secs(120));
    answered_within(stage, anything().answer(small()).gzip_bomb(), patient)?;
    let request = stage.get("/albums/1")?;
    let _ = stage.send_in_time(request, Limits::new(), Duration::from_secs(1));
    Ok(())
}

fn gzip_within_gzip(stage: &mut Stage<'_>) -> Result<(), Failure> {
    answered(stage, anything().answer(small()).gzip_twice())
}

fn gzip_cut_in_half(stage: &mut Stage<'_>) -> Result<(), Failure> {
    answered(stage, anything().answer(large(1000)).gzip_truncated())
}

fn gzip_that_is_none(stage: &mut Stage<'_>) -> Result<(), Failure> {
    answered(
        stage,
        anything().answer(small().header("content-encoding", "gzip")),
    )
}

fn brotli_that_nobody_asked_for(stage: &mut Stage<'_>) -> Result<(), Failure> {
    answered(stage, anything().answer(small()).brotli())
}

fn an_error(stage: &mut Stage<'_>) -> Result<(), Failure> {
    answered(stage, anything().answer(Answer::error(404, "Not found.")))
}

fn an_error_page(stage: &mut Stage<'_>) -> Result<(), Failure> {
    answered(stage, anything().answer(Answer::html(503)))
}

fn an_error_page_longer_than_its_cap(stage: &mut Stage<'_>) -> Result<(), Failure> {
    let page = Answer::html(502).body("<p>so sorry</p>".repeat(10_000));
    answered_within(stage, anything().answer(page), capped())
}

fn an_endless_error_page(stage: &mut Stage<'_>) -> Result<(), Failure> {
    answered_within(
        stage,
        anything().answer(Answer::html(503)).endless_body(),
        capped(),
    )
}

fn an_error_page_with_broken_coding(stage: &mut Stage<'_>) -> Result<(), Failure> {
    let page = Answer::html(500).header("content-encoding", "gzip");
    answered(stage, anything().answer(page))
}

fn redirected(stage: &mut Stage<'_>, method: Method, to: &str) -> Result<(), Failure> {
    redirected_by(stage, &[301, 302, 303, 307, 308], method, to)
}

fn redirected_by(
    stage: &mut Stage<'_>,
    statuses: &[u16],
    method: Method,
    to: &str,
) -> Result<(), Failure> {
    for &status in statuses {
        stage
            .mock
            .fault(Fault::on("*", "/").answer(Answer::redirect(status, to)));
        let request = stage.request(method.clone(), "/me")?;
        let request = with(request, "authorization", "Bearer of good news")?;
        let request = match method {
            Method::POST => carrying(request, "application/json", "{}")?,
            _ => request,
        };
        let _ = stage.send(request);
    }
    Ok(())
}

fn redirects_are_not_followed(stage: &mut Stage<'_>) -> Result<(), Failure> {
    let stranger = stage.mock.stranger_base();
    redirected(stage, Method::GET, &format!("{stranger}/v1/me"))
}

fn redirects_of_a_post_are_not_followed(stage: &mut Stage<'_>) -> Result<(), Failure> {
    let stranger = stage.mock.stranger_base();
    redirected(stage, Method::POST, &format!("{stranger}/v1/me"))
}

fn redirects_to_the_same_host_are_not_followed(stage: &mut Stage<'_>) -> Result<(), Failure> {
    redirected(stage, Method::GET, "/v1/me/elsewhere")
}

fn rarer_redirects_are_not_followed(stage: &mut Stage<'_>) -> Result<(), Failure> {
    let stranger = stage.mock.stranger_base();
    let statuses = [300, 304, 305, 306, 310, 399];
    redirected_by(stage, &statuses, Method::GET, &format!("{stranger}/v1/me"))
}
