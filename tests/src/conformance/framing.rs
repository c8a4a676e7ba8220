//! Answers written by hand: heads and bodies as they may be, and as they must not be.

use std::time::Duration;

use http::Method;
use spotify_core::Limits;

use super::{
    connections::{BACK, let_pass},
    scenario::scenarios,
    script::{Script, Written},
    stage::{Failure, Stage, request_to},
};

scenarios! {
    interim_answers_are_passed_over: "Y10",
    trailers_are_no_headers: "Y10",
    a_body_that_ends_with_its_connection: "Y10",
    an_answer_of_http_1_0: "H3",
    an_answer_without_a_reason: "H3",
    statuses_that_nobody_knows: "Y9",
    spaces_around_values: "H3",
    names_of_headers_in_capitals: "H3",
    a_head_of_eight_kilobytes: "H3",
    an_endless_head: "Y1",
    ends_within_the_head: "Y10, R2",
    ends_before_the_last_chunk: "Y10",
    ends_within_the_last_chunk: "Y10",
    a_chunk_whose_size_is_none: "Y10",
    a_length_that_is_none: "Y10",
    a_connection_announced_to_close_is_left: "R2",
    a_server_that_speaks_tls_1_1: "Q5, R2",
}

/// What GETs come to that get these answers, one after the other.
fn answered(
    stage: &mut Stage<'_>,
    answers: impl IntoIterator<Item = Written>,
) -> Result<Script, Failure> {
    let answers: Vec<Written> = answers.into_iter().collect();
    let count = answers.len();
    let script = Script::answering(answers)?;
    for _ in 0..count {
        let request = request_to(Method::GET, &(script.base("http") + "/v1/albums/1"))?;
        let limits = Limits::new().total(Duration::from_secs(10));
        let _ = stage.send_within(request, limits);
        let_pass(BACK);
    }
    Ok(script)
}

fn head(lines: &[&str]) -> String {
    lines.join("\r\n") + "\r\n\r\n"
}

const CHUNKED: &[&str] = &[
    "HTTP/1.1 200 OK",
    "content-type: application/json",
    "transfer-encoding: chunked",
];

fn interim_answers_are_passed_over(stage: &mut Stage<'_>) -> Result<(), Failure> {
    let hints = head(&["HTTP/1.1 103 Early Hints", "link: </a>; rel=preload"]);
    let last = head(&["HTTP/1.1 200 OK", "content-length: 2"]) + "{}";
    answered(stage, [Written::new([hints.clone(), hints, last].concat())])?;
    Ok(())
}

fn trailers_are_no_headers(stage: &mut Stage<'_>) -> Result<(), Failure> {
    let body = "2\r\n{}\r\n0\r\nx-once: late\r\netag: \"late\"\r\n\r\n";
    let answer = Written::new(head(CHUNKED) + body);
    let script = answered(stage, [answer.clone(), answer])?;
    stage.note(format!("{} connection", script.connections()));
    Ok(())
}

fn a_body_that_ends_with_its_connection(stage: &mut Stage<'_>) -> Result<(), Failure> {
    let plain = head(&["HTTP/1.1 200 OK", "content-type: application/json"]) + "{}";
    let told = head(&["HTTP/1.1 200 OK", "connection: close"]) + "{}";
    answered(
        stage,
        [Written::new(plain).close(), Written::new(told).close()],
    )?;
    Ok(())
}

fn an_answer_of_http_1_0(stage: &mut Stage<'_>) -> Result<(), Failure> {
    let answer = head(&["HTTP/1.0 200 OK", "content-length: 2"]) + "{}";
    answered(
        stage,
        [
            Written::new(answer.clone()).close(),
            Written::new(answer).close(),
        ],
    )?;
    Ok(())
}

fn an_answer_without_a_reason(stage: &mut Stage<'_>) -> Result<(), Failure> {
    let answer = head(&["HTTP/1.1 200 ", "content-length: 2"]) + "{}";
    answered(stage, [Written::new(answer)])?;
    Ok(())
}

fn statuses_that_nobody_knows(stage: &mut Stage<'_>) -> Result<(), Failure> {
    let answers = [299, 399, 499, 599].map(|status| {
        let line = format!("HTTP/1.1 {status} What");
        Written::new(head(&[&line, "content-length: 2"]) + "{}")
    });
    answered(stage, answers)?;
    Ok(())
}

