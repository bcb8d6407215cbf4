//! One regency of the demonstration where the pact is not simply signed: its own text asks for the
//! superior's word, some wait for it, some refuse, some are exempt, and others sign who are no
//! civil servants.

use chrono::TimeDelta;
use netra_domain::policy::of;
use netra_entity::code::{CountersignCapacity, SignatureState};
use netra_entity::{Date, Instant, countersign_delegation, pact_signature, pact_text};

use super::Founder;
use super::cast::Cast;
use super::pact::{attest, morning};
use super::people::Signing;
use super::workforce::Employee;
use crate::ledger::error::{Error, Result};
use crate::ledger::write::{ActRequest, Taken};
use crate::pact::non_asn_signature::{NonAsnSignatureInput, RecordNonAsnSignaturesInput};
use crate::pact::own::{Counted, told};
use crate::pact::pact_abstention::{
    EndPactAbstentionInput, ExemptFromPactInput, OnBehalfOfInput, RefusePactInput,
};

/// The regency.
const REGENCY: &str = "PEMKAB_35.06";

const BODY: &str = "Naskah Kabupaten, setara dengan naskah nasional.\n\n\
    Saya menjaga netralitas sebagai pegawai ASN, menghindari konflik kepentingan, menggunakan media \
    sosial secara bijak, dan menolak politik uang. Atasan saya mengetahui pakta ini.\n";

const SIGNERS: usize = 9;
const COUNTERSIGNED: usize = 5;
const NOT_COUNTERSIGNED: usize = 2;

/// Grounds of the exemptions: code, words, and days from today.
const EXEMPTIONS: &[(&str, &str, i64, Option<i64>)] = &[
    ("ILLNESS", "Dirawat di rumah sakit menurut surat keterangan dokter", -20, Some(40)),
    ("STUDY_ASSIGNMENT", "Tugas belajar di luar kota menurut surat tugas", -35, Some(400)),
    ("ILLNESS", "Pemulihan setelah operasi menurut surat keterangan dokter", -30, None),
];

const OTHERS: &[(&str, &str, &str)] = &[
    ("THL-001", "Suparno", "Tenaga harian lepas"),
    ("THL-002", "Lestari Wulandari", "Tenaga harian lepas"),
    ("KTR-014", "Agus Salim Nugraha", "Tenaga kontrak"),
    ("KTR-021", "Yohana", "Tenaga kontrak"),
];

/// Lets it happen; answers how many have signed.
pub(super) async fn happen(
    founder: &Founder,
    cast: &Cast<'_>,
    national: &pact_text::Model,
    staff: &[Employee],
) -> Result<usize> {
    let moved: Vec<_> = cast.transferred(staff).map(|(position, _)| position).collect();
    let unsigned: Vec<&Employee> = cast
        .others(staff)
        .filter(|(position, it)| {
            it.employer == REGENCY && it.signing.is_none() && !moved.contains(position)
        })
        .map(|(_, it)| it)
        .collect();
    let text = publish(founder, national, &unsigned).await?;
    let (signers, rest) = unsigned.split_at_checked(SIGNERS).ok_or(Error::NotFound)?;
    let signed = sign(founder, &text, signers).await?;
    countersign(founder, staff, signed).await?;
    delegate(founder, staff, signers).await?;
    let (refusing, rest) = rest.split_at_checked(2).ok_or(Error::NotFound)?;
    refuse(founder, &text, refusing).await?;
    exempt(founder, &text, rest).await?;
    others(founder, &text).await?;
    Ok(signers.len())
}

fn day(founder: &Founder, days: i64) -> Date {
    Date(founder.registry.clock().today().0 + TimeDelta::days(days))
}

/// Publishes the regency's text as of the day from which people have signed it.
async fn publish(
    founder: &Founder,
    national: &pact_text::Model,
    people: &[&Employee],
) -> Result<pact_text::Model> {
    let employed = people.first().ok_or(Error::NotFound)?;
    let mut act = founder.open::<of::PublishLocalPactText>().await?;
    let row = pact_text::Model {
        id: act.new_id(),
        issuer_id: employed.employment.institution_id,
        derived_from_id: Some(national.id),
        title: "Pakta Integritas Netralitas ASN Kabupaten (naskah contoh)".to_owned(),
        body: BODY.to_owned(),
        sha256: crate::pact::pact_text::digest(BODY),
        published_at: Instant::from_utc(morning(day(founder, -40))),
        countersignature_required: true,
        ..national.clone()
    };
    act.add(row.clone(), Vec::new()).await?;
    act.commit(Some(row.id)).await?;
    Ok(row)
}

async fn sign(
    founder: &Founder,
    text: &pact_text::Model,
    people: &[&Employee],
) -> Result<Vec<pact_signature::Model>> {
    let on = day(founder, -30);
    let signers: Vec<_> = (0..)
        .zip(people)
        .map(|(minute, person)| (*person, Signing { on, minute, on_paper: false }))
        .collect();
    attest(founder, text, &signers).await
}

