use super::*;

#[test]
fn a_database_elsewhere_is_spoken_to_by_tls() {
    for url in [
        "sqlite://netra.db",
        "postgres://netra@localhost/netra",
        "postgres://netra@127.0.0.1:5432/netra",
        "postgres://netra:p@ss@[::1]:5432/netra",
        "postgres:///netra?host=/run/postgresql",
        "postgres://%2Frun%2Fpostgresql/netra",
        "postgres://netra@db.example/netra?sslmode=verify-full",
    ] {
        assert!(!leads_out_in_clear(url), "{url}");
    }
    for url in [
        "postgres://netra@db.example/netra",
        "postgresql://netra:x@10.0.0.7:5432/netra?sslmode=prefer",
        "postgres://netra@localhost/netra?host=db.example",
        "postgres://netra@localhost.evil.example/netra",
        "postgres://localhost@db.example/netra?sslmode=require&sslmode=disable",
    ] {
        assert!(leads_out_in_clear(url), "{url}");
    }
}

#[test]
fn only_this_machine_is_reached_in_clear() {
    for url in
        ["https://netra.example", "http://127.0.0.1:8080", "http://localhost", "http://[::1]:80"]
    {
        assert!(is_secure(url), "{url}");
    }
    for url in [
        "http://localhost.evil.id",
        "http://127.0.0.1.evil.id",
        "http://netra.example",
        "ftp://localhost",
        "",
    ] {
        assert!(!is_secure(url), "{url}");
    }
}

#[test]
fn no_password_is_shown() {
    for url in [
        "postgres://netra:rahasia@db.example/netra",
        "postgres://netra:rah:a@sia-rahasia@db.example/netra",
        "postgres://db.example/netra?user=netra&password=rahasia",
        "postgres://db.example/netra?sslpassword=rahasia",
    ] {
        let mut config = Config::default();
        config.database.url = url.to_owned();
        let shown = config.shown().database.url;
        assert!(!shown.contains("rahasia") && shown.contains("db.example"), "{shown}");
    }
}
