//! Refusals and exemptions: declared, recorded for a person, ended, read.

mod read;

use async_graphql::InputObject;
use netra_domain::policy::{ActKind, Permit, Reach, of};
use netra_domain::{Rule, pact, pact_abstention as rules, succession};
use netra_entity::code::AbstentionKind;
use netra_entity::{Date, Ref, employment, pact_abstention, pact_text};
use serde_json::json;
use uuid::Uuid;

pub use read::PactAbstentionFilterInput;
pub(crate) use read::standing_so;

use crate::law::code_list::Codes;
use crate::ledger::error::{Error, Result, read};
use crate::ledger::write::{ActRequest, Done, Write, open_act};
use crate::pact::own::{Counted, Days, check_addressed, take_own, told};
use crate::pact::pact_signature::{local_day, signable};
use crate::people;
use crate::{Registry, office::region};

/// The code list of reasons for an exemption.
const REASONS: &str = "EXEMPTION_REASON";

/// For whom an employer records a refusal, and on what ground.
#[derive(Clone, Debug, InputObject)]
pub struct OnBehalfOfInput {
    /// A service number of the person (NIP, NI PPPK).
    pub service_number: String,
    /// Day on which the person refused.
    pub refused_on: Date,
    /// SHA-256 of the document that shows it, 64 lower-case hexadecimal digits.
    pub document_sha256: String,
}

/// A refusal to sign.
#[derive(Clone, Debug, InputObject)]
pub struct RefusePactInput {
    /// The text (naskah pakta).
    pub pact_text: Ref<pact_text::Entity>,
    /// Why, 10 to 2,000 characters (alasan).
    pub reason: String,
    /// Whose refusal, where an employer records it; null for one's own.
    pub on_behalf_of: Option<OnBehalfOfInput>,
}

/// An exemption from signing.
#[derive(Clone, Debug, InputObject)]
pub struct ExemptFromPactInput {
    /// The text (naskah pakta).
    pub pact_text: Ref<pact_text::Entity>,
    /// A service number of the person (NIP, NI PPPK).
    pub service_number: String,
    /// Code of the reason, of the list `EXEMPTION_REASON`.
    pub reason_code: String,
    /// The reason in words, 10 to 2,000 characters (alasan).
    pub reason: String,
    /// First day.
    pub valid_from: Date,
    /// First day on which it no longer holds; null until it is ended.
    pub valid_to: Option<Date>,
    /// SHA-256 of the document that shows it, 64 lower-case hexadecimal digits.
    pub document_sha256: Option<String>,
}

/// A refusal or exemption to end.
#[derive(Clone, Debug, InputObject)]
pub struct EndPactAbstentionInput {
    /// The refusal or exemption.
    pub id: Ref<pact_abstention::Entity>,
    /// First day on which it no longer holds; today by default.
    pub ends_on: Option<Date>,
    /// Why, 10 to 2,000 characters (alasan).
    pub reason: String,
    /// Version that the caller has seen; refused where the record has moved on.
    pub expected_version: Option<i32>,
}

