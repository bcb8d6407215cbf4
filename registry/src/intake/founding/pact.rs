//! The pact of the demonstration: its text and the signatures on it.

use chrono::{DateTime, TimeDelta, Utc};
use netra_domain::policy::of;
use netra_domain::{Locale, pact};
use netra_entity::code::SignatureMethod;
use netra_entity::{Date, Instant, pact_signature, pact_text};
use uuid::Uuid;

use super::Founder;
use super::cast::{Cast, Moved};
use super::people::{self, Signing};
use super::seats::POLICY;
use super::workforce::Employee;
use crate::law::code_list::Leaves;
use crate::ledger::error::{Error, Result};
use crate::ledger::row_result::{RowOutcome, RowResult};
use crate::ledger::write::{ActRequest, CHUNK, Write};
use crate::office;
use crate::pact::coverage::Deltas;
use crate::pact::pact_signature::{
    PaperSignatureInput, RecordPaperSignaturesInput, WithdrawPactSignatureInput, draft,
};
use crate::{intake::reference, ledger::leaf};

/// The cycle that the pact is for.
pub(super) const CYCLE: &str = "PEMILU_PEMILIHAN_2024";

/// One in so many signatures is withdrawn.
const WITHDRAWN: usize = 90;

const REASONS: &[&str] = &[
    "Ditandatangani orang lain atas nama pegawai yang bersangkutan",
    "Tercatat untuk pegawai yang keliru karena kesamaan nama",
    "Bukti penandatanganan tidak ditemukan pada pemeriksaan",
];

const PAPER_ROWS: usize = 500;

/// The beginning of a working day in the west; in the east it is nine o'clock.
pub(super) fn morning(day: Date) -> DateTime<Utc> {
    day.0.and_hms_opt(1, 0, 0).unwrap_or_default().and_utc()
}

/// Publishes the sample text as of the day from which people have signed it. Only the founding
/// can date a text back, and only here.
pub(super) async fn publish(founder: &Founder) -> Result<pact_text::Model> {
    let cycle = founder.registry.cycle(&founder.actor.permit()?, CYCLE).await?;
    let mut act = founder.open::<of::PublishPactText>().await?;
    let issuer = [POLICY.institution.to_owned()];
    let issuer = office::within::institutions_by_code(act.tx(), &issuer).await?;
    let place = (cycle.id, issuer.first().ok_or(Error::NotFound)?.id, None);
    let title = "Pakta Integritas Netralitas ASN 2024 (naskah contoh)";
    let row = pact_text::Model {
        published_at: Instant::from_utc(morning(Date(people::day(2023, 9, 27)))),
        ..crate::pact::pact_text::draft(&act, place, title, reference::PACT_TEXT_2024)
    };
    act.add(row.clone(), Vec::new()).await?;
    act.commit(Some(row.id)).await?;
    Ok(row)
}

/// The signatures given so far.
#[derive(Debug)]
pub(super) struct Signed {
    by_account: Vec<pact_signature::Model>,
    pub(super) count: usize,
}

/// Lets people sign: some by account, some on paper.
pub(super) async fn sign(
    founder: &Founder,
    text: &pact_text::Model,
    staff: &[Employee],
) -> Result<Signed> {
    let mut by_account = Vec::new();
    let mut on_paper = Vec::new();
    for person in staff {
        match person.signing {
            Some(signing) if signing.on_paper => on_paper.push(paper(&person.number, signing.on)),
            Some(signing) => by_account.push((person, signing)),
            None => {}
        }
    }
    let mut signatures = Vec::with_capacity(by_account.len());
    for chunk in by_account.chunks(CHUNK) {
        signatures.append(&mut attest(founder, text, chunk).await?);
    }
    let count = signatures.len() + record_paper(founder, text, &on_paper).await?;
    Ok(Signed { by_account: signatures, count })
}

