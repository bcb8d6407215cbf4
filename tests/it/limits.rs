//! Scenario 52: what is too deep, too wide or too long is refused before any work, and the process
//! lives. Pages and cursors, bodies and their types.

use netra_entity::code::{Function, Grade};
use serde_json::{Value, json};

use crate::database::Backend;
use crate::door::{Door, JSON, TRUTH};
use crate::process::Place;
use crate::shared::readers;
use crate::world::{Answer, World};

const EXPENSIVE: &str = "QUERY_TOO_EXPENSIVE";

/// An institution's code below these many parents.
fn deep(parents: usize) -> String {
    let (open, close) = ("parent { ".repeat(parents), " }".repeat(parents));
    format!("{{ institution(by: {{code: \"PANRB\"}}) {{ {open}code{close} }} }}")
}

fn aliases(count: usize) -> String {
    let fields: String = (0..count).map(|it| format!("a{it}: capacity ")).collect();
    format!("{{ viewer {{ {fields} }} }}")
}

fn roots(count: usize) -> String {
    let fields: String = (0..count).map(|_| "cycles { code } ").collect();
    format!("{{ {fields} }}")
}

fn directives(count: usize) -> String {
    let fields = "capacity @include(if: true) ".repeat(count);
    format!("{{ viewer {{ {fields} }} }}")
}

async fn what_is_too_deep_or_too_wide_is_refused_before_any_work(backend: Backend) {
    let world = World::shared(backend).await;
    let door = Door::at(&world.url);
    for (limit, largest, over, far_over) in [
        ("depth", deep(13), deep(14), deep(40)),
        ("aliases", aliases(30), aliases(31), aliases(500)),
        ("root fields", roots(10), roots(11), roots(200)),
        ("directives", directives(8), directives(9), directives(500)),
    ] {
        let answer = door.query(&largest).await.answer;
        assert!(answer.good().body["data"].is_object(), "{limit}");
        door.query(&over).await.refused(400, EXPENSIVE);
        door.query(&far_over).await.refused(400, EXPENSIVE);
    }
    let many = format!("{{ viewer {{ capacity {} }} }}", "@a".repeat(50_000));
    door.query(&many).await.refused(400, EXPENSIVE);
    let page = "institutions(first: 200) { nodes { units(first: 200) { nodes { code } } } }";
    door.query(&format!("{{ {page} }}")).await.refused(400, EXPENSIVE);
}
readers!(sqlite: what_is_too_deep_or_too_wide_is_refused_before_any_work);

async fn fragments_do_not_hide_what_is_too_deep_or_too_wide(backend: Backend) {
    let world = World::shared(backend).await;
    let door = Door::at(&world.url);
    let chain: String = (0..13)
        .map(|it| format!("fragment F{it} on Institution {{ parent {{ ...F{} }} }} ", it + 1))
        .collect();
    let deep = format!(
        "{{ institution(by: {{code: \"PANRB\"}}) {{ ...F0 }} }} {chain}
         fragment F13 on Institution {{ parent {{ code }} }}"
    );
    door.query(&deep).await.refused(400, EXPENSIVE);
    let wide: String = (0..8)
        .map(|it| format!("fragment F{it} on Viewer {{ ...F{0} ...F{0} a{it}: login }} ", it + 1))
        .collect();
    let wide = format!("{{ viewer {{ ...F0 }} }} {wide} fragment F8 on Viewer {{ capacity }}");
    door.query(&wide).await.refused(400, EXPENSIVE);
    let circle = "{ viewer { ...A } } fragment A on Viewer { ...B } fragment B on Viewer { ...A }";
    door.query(circle).await.refused(400, "INVALID_INPUT");
}
readers!(sqlite: fragments_do_not_hide_what_is_too_deep_or_too_wide);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_process_survives_nested_brackets() {
    let place = Place::with_keys(Backend::Sqlite).await;
    place.run(&["migrate"]).await.good();
    let mut netra = place.serve().await;
    let door = netra.door.clone();
    let list = format!("{{ nodes(ids: {}{}) {{ id }} }}", "[".repeat(1_500), "]".repeat(1_500));
    let object = format!("{{ cycle(code: {}1{}) }}", "{a:".repeat(750), "}".repeat(750));
    let open = format!("{{ nodes(ids: {}", "[".repeat(3_000));
    let fields = format!("{}a{}", "{a".repeat(1_000), "}".repeat(1_000));
    let kind = format!("query($a: {}Int{}) {{ a }}", "[".repeat(1_500), "]".repeat(1_500));
    let default = format!("query($a: Int = {}{}) {{ a }}", "[".repeat(1_500), "]".repeat(1_500));
    let hidden = format!("{{ a(b: \"\"\"\\\"\"\" c: {}", "[".repeat(1_500));
    for text in [list, object, open, fields, kind, default] {
        door.query(&text).await.refused(400, EXPENSIVE);
        let path = format!("/graphql?query={}", text.replace([' ', '\n'], "+"));
        let reply = door.get(&path, &[TRUTH]).await;
        assert_eq!(reply.answer.code(), EXPENSIVE, "{}", reply.answer.raw);
    }
    door.query(&hidden).await.refused(400, "INVALID_INPUT");
    // The body itself, and a value in it, as JSON.
    let brackets = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    door.post(&[JSON, TRUTH], brackets.clone()).await.refused(400, "INVALID_INPUT");
    let value = format!("{{\"query\": \"{{ a }}\", \"variables\": {{\"x\": {brackets}}}}}");
    door.post(&[JSON, TRUTH], value).await.refused(400, "INVALID_INPUT");

    assert!(netra.lives());
    let alive = door.query("{ viewer { capacity } }").await.answer.good();
    assert_eq!(alive.text("viewer.capacity"), "PUBLIC");
    let (code, said) = netra.end("TERM").await;
    assert_eq!(code, Some(0), "{said}");
}

