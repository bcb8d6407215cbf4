//! Signatures of pact texts: given by the signer, recorded from paper, withdrawn, read.

mod line;
mod paper;
mod read;
pub(crate) mod within;

use async_graphql::InputObject;
use netra_domain::certified_signature::document;
use netra_domain::pact::LIFE;
use netra_domain::policy::{ActKind, Permit, of};
use netra_domain::{Rule, pact, succession};
use netra_entity::code::{Function, SignatureMethod, SignatureState};
use netra_entity::{Date, Instant, Ref, employment, pact_signature, pact_text};
use uuid::Uuid;

pub use line::SignatureLine;
pub(crate) use paper::record_rows;
pub use paper::{PaperSignatureInput, RecordPaperSignaturesInput};
pub(crate) use read::Employer;
pub use read::{NonSignerFilter, PactSignatureFilterInput};

use crate::certify::certified_signature::{Certified, decode};
use crate::ledger::error::{Error, Result, read};
use crate::ledger::write::{ActRequest, Done, Write, open_act};
use crate::office;
use crate::pact::coverage::Deltas;
use crate::pact::own::{Counted, check_addressed, take_own, told};
use crate::people;
use crate::people::civil_servant::joined::Judged;
use crate::{Registry, certify::certified_signature, office::region, people::civil_servant};

/// What the signer confirms.
#[derive(Clone, Debug, InputObject)]
pub struct SignPactInput {
    /// The text (naskah pakta).
    pub pact_text: Ref<pact_text::Entity>,
    /// SHA-256 of the text as it was shown, 64 lower-case hexadecimal digits: the signer confirms
    /// these bytes.
    pub sha256: String,
    /// When the text was shown to the signer.
    pub displayed_at: Option<Instant>,
    /// A certified signature (tanda tangan elektronik tersertifikasi): a detached CMS (CAdES-BES)
    /// by the signer's own certificate over the bytes of `signingDocument.content`, DER in base64.
    /// The method is then CERTIFICATE; without it the account attests.
    pub cms: Option<String>,
}

/// How a signer was known, and in which language the statement was shown.
#[derive(Clone, Debug)]
pub struct Shown {
    /// Language of the statement shown.
    pub locale: netra_domain::Locale,
    /// Keyed digest of the client's network address.
    pub client: Option<String>,
    /// Family of the client's program.
    pub user_agent: Option<String>,
}

/// A signature to withdraw.
#[derive(Clone, Debug, InputObject)]
pub struct WithdrawPactSignatureInput {
    /// The signature.
    pub id: Ref<pact_signature::Entity>,
    /// Why, 10 to 2,000 characters (alasan).
    pub reason: String,
    /// Version that the caller has seen; refused where the record has moved on.
    pub expected_version: Option<i32>,
}

