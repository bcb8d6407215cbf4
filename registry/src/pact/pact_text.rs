//! Texts of the integrity pact.

pub(crate) mod within;

use async_graphql::InputObject;
use netra_domain::policy::{Permit, of};
use netra_domain::{Rule, pact};
use netra_entity::code::Function;
use netra_entity::{Date, Instant, Ref, cycle, institution, pact_text};
use sea_orm::sea_query::Condition;
use sea_orm::{ColumnTrait, QueryFilter};
use uuid::Uuid;

use crate::ledger;
use crate::ledger::error::{Error, Result, read, read_optional};
use crate::ledger::page::{Page, Window};
use crate::ledger::sequencer::AsOf;
use crate::ledger::write::{ActRequest, Done, Write, open_act};
use crate::office;
use crate::{Registry, ledger::hex, office::region};

/// Which texts are asked for.
#[derive(Clone, Debug, Default)]
pub struct PactTextFilter {
    /// Only those of this cycle.
    pub cycle: Option<Ref<cycle::Entity>>,
    /// Only those of this issuer.
    pub issuer: Option<Ref<institution::Entity>>,
    /// Only national ones, or only local ones.
    pub is_national: Option<bool>,
}

/// A national text to publish.
#[derive(Clone, Debug, InputObject)]
pub struct PublishPactTextInput {
    /// The cycle.
    pub cycle: Ref<cycle::Entity>,
    /// Language, BCP 47.
    #[graphql(default = "id")]
    pub language: String,
    /// Title.
    pub title: String,
    /// The exact text; its UTF-8 bytes are what is signed.
    pub body: String,
    /// The version it replaces; the one in force, if there is one.
    pub supersedes: Option<Ref<pact_text::Entity>>,
    /// Whether signers of the replaced version must sign again.
    #[graphql(default)]
    pub resign_required: bool,
    /// Whether a signature is valid only once a superior has countersigned it (atasan mengetahui).
    #[graphql(default)]
    pub countersignature_required: bool,
    /// Day of publication, if the text was published before it is recorded here; today by default
    /// (tanggal penerbitan).
    pub published_on: Option<Date>,
}

/// A text of the employer's own to publish.
#[derive(Clone, Debug, InputObject)]
pub struct PublishLocalPactTextInput {
    /// The national text in force that it is derived from and equivalent to (naskah nasional).
    pub derived_from: Ref<pact_text::Entity>,
    /// Language, BCP 47.
    #[graphql(default = "id")]
    pub language: String,
    /// Title.
    pub title: String,
    /// The exact text; its UTF-8 bytes are what is signed.
    pub body: String,
    /// The issuer's version that it replaces; the newest, if there is one.
    pub supersedes: Option<Ref<pact_text::Entity>>,
    /// Whether a signature is valid only once a superior has countersigned it (atasan mengetahui).
    #[graphql(default)]
    pub countersignature_required: bool,
    /// Day of publication, if the text was published before it is recorded here; today by default
    /// (tanggal penerbitan).
    pub published_on: Option<Date>,
}

/// A text to withdraw.
#[derive(Clone, Debug, InputObject)]
pub struct WithdrawPactTextInput {
    /// The text.
    pub id: Ref<pact_text::Entity>,
    /// Why, 10 to 2,000 characters (alasan).
    pub reason: String,
    /// Version that the caller has seen; refused where the record has moved on.
    pub expected_version: Option<i32>,
}

impl Registry {
    /// Texts in the order in which they were published.
    ///
    /// # Errors
    /// The database's own.
    pub async fn pact_texts(
        &self,
        permit: &Permit<of::ReadReference>,
        filter: &PactTextFilter,
        window: &Window,
    ) -> Result<Page<pact_text::Model>> {
        use pact_text::Column;
        let derived = Column::DerivedFromId;
        let national = |yes| if yes { derived.is_null() } else { derived.is_not_null() };
        let cycle = read_optional("cycle", filter.cycle.as_ref())?;
        let issuer = read_optional("issuer", filter.issuer.as_ref())?;
        let condition = Condition::all()
            .add_option(cycle.map(|id| Column::CycleId.eq(id)))
            .add_option(issuer.map(|id| Column::IssuerId.eq(id)))
            .add_option(filter.is_national.map(national));
        let select = self.within::<pact_text::Entity, _>(permit, AsOf::Now).filter(condition);
        self.page(select, &[Column::Id], window).await
    }

