//! Connections: names, TCP, TLS, how they are kept and shared, and calls that are given up.

use std::{net::TcpListener, thread, time::Duration};

use http::Method;
use serde_json::json;
use spotify_core::Limits;

use super::{
    closed::ClosedPort,
    operation::{GetAlbum, SkipToNext},
    scenario::scenarios,
    stage::{Failure, Stage, anything, carrying, request_to},
    text,
};
use crate::mock::{Answer, Fault, Service, Version};

scenarios! {
    port_closed: "R2",
    no_such_host: "R2",
    not_a_url_of_http: "R2",
    tls_with_a_root_of_ones_own: "Q5",
    tls_by_an_unknown_authority: "Q5, R2",
    tls_with_an_expired_certificate: "Q5, R2" with Expired,
    tls_for_another_host: "Q5, R2" with WrongHost,
    tls_signed_by_itself: "Q5, R2" with SelfSigned,
    no_tls_where_tls_should_be: "Q5, R2",
    a_handshake_that_stalls: "R2, R10",
    connections_are_kept: "H3",
    connections_are_kept_over_tls: "H3",
    a_kept_connection_that_the_server_closed: "R2",
    a_kept_connection_that_the_server_closed_over_tls: "R2",
    connections_that_close_after_three_requests: "R2",
    connections_that_close_after_three_requests_over_tls: "R2",
    a_stream_that_is_refused: "R2",
    fifty_requests_side_by_side: "C1",
    fifty_calls_of_one_client: "C1",
    a_call_given_up_before_the_head: "R12",
    a_call_given_up_within_the_body: "R12",
}

fn port_closed(stage: &mut Stage<'_>) -> Result<(), Failure> {
    let port = ClosedPort::new()?;
    for (method, scheme) in [
        (Method::GET, "http"),
        (Method::POST, "http"),
        (Method::POST, "https"),
    ] {
        let request = request_to(method, &(port.base(scheme)? + "/v1/me"))?;
        let _ = stage.send(request);
    }
    Ok(())
}

fn no_such_host(stage: &mut Stage<'_>) -> Result<(), Failure> {
    let request = request_to(Method::POST, "https://no.such.host.invalid/v1/me")?;
    let _ = stage.send(request);
    Ok(())
}

fn not_a_url_of_http(stage: &mut Stage<'_>) -> Result<(), Failure> {
    let request = request_to(Method::GET, "/v1/me")?;
    let _ = stage.send(request);
    Ok(())
}

fn tls_with_a_root_of_ones_own(stage: &mut Stage<'_>) -> Result<(), Failure> {
    stage.trust();
    stage.answers(Answer::json(200, &json!({"id": "demo"})));
    let request = stage.tls_get("/me")?;
    let _ = stage.send(request);
    let versions: Vec<Version> = stage.mock.requests().iter().map(|r| r.version).collect();
    let best = match stage.offers_http2() {
        true => Version::Http2,
        false => Version::Http11,
    };
    stage.figure(format!("negotiated {versions:?}"));
    match versions == [best] {
        true => stage.note_of_tls("the highest version that both sides speak"),
        false => stage.note_of_tls(format!("negotiated {versions:?}, not {best:?}")),
    }
    Ok(())
}

fn handshake(stage: &mut Stage<'_>) -> Result<(), Failure> {
    let request = stage.tls_get("/me")?;
    let _ = stage.send(request);
    let request = request_to(
        Method::POST,
        &(stage.mock.tls_api_base() + "/me/player/next"),
    )?;
    let _ = stage.send(carrying(request, "application/json", "{}")?);
    Ok(())
}

fn tls_by_an_unknown_authority(stage: &mut Stage<'_>) -> Result<(), Failure> {
    handshake(stage)
}

fn tls_with_an_expired_certificate(stage: &mut Stage<'_>) -> Result<(), Failure> {
    stage.trust();
    handshake(stage)
}

fn tls_for_another_host(stage: &mut Stage<'_>) -> Result<(), Failure> {
    stage.trust();
    handshake(stage)
}

fn tls_signed_by_itself(stage: &mut Stage<'_>) -> Result<(), Failure> {
    stage.trust();
    handshake(stage)
}