impl Registry {
    /// Refuses to sign, for oneself, or records that one of the employer's people does. The person
    /// may still sign.
    ///
    /// # Errors
    /// `FORBIDDEN` for a person outside the reach; `REASON_REQUIRED`, `EVIDENCE_REQUIRED`,
    /// `REFUSAL_DATE`; what refuses the signing of the text; `ALREADY_SIGNED`, `ALREADY_REFUSED`.
    pub async fn refuse_pact(
        &self,
        permit: &Permit<of::RefusePact>,
        request: &ActRequest,
        input: &RefusePactInput,
    ) -> Result<Done> {
        let text_id = read("pactText", &input.pact_text)?;
        pact::check_reason(&input.reason).map_err(|rule| Error::invalid("reason", rule))?;
        let own = permit.reach() == Reach::Own;
        let document = match &input.on_behalf_of {
            // Whoever acts for oneself names nobody else.
            Some(_) if own => return Err(Error::Forbidden(permit.act())),
            None if own => None,
            None => return Err(Error::invalid("onBehalfOf", Rule::EvidenceRequired)),
            Some(other) => {
                rules::check_document(&other.document_sha256)
                    .map_err(|rule| Error::invalid("onBehalfOf.documentSha256", rule))?;
                Some(other.document_sha256.as_str())
            }
        };
        let act = open_act!(self, permit, request);
        let text = signable(&act, text_id, None).await?;
        let inside = |id| permit.covers_institution(Some(id)).is_ok();
        let (person_id, day) = match &input.on_behalf_of {
            None => (permit.actor().civil_servant_id().ok_or(Rule::NotEmployed)?, None),
            Some(other) => {
                let path = "onBehalfOf.serviceNumber";
                let number = &other.service_number;
                let person = people::within::own_person(&act, inside, path, number).await?.0;
                (person, Some(other.refused_on))
            }
        };
        people::within::lock_persons(&act, &[person_id]).await?;
        let employment = employment(&act, permit, person_id, day).await?;
        let days = Days::of(&act, &text, employment.institution_id).await?;
        let refused_on = day.unwrap_or(days.today);
        if !days.have(refused_on) {
            return Err(Error::invalid("onBehalfOf.refusedOn", Rule::RefusalDate));
        }
        let row = pact_abstention::Model {
            is_declared_by_person: own,
            reason: input.reason.clone(),
            evidence: evidence(&act, document),
            ..draft(&act, AbstentionKind::Refusal, &text, &employment, (refused_on, None))
        };
        self.record(act, &text, row).await
    }

    /// Exempts one of the employer's people from signing for a time.
    ///
    /// # Errors
    /// `FORBIDDEN` for a person outside the reach; `REASON_REQUIRED`, `CODE_UNKNOWN`,
    /// `END_BEFORE_START`; what refuses the signing of the text; `ALREADY_SIGNED`,
    /// `EXEMPTION_OVERLAPS`.
    pub async fn exempt_from_pact(
        &self,
        permit: &Permit<of::ExemptFromPact>,
        request: &ActRequest,
        input: &ExemptFromPactInput,
    ) -> Result<Done> {
        let text_id = read("pactText", &input.pact_text)?;
        pact::check_reason(&input.reason).map_err(|rule| Error::invalid("reason", rule))?;
        if input.valid_to.is_some_and(|to| to <= input.valid_from) {
            return Err(Error::invalid("validTo", Rule::EndBeforeStart));
        }
        if let Some(document) = &input.document_sha256 {
            rules::check_document(document)
                .map_err(|rule| Error::invalid("documentSha256", rule))?;
        }
        let act = open_act!(self, permit, request);
        let codes = Codes::load(act.tx(), &[REASONS]).await?;
        let code = Some(input.reason_code.as_str());
        codes.check_at("reasonCode", REASONS, code, input.valid_from)?;
        let text = signable(&act, text_id, None).await?;
        let inside = |id| permit.covers_institution(Some(id)).is_ok();
        let number = &input.service_number;
        let (person_id, _) =
            people::within::own_person(&act, inside, "serviceNumber", number).await?;
        people::within::lock_persons(&act, &[person_id]).await?;
        let employment = employment(&act, permit, person_id, None).await?;
        let span = (input.valid_from, input.valid_to);
        let row = pact_abstention::Model {
            reason_code: Some(input.reason_code.clone()),
            reason: input.reason.clone(),
            evidence: evidence(&act, input.document_sha256.as_deref()),
            ..draft(&act, AbstentionKind::Exemption, &text, &employment, span)
        };
        self.record(act, &text, row).await
    }

    async fn record(
        &self,
        mut act: Box<Write>,
        text: &pact_text::Model,
        row: pact_abstention::Model,
    ) -> Result<Done> {
        let (person_id, institution_id) = (row.civil_servant_id, row.institution_id);
        check_addressed(&act, text, institution_id).await?;
        let signatures = crate::pact::within::signatures(&act, &[person_id]).await?;
        let class = text.equivalence_class;
        let employments = people::within::employments(&act, &[person_id]).await?;
        let places = succession::continued(institution_id, &employments);
        if crate::pact::within::standing_of_class(&signatures, &places, class).is_some() {
            return Err(Rule::AlreadySigned.into());
        }
        let abstentions = crate::pact::within::abstentions(&act, &[person_id]).await?;
        rules::check_new(&row, &places, &signatures, &abstentions)?;
        let counted = Counted::before(&act, vec![person_id]).await?;
        let (id, parts) = (row.id, vec![told(&row.evidence)?]);
        act.add(row, parts).await?;
        counted.settle(&mut act).await?;
        act.commit(Some(id)).await
    }