    /// Publishes a national text. A version that asks signers of the replaced one to sign again
    /// opens a class of its own.
    ///
    /// # Errors
    /// `NOT_FOUND` for an unknown cycle or text; `PACT_TEXT_SUPERSEDED` where the replaced
    /// version is not the one in force; `DAY_IN_FUTURE`; `STATUS_BEFORE_LAST` where that one was
    /// published later.
    pub async fn publish_pact_text(
        &self,
        permit: &Permit<of::PublishPactText>,
        request: &ActRequest,
        input: &PublishPactTextInput,
    ) -> Result<Done> {
        let cycle_id = read("cycle", &input.cycle)?;
        let supersedes_id = read_optional("supersedes", input.supersedes.as_ref())?;
        let mut act = open_act!(self, permit, request);
        check_body(&input.body)?;
        let issuer_id = issuer(&act).await?;
        let texts = crate::pact::within::pact_texts(act.tx(), cycle_id, Some(issuer_id)).await?;
        let replaced = replaced(pact::newest_national(&texts), supersedes_id)?;
        let class = replaced.filter(|_| !input.resign_required).map(|text| text.equivalence_class);
        let row = pact_text::Model {
            version: next_version(&texts, |it| !pact::is_local(it) || it.issuer_id == issuer_id),
            language: input.language.clone(),
            supersedes_id: replaced.map(|text| text.id),
            resign_required: input.resign_required,
            countersignature_required: input.countersignature_required,
            published_at: published(&act, input.published_on, replaced).await?,
            ..draft(&act, (cycle_id, issuer_id, class), &input.title, &input.body)
        };
        let id = row.id;
        act.add(row, Vec::new()).await?;
        act.commit(Some(id)).await
    }

    /// Publishes a text of the employer's own. It is of the class of the national text it is
    /// derived from, so that either counts.
    ///
    /// # Errors
    /// `PACT_TEXT_NOT_NATIONAL` where the other text is no national one in force;
    /// `PACT_TEXT_SUPERSEDED` where the replaced version is not the issuer's newest;
    /// `DAY_IN_FUTURE`; `STATUS_BEFORE_LAST` where that one was published later.
    pub async fn publish_local_pact_text(
        &self,
        permit: &Permit<of::PublishLocalPactText>,
        request: &ActRequest,
        input: &PublishLocalPactTextInput,
    ) -> Result<Done> {
        let derived_from_id = read("derivedFrom", &input.derived_from)?;
        let supersedes_id = read_optional("supersedes", input.supersedes.as_ref())?;
        let mut act = open_act!(self, permit, request);
        check_body(&input.body)?;
        let not_national = || Error::invalid("derivedFrom", Rule::PactTextNotNational);
        let national = crate::pact::within::pact_text(act.tx(), derived_from_id).await?;
        let national = national.filter(|it| !pact::is_local(it)).ok_or_else(not_national)?;
        let issuer_id = issuer(&act).await?;
        let texts =
            crate::pact::within::pact_texts(act.tx(), national.cycle_id, Some(issuer_id)).await?;
        pact::check_signable(&national, &texts, None).map_err(|_rule| not_national())?;
        let replaced = replaced(pact::newest_local(&texts, issuer_id), supersedes_id)?;
        let class = national.equivalence_class;
        let place = (national.cycle_id, issuer_id, Some(class));
        let row = pact_text::Model {
            derived_from_id: Some(national.id),
            version: next_version(&texts, |it| it.issuer_id == issuer_id),
            language: input.language.clone(),
            supersedes_id: replaced.map(|text| text.id),
            // Only the national text asks for it, by a class of its own.
            resign_required: replaced.is_some_and(|text| text.equivalence_class != class),
            countersignature_required: input.countersignature_required,
            published_at: published(&act, input.published_on, replaced).await?,
            ..draft(&act, place, &input.title, &input.body)
        };
        let id = row.id;
        act.add(row, Vec::new()).await?;
        act.commit(Some(id)).await
    }

    /// Withdraws a text: it can no longer be signed.
    ///
    /// # Errors
    /// `NOT_FOUND`; `FORBIDDEN` for a text of another issuer; `PACT_TEXT_WITHDRAWN` where it already is; `VERSION_CONFLICT`.
    pub async fn withdraw_pact_text(
        &self,
        permit: &Permit<of::WithdrawPactText>,
        request: &ActRequest,
        input: &WithdrawPactTextInput,
    ) -> Result<Done> {
        let id = read("id", &input.id)?;
        pact::check_reason(&input.reason).map_err(|rule| Error::invalid("reason", rule))?;
        let mut act = open_act!(self, permit, request);
        let text = crate::pact::within::pact_text(act.tx(), id).await?.ok_or(Error::NotFound)?;
        permit.covers_institution(Some(text.issuer_id))?;
        // Some institutions issue as the ministry and as an employer; each function has its texts.
        let is_local = text.derived_from_id.is_some();
        let employs = permit.actor().seat().is_some_and(|it| it.function == Function::Employer);
        if is_local != employs {
            return Err(Error::Forbidden(permit.act()));
        }
        let text = act.take::<pact_text::Entity>(id, input.expected_version).await?;
        if text.row.withdrawn_at.is_some() {
            return Err(Rule::PactTextWithdrawn.into());
        }
        let row = pact_text::Model {
            withdrawn_at: Some(act.now()),
            withdrawal_reason: Some(input.reason.clone()),
            ..text.row.clone()
        };
        act.put(&text, row, Vec::new()).await?;
        act.commit(Some(id)).await
    }
}