fn no_tls_where_tls_should_be(stage: &mut Stage<'_>) -> Result<(), Failure> {
    stage.trust();
    let url = stage.mock.api_base().replacen("http:", "https:", 1) + "/me";
    let _ = stage.send(request_to(Method::GET, &url)?);
    Ok(())
}

fn a_handshake_that_stalls(stage: &mut Stage<'_>) -> Result<(), Failure> {
    // The system accepts connections for a listener that never does.
    let silent = TcpListener::bind("127.0.0.1:0")?;
    let url = format!("https://{}/v1/me", silent.local_addr()?);
    let (short, long) = (Duration::from_millis(300), Duration::from_secs(30));
    for limits in [
        Limits::new().connect(short),
        Limits::new()
            .connect(short)
            .idle(Duration::from_millis(100)),
        Limits::new().connect(long).total(short),
    ] {
        let request = request_to(Method::POST, &url)?;
        let _ = stage.send_in_time(request, limits, short);
    }
    Ok(())
}

/// How long a connection needs to be back in its pool.
pub(super) const BACK: Duration = Duration::from_millis(20);

#[allow(
    clippy::disallowed_methods,
    reason = "the transport has to be given time"
)]
pub(super) fn let_pass(time: Duration) {
    thread::sleep(time);
}

fn connections_are_kept(stage: &mut Stage<'_>) -> Result<(), Failure> {
    for fault in [
        Fault::on("*", "/").answer(Answer::json(200, &json!({}))),
        Fault::on("*", "/").answer(Answer::empty(204)),
        Fault::on("*", "/").answer(Answer::error(404, "Not found.")),
        Fault::on("*", "/")
            .answer(Answer::json(200, &json!({})))
            .gzip(),
        Fault::on("*", "/")
            .answer(Answer::json(200, &json!({})))
            .chunked(),
        Fault::on("*", "/").answer(Answer::redirect(302, "/v1/me")),
    ] {
        stage.mock.fault(fault);
        let request = stage.get("/me")?;
        let _ = stage.send(request);
        let_pass(BACK);
    }
    let connections = stage.mock.connections(Service::Api);
    stage.note(format!("{connections} connection"));
    Ok(())
}

fn connections_are_kept_over_tls(stage: &mut Stage<'_>) -> Result<(), Failure> {
    stage.trust();
    stage.answers(Answer::empty(204));
    for _ in 0..5 {
        let request = stage.tls_get("/me")?;
        let _ = stage.send(request);
        let_pass(BACK);
    }
    let connections = stage.mock.connections(Service::Api);
    stage.note_of_tls(format!("{connections} connection"));
    Ok(())
}

/// The server ends a connection that lies in the pool, without having said that it would.
fn a_kept_connection_that_the_server_closed(stage: &mut Stage<'_>) -> Result<(), Failure> {
    stage
        .mock
        .fault(anything().answer(Answer::empty(204)).close_after());
    for method in [Method::GET, Method::POST, Method::PUT, Method::POST] {
        let request = stage.request(method, "/me/player/next")?;
        let _ = stage.send(request);
        let_pass(BACK * 5);
    }
    Ok(())
}

/// Over HTTP/2 the server says GOAWAY.
fn a_kept_connection_that_the_server_closed_over_tls(stage: &mut Stage<'_>) -> Result<(), Failure> {
    stage.trust();
    let answer = Answer::json(200, &json!({}));
    stage.mock.fault(anything().answer(answer).close_after());
    for method in [Method::GET, Method::POST, Method::PUT, Method::POST] {
        let url = stage.mock.tls_api_base() + "/me/player/next";
        let _ = stage.send(request_to(method, &url)?);
        let_pass(BACK * 5);
    }
    let connections = stage.mock.connections(Service::Api);
    stage.note_of_tls(format!("{connections} connections"));
    Ok(())
}

/// What callers see of a server that ends a connection with each third answer: nothing.
fn thrice(stage: &mut Stage<'_>, base: String) -> Result<u64, Failure> {
    // Each of them counts only what those before it left.
    for skipped in [2, 4, 6] {
        let third = Fault::on("*", "/").after(skipped);
        let answer = third.answer(Answer::json(200, &json!({})));
        stage.mock.fault(answer.close_after());
    }
    let caller = stage.client(&stage.bare().api(base))?;
    for _ in 0..9 {
        stage.call(&caller, SkipToNext);
        let_pass(BACK * 5);
    }
    Ok(stage.mock.connections(Service::Api))
}

