//! Requests of oversight: who looked, and the rights of the person.

#[rustfmt::skip]
pub const REQUESTS: &[(&str, &str, &str)] = &[
    (
        "change the password",
        "CHANGE_PASSWORD",
        r#"mutation { changePassword(input: {current: "x", password: "kuda-laut-berenang-7"})
        { isDone } }"#,
    ),
    (
        "unmask a person of the city",
        "UNMASK",
        r#"mutation { unmask(input: {by: {id: "$person"}, fields: [NAME], purpose: "DATA_ACCURACY",
        note: "Tanpa kewenangan."}) { receipt { eventId } } }"#,
    ),
    (
        "release a reading",
        "RELEASE_READING",
        r#"mutation { releaseReading(input: {id: "reading_00000000000000000000000000",
        reason: "Tanpa kewenangan."}) { receipt { eventId } } }"#,
    ),
    (
        "ask for a rectification",
        "REQUEST_RECTIFICATION",
        r#"mutation { requestRectification(input: {field: NAME, claimedValue: "Lain",
        ground: "Tanpa kewenangan."}) { receipt { eventId } } }"#,
    ),
    (
        "decide a rectification",
        "RECTIFY",
        r#"mutation { rectify(input: {id: "rectification_00000000000000000000000000", accept: true,
        reason: "Tanpa kewenangan."}) { receipt { eventId } } }"#,
    ),
    ("rectifications", "READ_RECTIFICATIONS", "{ rectifications(first: 1) { nodes { id } } }"),
    (
        "rectifications of the city",
        "READ_RECTIFICATIONS",
        r#"{ rectifications(first: 1, filter: {institution: "$city"}) { nodes { id } } }"#,
    ),
    (
        "erase a person of the city",
        "ERASE",
        r#"mutation { erase(input: {civilServant: "$person", legalBasis: "UNLAWFUL_PROCESSING",
        decree: "1/2026"}) { receipt { eventId } } }"#,
    ),
    ("erasures", "READ_ERASURES", "{ erasures(first: 1) { nodes { id } } }"),
    (
        "place a hold",
        "PLACE_HOLD",
        r#"mutation { placeHold(input: {civilServant: "$person", reason: "Tanpa kewenangan."})
        { receipt { eventId } } }"#,
    ),
    (
        "lift a hold",
        "LIFT_HOLD",
        r#"mutation { liftHold(input: {id: "hold_00000000000000000000000000",
        reason: "Tanpa kewenangan."}) { receipt { eventId } } }"#,
    ),
    (
        "record a breach",
        "RECORD_BREACH",
        r#"mutation { recordBreach(input: {discoveredAt: "2026-11-20T00:00:00Z",
        beganAt: "2026-11-19T00:00:00Z", endedAt: "2026-11-20T00:00:00Z",
        description: "Tanpa kewenangan."}) { receipt { eventId } } }"#,
    ),
    ("breaches", "READ_BREACHES", "{ breaches(first: 1) { nodes { id } } }"),
    ("holds", "READ_HOLDS", "{ legalHolds(first: 1) { nodes { id } } }"),
    ("who looked", "READ_ACCESS_LOG", "{ accessLog(first: 1) { nodes { readAt } } }"),
    ("readings", "READ_READINGS", "{ readings(first: 1) { nodes { id } } }"),
    (
        "readings of the city",
        "READ_READINGS",
        r#"{ readings(first: 1, filter: {institution: "$city"}) { nodes { id } } }"#,
    ),
];
