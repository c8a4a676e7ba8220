//! What leaves: method, target, headers and body, untouched, and nothing beside them.

use http::Method;

use super::{
    scenario::scenarios,
    stage::{Failure, Stage, anything, carrying, with},
};
use crate::mock::{Answer, Fault};

scenarios! {
    get: "H3",
    get_with_headers: "H3",
    header_names_are_lower_case_and_values_untouched: "Q7",
    repeated_headers_stay_apart: "Q7",
    an_own_accept_encoding_stays: "Y2",
    the_query_is_untouched: "Q6",
    the_path_is_untouched: "Q6",
    put_without_body: "H3",
    post_without_body: "H3",
    delete_without_body: "H3",
    post_json: "H3",
    put_json: "H3",
    delete_with_json: "H3",
    put_jpeg: "W4",
    put_a_large_body: "H3",
    no_cookie_is_kept: "Q1",
    no_referrer_is_told: "Q1",
}

fn done(stage: &Stage<'_>) {
    stage.answers(Answer::empty(204));
}

fn get(stage: &mut Stage<'_>) -> Result<(), Failure> {
    done(stage);
    let request = stage.get("/albums/1")?;
    let _ = stage.send(request);
    Ok(())
}

fn get_with_headers(stage: &mut Stage<'_>) -> Result<(), Failure> {
    done(stage);
    let request = stage.get("/albums/1")?;
    let request = with(request, "authorization", "Bearer of good news")?;
    let request = with(request, "accept", "application/json")?;
    let request = with(request, "user-agent", "conformance/1 (tests)")?;
    let request = with(request, "if-none-match", "\"abc\"")?;
    let _ = stage.send(request);
    Ok(())
}

fn header_names_are_lower_case_and_values_untouched(stage: &mut Stage<'_>) -> Result<(), Failure> {
    done(stage);
    let request = stage.get("/albums/1")?;
    let request = with(request, "x-spaces", "one  two\tthree")?;
    let request = with(request, "x-text", "Ünïcode, \"quoted\"; a=b")?;
    let request = with(request, "x-empty", "")?;
    let request = with(request, "x-long", &"0123456789".repeat(300))?;
    let request = with(request, "x-case", "Stays As It Is")?;
    let _ = stage.send(request);
    Ok(())
}

fn repeated_headers_stay_apart(stage: &mut Stage<'_>) -> Result<(), Failure> {
    done(stage);
    let request = stage.get("/albums/1")?;
    let request = with(request, "x-many", "one")?;
    let request = with(request, "x-many", "two, three")?;
    let request = with(request, "x-many", "one")?;
    let _ = stage.send(request);
    Ok(())
}

fn an_own_accept_encoding_stays(stage: &mut Stage<'_>) -> Result<(), Failure> {
    done(stage);
    let request = with(stage.get("/albums/1")?, "accept-encoding", "identity")?;
    let _ = stage.send(request);
    Ok(())
}

fn the_query_is_untouched(stage: &mut Stage<'_>) -> Result<(), Failure> {
    done(stage);
    for query in [
        "?q=a%2Fb%26c%3Dd%25",
        "?q=a+b%20c&type=album,track&uri=spotify:track:1",
        "?empty=&bare&again=1&again=2",
        "?q=%C3%A9%F0%9F%8E%B5&market=SE",
        "?q=%27%22%3C%3E%7C%5C~-._",
        "?",
    ] {
        let request = stage.get(&["/search", query].concat())?;
        let _ = stage.send(request);
    }
    Ok(())
}

fn the_path_is_untouched(stage: &mut Stage<'_>) -> Result<(), Failure> {
    done(stage);
    for path in [
        "/users/a%2Fb%3Fc%23d",
        "/users/%252e%252e/playlists",
        "/users/%C3%A9%20%2B+",
        "/users/a..b/c.",
    ] {
        let request = stage.get(path)?;
        let _ = stage.send(request);
    }
    Ok(())
}

fn bodiless(stage: &mut Stage<'_>, method: Method) -> Result<(), Failure> {
    done(stage);
    let request = stage.request(method, "/me/player/next?device_id=abc")?;
    let _ = stage.send(request);
    Ok(())
}

fn put_without_body(stage: &mut Stage<'_>) -> Result<(), Failure> {
    bodiless(stage, Method::PUT)
}

fn post_without_body(stage: &mut Stage<'_>) -> Result<(), Failure> {
    bodiless(stage, Method::POST)
}

fn delete_without_body(stage: &mut Stage<'_>) -> Result<(), Failure> {
    bodiless(stage, Method::DELETE)
}

fn json(stage: &mut Stage<'_>, method: Method) -> Result<(), Failure> {
    done(stage);
    let request = stage.request(method, "/playlists/1/items")?;
    let body = r#"{"uris":["spotify:track:1"],"position":0,"name":"Ärger"}"#;
    let _ = stage.send(carrying(request, "application/json", body)?);
    Ok(())
}

fn post_json(stage: &mut Stage<'_>) -> Result<(), Failure> {
    json(stage, Method::POST)
}

fn put_json(stage: &mut Stage<'_>) -> Result<(), Failure> {
    json(stage, Method::PUT)
}

fn delete_with_json(stage: &mut Stage<'_>) -> Result<(), Failure> {
    json(stage, Method::DELETE)
}

fn put_jpeg(stage: &mut Stage<'_>) -> Result<(), Failure> {
    done(stage);
    let request = stage.request(Method::PUT, "/playlists/1/images")?;
    let picture = "/9j/4AAQSkZJRgABAQ==".repeat(12_000);
    let _ = stage.send(carrying(request, "image/jpeg", picture)?);
    Ok(())
}

fn put_a_large_body(stage: &mut Stage<'_>) -> Result<(), Failure> {
    done(stage);
    let request = stage.request(Method::PUT, "/playlists/1/items")?;
    let body: Vec<u8> = b"0123456789abcdef"
        .iter()
        .copied()
        .cycle()
        .take(3_000_000)
        .collect();
    let _ = stage.send(carrying(request, "application/json", body)?);
    Ok(())
}

fn no_cookie_is_kept(stage: &mut Stage<'_>) -> Result<(), Failure> {
    let answer = Answer::empty(204).header("set-cookie", "sp_t=abc; Path=/");
    stage.answers(answer);
    for _ in 0..2 {
        let request = stage.get("/me")?;
        let _ = stage.send(request);
    }
    Ok(())
}

fn no_referrer_is_told(stage: &mut Stage<'_>) -> Result<(), Failure> {
    stage
        .mock
        .fault(Fault::on("GET", "/").answer(Answer::redirect(302, "/v1/other")));
    stage.mock.fault(anything().answer(Answer::empty(204)));
    for path in ["/me", "/other"] {
        let request = stage.get(path)?;
        let _ = stage.send(request);
    }
    Ok(())
}