fn connections_that_close_after_three_requests(stage: &mut Stage<'_>) -> Result<(), Failure> {
    let connections = thrice(stage, stage.mock.api_base())?;
    stage.note(format!("{connections} connections"));
    Ok(())
}

fn connections_that_close_after_three_requests_over_tls(
    stage: &mut Stage<'_>,
) -> Result<(), Failure> {
    stage.trust();
    let connections = thrice(stage, stage.mock.tls_api_base())?;
    stage.note_of_tls(format!("{connections} connections"));
    Ok(())
}

/// What the server says it did nothing with is sent again, even if it must not be done twice.
fn a_stream_that_is_refused(stage: &mut Stage<'_>) -> Result<(), Failure> {
    stage.trust();
    stage
        .mock
        .fault(Fault::on("*", "/").times(2).refuse_stream());
    let caller = stage.client(&stage.bare().api(stage.mock.tls_api_base()))?;
    stage.call(&caller, SkipToNext);
    let executions = stage.mock.executions("POST", "/v1/me/player/next");
    stage.note_of_tls(format!("skipped {executions} times"));
    // Over HTTP/1.1 there are no streams, and the first request is answered.
    stage.mock.clear_requests();
    Ok(())
}

fn fifty_requests_side_by_side(stage: &mut Stage<'_>) -> Result<(), Failure> {
    let answer = Answer::json(200, &json!({"id": "demo"}));
    stage
        .mock
        .fault(anything().answer(answer).delay(Duration::from_millis(50)));
    let request = stage.get("/me")?;
    let wire = stage.wire().clone();
    fifty(stage, || {
        text::outcome(&wire.send(request.clone(), Limits::new()))
    });
    Ok(())
}

/// Does something on fifty threads, and writes down what it came to and over how many
/// connections.
fn fifty(stage: &mut Stage<'_>, work: impl Fn() -> String + Sync) {
    let mut outcomes: Vec<String> = thread::scope(|scope| {
        let started: Vec<_> = (0..50).map(|_| scope.spawn(&work)).collect();
        started
            .into_iter()
            .map(|thread| thread.join().unwrap_or_else(|_| "panicked".to_owned()))
            .collect()
    });
    outcomes.sort();
    for run in outcomes.chunk_by(|a, b| a == b) {
        let first = run.first().map_or("", String::as_str);
        stage.note(format!("{} times {first}", run.len()));
    }
    let connections = stage.mock.connections(Service::Api);
    stage.figure(format!("{connections} connections"));
    if connections > 50 {
        stage.note("more connections than requests");
    }
}

fn fifty_calls_of_one_client(stage: &mut Stage<'_>) -> Result<(), Failure> {
    let answer = Answer::json(200, &json!({"type": "album"}));
    stage
        .mock
        .fault(anything().answer(answer).delay(Duration::from_millis(20)));
    let caller = stage.client(&stage.bare())?;
    fifty(stage, || text::call(&caller.call(GetAlbum("1".to_owned()))));
    let most = caller.watch().most_in_flight();
    stage.note(format!("at most {most} at once"));
    Ok(())
}

/// How long a caller is patient who then gives up.
const PATIENCE: Duration = Duration::from_millis(300);

/// With one permit in all, the call behind those that were given up shows that it is back.
fn given_up(stage: &mut Stage<'_>, fault: Fault) -> Result<(), Failure> {
    stage.mock.fault(fault);
    let caller = stage.client(&stage.bare().in_flight(1).patience(PATIENCE))?;
    for _ in 0..3 {
        stage.note(match caller.give_up(GetAlbum("1".to_owned()), PATIENCE) {
            true => "given up",
            false => "it came to an end",
        });
    }
    stage.mock.clear_faults();
    stage.answers(Answer::json(200, &json!({"type": "album"})));
    stage.call_in_time(&caller, GetAlbum("2".to_owned()), Duration::ZERO);
    Ok(())
}

fn a_call_given_up_before_the_head(stage: &mut Stage<'_>) -> Result<(), Failure> {
    given_up(stage, anything().stall_head())
}

fn a_call_given_up_within_the_body(stage: &mut Stage<'_>) -> Result<(), Failure> {
    let answer = Answer::json(200, &json!({"text": "0123456789"}));
    given_up(stage, anything().answer(answer).stall_body(5))
}
