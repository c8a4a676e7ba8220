//! Calls that need another token, and the requests that get it.

use std::thread;

use serde_json::json;

use super::{
    operation::{GetAlbum, SetVolume, SkipToNext},
    scenario::scenarios,
    stage::{Failure, Stage},
    text,
};
use crate::mock::{Answer, Fault, RetryAfter};

scenarios! {
    a_token_that_was_refused_is_renewed: "R11, G2",
    a_post_is_sent_again_with_another_token: "R11",
    a_second_refusal_is_final: "R11",
    a_token_that_cannot_be_renewed: "R11, A9",
    no_token_at_all: "A8",
    twenty_refused_at_once_renew_once: "T4",
    a_refresh_token_that_is_no_longer_good: "T11, G15",
    a_failing_accounts_service_recovers: "G17",
    a_limited_accounts_service_is_waited_for: "R7, G17",
    a_lost_refresh_is_sent_once_more: "T12",
    a_refresh_is_not_redirected: "Q3, Q1",
    a_token_answer_that_is_none: "Y9",
    an_endless_token_answer: "Y1",
}

fn a_token_that_was_refused_is_renewed(stage: &mut Stage<'_>) -> Result<(), Failure> {
    let setting = stage.renewing()?;
    let caller = stage.client(&setting)?;
    stage.mock.expire_tokens();
    let id = stage.mock.world().album();
    stage.call(&caller, GetAlbum(id.clone()));
    stage.call(&caller, GetAlbum(id));
    Ok(())
}

/// A 401 is given before anything is done.
fn a_post_is_sent_again_with_another_token(stage: &mut Stage<'_>) -> Result<(), Failure> {
    let setting = stage.renewing()?;
    let caller = stage.client(&setting)?;
    stage.mock.expire_tokens();
    stage.call(&caller, SkipToNext);
    let executions = stage.mock.executions("POST", "/v1/me/player/next");
    stage.note(format!("skipped {executions} times"));
    Ok(())
}

fn a_second_refusal_is_final(stage: &mut Stage<'_>) -> Result<(), Failure> {
    let setting = stage.renewing()?;
    let caller = stage.client(&setting)?;
    stage
        .mock
        .fault(Fault::on("*", "/").always().answer(Answer::expired_token()));
    stage.call(&caller, SetVolume(30));
    Ok(())
}

fn a_token_that_cannot_be_renewed(stage: &mut Stage<'_>) -> Result<(), Failure> {
    let caller = stage.client(&stage.bare())?;
    stage.mock.expire_tokens();
    stage.call(&caller, SetVolume(30));
    Ok(())
}

fn no_token_at_all(stage: &mut Stage<'_>) -> Result<(), Failure> {
    let caller = stage.client(&stage.setting())?;
    stage.call(&caller, SetVolume(30));
    Ok(())
}

fn twenty_refused_at_once_renew_once(stage: &mut Stage<'_>) -> Result<(), Failure> {
    let setting = stage.renewing()?.in_flight(20);
    let caller = stage.client(&setting)?;
    stage.mock.expire_tokens();
    let id = stage.mock.world().album();
    let good = thread::scope(|scope| {
        let calls: Vec<_> = (0..20)
            .map(|_| scope.spawn(|| text::call(&caller.call(GetAlbum(id.clone())))))
            .collect();
        let outcomes = calls.into_iter().filter_map(|thread| thread.join().ok());
        outcomes
            .filter(|outcome| outcome == "an object of type album")
            .count()
    });
    let exchanges = stage.mock.exchanges();
    stage.note(format!("{good} albums, {exchanges} renewal"));
    // In which order they came, and how many were refused, is another matter every time.
    stage.mock.clear_requests();
    Ok(())
}

fn a_refresh_token_that_is_no_longer_good(stage: &mut Stage<'_>) -> Result<(), Failure> {
    let setting = stage.renewing()?;
    let caller = stage.client(&setting)?;
    stage.mock.expire_tokens();
    stage.mock.revoke_refresh_tokens();
    stage.call(&caller, SetVolume(30));
    stage.call(&caller, SetVolume(30));
    Ok(())
}

/// What a call comes to whose token is refused, when the renewal meets these faults.
fn renewed(stage: &mut Stage<'_>, faults: Vec<Fault>) -> Result<(), Failure> {
    let setting = stage.renewing()?;
    let caller = stage.client(&setting)?;
    stage.mock.expire_tokens();
    for fault in faults {
        stage.mock.fault(fault);
    }
    stage.call(&caller, SetVolume(30));
    Ok(())
}

fn exchange() -> Fault {
    Fault::on_accounts("POST", "/api/token")
}

fn a_failing_accounts_service_recovers(stage: &mut Stage<'_>) -> Result<(), Failure> {
    renewed(stage, vec![exchange().answer(Answer::html(503))])
}

fn a_limited_accounts_service_is_waited_for(stage: &mut Stage<'_>) -> Result<(), Failure> {
    let limited = Answer::rate_limited(RetryAfter::Seconds(1));
    renewed(stage, vec![exchange().answer(limited)])
}

fn a_lost_refresh_is_sent_once_more(stage: &mut Stage<'_>) -> Result<(), Failure> {
    renewed(stage, vec![exchange().drop_after()])
}

fn a_refresh_is_not_redirected(stage: &mut Stage<'_>) -> Result<(), Failure> {
    let stranger = stage.mock.stranger_base();
    for status in [302, 307] {
        stage.mock.clear_faults();
        let elsewhere = Answer::redirect(status, format!("{stranger}/api/token"));
        renewed(stage, vec![exchange().answer(elsewhere)])?;
    }
    Ok(())
}

fn a_token_answer_that_is_none(stage: &mut Stage<'_>) -> Result<(), Failure> {
    for answer in [
        Answer::html(200),
        Answer::json(200, &json!({"token_type": "Bearer"})),
        Answer::empty(204),
    ] {
        stage.mock.clear_faults();
        renewed(stage, vec![exchange().answer(answer)])?;
    }
    Ok(())
}

fn an_endless_token_answer(stage: &mut Stage<'_>) -> Result<(), Failure> {
    let endless = exchange()
        .answer(Answer::json(200, &json!({})))
        .endless_body();
    renewed(stage, vec![endless])
}