fn spaces_around_values(stage: &mut Stage<'_>) -> Result<(), Failure> {
    let answer = head(&[
        "HTTP/1.1 200 OK",
        "content-length:   2",
        "etag:\"abc\"",
        "x-once: \t one  two \t",
        "x-twice:",
        "x-twice: ",
    ]);
    answered(stage, [Written::new(answer + "{}")])?;
    Ok(())
}

fn names_of_headers_in_capitals(stage: &mut Stage<'_>) -> Result<(), Failure> {
    let answer = head(&[
        "HTTP/1.1 200 OK",
        "CONTENT-LENGTH: 2",
        "X-ONCE: Stays As It Is",
        "RETRY-AFTER: 7",
    ]);
    answered(stage, [Written::new(answer + "{}")])?;
    Ok(())
}

fn a_head_of_eight_kilobytes(stage: &mut Stage<'_>) -> Result<(), Failure> {
    let line = format!("x-many: {}", "0123456789".repeat(10));
    let mut lines = vec!["HTTP/1.1 200 OK", "content-length: 2", "x-once: one"];
    lines.extend([line.as_str(); 75]);
    answered(stage, [Written::new(head(&lines) + "{}")])?;
    Ok(())
}

fn an_endless_head(stage: &mut Stage<'_>) -> Result<(), Failure> {
    let line = format!("x-many: {}\r\n", "0123456789".repeat(100));
    answered(stage, [Written::new("HTTP/1.1 200 OK\r\n").endless(line)])?;
    Ok(())
}

fn ends_within_the_head(stage: &mut Stage<'_>) -> Result<(), Failure> {
    let cut = Written::new("HTTP/1.1 200 OK\r\ncontent-le").close();
    answered(stage, [cut, Written::new("HTTP/1.").close()])?;
    Ok(())
}

fn ends_before_the_last_chunk(stage: &mut Stage<'_>) -> Result<(), Failure> {
    answered(stage, [Written::new(head(CHUNKED) + "2\r\n{}\r\n").close()])?;
    Ok(())
}

fn ends_within_the_last_chunk(stage: &mut Stage<'_>) -> Result<(), Failure> {
    answered(
        stage,
        [Written::new(head(CHUNKED) + "2\r\n{}\r\n0").close()],
    )?;
    Ok(())
}

fn a_chunk_whose_size_is_none(stage: &mut Stage<'_>) -> Result<(), Failure> {
    answered(
        stage,
        [Written::new(head(CHUNKED) + "zwei\r\n{}\r\n0\r\n\r\n")],
    )?;
    Ok(())
}

fn a_length_that_is_none(stage: &mut Stage<'_>) -> Result<(), Failure> {
    for length in ["content-length: two", "content-length: -2"] {
        let answer = head(&["HTTP/1.1 200 OK", length]) + "{}";
        answered(stage, [Written::new(answer)])?;
    }
    Ok(())
}

/// The server says that it closes, and leaves that to the client.
fn a_connection_announced_to_close_is_left(stage: &mut Stage<'_>) -> Result<(), Failure> {
    let answer = head(&["HTTP/1.1 200 OK", "content-length: 2", "connection: close"]) + "{}";
    let answer = Written::new(answer);
    let script = answered(stage, [answer.clone(), answer.clone(), answer])?;
    stage.note(format!("{} connections", script.connections()));
    Ok(())
}

/// A server that would go below the floor: it chooses TLS 1.1 where 1.2 is the least.
fn a_server_that_speaks_tls_1_1(stage: &mut Stage<'_>) -> Result<(), Failure> {
    stage.trust();
    // Version, random bytes, no session, TLS_RSA_WITH_AES_128_CBC_SHA, no compression.
    let mut hello = vec![0x03, 0x02];
    hello.extend([0x2a; 32]);
    hello.extend([0x00, 0x00, 0x2f, 0x00]);
    let mut record = vec![0x16, 0x03, 0x02, 0x00, 0x2a, 0x02, 0x00, 0x00, 0x26];
    record.extend(hello);
    for method in [Method::GET, Method::POST] {
        let script = Script::greeting([Written::new(record.clone())])?;
        let request = request_to(method, &(script.base("https") + "/v1/me"))?;
        let limits = Limits::new().connect(Duration::from_secs(5));
        let _ = stage.send_within(request, limits);
    }
    Ok(())
}