    /// Ends an exemption early, or a refusal that was recorded wrongly; the record remains.
    ///
    /// # Errors
    /// `NOT_FOUND` where absent or outside the reach; `REASON_REQUIRED`; `ALREADY_DECIDED` where it
    /// has ended by then; `END_BEFORE_START`; `VERSION_CONFLICT`.
    pub async fn end_pact_abstention(
        &self,
        permit: &Permit<of::EndPactAbstention>,
        request: &ActRequest,
        input: &EndPactAbstentionInput,
    ) -> Result<Done> {
        type Table = pact_abstention::Entity;
        let id = read("id", &input.id)?;
        pact::check_reason(&input.reason).map_err(|rule| Error::invalid("reason", rule))?;
        let mut act = open_act!(self, permit, request);
        let ends_on = input.ends_on.unwrap_or_else(|| act.today());
        let taken = take_own::<Table, _>(&act, permit, id, input.expected_version).await?;
        if taken.row.valid_to.is_some_and(|to| to <= ends_on) {
            return Err(Rule::AlreadyDecided.into());
        }
        if ends_on < taken.row.valid_from {
            return Err(Error::invalid("endsOn", Rule::EndBeforeStart));
        }
        let counted = Counted::before(&act, vec![taken.row.civil_servant_id]).await?;
        let ended = pact_abstention::Model {
            valid_to: Some(ends_on),
            end_reason: Some(input.reason.clone()),
            ..taken.row.clone()
        };
        let parts = vec![told(&ended.evidence)?];
        act.put(&taken, ended, parts).await?;
        counted.settle(&mut act).await?;
        act.commit(Some(id)).await
    }
}

/// The employment within the reach on a day, which is the institution's today by default.
async fn employment<A: ActKind>(
    act: &Write,
    permit: &Permit<A>,
    person_id: Uuid,
    on: Option<Date>,
) -> Result<employment::Model> {
    for row in people::within::employments(act, &[person_id]).await?.into_iter().rev() {
        let within = permit.reach() == Reach::Own
            || permit.covers_institution(Some(row.institution_id)).is_ok();
        let on = match on {
            Some(day) => day,
            None => local_day(act, row.institution_id).await?,
        };
        if within && region::holds(Some(row.valid_from), row.valid_to, on) {
            return Ok(row);
        }
    }
    Err(Rule::NotEmployed.into())
}

fn evidence(act: &Write, document_sha256: Option<&str>) -> String {
    let recorder = act.actor().user_id().unwrap_or_default();
    let account = act.registry().vault().pseudonym(recorder);
    json!({ "account": account, "document_sha256": document_sha256 }).to_string()
}

/// An abstention without its reason.
fn draft(
    act: &Write,
    kind: AbstentionKind,
    text: &pact_text::Model,
    employment: &employment::Model,
    (valid_from, valid_to): (Date, Option<Date>),
) -> pact_abstention::Model {
    pact_abstention::Model {
        row_id: act.new_id(),
        id: act.new_id(),
        kind,
        pact_text_id: text.id,
        cycle_id: text.cycle_id,
        equivalence_class: text.equivalence_class,
        civil_servant_id: employment.civil_servant_id,
        employment_id: employment.id,
        institution_id: employment.institution_id,
        unit_id: employment.unit_id,
        reason_code: None,
        reason: String::new(),
        valid_from,
        valid_to,
        is_declared_by_person: false,
        evidence: "{}".to_owned(),
        recorded_at: act.now(),
        end_reason: None,
        recorded_by: act.event_id(),
        superseded_by: None,
    }
}