/// A national text in Indonesian without a predecessor, published now; in a class of its own where
/// none is given.
pub(crate) fn draft(
    act: &Write,
    (cycle_id, issuer_id, class): (Uuid, Uuid, Option<Uuid>),
    title: &str,
    body: &str,
) -> pact_text::Model {
    pact_text::Model {
        id: act.new_id(),
        cycle_id,
        issuer_id,
        derived_from_id: None,
        equivalence_class: class.unwrap_or_else(|| act.new_id()),
        version: 1,
        language: "id".to_owned(),
        title: title.to_owned(),
        sha256: digest(body),
        body: body.to_owned(),
        published_at: act.now(),
        supersedes_id: None,
        resign_required: false,
        countersignature_required: false,
        withdrawn_at: None,
        withdrawal_reason: None,
        rev: 1,
    }
}

fn check_body(body: &str) -> Result<()> {
    if body.trim().is_empty() {
        return Err(Error::invalid("body", Rule::ReasonRequired));
    }
    Ok(())
}

/// The version that a new one replaces: the newest of its line, or none where that is withdrawn.
fn replaced(
    newest: Option<&pact_text::Model>,
    supersedes_id: Option<Uuid>,
) -> Result<Option<&pact_text::Model>> {
    match (supersedes_id, newest) {
        (None, None) => Ok(None),
        (Some(id), Some(newest)) if newest.id == id => Ok(Some(newest)),
        (None, Some(newest)) if newest.withdrawn_at.is_some() => Ok(None),
        _ => Err(Error::invalid("supersedes", Rule::PactTextSuperseded)),
    }
}

/// The moment of publication: now, or the beginning of the day on which it was, by Jakarta's time.
async fn published(
    act: &Write,
    on: Option<Date>,
    replaced: Option<&pact_text::Model>,
) -> Result<Instant> {
    let today = act.today();
    let Some(on) = on.filter(|it| *it != today) else { return Ok(act.now()) };
    if on > today {
        return Err(Error::invalid("publishedOn", Rule::DayInFuture));
    }
    let zone = region::zone_of(act.tx(), None).await?;
    let at = Instant::from_utc(zone.start_of_day(on.0));
    if replaced.is_some_and(|it| it.published_at >= at) {
        return Err(Error::invalid("publishedOn", Rule::StatusBeforeLast));
    }
    Ok(at)
}

/// The number after that of the texts which share a numbering.
fn next_version(texts: &[pact_text::Model], share: impl Fn(&pact_text::Model) -> bool) -> i32 {
    texts.iter().filter(|text| share(text)).map(|text| text.version).max().unwrap_or(0) + 1
}

/// Refuses an act on a revision that is not the current one.
pub(crate) fn expect_version(expected: Option<i32>, current: i32) -> Result<()> {
    match expected {
        Some(expected) if expected != current => Err(Error::VersionConflict { current }),
        _ => Ok(()),
    }
}

/// SHA-256 of a text's UTF-8 bytes, in hexadecimal.
#[must_use]
pub fn digest(body: &str) -> String {
    hex::sha256(body.as_bytes())
}

/// The institution that issues: the seat's, or the ministry's at the founding.
async fn issuer(act: &Write) -> Result<Uuid> {
    if let Some(seat) = act.actor().seat() {
        return Ok(seat.institution_id);
    }
    let codes = ["PANRB".to_owned()];
    let rows = office::within::institutions_by_code(act.tx(), &codes).await?;
    Ok(rows.first().ok_or(Error::NotFound)?.id)
}

/// The class whose signatures count in a cycle on a day: that of the newest national text published
/// by then and not withdrawn by then, as far as that is known.
pub(crate) async fn class_in_force(
    registry: &Registry,
    cycle_id: Uuid,
    on: Date,
    as_of: AsOf,
) -> Result<Uuid> {
    let zone = region::zone_of(registry.reader(), None).await?;
    let by_then = |at: Instant| Date(zone.local_day(at.0)) <= on;
    let texts = crate::pact::within::pact_texts(registry.reader(), cycle_id, None).await?;
    let known = known(registry, &texts, as_of).await?;
    let in_force = known
        .iter()
        .find(|text| by_then(text.published_at) && !text.withdrawn_at.is_some_and(by_then));
    // Before the first text there is nothing to sign: the first class then counts nobody.
    in_force.or(texts.last()).map(|text| text.equivalence_class).ok_or(Error::NotFound)
}

/// The texts as they were known. Only a withdrawal ever revises a text.
async fn known(
    registry: &Registry,
    texts: &[pact_text::Model],
    as_of: AsOf,
) -> Result<Vec<pact_text::Model>> {
    let AsOf::At(point) = as_of else { return Ok(texts.to_vec()) };
    let ids = texts.iter().map(|text| text.id).collect();
    let revisions = ledger::within::revisions_known(registry.reader(), ids, point.index).await?;
    Ok(texts
        .iter()
        .filter_map(|text| {
            let is_current = *revisions.get(&text.id)? >= text.rev;
            let withdrawn_at = text.withdrawn_at.filter(|_| is_current);
            Some(pact_text::Model { withdrawn_at, ..text.clone() })
        })
        .collect())
}