async fn a_page_has_1_to_200_rows_in_one_direction(backend: Backend) {
    let world = World::shared(backend).await;
    let refused = |answer: Answer, path: &str, rule: &str| {
        let answer = answer.refused("INVALID_INPUT");
        assert_eq!((answer.rule().as_str(), answer.error("inputPath").as_str()), (rule, path));
    };
    for size in [-1, 0, 201, 100_000, i32::MIN, i32::MAX] {
        for argument in ["first", "last"] {
            let query = format!("{{ institutions({argument}: {size}) {{ nodes {{ code }} }} }}");
            refused(
                world.public().ask(&query, json!({})).await,
                argument,
                "PAGE_SIZE_OUT_OF_RANGE",
            );
            let query =
                format!("query($n: Int) {{ regions({argument}: $n) {{ nodes {{ code }} }} }}");
            let asked = world.public().ask(&query, json!({ "n": size })).await;
            refused(asked, argument, "PAGE_SIZE_OUT_OF_RANGE");
        }
    }
    let nested = "{ institution(by: {code: \"PANRB\"}) { units(first: -1) { nodes { code } } } }";
    refused(world.public().ask(nested, json!({})).await, "first", "PAGE_SIZE_OUT_OF_RANGE");
    let both = "{ institutions(first: 3, last: 3) { nodes { code } } }";
    refused(world.public().ask(both, json!({})).await, "last", "PAGE_BOTH_DIRECTIONS");
    let huge = "{ institutions(first: 99999999999) { nodes { code } } }";
    world.public().ask(huge, json!({})).await.refused("INVALID_INPUT");
    let largest = "{ institutions(first: 200) { nodes { code } } }";
    world.public().ask(largest, json!({})).await.good();
    let none = "{ institutions(first: null) { nodes { code } } }";
    let answer = world.public().ask(none, json!({})).await.good();
    assert_eq!(answer.at("institutions.nodes").as_array().unwrap().len(), 20);
}
readers!(a_page_has_1_to_200_rows_in_one_direction);

const INSTITUTIONS: &str = "query($a: String, $k: InstitutionKind) { institutions(first: 2, \
    after: $a, filter: {kind: $k}) { pageInfo { endCursor } nodes { code } } }";

const PEOPLE: &str = "query($a: String) { civilServants(first: 2, after: $a) \
    { pageInfo { endCursor } nodes { id } } }";

