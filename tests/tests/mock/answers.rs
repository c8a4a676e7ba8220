//! Faults that choose requests, and faults that give another answer.
#![allow(clippy::disallowed_methods, reason = "delays are measured")]

use std::time::{Duration, Instant};

use serde_json::json;
use spotify_tests::mock::{Answer, Fault, Forbidden, MockSpotify, RetryAfter};

use crate::wire::{Reply, Request, User, connect};

/// What `GET /v1/me` gets with a fault, once.
fn faulted(fault: Fault) -> Reply {
    let mock = MockSpotify::start().unwrap();
    let user = User::of(&mock);
    let hits = mock.fault(fault);
    let reply = user.get("/me");
    assert_eq!(hits.count(), 1);
    assert_eq!(user.get("/me").status, 200, "a fault happens once");
    reply
}

fn me() -> Fault {
    Fault::on("GET", "/v1/me")
}

fn answered(answer: Answer) -> Reply {
    faulted(me().answer(answer))
}

#[test]
fn after_times_and_always_count() {
    let mock = MockSpotify::start().unwrap();
    let user = User::of(&mock);
    let statuses = |n: usize| (0..n).map(|_| user.get("/me").status).collect::<Vec<_>>();
    let hits = mock.fault(me().after(1).times(2).status(503));
    assert_eq!(statuses(5), [200, 503, 503, 200, 200]);
    assert_eq!(hits.count(), 2);

    // One after another, in the order given.
    mock.fault(me().status(500));
    mock.fault(me().status(502));
    assert_eq!(statuses(3), [500, 502, 200]);

    let hits = mock.fault(me().always().status(504));
    assert_eq!(statuses(3), [504, 504, 504]);
    mock.clear_faults();
    assert_eq!(statuses(1), [200]);
    assert_eq!(hits.count(), 3);
}

#[test]
fn faults_choose_by_method_target_service_and_condition() {
    let mock = MockSpotify::start().unwrap();
    let user = User::of(&mock);
    mock.fault(Fault::on("PUT", "/v1/me").always().status(500));
    mock.fault(Fault::on_accounts("*", "/v1/me").always().status(501));
    mock.fault(
        Fault::on("*", "/v1/me/tracks?offset=20")
            .always()
            .status(502),
    );
    mock.fault(
        Fault::on("GET", "/v1/me/top")
            .exactly()
            .always()
            .status(503),
    );
    mock.fault(
        me().only_if(|r| r.param("market").is_some())
            .always()
            .status(504),
    );
    assert_eq!(user.get("/me").status, 200);
    assert_eq!(user.call("PUT", "/me/player/pause", None).status, 500);
    assert_eq!(user.get("/me/tracks?offset=0").status, 200);
    assert_eq!(user.get("/me/tracks?offset=20&limit=5").status, 502);
    assert_eq!(user.get("/me/top/artists").status, 200);
    assert_eq!(user.get("/me/top?x=y").status, 503);
    assert_eq!(user.get("/me/tracks?market=SE").status, 504);

    mock.fault(Fault::on_accounts("POST", "/api/token").status(503));
    let form = Request::new("POST", "/api/token").form(&[]);
    let reply = connect(&mock.accounts_base()).send(&form).unwrap();
    assert_eq!(
        (reply.status, reply.json()),
        (503, json!({"error": "server_error"}))
    );
    assert_eq!(mock.refused_exchanges(), 0);
}

#[test]
fn rate_limits_come_in_all_their_forms() {
    let limited = |after| answered(Answer::rate_limited(after));
    let reply = limited(RetryAfter::Seconds(3));
    insta::assert_snapshot!(reply.head() + reply.text());
    assert_eq!(
        limited(RetryAfter::Text("soon".to_owned())).header("retry-after"),
        Some("soon")
    );
    let several = limited(RetryAfter::Several(vec!["1".to_owned(), "7".to_owned()]));
    assert_eq!(several.values("retry-after"), ["1", "7"]);
    assert_eq!(
        answered(Answer::html(429)).header("content-type"),
        Some("text/html")
    );

    let absent = limited(RetryAfter::Absent);
    assert_eq!((absent.status, absent.header("retry-after")), (429, None));
    assert_eq!(
        (absent.header("content-length"), absent.text()),
        (Some("0"), "")
    );

    let quota = answered(Answer::quota_exceeded(48_925));
    assert_eq!(quota.header("retry-after"), Some("48925"));
    assert_eq!(quota.json()["error"]["reason"], "QUOTA_EXCEEDED");
}

