//! Signatures given on paper, recorded by the employer row by row.

use std::collections::{HashMap, HashSet};

use async_graphql::InputObject;
use netra_domain::pact::check_signable;
use netra_domain::policy::{Permit, of};
use netra_domain::{Rule, ServiceNumber, succession};
use netra_entity::code::SignatureMethod;
use netra_entity::{Date, Ref, employment, pact_abstention, pact_signature, pact_text};
use serde::{Deserialize, Serialize};
use serde_json::json;
use uuid::Uuid;

use super::{addressees, already_signed, draft, local_day, with_others};
use crate::law::code_list::Leaves;
use crate::ledger::error::{Error, Result, read};
use crate::ledger::row_result::{RowOutcome, RowResult, RowVerdict};
use crate::ledger::write::{ActRequest, Done, Write, open_act};
use crate::pact;
use crate::pact::coverage::Deltas;
use crate::pact::own::told;
use crate::people;
use crate::{Registry, office::region};

/// The most rows in one mutation; larger lists go by file.
const MOST_ROWS: usize = 500;

/// A signature given on paper (tanda tangan basah).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, InputObject)]
pub struct PaperSignatureInput {
    /// A service number of the signer (NIP, NI PPPK).
    pub service_number: String,
    /// Day on which it was signed.
    pub signed_on: Date,
    /// SHA-256 of the scanned document.
    pub document_sha256: Option<String>,
}

/// Signatures on paper to record.
#[derive(Clone, Debug, InputObject)]
pub struct RecordPaperSignaturesInput {
    /// The text (naskah pakta).
    pub pact_text: Ref<pact_text::Entity>,
    /// Up to 500 rows.
    pub rows: Vec<PaperSignatureInput>,
}

impl Registry {
    /// Records signatures on paper. Rows that are refused do not hold back the others.
    ///
    /// # Errors
    /// `TOO_MANY_ROWS`; `NOT_FOUND` or a refusal that concerns the text itself.
    pub async fn record_paper_signatures(
        &self,
        permit: &Permit<of::RecordPaperSignatures>,
        request: &ActRequest,
        input: &RecordPaperSignaturesInput,
    ) -> Result<Done> {
        let pact_text_id = read("pactText", &input.pact_text)?;
        if input.rows.len() > MOST_ROWS {
            return Err(Error::invalid("rows", Rule::TooManyRows));
        }
        let mut act = open_act!(self, permit, request);
        let verdicts = record_rows(&mut act, permit, pact_text_id, &input.rows).await?;
        let results: Vec<_> = verdicts.into_iter().enumerate().map(RowResult::new).collect();
        act.commit_with(None, Some(serde_json::to_value(results)?)).await
    }
}

/// Records rows inside an act, each judged by itself.
pub(crate) async fn record_rows(
    act: &mut Write,
    permit: &Permit<of::RecordPaperSignatures>,
    pact_text_id: Uuid,
    rows: &[PaperSignatureInput],
) -> Result<Vec<RowVerdict>> {
    let (text, texts) = with_others(act, pact_text_id).await?;
    if text.withdrawn_at.is_some() {
        return Err(Rule::PactTextWithdrawn.into());
    }
    let mut chunk = Chunk::load(act, permit, (&text, texts), rows).await?;
    let mut verdicts = Vec::with_capacity(rows.len());
    let mut new = Vec::new();
    for row in rows {
        verdicts.push(chunk.judge(act, &text, row).map(|judged| match judged {
            Judged::Unchanged => RowOutcome::Unchanged,
            Judged::New(employment) => {
                new.push((row, employment));
                RowOutcome::Recorded
            }
        }));
    }
    let before = chunk.coverage();
    let recorder = act.actor().user_id().unwrap_or_default();
    let officer = act.registry().vault().pseudonym(recorder);
    let mut signatures = Vec::with_capacity(new.len());
    for (row, employment) in new {
        let evidence = json!({
            "officer": officer, "document_sha256": row.document_sha256,
            "pact_sha256": text.sha256, "pact_version": text.version,
        });
        let mut signature = draft(act, &text, &employment, SignatureMethod::Paper, row.signed_on);
        signature.evidence = evidence.to_string();
        let parts = vec![told(&signature.evidence)?];
        act.tell::<pact_signature::Entity>(&signature, 1, parts);
        signatures.push(signature);
    }
    act.insert_all(signatures.clone()).await.map_err(already_signed)?;
    for signature in signatures {
        chunk.files.entry(signature.civil_servant_id).or_default().signatures.push(signature);
    }
    let change = chunk.coverage().since(before);
    act.moves_coverage(change);
    Ok(verdicts)
}

enum Judged {
    Unchanged,
    New(Box<employment::Model>),
}

/// A person's present employments, signatures and abstentions.
#[derive(Default)]
struct PersonFile {
    employments: Vec<employment::Model>,
    signatures: Vec<pact_signature::Model>,
    abstentions: Vec<pact_abstention::Model>,
}

