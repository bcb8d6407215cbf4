//! The campaign accounts of the demonstration: invented, of the pairs that stand for mayor.

use netra_entity::code::{AccountKind, ContestantState};
use netra_entity::{Date, contest};
use sea_orm::{ColumnTrait, QueryFilter};
use uuid::Uuid;

use super::{Founder, people};
use crate::elections;
use crate::elections::campaign_account::{
    CloseCampaignAccountInput, RegisterCampaignAccountInput, RenameCampaignAccountInput,
    ReportAccountImitationInput, VerifyCampaignAccountInput,
};
use crate::ledger::error::{Error, Result};
use crate::ledger::sequencer::AsOf;
use crate::ledger::write::ActRequest;

const CONTEST: &str = "PEMILIHAN_2024/MAYOR/34.71";
const PAGE: &str = "https://www.facebook.com/contoh.walikota";
const RENAMED: &str = "https://www.facebook.com/contoh.walikota.kita";
const IMITATION: &str = "https://www.facebook.com/contoh.wa1ikota";
const STILL_OPEN: &str = "https://www.instagram.com/contoh.masih.buka";
const WAITING: &str = "https://www.tiktok.com/@contoh.menunggu";

/// Registers accounts: one renamed and closed, one that should be closed and is open, one that
/// awaits verification; and notes what imitates the first.
pub(super) async fn register(founder: &Founder) -> Result<()> {
    let pairs = pairs(founder).await?;
    let [first, second, ..] = pairs.as_slice() else { return Err(Error::NotFound) };
    let page = form(founder, *first, PAGE, AccountKind::Page).await?;
    enter(founder, page).await?;
    let rename = RenameCampaignAccountInput {
        id: page.into(),
        url: RENAMED.to_owned(),
        on: Some(Date(people::day(2024, 10, 10))),
        expected_version: None,
    };
    let request = ActRequest::default();
    let registry = &founder.registry;
    registry.rename_campaign_account(&founder.actor.permit()?, &request, &rename).await?;
    let imitation = ReportAccountImitationInput {
        account: page.into(),
        url: IMITATION.to_owned(),
        note: "Mengaku akun resmi, tidak didaftarkan oleh pasangan calon".to_owned(),
    };
    registry.report_account_imitation(&founder.actor.permit()?, &request, &imitation).await?;
    let close = CloseCampaignAccountInput {
        id: page.into(),
        deactivated: false,
        reason: "Ditutup pada akhir masa kampanye".to_owned(),
        on: Some(Date(people::day(2024, 11, 23))),
        expected_version: None,
    };
    registry.close_campaign_account(&founder.actor.permit()?, &request, &close).await?;
    let open = form(founder, *second, STILL_OPEN, AccountKind::Profile).await?;
    enter(founder, open).await?;
    form(founder, *second, WAITING, AccountKind::Profile).await?;
    Ok(())
}

async fn pairs(founder: &Founder) -> Result<Vec<Uuid>> {
    let contest = founder
        .registry
        .within::<contest::Entity, _>(&founder.actor.permit()?, AsOf::Now)
        .filter(contest::Column::Code.eq(CONTEST))
        .one(founder.registry.reader())
        .await?
        .ok_or(Error::NotFound)?;
    let mut pairs =
        elections::within::contestants_of(founder.registry.reader(), &[contest.id]).await?;
    pairs.retain(|row| row.state == ContestantState::Determined);
    pairs.sort_by_key(|row| row.ballot_number);
    Ok(pairs.into_iter().map(|row| row.id).collect())
}

async fn form(
    founder: &Founder,
    contestant_id: Uuid,
    url: &str,
    kind: AccountKind,
) -> Result<Uuid> {
    let input = RegisterCampaignAccountInput {
        contestant: contestant_id.into(),
        candidate: None,
        url: url.to_owned(),
        kind,
        native_id: None,
        received_on: Some(Date(people::day(2024, 9, 24))),
        is_invented: true,
    };
    let (permit, request) = (founder.actor.permit()?, ActRequest::default());
    let done = founder.registry.register_campaign_account(&permit, &request, &input).await?;
    done.subject_id.ok_or(Error::NotFound)
}

async fn enter(founder: &Founder, id: Uuid) -> Result<()> {
    let input = VerifyCampaignAccountInput {
        id: id.into(),
        accept: true,
        reason: None,
        on: Some(Date(people::day(2024, 9, 24))),
        expected_version: None,
    };
    let (permit, request) = (founder.actor.permit()?, ActRequest::default());
    founder.registry.verify_campaign_account(&permit, &request, &input).await?;
    Ok(())
}