async fn a_cursor_serves_its_own_list_and_caller_only(backend: Backend) {
    let world = World::shared(backend).await;
    let refused = |answer: Answer| {
        assert_eq!(answer.refused("INVALID_INPUT").rule(), "INVALID_CURSOR");
    };
    let public = world.public();
    let first = public.ask(INSTITUTIONS, json!({ "k": "CITY_GOVERNMENT" })).await.good();
    let cursor = first.text("institutions.pageInfo.endCursor");
    let with = |cursor: &str, kind: Value| json!({ "a": cursor, "k": kind });
    let second = public.ask(INSTITUTIONS, with(&cursor, json!("CITY_GOVERNMENT"))).await.good();
    assert!(second.text("institutions.nodes.0.code") > first.text("institutions.nodes.1.code"));

    // Another filter, another list, another direction of neither.
    refused(public.ask(INSTITUTIONS, with(&cursor, json!("REGENCY_GOVERNMENT"))).await);
    refused(public.ask(INSTITUTIONS, with(&cursor, Value::Null)).await);
    let regions = "query($a: String) { regions(first: 2, after: $a) { nodes { code } } }";
    refused(public.ask(regions, json!({ "a": cursor })).await);
    let city = world.office(Function::Employer, Grade::Staff, Some("PEMKOT_34.71")).await;
    refused(city.ask(INSTITUTIONS, with(&cursor, json!("CITY_GOVERNMENT"))).await);

    let page = city.ask(PEOPLE, json!({})).await.good();
    let own = page.text("civilServants.pageInfo.endCursor");
    city.ask(PEOPLE, json!({ "a": own })).await.good();
    let province = world.office(Function::Employer, Grade::Staff, Some("PEMPROV_34")).await;
    refused(province.ask(PEOPLE, json!({ "a": own })).await);
    let approver = world.office(Function::Employer, Grade::Approver, Some("PEMKOT_34.71")).await;
    refused(approver.ask(PEOPLE, json!({ "a": own })).await);

    let tampered: Vec<String> = (0..cursor.len())
        .map(|at| {
            let other = if cursor.as_bytes()[at] == b'A' { "B" } else { "A" };
            format!("{}{other}{}", &cursor[..at], &cursor[at + 1..])
        })
        .collect();
    for text in tampered.iter().step_by(5) {
        refused(public.ask(INSTITUTIONS, with(text, json!("CITY_GOVERNMENT"))).await);
    }
    for text in ["x", "PANRB", "%%%", "é", &cursor[1..], &format!("{cursor}="), &cursor.repeat(2)]
    {
        refused(public.ask(INSTITUTIONS, with(text, json!("CITY_GOVERNMENT"))).await);
    }
    // An empty cursor is the start of the list, as null is.
    let again = public.ask(INSTITUTIONS, with("", json!("CITY_GOVERNMENT"))).await.good();
    assert_eq!(again.at("institutions.nodes"), first.at("institutions.nodes"));
}
readers!(a_cursor_serves_its_own_list_and_caller_only);

async fn a_body_that_is_no_request_gets_a_clear_answer(backend: Backend) {
    let world = World::shared(backend).await;
    let door = Door::at(&world.url);
    let post = async |body: Vec<u8>| door.post(&[JSON], body).await;
    let query = "{ cycles { code } }";
    let padded = |bytes: usize| {
        let empty = json!({ "query": query, "extensions": { "x": "" } }).to_string().len();
        json!({ "query": query, "extensions": { "x": "x".repeat(bytes - empty) } })
    };
    post(padded(256 * 1024).to_string().into()).await.answer.good();
    post(padded(256 * 1024 + 1).to_string().into()).await.refused(413, "INVALID_INPUT");
    let variables = json!({ "query": query, "variables": { "x": "x".repeat(241 * 1024) } });
    post(variables.to_string().into()).await.refused(413, "INVALID_INPUT");
    let long = format!("{query} #{}", "x".repeat(16 * 1024));
    door.query(&long).await.refused(400, EXPENSIVE);

    for (body, reason) in [
        (&b"{\"query\": \"{ cycles { code } }"[..], "JSON"),
        (b"query=%7Bcycles%7D", "JSON"),
        (b"", "JSON"),
        (b"{\"query\": \"{ cycles { code \xff\xfe } }\"}", "UTF-8"),
        (b"\xff\xfe{\x00}\x00", "UTF-8"),
        (b"[{\"query\": \"{ cycles { code } }\"}]", "Batches"),
        (b"\"{ cycles { code } }\"", "object"),
        (b"{\"query\": 5}", "query"),
        (b"{\"query\": \"{ cycle(code: \\\"a\\\\u0000\\\") { code } }\"}", "U+0000"),
        (b"{\"query\": \"{ a }\", \"variables\": {\"x\": [{\"y\": \"\\u0000\"}]}}", "U+0000"),
        (b"{\"query\": \"{ cycles { code } }\", \"variables\": [1]}", "variables"),
        (b"{\"query\": \"{ cycles { code } }\", \"operationName\": {}}", "operationName"),
    ] {
        let reply = post(body.to_vec()).await.refused(400, "INVALID_INPUT");
        let told = reply.answer.body["errors"][0]["message"].as_str().unwrap().to_owned();
        assert!(told.contains(reason), "{reason}: {told}");
    }
    let body = json!({ "query": query }).to_string();
    for kind in ["text/plain", "application/x-www-form-urlencoded", "application/graphql"] {
        door.post(&[("content-type", kind)], body.clone()).await.refused(415, "INVALID_INPUT");
    }
    door.post(&[], body.clone()).await.refused(415, "INVALID_INPUT");
    let latin = ("content-type", "application/json; charset=iso-8859-1");
    door.post(&[latin], body).await.refused(415, "INVALID_INPUT");
}
readers!(sqlite: a_body_that_is_no_request_gets_a_clear_answer);