impl Registry {
    /// Signs the actor's own pact, by account attestation or by a certified signature.
    ///
    /// # Errors
    /// `NOT_FOUND` for the text; `PACT_TEXT_WITHDRAWN`, `PACT_TEXT_SUPERSEDED`,
    /// `PACT_TEXT_DIGEST`; `NOT_EMPLOYED`; `PACT_TEXT_OTHER_INSTITUTION`; `ALREADY_SIGNED`; for a
    /// certified signature the rules of [`crate::certify::cms`].
    pub async fn sign_pact(
        &self,
        permit: &Permit<of::SignPact>,
        request: &ActRequest,
        input: &SignPactInput,
        shown: Shown,
    ) -> Result<Done> {
        let text_id = read("pactText", &input.pact_text)?;
        let cms = input.cms.as_deref().map(decode).transpose()?;
        let person_id =
            permit.actor().civil_servant_id().ok_or(Error::Refused(Rule::NotEmployed))?;
        let mut act = open_act!(self, permit, request);
        let text = signable(&act, text_id, Some(&input.sha256)).await?;
        let persons = people::within::lock_persons(&act, &[person_id]).await?;
        let Judged { employments, mut signatures, abstentions, version } =
            civil_servant::joined::judged(&act, person_id).await?;
        act.has_read(version);
        let (employment, signed_on) = employed_now(&act, &employments).await?;
        check_addressed(&act, &text, employment.institution_id).await?;
        let places = succession::continued(employment.institution_id, &employments);
        let class = text.equivalence_class;
        if crate::pact::within::standing_of_class(&signatures, &places, class).is_some() {
            return Err(Rule::AlreadySigned.into());
        }
        let certified = match &cms {
            Some(cms) => Some(certified_signature::judge(&act, &text, &persons, cms).await?),
            None => None,
        };
        let method = match &certified {
            Some(_) => SignatureMethod::Certificate,
            None => SignatureMethod::AccountAttestation,
        };
        let row = pact_signature::Model {
            signed_at: Some(act.now()),
            evidence: evidence(&act, &text, (input.displayed_at, shown), certified.as_ref())?,
            ..draft(&act, &text, employment, method, signed_on)
        };
        let leaves = act.leaves().await?;
        let before = Deltas::of_person(&employments, &signatures, &abstentions, &leaves);
        let id = row.id;
        signatures.push(row.clone());
        let parts = vec![told(&row.evidence)?];
        act.add(row, parts).await.map_err(already_signed)?;
        if let Some(certified) = certified {
            certified.store(&act, id).await?;
        }
        let after = Deltas::of_person(&employments, &signatures, &abstentions, &leaves);
        act.moves_coverage(after.since(before));
        act.commit(Some(id)).await
    }

    /// Withdraws a signature; the original remains in the history.
    ///
    /// # Errors
    /// `REASON_REQUIRED`; `NOT_FOUND` where absent or outside the reach; `SIGNATURE_NOT_VALID`;
    /// `VERSION_CONFLICT`.
    pub async fn withdraw_pact_signature(
        &self,
        permit: &Permit<of::WithdrawPactSignature>,
        request: &ActRequest,
        input: &WithdrawPactSignatureInput,
    ) -> Result<Done> {
        type Table = pact_signature::Entity;
        let id = read("id", &input.id)?;
        pact::check_reason(&input.reason).map_err(|rule| Error::invalid("reason", rule))?;
        let mut act = open_act!(self, permit, request);
        let taken = take_own::<Table, _>(&act, permit, id, input.expected_version).await?;
        LIFE.check(of::WithdrawPactSignature::ACT, taken.row.state)?;
        let counted = Counted::before(&act, vec![taken.row.civil_servant_id]).await?;
        let today = local_day(&act, taken.row.institution_id).await?;
        let withdrawn = pact_signature::Model {
            state: SignatureState::Withdrawn,
            withdrawn_on: Some(today.max(taken.row.signed_on)),
            withdrawal_reason: Some(input.reason.clone()),
            ..taken.row.clone()
        };
        let parts = vec![told(&withdrawn.evidence)?];
        act.put(&taken, withdrawn, parts).await.map_err(already_signed)?;
        counted.settle(&mut act).await?;
        act.commit(Some(id)).await
    }
}

/// The text, if it may be signed.
pub(crate) async fn signable(
    act: &Write,
    id: Uuid,
    confirmed_sha256: Option<&str>,
) -> Result<pact_text::Model> {
    let (text, texts) = with_others(act, id).await?;
    pact::check_signable(&text, &texts, confirmed_sha256)?;
    Ok(text)
}

/// A text, and those among which it may have been replaced.
pub(crate) async fn with_others(
    act: &Write,
    id: Uuid,
) -> Result<(pact_text::Model, Vec<pact_text::Model>)> {
    let texts = crate::pact::within::pact_texts_beside(act.tx(), id).await?;
    let text = texts.iter().find(|text| text.id == id).ok_or(Error::NotFound)?.clone();
    Ok((text, texts))
}

