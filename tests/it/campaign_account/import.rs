//! Accounts by the file.

use netra_domain::policy::{ActKind, Actor, Permit, Standing};
use netra_registry::ActRequest;
use netra_registry::intake::import::{Format, ImportFile, Progress};
use sea_orm::ConnectionTrait;

use super::{CITY_COUNCIL, contestants, field, footprint, look_up};
use crate::database::{Backend, both};
use crate::world::World;

both!(a_file_is_judged_row_by_row_and_can_be_repeated);

const HEADER: &str =
    "contestant_code,url,kind,native_id,received_on,registered_on,ended_on,end_state,end_reason\n";

fn permit<A: ActKind>() -> Permit<A> {
    Actor::new(Standing::Founding).permit().unwrap()
}

type Told = ([u64; 4], Vec<(u64, &'static str, &'static str)>);

async fn import(world: &World, file: &str, format: Format, dry_run: bool, approver: bool) -> Told {
    let file = std::io::Cursor::new(file.to_owned().into_bytes());
    let file = ImportFile::new(file, format).dry_run(dry_run);
    let mut refused = Vec::new();
    let mut tell = |progress| {
        if let Progress::Refused(row) = progress {
            refused.push((row.line, row.code, row.path));
        }
    };
    let enter = approver.then(permit);
    let report = world
        .registry()
        .import_campaign_accounts(
            &permit(),
            enter.as_ref(),
            &ActRequest::default(),
            file,
            &mut tell,
        )
        .await
        .unwrap();
    let counts = report.counts;
    ([counts.rows, counts.changed, counts.unchanged, counts.refused], refused)
}

/// A global id as the database writes it.
fn hex(backend: Backend, id: &str) -> String {
    let (_, uuid) = netra_api::graphql::parse(&async_graphql::ID(id.to_owned())).unwrap();
    match backend {
        Backend::Sqlite => format!("X'{}'", uuid.simple()),
        Backend::Postgres => format!("'{uuid}'"),
    }
}

