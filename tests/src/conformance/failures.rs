//! Servers that go away, fall silent, or break the rules of HTTP.

use std::time::Duration;

use http::Method;
use serde_json::json;
use spotify_core::Limits;

use super::{
    scenario::scenarios,
    stage::{Failure, Stage, anything},
};
use crate::mock::{Answer, Fault};

scenarios! {
    hangs_up_before_an_answer: "Y10, R2",
    hangs_up_on_a_post_it_carried_out: "Y10, R3",
    resets_the_connection: "Y10, R2",
    answers_something_that_is_not_http: "Y10",
    two_lengths_that_differ: "Y10",
    fewer_bytes_than_announced: "Y10",
    more_bytes_than_announced: "Y10",
    ends_within_the_body: "Y10",
    resets_within_the_body: "Y10",
    ends_within_a_chunk: "Y10",
    ends_within_a_chunk_of_an_error: "Y10, Y9",
    silent_before_the_head: "Y11",
    silent_within_the_body: "Y11",
    slow_but_never_silent: "Y11",
    slow_beyond_the_total: "Y11, R10",
    no_head_within_the_total: "Y11, R10",
    no_time_at_all: "R10",
    the_same_faults_over_tls: "Y10, Y11, Y1",
}

const QUIET: Duration = Duration::from_millis(200);
const TOTAL: Duration = Duration::from_millis(400);

fn whole() -> Fault {
    anything().answer(Answer::json(200, &json!({"text": "0123456789".repeat(5)})))
}

/// What a GET and a POST come to.
fn suffered(stage: &mut Stage<'_>, fault: Fault) -> Result<(), Failure> {
    stage.mock.fault(fault);
    for method in [Method::GET, Method::POST] {
        let request = stage.request(method, "/me/player/next")?;
        let _ = stage.send(request);
    }
    Ok(())
}

/// What a GET comes to under limits, and whether it is over in time.
fn timed(
    stage: &mut Stage<'_>,
    fault: Fault,
    limits: Limits,
    time: Duration,
) -> Result<(), Failure> {
    stage.mock.fault(fault);
    let request = stage.get("/albums/1")?;
    let _ = stage.send_in_time(request, limits, time);
    Ok(())
}

fn hangs_up_before_an_answer(stage: &mut Stage<'_>) -> Result<(), Failure> {
    suffered(stage, anything().drop_before())
}

fn hangs_up_on_a_post_it_carried_out(stage: &mut Stage<'_>) -> Result<(), Failure> {
    stage.mock.fault(anything().drop_after());
    let request = stage.request(Method::POST, "/me/player/next")?;
    let token = stage.mock.mint_full_token();
    let request = super::stage::with(request, "authorization", &format!("Bearer {token}"))?;
    let _ = stage.send(request);
    let executions = stage.mock.executions("POST", "/v1/me/player/next");
    stage.note(format!("carried out {executions} times"));
    Ok(())
}

fn resets_the_connection(stage: &mut Stage<'_>) -> Result<(), Failure> {
    suffered(stage, anything().reset_before())
}

fn answers_something_that_is_not_http(stage: &mut Stage<'_>) -> Result<(), Failure> {
    suffered(stage, anything().garbage())
}

fn two_lengths_that_differ(stage: &mut Stage<'_>) -> Result<(), Failure> {
    suffered(stage, whole().two_lengths())
}

fn fewer_bytes_than_announced(stage: &mut Stage<'_>) -> Result<(), Failure> {
    suffered(stage, whole().wrong_length(10))
}

/// The surplus must not be taken for the beginning of the next answer.
fn more_bytes_than_announced(stage: &mut Stage<'_>) -> Result<(), Failure> {
    let second = "HTTP/1.1 200 OK\r\ncontent-length: 4\r\n\r\nevil";
    let answer = Answer::text(200, ["good", second].concat());
    let surplus = i64::try_from(second.len())?;
    stage
        .mock
        .fault(Fault::on("*", "/").answer(answer).wrong_length(-surplus));
    stage
        .mock
        .fault(anything().answer(Answer::text(200, "next")));
    for _ in 0..2 {
        let request = stage.get("/albums/1")?;
        let _ = stage.send(request);
    }
    Ok(())
}

fn ends_within_the_body(stage: &mut Stage<'_>) -> Result<(), Failure> {
    suffered(stage, whole().truncate_body(20))
}

fn resets_within_the_body(stage: &mut Stage<'_>) -> Result<(), Failure> {
    suffered(stage, whole().reset_body(20))
}

fn ends_within_a_chunk(stage: &mut Stage<'_>) -> Result<(), Failure> {
    suffered(stage, whole().truncate_chunk(20))
}

fn ends_within_a_chunk_of_an_error(stage: &mut Stage<'_>) -> Result<(), Failure> {
    suffered(stage, anything().status(503).truncate_chunk(20))
}

fn silent_before_the_head(stage: &mut Stage<'_>) -> Result<(), Failure> {
    timed(
        stage,
        anything().stall_head(),
        Limits::new().idle(QUIET),
        QUIET,
    )
}

fn silent_within_the_body(stage: &mut Stage<'_>) -> Result<(), Failure> {
    timed(
        stage,
        whole().stall_body(20),
        Limits::new().idle(QUIET),
        QUIET,
    )
}

/// Each byte is a sign of life.
fn slow_but_never_silent(stage: &mut Stage<'_>) -> Result<(), Failure> {
    let slow = whole().slow_body(10, Duration::from_millis(60));
    timed(
        stage,
        slow,
        Limits::new().idle(QUIET),
        Duration::from_secs(1),
    )
}

fn slow_beyond_the_total(stage: &mut Stage<'_>) -> Result<(), Failure> {
    let slow = whole().slow_body(1, Duration::from_millis(40));
    timed(stage, slow, Limits::new().total(TOTAL), TOTAL)
}

fn no_head_within_the_total(stage: &mut Stage<'_>) -> Result<(), Failure> {
    timed(
        stage,
        anything().stall_head(),
        Limits::new().total(TOTAL),
        TOTAL,
    )
}

fn no_time_at_all(stage: &mut Stage<'_>) -> Result<(), Failure> {
    timed(
        stage,
        whole(),
        Limits::new().total(Duration::ZERO),
        Duration::ZERO,
    )
}

/// Over HTTP/2 where it is spoken, over HTTP/1.1 where not: the same to whoever calls.
fn the_same_faults_over_tls(stage: &mut Stage<'_>) -> Result<(), Failure> {
    let limits = Limits::new().idle(QUIET).max_body(100_000);
    for fault in [
        whole(),
        whole().gzip(),
        anything().drop_before(),
        anything().reset_before(),
        anything().stall_head(),
        whole().truncate_chunk(20),
        whole().reset_body(20),
        whole().stall_body(20),
        whole().endless_body(),
        anything().status(503).endless_body(),
        anything().answer(Answer::empty(204)),
    ] {
        stage.mock.clear_faults();
        stage.mock.fault(fault);
        // What the mock does to a connection it does to all that share it.
        stage.trust();
        let request = stage.tls_get("/albums/1")?;
        let _ = stage.send_within(request, limits);
    }
    Ok(())
}
