use super::*;

/// Each record as its line and its cells, or the code of its refusal.
fn all(mut records: impl Records) -> Vec<(u64, Result<Vec<String>, &'static str>)> {
    let mut cells = StringRecord::new();
    let mut found = Vec::new();
    while let Some((line, read)) = records.next(&mut cells).unwrap() {
        let read = read.map(|()| cells.iter().map(ToOwned::to_owned).collect());
        found.push((line, read.map_err(|refusal| refusal.code)));
    }
    found
}

fn csv(file: &[u8]) -> Vec<(u64, Result<Vec<String>, &'static str>)> {
    all(CsvRecords::new(file))
}

fn row(line: u64, cells: &[&str]) -> (u64, Result<Vec<String>, &'static str>) {
    (line, Ok(cells.iter().map(|it| (*it).to_owned()).collect()))
}

#[test]
fn a_record_has_the_line_on_which_it_begins() {
    let file = "a,b\n\n\"1\n2\",x\n  \n3, y \n\"4 \"\"q\"\"\",\n";
    let expected = [
        row(1, &["a", "b"]),
        row(3, &["1\n2", "x"]),
        row(6, &["3", "y"]),
        row(7, &["4 \"q\"", ""]),
    ];
    assert_eq!(csv(file.as_bytes()), expected);
    let with_cr = csv(file.replace('\n', "\r\n").as_bytes());
    assert_eq!(with_cr.iter().map(|it| it.0).collect::<Vec<_>>(), [1, 3, 6, 7]);
    assert_eq!(csv(file.trim_end().as_bytes()), expected, "without a last line's end");
}

#[test]
fn a_quotation_mark_inside_a_cell_is_text() {
    assert_eq!(csv(b"5\" pipe,x\n1,2\n"), [row(1, &["5\" pipe", "x"]), row(2, &["1", "2"])]);
}

#[test]
fn a_row_that_is_not_utf8_is_told_by_its_line() {
    assert_eq!(
        csv(b"a,b\nJos\xE9,x\nc,d\n"),
        [row(1, &["a", "b"]), (2, Err(ENCODING)), row(3, &["c", "d"])],
    );
}

#[test]
fn an_open_quotation_mark_costs_its_own_line_only() {
    let rest = "c,d\n".repeat(100);
    let found = csv(format!("a,b\n\"x,y\n{rest}").as_bytes());
    assert_eq!(found.len(), 102);
    assert_eq!(found[..3], [row(1, &["a", "b"]), (2, Err(FORMAT)), row(3, &["c", "d"])]);
    assert_eq!(found[101], row(102, &["c", "d"]));
    assert_eq!(
        csv(b"a,b\n\"x,y\nc,d"),
        [row(1, &["a", "b"]), (2, Err(FORMAT)), row(3, &["c", "d"])]
    );
}

#[test]
fn too_many_cells_or_bytes_are_refused() {
    let wide = ",".repeat(MOST_CELLS);
    let long = format!("\"{}\n{}\"", "x".repeat(40_000), "x".repeat(40_000));
    let file = format!("{wide}\n{long}\n{}\na\n", "x".repeat(MOST_BYTES + 1));
    let codes = [(1, Err(FORMAT)), (2, Err(FORMAT)), (3, Ok(())), (4, Err(FORMAT)), (5, Ok(()))];
    let found = csv(file.as_bytes()).into_iter().map(|(line, read)| (line, read.map(|_| ())));
    assert_eq!(found.collect::<Vec<_>>(), codes);
}

#[test]
fn json_members_become_cells_in_the_order_of_the_columns() {
    let json = |file: &str| all(JsonRecords::new(file.as_bytes(), vec!["code", "flag", "name"]));
    assert_eq!(
        json("{\"name\":\" Natuna \",\"code\":\"21.03\"}\n\n{\"flag\":true,\"name\":null}\n"),
        [row(1, &["21.03", "", "Natuna"]), row(3, &["", "yes", ""])],
    );
    for text in ["[]", "{", "{\"other\":1}", "{\"code\":31.10}", "{\"code\":\"31\"} x"] {
        assert_eq!(json(text), [(1, Err(FORMAT))], "{text}");
    }
    let bytes = &b"{\"code\":\"\xE9\"}\n"[..];
    assert_eq!(all(JsonRecords::new(bytes, vec!["code"])), [(1, Err(ENCODING))]);
}