/// What a chunk's rows are judged by, read once for all of them.
struct Chunk {
    persons: HashMap<String, Uuid>,
    files: HashMap<Uuid, PersonFile>,
    institutions: HashSet<Uuid>,
    addressees: Option<Vec<Uuid>>,
    /// The text itself and what may have replaced it, each with its day of publication.
    texts: Vec<(pact_text::Model, Date)>,
    published_on: Date,
    /// The present day at each institution.
    todays: HashMap<Uuid, Date>,
    leaves: Leaves,
    seen: HashSet<Uuid>,
}

impl Chunk {
    async fn load(
        act: &Write,
        permit: &Permit<of::RecordPaperSignatures>,
        (text, texts): (&pact_text::Model, Vec<pact_text::Model>),
        rows: &[PaperSignatureInput],
    ) -> Result<Self> {
        let numbers: Vec<String> = rows
            .iter()
            .filter_map(|row| ServiceNumber::parse(&row.service_number).ok())
            .map(|number| number.as_str().to_owned())
            .collect();
        let holdings = people::within::numbers(act, &numbers).await?;
        let persons: HashMap<String, Uuid> =
            holdings.into_iter().map(|row| (row.number, row.civil_servant_id)).collect();
        let ids: Vec<Uuid> = persons.values().copied().collect();
        people::within::lock_persons(act, &ids).await?;
        let employments = people::within::employments(act, &ids).await?;
        let institutions: HashSet<Uuid> = employments
            .iter()
            .map(|row| row.institution_id)
            .filter(|id| permit.covers_institution(Some(*id)).is_ok())
            .collect();
        let mut todays = HashMap::new();
        for id in &institutions {
            todays.insert(*id, local_day(act, *id).await?);
        }
        let zone = region::zone_of(act.tx(), None).await?;
        let published = |it: &pact_text::Model| Date(zone.local_day(it.published_at.0));
        let mut files: HashMap<Uuid, PersonFile> = HashMap::new();
        for row in employments {
            files.entry(row.civil_servant_id).or_default().employments.push(row);
        }
        for row in pact::within::signatures(act, &ids).await? {
            files.entry(row.civil_servant_id).or_default().signatures.push(row);
        }
        for row in pact::within::abstentions(act, &ids).await? {
            files.entry(row.civil_servant_id).or_default().abstentions.push(row);
        }
        Ok(Self {
            persons,
            files,
            institutions,
            addressees: addressees(act, text).await?,
            published_on: published(text),
            texts: texts
                .into_iter()
                .map(|it| (published(&it), it))
                .map(|(day, it)| (it, day))
                .collect(),
            todays,
            leaves: Leaves::load(act.tx()).await?,
            seen: HashSet::new(),
        })
    }

    fn coverage(&self) -> Deltas {
        let mut sum = Deltas::default();
        for file in self.files.values() {
            let PersonFile { employments, signatures, abstentions } = file;
            sum.add(Deltas::of_person(employments, signatures, abstentions, &self.leaves));
        }
        sum
    }

    /// Whoever was never employed in the reach is forbidden, known or not. The paper is judged as of
    /// its day: by the office of that day, under the text of that day.
    fn judge(
        &mut self,
        act: &Write,
        text: &pact_text::Model,
        row: &PaperSignatureInput,
    ) -> std::result::Result<Judged, &'static str> {
        let number =
            ServiceNumber::parse_as_of(&row.service_number, act.today().0).map_err(Rule::code)?;
        let person = *self.persons.get(number.as_str()).ok_or("FORBIDDEN")?;
        let file = self.files.get(&person).ok_or("FORBIDDEN")?;
        let own = |it: &&employment::Model| self.institutions.contains(&it.institution_id);
        let on = |day: Date| {
            move |it: &&employment::Model| region::holds(Some(it.valid_from), it.valid_to, day)
        };
        file.employments.iter().find(own).ok_or("FORBIDDEN")?;
        if row.signed_on < self.published_on {
            return Err(Rule::PaperSignatureDate.code());
        }
        let employment = file
            .employments
            .iter()
            .filter(own)
            .find(on(row.signed_on))
            .ok_or(Rule::NotEmployed.code())?
            .clone();
        let class = text.equivalence_class;
        let institution_id = employment.institution_id;
        if self.todays.get(&institution_id).is_some_and(|today| *today < row.signed_on) {
            return Err(Rule::PaperSignatureDate.code());
        }
        let known = |it: &&(pact_text::Model, Date)| it.0.id == text.id || it.1 < row.signed_on;
        let texts = self.texts.iter().filter(known).map(|it| &it.0);
        check_signable(text, texts, None).map_err(Rule::code)?;
        if self.addressees.as_ref().is_some_and(|ids| !ids.contains(&institution_id)) {
            return Err(Rule::PactTextOtherInstitution.code());
        }
        let places = succession::continued(institution_id, &file.employments);
        let standing = pact::within::standing_of_class(&file.signatures, &places, class);
        if let Some(standing) = standing {
            let same =
                standing.method == SignatureMethod::Paper && standing.signed_on == row.signed_on;
            return if same { Ok(Judged::Unchanged) } else { Err(Rule::AlreadySigned.code()) };
        }
        if !self.seen.insert(person) {
            return Err(Rule::DuplicateRow.code());
        }
        Ok(Judged::New(Box::new(employment)))
    }
}