/// The institutions whose people may sign a text; none where it is national, for everybody.
pub(crate) async fn addressees(act: &Write, text: &pact_text::Model) -> Result<Option<Vec<Uuid>>> {
    if !pact::is_local(text) {
        return Ok(None);
    }
    let (issuer, employer) = (text.issuer_id, Function::Employer);
    let outline = crate::succession::within::outline(act.tx(), issuer, employer, act.today());
    Ok(Some(outline.await?.institutions))
}

/// The employment on the present local day, and that day.
async fn employed_now<'a>(
    act: &Write,
    employments: &'a [employment::Model],
) -> Result<(&'a employment::Model, Date)> {
    for row in employments.iter().rev() {
        let today = local_day(act, row.institution_id).await?;
        if region::holds(Some(row.valid_from), row.valid_to, today) {
            return Ok((row, today));
        }
    }
    Err(Rule::NotEmployed.into())
}

/// The day that it is at an institution when the rules decide.
pub(crate) async fn local_day(act: &Write, institution_id: Uuid) -> Result<Date> {
    if let Some(known) = act.known().await? {
        return Ok(Date(known.zone(institution_id).local_day(act.now().0)));
    }
    let institution = office::within::institution(act.tx(), institution_id).await?;
    let code = institution.and_then(|it| it.region_code);
    let zone = region::zone_of(act.tx(), code.as_deref()).await?;
    Ok(Date(zone.local_day(act.now().0)))
}

/// What proves a signature given by the account, alone or beside a certificate.
fn evidence(
    act: &Write,
    text: &pact_text::Model,
    (displayed_at, shown): (Option<Instant>, Shown),
    certified: Option<&Certified>,
) -> Result<String> {
    let session_id = act.actor().session_id().unwrap_or_default();
    // A certified signature is over the statement too, in the language of the text.
    let statement = match certified {
        Some(_) => document(text).statement,
        None => pact::statement(shown.locale),
    };
    let attestation = pact::Attestation {
        pact_text_id: text.id,
        pact_version: text.version,
        pact_sha256: text.sha256.clone(),
        pact_language: text.language.clone(),
        statement,
        displayed_at,
        signed_at: act.now(),
        account: act.registry().vault().pseudonym(act.actor().user_id().unwrap_or_default()),
        assurance: "pwd",
        amr: vec!["pwd"],
        auth_time: act.actor().signed_in_at().unwrap_or_else(|| act.now()),
        session_sha256: crate::ledger::leaf::encode(&crate::ledger::leaf::sha256(&[
            session_id.as_bytes()
        ])),
        client: shown.client,
        user_agent: shown.user_agent,
    };
    let mut evidence = serde_json::to_value(attestation)?;
    if let (Some(certified), Some(fields)) = (certified, evidence.as_object_mut()) {
        fields.insert("certificate".to_owned(), certified.evidence());
    }
    Ok(evidence.to_string())
}

/// A signature under an employment as it is when given, without its evidence.
pub(crate) fn draft(
    act: &Write,
    text: &pact_text::Model,
    employment: &employment::Model,
    method: SignatureMethod,
    signed_on: Date,
) -> pact_signature::Model {
    pact_signature::Model {
        row_id: act.new_id(),
        id: act.new_id(),
        pact_text_id: text.id,
        cycle_id: text.cycle_id,
        equivalence_class: text.equivalence_class,
        civil_servant_id: employment.civil_servant_id,
        employment_id: employment.id,
        institution_id: employment.institution_id,
        unit_id: employment.unit_id,
        method,
        state: pact::first_state(text),
        signed_on,
        signed_at: None,
        recorded_at: act.now(),
        evidence: "{}".to_owned(),
        withdrawn_on: None,
        withdrawal_reason: None,
        countersignature_required: text.countersignature_required,
        countersigned_on: None,
        countersign_decided_at: None,
        countersign_capacity: None,
        countersigner_id: None,
        countersign_seat_id: None,
        countersign_refusal_reason: None,
        recorded_by: act.event_id(),
        superseded_by: None,
    }
}

/// Another signature may have been faster: the unique index has the last word on it.
pub(crate) fn already_signed(error: Error) -> Error {
    error.or_taken(|| Rule::AlreadySigned.into())
}