#[test]
fn dates_come_in_three_forms_beside_the_date() {
    let wait = Duration::from_secs(86_400 * 3);
    let fixdate = answered(Answer::rate_limited(RetryAfter::ImfFixdate(wait)));
    let rfc850 = answered(Answer::rate_limited(RetryAfter::Rfc850(wait)));
    let asctime = answered(Answer::rate_limited(RetryAfter::Asctime(wait)));
    let form = |reply: &Reply| -> String {
        let value = reply.header("retry-after").unwrap();
        let shape = value.chars().map(|c| match c {
            '0'..='9' => '0',
            'A'..='Z' => 'A',
            'a'..='z' => 'a',
            other => other,
        });
        shape.collect()
    };
    assert_eq!(form(&fixdate), "Aaa, 00 Aaa 0000 00:00:00 AAA");
    assert!(
        form(&rfc850).ends_with("aaaa, 00-Aaa-00 00:00:00 AAA"),
        "{}",
        form(&rfc850)
    );
    let padded = ["Aaa Aaa 00 00:00:00 0000", "Aaa Aaa  0 00:00:00 0000"];
    assert!(
        padded.contains(&form(&asctime).as_str()),
        "{}",
        form(&asctime)
    );
    let day = |value: &str| value.split(' ').nth(1).unwrap().to_owned();
    for reply in [&fixdate, &rfc850, &asctime] {
        assert!(reply.header("date").unwrap().ends_with(" GMT"));
    }
    assert_ne!(
        day(fixdate.header("date").unwrap()),
        day(fixdate.header("retry-after").unwrap()),
        "three days later is another day"
    );
}

#[test]
fn refusals_read_as_spotifys() {
    let mut text = String::new();
    for why in [
        Forbidden::Removed,
        Forbidden::Scope,
        Forbidden::UnregisteredUser,
        Forbidden::OwnerNotPremium,
        Forbidden::PremiumRequired,
        Forbidden::Restriction,
    ] {
        let reply = answered(Answer::forbidden(why));
        text += &format!("{why:?}: {}{}\n\n", reply.head(), reply.text());
    }
    let expired = answered(Answer::expired_token());
    text += &(expired.head() + expired.text());
    insta::assert_snapshot!(text);
}

#[test]
fn server_errors_come_as_json_text_and_html() {
    assert_eq!(faulted(me().status(503)).message(), "Service Unavailable");
    let text = answered(Answer::text(504, "upstream request timeout"));
    assert_eq!(
        (text.status, text.text()),
        (504, "upstream request timeout")
    );
    let html = answered(Answer::html(502));
    assert!(html.text().starts_with("<html>"), "{}", html.text());
    let own = Answer::empty(599)
        .header("x-own", "1")
        .header("x-own", "2")
        .body("anything");
    let own = answered(own);
    assert_eq!(
        (own.status, own.text(), own.values("x-own")),
        (599, "anything", vec!["1", "2"])
    );
}

#[test]
fn redirects_point_where_they_are_told() {
    let mock = MockSpotify::start().unwrap();
    let user = User::of(&mock);
    for status in [301, 302, 303, 307, 308] {
        let location = format!("{}/v1/me", mock.stranger_base());
        mock.fault(me().answer(Answer::redirect(status, &location)));
        let reply = user.get("/me");
        assert_eq!(
            (reply.status, reply.header("location")),
            (status, Some(location.as_str()))
        );
    }
    assert!(mock.stranger_requests().is_empty());
}

#[test]
fn json_can_be_changed_in_place() {
    let reply = faulted(
        me().set("/display_name", json!(null))
            .remove("/id")
            .set("/nowhere", json!(1)),
    );
    let body = reply.json();
    assert!(body["display_name"].is_null());
    assert!(body.get("id").is_none() && body.get("nowhere").is_none());
    assert_eq!(body["type"], "user");
    let reply = faulted(me().json(|json| json["followers"]["total"] = json!(2.5)));
    assert_eq!(reply.json()["followers"]["total"], 2.5);
    let marked = faulted(me().header("x-mark", "here"));
    assert_eq!(
        (marked.status, marked.header("x-mark")),
        (200, Some("here"))
    );
}

#[test]
fn what_has_its_own_answer_takes_no_effect() {
    let mock = MockSpotify::start().unwrap();
    let user = User::of(&mock);
    let next = "/v1/me/player/next";
    mock.fault(Fault::on("POST", next).status(503));
    mock.fault(Fault::on("POST", next).drop_before());
    mock.fault(Fault::on("POST", next).drop_after());
    mock.fault(Fault::on("POST", next).reset_before());
    mock.fault(Fault::on("POST", next).reset_after());
    mock.fault(Fault::on("POST", next).delay(Duration::from_millis(1)));
    let call = || {
        user.attempt("POST", "/me/player/next", None)
            .map(|reply| reply.status)
    };
    let mut seen = Vec::new();
    for _ in 0..6 {
        seen.push((call().ok(), mock.executions("POST", next)));
    }
    let expected = [
        (Some(503), 0),
        (None, 0),
        (None, 1),
        (None, 1),
        (None, 2),
        (Some(200), 3),
    ];
    assert_eq!(seen, expected);
    assert_eq!(mock.requests().len(), 6);
}

#[test]
fn delays_come_before_the_head() {
    let began = Instant::now();
    let reply = faulted(me().status(503).delay(Duration::from_millis(80)));
    assert!(began.elapsed() >= Duration::from_millis(80));
    assert_eq!(reply.status, 503);
}