/// Some are countersigned, some are not, the rest waits.
async fn countersign(
    founder: &Founder,
    staff: &[Employee],
    signed: Vec<pact_signature::Model>,
) -> Result<()> {
    let mut act = founder.open::<of::CountersignPacts>().await?;
    let decided: Vec<_> = signed.into_iter().take(COUNTERSIGNED + NOT_COUNTERSIGNED).collect();
    let persons = decided.iter().map(|row| row.civil_servant_id).collect();
    let counted = Counted::before(&act, persons).await?;
    let on = day(founder, -25);
    for (position, row) in decided.into_iter().enumerate() {
        let head = head_of(staff, row.unit_id)?;
        let decided = pact_signature::Model {
            countersign_decided_at: Some(Instant::from_utc(morning(on))),
            countersign_capacity: Some(CountersignCapacity::HeadOfUnit),
            countersigner_id: Some(head.employment.civil_servant_id),
            ..row.clone()
        };
        let taken = Taken::<pact_signature::Entity> { row, version: 1 };
        let row = if position < COUNTERSIGNED {
            let state = SignatureState::Valid;
            pact_signature::Model { state, countersigned_on: Some(on), ..decided }
        } else {
            pact_signature::Model {
                state: SignatureState::CountersignatureRefused,
                countersign_refusal_reason: Some("Tidak ditandatangani sendiri".to_owned()),
                ..decided
            }
        };
        let parts = vec![told(&row.evidence)?];
        act.put(&taken, row, parts).await?;
    }
    counted.settle(&mut act).await?;
    act.commit(None).await?;
    Ok(())
}

fn head_of(staff: &[Employee], unit_id: Option<uuid::Uuid>) -> Result<&Employee> {
    let leads = |it: &&Employee| it.is_head && it.employment.unit_id == unit_id;
    staff.iter().find(leads).ok_or(Error::NotFound)
}

/// One head hands countersigning on for two months.
async fn delegate(founder: &Founder, staff: &[Employee], people: &[&Employee]) -> Result<()> {
    let delegate = people.last().ok_or(Error::NotFound)?;
    let unit_id = delegate.employment.unit_id.ok_or(Error::NotFound)?;
    let head = head_of(staff, Some(unit_id))?;
    let mut act = founder.open::<of::DelegateCountersigning>().await?;
    let row = countersign_delegation::Model {
        row_id: act.new_id(),
        id: act.new_id(),
        institution_id: delegate.employment.institution_id,
        unit_id,
        delegate_id: delegate.employment.civil_servant_id,
        head_id: Some(head.employment.civil_servant_id),
        valid_from: day(founder, -10),
        valid_to: day(founder, 50),
        reason: "Kepala unit mengikuti pendidikan dan pelatihan".to_owned(),
        recorded_at: act.now(),
        end_reason: None,
        recorded_by: act.event_id(),
        superseded_by: None,
    };
    let id = row.id;
    act.add(row, Vec::new()).await?;
    act.commit(Some(id)).await?;
    Ok(())
}

async fn refuse(founder: &Founder, text: &pact_text::Model, people: &[&Employee]) -> Result<()> {
    for person in people {
        let input = RefusePactInput {
            pact_text: text.id.into(),
            reason: "Keberatan atas rumusan butir media sosial".to_owned(),
            on_behalf_of: Some(OnBehalfOfInput {
                service_number: person.number.clone(),
                refused_on: day(founder, -15),
                document_sha256: crate::pact::pact_text::digest(&format!(
                    "surat {}",
                    person.number
                )),
            }),
        };
        let permit = founder.actor.permit()?;
        founder.registry.refuse_pact(&permit, &ActRequest::default(), &input).await?;
    }
    Ok(())
}

/// The last exemption was ended early.
async fn exempt(founder: &Founder, text: &pact_text::Model, people: &[&Employee]) -> Result<()> {
    let mut last = None;
    for ((code, words, from, to), person) in EXEMPTIONS.iter().zip(people) {
        let input = ExemptFromPactInput {
            pact_text: text.id.into(),
            service_number: person.number.clone(),
            reason_code: (*code).to_owned(),
            reason: (*words).to_owned(),
            valid_from: day(founder, *from),
            valid_to: to.map(|days| day(founder, days)),
            document_sha256: None,
        };
        let permit = founder.actor.permit()?;
        let done =
            founder.registry.exempt_from_pact(&permit, &ActRequest::default(), &input).await?;
        last = done.subject_id;
    }
    let end = EndPactAbstentionInput {
        id: last.ok_or(Error::NotFound)?.into(),
        ends_on: Some(day(founder, -5)),
        reason: "Sudah kembali bekerja".to_owned(),
        expected_version: None,
    };
    let permit = founder.actor.permit()?;
    founder.registry.end_pact_abstention(&permit, &ActRequest::default(), &end).await?;
    Ok(())
}

async fn others(founder: &Founder, text: &pact_text::Model) -> Result<()> {
    let row = |(number, name, position): &(&str, &str, &str)| NonAsnSignatureInput {
        staff_number: (*number).to_owned(),
        name: (*name).to_owned(),
        position: (*position).to_owned(),
        unit: None,
        signed_on: day(founder, -28),
        document_sha256: Some(crate::pact::pact_text::digest(number)),
    };
    let input = RecordNonAsnSignaturesInput {
        pact_text: text.id.into(),
        institution: text.issuer_id.into(),
        rows: OTHERS.iter().map(row).collect(),
    };
    let permit = founder.actor.permit()?;
    let request = ActRequest::default();
    founder.registry.record_non_asn_signatures(&permit, &request, &input).await?;
    Ok(())
}
