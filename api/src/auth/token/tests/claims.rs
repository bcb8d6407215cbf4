use super::*;

#[test]
fn refuses_missing_doubled_and_mistyped_claims() {
    let bench = Bench::new();
    for name in ["iss", "aud", "sub", "client_id", "iat", "nbf", "exp", "jti", "sid", "gen"] {
        assert_eq!(bench.with_claims(&json!({ name: "-" })), Err(TokenError::Claims), "{name}");
        let twice = bench.claims(&json!({})).replacen('{', &format!(r#"{{"{name}":1,"#), 1);
        let token = bench.forge(&bench.header(&json!({})), &twice);
        assert_eq!(bench.verify(&token), Err(TokenError::Claims), "{name} twice");
    }
    let twice = bench.claims(&json!({})).replacen('{', r#"{"sub":"account_2","#, 1);
    let token = bench.forge(&bench.header(&json!({})), &twice);
    assert_eq!(bench.verify(&token), Err(TokenError::Claims));
    for change in [
        json!({ "iss": 5 }),
        json!({ "aud": ["netra", "other"] }),
        json!({ "aud": ["netra"] }),
        json!({ "sub": "" }),
        json!({ "exp": "1700000600" }),
        json!({ "exp": 1_700_000_600.5 }),
        json!({ "exp": u64::MAX }),
        json!({ "nbf": null }),
        json!({ "seat": 7 }),
        json!({ "gen": "0" }),
    ] {
        assert_eq!(bench.with_claims(&change), Err(TokenError::Claims), "{change}");
    }
}

#[test]
fn refuses_other_parties() {
    let bench = Bench::new();
    for iss in ["https://netra.test/", "https://evil.test", ""] {
        assert_eq!(bench.with_claims(&json!({ "iss": iss })), Err(TokenError::Issuer), "{iss}");
    }
    assert_eq!(bench.with_claims(&json!({ "aud": "other" })), Err(TokenError::Audience));
}

#[test]
fn refuses_at_the_wrong_time_to_the_second() {
    let bench = Bench::new();
    let at = |seconds| {
        let now = bench.now + TimeDelta::seconds(seconds);
        verify_access(&bench.keys, &bench.policy, now, &bench.good()).map(drop)
    };
    assert_eq!(at(-6), Err(TokenError::IssuedInFuture));
    assert_eq!((at(-5), at(604)), (Ok(()), Ok(())));
    assert_eq!(at(605), Err(TokenError::Expired));

    let now = bench.now.timestamp();
    let times = |change: Value| bench.with_claims(&change).map(drop);
    assert_eq!(times(json!({ "nbf": now + 6 })), Err(TokenError::NotYetValid));
    assert_eq!(times(json!({ "exp": now + 900 })), Ok(()));
    for (iat, exp) in [
        (now, now + 901),
        (now, now),
        (now, i64::MIN),
        (now, i64::MAX),
        (i64::MIN, now + 1),
        (i64::MIN, i64::MAX),
        (-1, i64::MAX),
    ] {
        let refused = times(json!({ "iat": iat, "exp": exp }));
        assert_eq!(refused, Err(TokenError::Lifetime), "{iat} {exp}");
    }
    let first = json!({ "iat": i64::MIN, "nbf": i64::MIN, "exp": i64::MIN + 600 });
    assert_eq!(times(first), Err(TokenError::Expired));
}

#[test]
fn never_issues_longer_than_it_accepts() {
    let mut bench = Bench::new();
    bench.policy.lifetime = TimeDelta::hours(8);
    assert_eq!(bench.verify(&bench.good()).unwrap().exp, bench.now.timestamp() + 900);
    bench.policy.max_lifetime = TimeDelta::hours(8);
    assert_eq!(bench.policy.expires_in(), 28_800);
    assert!(bench.verify(&bench.good()).is_ok());
}