async fn a_file_is_judged_row_by_row_and_can_be_repeated(backend: Backend) {
    let world = field(backend).await;
    let sql =
        "UPDATE contestant SET kpu_code = 'P' || ballot_number WHERE ballot_number IS NOT NULL";
    world.db.execute_unprepared(sql).await.unwrap();
    for (number, id) in contestants(&world, CITY_COUNCIL).await.iter().enumerate() {
        let hex = hex(backend, id);
        let sql = format!("UPDATE contestant SET kpu_code = 'K{number}' WHERE id = {hex}");
        world.db.execute_unprepared(&sql).await.unwrap();
    }
    let mut file = HEADER.to_owned();
    for number in 0..20 {
        file.push_str(&format!(
            "K0,https://x.com/berkas_{number},PROFILE,,20/11/2023,21 November 2023,,,\n"
        ));
    }
    file.push_str("K0,https://x.com/lebih,PROFILE,,2023-11-20,,,,\n");
    file.push_str("K1,https://twitter.com/Berkas_3,PROFILE,,2023-11-20,,,,\n");
    file.push_str("K1,https://t.co/AbC,PROFILE,,2023-11-20,,,,\n");
    file.push_str("K1,https://x.com/hari,PROFILE,,31/11/2023,,,,\n");
    file.push_str("K9,https://x.com/siapa,PROFILE,,2023-11-20,,,,\n");
    file.push_str("K1,https://x.com/urutan,PROFILE,,2023-11-20,2023-11-19,,,\n");
    file.push_str(
        "K1,https://x.com/lama,PROFILE,,2023-11-20,2023-11-21,2024-01-05,CLOSED,Selesai\n",
    );
    file.push_str(
        "K1,https://youtube.com/@kanal,CHANNEL,UCabcdefghijklmnopqrstuv,2023-11-26,2023-11-27,,,\n",
    );
    let refusals = vec![
        (22, "ACCOUNT_LIMIT_REACHED", "contestant_code"),
        (23, "ACCOUNT_ALREADY_REGISTERED", "url"),
        (24, "ACCOUNT_URL_NO_ACCOUNT", "url"),
        (25, "FORMAT", "received_on"),
        (26, "NOT_FOUND", "contestant_code"),
        (27, "ACCOUNT_DAY", "registered_on"),
    ];
    let accounts = world.number("SELECT COUNT(*) FROM campaign_account").await;
    let before = footprint(&world).await;
    let judged = import(&world, &file, Format::Csv, true, true).await;
    assert_eq!(judged, ([28, 22, 0, 6], refusals.clone()));
    assert_eq!(footprint(&world).await, before, "a dry run writes nothing");
    let (_, staff) = import(&world, &file, Format::Csv, true, false).await;
    assert!(staff.contains(&(2, "FORBIDDEN", "registered_on")), "staff enters nothing: {staff:?}");
    assert_eq!(import(&world, &file, Format::Csv, false, true).await, judged);
    let all = world.number("SELECT COUNT(*) FROM campaign_account").await;
    assert_eq!(all, accounts + 22);
    assert_eq!(import(&world, &file, Format::Csv, false, true).await, ([28, 0, 22, 6], refusals));
    assert_eq!(world.number("SELECT COUNT(*) FROM campaign_account").await, all);

    let answer = look_up(&world.public(), "https://twitter.com/BERKAS_7", "2023-12-01").await;
    assert_eq!(answer.at("campaignAccountLookup.match.isCampaignAccount"), true);
    let channel = "https://www.youtube.com/channel/UCabcdefghijklmnopqrstuv";
    let answer = look_up(&world.public(), channel, "2023-12-01").await;
    assert_eq!(answer.at("campaignAccountLookup.match.isCampaignAccount"), true);
    let answer = look_up(&world.public(), "https://x.com/lama", "2024-01-06").await;
    assert!(answer.at("campaignAccountLookup.match").is_null());

    // Some are tied to a candidate, who must be one of the contestant.
    let of = "query($id: ID!) { candidates(filter: {contestant: $id}) { nodes { id } } }";
    let party = contestants(&world, CITY_COUNCIL).await.swap_remove(0);
    let answer = world.public().ask(of, serde_json::json!({ "id": party })).await.good();
    let candidate = answer.text("candidates.nodes.0.id");
    let hex = hex(backend, &candidate);
    let sql = format!("UPDATE candidate SET kpu_code = 'C0' WHERE id = {hex}");
    world.db.execute_unprepared(&sql).await.unwrap();
    let tied = "contestant_code,candidate_code,url,kind,received_on\n\
        K0,C0,https://www.tiktok.com/@calon,PROFILE,20 Nov 2023\n\
        K1,C0,https://www.tiktok.com/@calon_lain,PROFILE,20 Nov 2023\n\
        K0,C9,https://www.tiktok.com/@siapa,PROFILE,20 Nov 2023\n";
    let refusals = vec![
        (3, "ACCOUNT_CANDIDATE", "candidate_code"),
        (4, "ACCOUNT_CANDIDATE", "candidate_code"),
    ];
    assert_eq!(import(&world, tied, Format::Csv, false, true).await, ([3, 1, 0, 2], refusals));
    let sql = format!("SELECT COUNT(*) FROM campaign_account WHERE candidate_id = {hex}");
    assert_eq!(world.number(&sql).await, 1);

    // What is registered moves on by a later file, of another form.
    let later = "{\"contestant_code\": \"K0\", \"url\": \"https://x.com/berkas_0\", \
        \"kind\": \"PROFILE\", \"received_on\": \"2023-11-20\", \"registered_on\": \"2023-11-21\", \
        \"ended_on\": \"2024-02-09\", \"end_state\": \"CLOSED\", \"end_reason\": \"Selesai\"}\n";
    assert_eq!(import(&world, later, Format::Ndjson, false, true).await, ([1, 1, 0, 0], vec![]));
    let answer = look_up(&world.public(), "https://x.com/berkas_0", "2024-02-09").await;
    assert_eq!(answer.at("campaignAccountLookup.match.isCampaignAccount"), true);
    let answer = look_up(&world.public(), "https://x.com/berkas_0", "2024-02-10").await;
    assert!(answer.at("campaignAccountLookup.match").is_null());
}