pub(super) async fn attest(
    founder: &Founder,
    text: &pact_text::Model,
    signers: &[(&Employee, Signing)],
) -> Result<Vec<pact_signature::Model>> {
    let mut act = founder.open::<of::SignPact>().await?;
    let persons: Vec<Uuid> =
        signers.iter().map(|(person, _)| person.employment.civil_servant_id).collect();
    crate::people::within::lock_persons(&act, &persons).await?;
    let leaves = Leaves::load(act.tx()).await?;
    let mut rows = Vec::with_capacity(signers.len());
    let mut deltas = Deltas::default();
    for (person, signing) in signers {
        let employment = &person.employment;
        let method = SignatureMethod::AccountAttestation;
        let signed_at =
            Instant::from_utc(morning(signing.on) + TimeDelta::minutes(signing.minute.into()));
        let row = pact_signature::Model {
            signed_at: Some(signed_at),
            evidence: evidence(&act, text, employment.civil_servant_id, signed_at)?,
            ..draft(&act, text, employment, method, signing.on)
        };
        let parts = vec![crate::pact::own::told(&row.evidence)?];
        act.tell::<pact_signature::Entity>(&row, 1, parts);
        let employments = std::slice::from_ref(employment);
        let before = Deltas::of_person(employments, &[], &[], &leaves);
        let signed = Deltas::of_person(employments, std::slice::from_ref(&row), &[], &leaves);
        deltas.add(signed.since(before));
        rows.push(row);
    }
    act.insert_all(rows.clone()).await?;
    act.moves_coverage(deltas);
    act.commit(None).await?;
    Ok(rows)
}

/// What a signature by account would have left behind. The signers have no accounts, so their
/// pseudonym and session are made from the person.
fn evidence(
    act: &Write,
    text: &pact_text::Model,
    person_id: Uuid,
    signed_at: Instant,
) -> Result<String> {
    let minutes_before = |minutes| Instant(signed_at.0 - TimeDelta::minutes(minutes));
    Ok(serde_json::to_string(&pact::Attestation {
        pact_text_id: text.id,
        pact_version: text.version,
        pact_sha256: text.sha256.clone(),
        pact_language: text.language.clone(),
        statement: pact::statement(Locale::Id),
        displayed_at: Some(minutes_before(1)),
        signed_at,
        account: act.registry().vault().pseudonym(person_id),
        assurance: "pwd",
        amr: vec!["pwd"],
        auth_time: minutes_before(2),
        session_sha256: leaf::encode(&leaf::sha256(&[person_id.as_bytes()])),
        client: None,
        user_agent: Some("demo".to_owned()),
    })?)
}

fn paper(number: &str, signed_on: Date) -> PaperSignatureInput {
    let document = crate::pact::pact_text::digest(&format!("lembar {number}"));
    PaperSignatureInput {
        service_number: number.to_owned(),
        signed_on,
        document_sha256: Some(document),
    }
}

async fn record_paper(
    founder: &Founder,
    text: &pact_text::Model,
    rows: &[PaperSignatureInput],
) -> Result<usize> {
    let permit = founder.actor.permit()?;
    let mut recorded = 0;
    for chunk in rows.chunks(PAPER_ROWS) {
        let input = RecordPaperSignaturesInput { pact_text: text.id.into(), rows: chunk.to_vec() };
        let request = ActRequest::default();
        let done = founder.registry.record_paper_signatures(&permit, &request, &input).await?;
        let results: Vec<RowResult> = serde_json::from_value(done.result.unwrap_or_default())?;
        recorded += results.iter().filter(|it| it.outcome == RowOutcome::Recorded).count();
    }
    Ok(recorded)
}

/// Lets some of those who were transferred sign at their new institution; answers how many.
pub(super) async fn sign_again(
    founder: &Founder,
    text: &pact_text::Model,
    moved: &[Moved],
) -> Result<usize> {
    let rows: Vec<PaperSignatureInput> = moved
        .iter()
        .filter(|person| person.had_signed)
        .step_by(2)
        .map(|person| paper(&person.number, Date(person.since.0 + TimeDelta::days(7))))
        .collect();
    record_paper(founder, text, &rows).await
}

/// Withdraws a few signatures, as an employer's approver does.
pub(super) async fn withdraw(
    founder: &Founder,
    cast: &Cast<'_>,
    staff: &[Employee],
    signed: &Signed,
) -> Result<()> {
    let permit = founder.actor.permit()?;
    let chosen = cast.others(staff).filter(|(position, _)| position % WITHDRAWN == 30);
    let mut reasons = REASONS.iter().cycle();
    for (_, person) in chosen {
        let own =
            |it: &&pact_signature::Model| it.civil_servant_id == person.employment.civil_servant_id;
        let (Some(row), Some(reason)) = (signed.by_account.iter().find(own), reasons.next()) else {
            continue;
        };
        let input = WithdrawPactSignatureInput {
            id: row.id.into(),
            reason: (*reason).to_owned(),
            expected_version: None,
        };
        let request = ActRequest::default();
        founder.registry.withdraw_pact_signature(&permit, &request, &input).await?;
    }
    Ok(())
}
