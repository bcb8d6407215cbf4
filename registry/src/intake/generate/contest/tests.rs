use super::*;

fn elections(count: u64, office: Option<&str>) -> Elections {
    let region = |code: &str, level| region::Model {
        id: uuid::Uuid::nil(),
        code: code.to_owned(),
        parent_code: None,
        level,
        name: String::new(),
        time_zone: "Asia/Jakarta".to_owned(),
        valid_from: None,
        valid_to: None,
        source: String::new(),
        rev: 1,
    };
    // The whole country: 38 provinces, 416 regencies, 98 cities.
    let mut regions = Vec::new();
    for province in 11..49 {
        regions.push(region(&province.to_string(), RegionLevel::Province));
        for number in 1..=11 {
            regions.push(region(&format!("{province}.{number:02}"), RegionLevel::Regency));
        }
        for number in 71..=73 {
            regions.push(region(&format!("{province}.{number}"), RegionLevel::City));
        }
    }
    let mut contests: Vec<Held> = Vec::new();
    for (kind, region) in wanted(&regions) {
        contests.push(held(kind, region, false, contests.len()));
    }
    let parties = (1..=18).map(|it| (format!("P{it:02}"), false)).collect();
    let grounds = Grounds { contests, parties };
    Elections { count, seed: 7, office: office.map(ToOwned::to_owned), grounds }
}

fn rows(file: &[u8]) -> Vec<csv::StringRecord> {
    csv::Reader::from_reader(file).records().map(Result::unwrap).collect()
}

fn written(elections: &Elections) -> Vec<csv::StringRecord> {
    let mut file = Vec::new();
    candidates(elections, &mut file).unwrap();
    rows(&file)
}

#[test]
fn candidates_come_at_national_proportions() {
    let rows = written(&elections(261_700, None));
    assert_eq!(rows.len(), 261_700);
    let of = |kind: &str| rows.iter().filter(|it| &it[2] == kind).count();
    assert_eq!((of("DPR"), of("DPD"), of("PRESIDENT")), (9_917, 668, 6));
    let pairs = of("GOVERNOR") + of("REGENT") + of("MAYOR");
    assert!((3_050..=3_106).contains(&pairs), "{pairs}");
    let (provinces, regencies) = (of("DPRD_PROVINCE"), of("DPRD_REGENCY_CITY"));
    assert!(regencies > 7 * provinces && regencies < 8 * provinces, "{provinces} {regencies}");
    let codes: std::collections::HashSet<_> = rows.iter().map(|it| it[0].to_owned()).collect();
    assert_eq!(codes.len(), rows.len());
    let people: std::collections::HashSet<_> = rows.iter().map(|it| it[10].to_owned()).collect();
    assert_eq!(rows.len() - people.len(), 26, "one in ten thousand stands twice");
    assert!(rows.iter().all(|it| netra_domain::Nik::parse(&it[10]).is_ok()));
}

#[test]
fn the_same_seed_gives_the_same_file_and_an_office_its_part_of_it() {
    let all = written(&elections(3_000, None));
    assert_eq!(all, written(&elections(3_000, None)));
    let city = written(&elections(3_000, Some("34.71")));
    assert!(!city.is_empty() && city.iter().all(|it| &it[3] == "34.71"));
    assert!(city.iter().all(|row| all.contains(row)));
    let central = written(&elections(3_000, Some("")));
    assert!(central.iter().all(|it| ["PRESIDENT", "DPR", "DPD"].contains(&&it[2])));
    let other = Elections { seed: 8, ..elections(3_000, None) };
    assert_ne!(all, written(&other));
}
