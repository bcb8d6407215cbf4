//! Passwords: guessed, and changed by whoever knows the old one.

use chrono::TimeDelta;
use netra_entity::code::{Function, Grade};
use netra_registry::check::Trusted;
use sea_orm::{ConnectionTrait, Statement};
use serde_json::json;

use crate::acts::CITY;
use crate::database::{Backend, both};
use crate::sign_in::{STRONG, VIEWER, sign_in};
use crate::world::{PASSWORD, World, beginning};

/// Who guesses waits longer and longer; who knows the password comes in all the same.
async fn whoever_guesses_waits_and_locks_nobody_out(backend: Backend) {
    let world = World::new(backend).await;
    let login = world.seat(Function::Employer, Grade::Staff, Some(CITY)).login.clone();
    let other = world.seat(Function::Audit, Grade::Staff, None).login.clone();
    let guess = async |login: &str| sign_in(&world, login, "bukan-kata-sandi").await;
    for _ in 0..5 {
        assert_eq!(guess(&login).await.refused("RULE_REFUSED").rule(), "CREDENTIAL_WRONG");
    }
    // Nothing is hashed any more, whether or not there is such an account.
    for _ in 0..3 {
        let early = guess(&login).await;
        assert_eq!((early.status, early.code().as_str()), (429, "RATE_LIMITED"));
        assert_eq!(early.body["errors"][0]["extensions"]["retryAfter"], 60);
    }
    // From where somebody signed in before, the account stays open while others guess.
    sign_in(&world, &other, PASSWORD).await.good();
    for _ in 0..10 {
        guess(&other).await.refused("RULE_REFUSED");
    }
    sign_in(&world, &other, PASSWORD).await.good();
    let names = (0..30).map(|it| format!("tidak.ada.{it}@contoh.demo"));
    let mut refused = 0;
    for name in names {
        refused += i32::from(guess(&name).await.status == 429);
    }
    assert!(refused >= 10, "a source tries some names, not {}", 30 - refused);
    world.set_clock(beginning() + TimeDelta::seconds(61));
    sign_in(&world, &login, PASSWORD).await.good();
}
both!(whoever_guesses_waits_and_locks_nobody_out);

async fn a_person_sets_another_password(backend: Backend) {
    let world = World::new(backend).await;
    let login = world.seat(Function::Audit, Grade::Staff, None).login.clone();
    let mut open = Vec::new();
    for _ in 0..2 {
        open.push(sign_in(&world, &login, PASSWORD).await.good().text("signIn.accessToken"));
    }
    let change = "mutation($c: String!, $p: String!) { changePassword(input: {current: $c, \
        password: $p}) { isDone } }";
    let here = world.client(open.remove(0));
    let before = world.footprint().await;
    let weak = format!("{login}-1");
    for (current, new, rule) in [
        ("bukan-kata-sandi", STRONG, "CREDENTIAL_WRONG"),
        (PASSWORD, weak.as_str(), "PASSWORD_WEAK"),
    ] {
        let answer = here.ask(change, json!({ "c": current, "p": new })).await;
        assert_eq!(answer.refused("INVALID_INPUT").rule(), rule);
    }
    world.public().ask(change, json!({ "c": PASSWORD, "p": STRONG })).await.refused("FORBIDDEN");
    assert_eq!(world.footprint().await, before);
    here.ask(change, json!({ "c": PASSWORD, "p": STRONG })).await.good();
    here.ask(VIEWER, json!({})).await.good();
    assert_eq!(world.client(&open[0]).ask(VIEWER, json!({})).await.status, 401);
    sign_in(&world, &login, PASSWORD).await.refused("RULE_REFUSED");
    sign_in(&world, &login, STRONG).await.good();
}
both!(a_person_sets_another_password);

/// Somebody with the database alone gives a victim the hash of a password that they know.
async fn nobody_gives_an_account_a_password_in_the_database(backend: Backend) {
    let world = World::new(backend).await;
    let victim = world.seat(Function::Audit, Grade::Approver, None).clone();
    let attacker = world.seat(Function::Employer, Grade::Staff, Some(CITY)).clone();
    let known = "mutation($c: String!, $p: String!) { changePassword(input: {current: $c, \
        password: $p}) { isDone } }";
    let own = json!({ "c": PASSWORD, "p": STRONG });
    world.client_of(&attacker).await.ask(known, own).await.good();
    sign_in(&world, &attacker.login, STRONG).await.good();
    let copy = "UPDATE \"user\" SET password_hash = (SELECT a.password_hash FROM \"user\" a \
        WHERE a.id = $1) WHERE id = $2";
    let values = [attacker.user_id.into(), victim.user_id.into()];
    let statement = Statement::from_sql_and_values(world.db.get_database_backend(), copy, values);
    world.db.execute_raw(statement).await.unwrap();
    for password in [STRONG, PASSWORD] {
        let answer = sign_in(&world, &victim.login, password).await.refused("RULE_REFUSED");
        assert_eq!(answer.rule(), "CREDENTIAL_WRONG");
    }
    let report = world.registry().fsck(&Trusted::default()).await.unwrap();
    let named =
        format!("RECORD\tuser {}\tits password was not set by this registry", victim.user_id);
    assert!(report.findings.iter().any(|it| it.to_string() == named), "{report:?}");
}
both!(nobody_gives_an_account_a_password_in_the_database);
