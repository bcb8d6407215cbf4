//! Texts of the integrity pact.

pub(crate) mod within;
use netra_domain::policy::{Permit, of};
use netra_domain::{Rule, pact};
use netra_entity::{Date, Instant, pact_text};
use sea_orm::sea_query::Condition;
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, QueryFilter};
use serde_json::json;
use uuid::Uuid;

use crate::ledger;
use crate::ledger::error::{Error, Result};
use crate::ledger::page::{self, Page, Window};
use crate::ledger::sequencer::AsOf;
use crate::ledger::write::{ActRequest, Done, Write, open_act};
use crate::office;
use crate::{Registry, ledger::hex, office::region};

/// Kind of the record in events.
pub(crate) const KIND: &str = "pact_text";

/// Which texts are asked for.
#[derive(Clone, Debug, Default)]
pub struct PactTextFilter {
    /// Only those of this cycle.
    pub cycle_id: Option<Uuid>,
    /// Only those of this issuer.
    pub issuer_id: Option<Uuid>,
    /// Only national ones, or only local ones.
    pub is_national: Option<bool>,
}

/// A local text to publish.
#[derive(Clone, Debug)]
pub struct LocalTextInput {
    /// The national text it is derived from and equivalent to.
    pub derived_from_id: Uuid,
    /// Language, BCP 47.
    pub language: String,
    /// Title.
    pub title: String,
    /// The exact text.
    pub body: String,
    /// The issuer's version that it replaces, which must be the newest.
    pub supersedes_id: Option<Uuid>,
    /// Whether a signature is valid only once a superior has countersigned it.
    pub countersignature_required: bool,
}

/// A national text to publish.
#[derive(Clone, Debug)]
pub struct PactTextInput {
    /// The cycle.
    pub cycle_id: Uuid,
    /// Language, BCP 47.
    pub language: String,
    /// Title.
    pub title: String,
    /// The exact text.
    pub body: String,
    /// The version it replaces, which must be the one in force.
    pub supersedes_id: Option<Uuid>,
    /// Whether signers of the replaced version must sign again.
    pub resign_required: bool,
    /// Whether a signature is valid only once a superior has countersigned it.
    pub countersignature_required: bool,
}

impl Registry {
    /// One text.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub async fn pact_text(
        &self,
        permit: &Permit<of::ReadReference>,
        id: Uuid,
    ) -> Result<pact_text::Model> {
        let mut rows = self.pact_texts_by_ids(permit, &[id]).await?;
        rows.pop().ok_or(Error::NotFound)
    }

    /// Texts by their ids, for nested reads.
    ///
    /// # Errors
    /// The database's own.
    pub async fn pact_texts_by_ids(
        &self,
        permit: &Permit<of::ReadReference>,
        ids: &[Uuid],
    ) -> Result<Vec<pact_text::Model>> {
        Ok(self
            .within::<pact_text::Entity, _>(permit, AsOf::Now)
            .filter(pact_text::Column::Id.is_in(ids.iter().copied()))
            .all(self.reader())
            .await?)
    }

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
        let condition = Condition::all()
            .add_option(filter.cycle_id.map(|id| Column::CycleId.eq(id)))
            .add_option(filter.issuer_id.map(|id| Column::IssuerId.eq(id)))
            .add_option(filter.is_national.map(national));
        let select = self.within::<pact_text::Entity, _>(permit, AsOf::Now).filter(condition);
        page::cut(self.reader(), select, &[Column::Id], window).await
    }

    /// Publishes a national text. A version that asks signers of the replaced one to sign again
    /// opens a class of its own.
    ///
    /// # Errors
    /// `NOT_FOUND` for an unknown cycle or text; `PACT_TEXT_SUPERSEDED` where the replaced
    /// version is not the one in force.
    pub async fn publish_pact_text(
        &self,
        permit: &Permit<of::PublishPactText>,
        request: &ActRequest,
        input: &PactTextInput,
    ) -> Result<Done> {
        let mut act = open_act!(self, permit, request);
        if input.body.trim().is_empty() {
            return Err(Error::invalid("body", Rule::ReasonRequired));
        }
        let issuer_id = issuer(&act).await?;
        let texts =
            crate::pact::within::pact_texts(act.tx(), input.cycle_id, Some(issuer_id)).await?;
        let replaced = replaced(pact::newest_national(&texts), input.supersedes_id)?;
        let class = replaced.filter(|_| !input.resign_required).map(|text| text.equivalence_class);
        let row = pact_text::Model {
            id: act.new_id(),
            cycle_id: input.cycle_id,
            issuer_id,
            derived_from_id: None,
            equivalence_class: class.unwrap_or_else(|| act.new_id()),
            version: next_version(&texts, |it| !pact::is_local(it) || it.issuer_id == issuer_id),
            language: input.language.clone(),
            title: input.title.clone(),
            sha256: digest(&input.body),
            body: input.body.clone(),
            published_at: act.now(),
            supersedes_id: replaced.map(|text| text.id),
            resign_required: input.resign_required,
            countersignature_required: input.countersignature_required,
            withdrawn_at: None,
            withdrawal_reason: None,
            rev: 1,
        };
        act.insert(row.clone()).await?;
        record(&mut act, &row)?;
        act.commit(Some(row.id)).await
    }

    /// Publishes a text of the employer's own. It is of the class of the national text it is
    /// derived from, so that either counts.
    ///
    /// # Errors
    /// `PACT_TEXT_NOT_NATIONAL` where the other text is no national one in force;
    /// `PACT_TEXT_SUPERSEDED` where the replaced version is not the issuer's newest.
    pub async fn publish_local_pact_text(
        &self,
        permit: &Permit<of::PublishLocalPactText>,
        request: &ActRequest,
        input: &LocalTextInput,
    ) -> Result<Done> {
        let mut act = open_act!(self, permit, request);
        if input.body.trim().is_empty() {
            return Err(Error::invalid("body", Rule::ReasonRequired));
        }
        let not_national = || Error::invalid("derivedFrom", Rule::PactTextNotNational);
        let national = crate::pact::within::pact_text(act.tx(), input.derived_from_id).await?;
        let national = national.filter(|it| !pact::is_local(it)).ok_or_else(not_national)?;
        let issuer_id = issuer(&act).await?;
        let texts =
            crate::pact::within::pact_texts(act.tx(), national.cycle_id, Some(issuer_id)).await?;
        pact::check_signable(&national, &texts, None).map_err(|_rule| not_national())?;
        let replaced = replaced(pact::newest_local(&texts, issuer_id), input.supersedes_id)?;
        let class = national.equivalence_class;
        let row = pact_text::Model {
            id: act.new_id(),
            cycle_id: national.cycle_id,
            issuer_id,
            derived_from_id: Some(national.id),
            equivalence_class: class,
            version: next_version(&texts, |it| it.issuer_id == issuer_id),
            language: input.language.clone(),
            title: input.title.clone(),
            sha256: digest(&input.body),
            body: input.body.clone(),
            published_at: act.now(),
            supersedes_id: replaced.map(|text| text.id),
            // Only the national text asks for it, by a class of its own.
            resign_required: replaced.is_some_and(|text| text.equivalence_class != class),
            countersignature_required: input.countersignature_required,
            withdrawn_at: None,
            withdrawal_reason: None,
            rev: 1,
        };
        act.insert(row.clone()).await?;
        record(&mut act, &row)?;
        act.commit(Some(row.id)).await
    }

    /// Withdraws a text: it can no longer be signed.
    ///
    /// # Errors
    /// `NOT_FOUND`; `FORBIDDEN` for a text of another issuer; `PACT_TEXT_WITHDRAWN` where it already is; `VERSION_CONFLICT`.
    pub async fn withdraw_pact_text(
        &self,
        permit: &Permit<of::WithdrawPactText>,
        request: &ActRequest,
        id: Uuid,
        reason: &str,
        expected_version: Option<i32>,
    ) -> Result<Done> {
        pact::check_reason(reason).map_err(|rule| Error::invalid("reason", rule))?;
        let mut act = open_act!(self, permit, request);
        let text = crate::pact::within::pact_text(act.tx(), id).await?.ok_or(Error::NotFound)?;
        permit.covers_institution(Some(text.issuer_id))?;
        expect_version(expected_version, text.rev)?;
        if text.withdrawn_at.is_some() {
            return Err(Rule::PactTextWithdrawn.into());
        }
        let row = pact_text::Model {
            withdrawn_at: Some(act.now()),
            withdrawal_reason: Some(reason.to_owned()),
            rev: text.rev + 1,
            ..text
        };
        let active: pact_text::ActiveModel = row.clone().into();
        let changed = pact_text::Entity::update_many()
            .set(active.reset_all())
            .filter(pact_text::Column::Id.eq(row.id))
            .filter(pact_text::Column::Rev.eq(text.rev))
            .exec(act.tx())
            .await?;
        if changed.rows_affected != 1 {
            return Err(Error::VersionConflict { current: row.rev });
        }
        record(&mut act, &row)?;
        act.commit(Some(row.id)).await
    }
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

/// Says that a text was published or changed.
pub(crate) fn record(act: &mut Write, row: &pact_text::Model) -> Result<()> {
    let after = json!({
        "cycle_id": row.cycle_id, "issuer_id": row.issuer_id, "version": row.version,
        "derived_from_id": row.derived_from_id,
        "equivalence_class": row.equivalence_class, "language": row.language,
        "title": row.title, "sha256": row.sha256, "published_at": row.published_at,
        "supersedes_id": row.supersedes_id, "resign_required": row.resign_required,
        "countersignature_required": row.countersignature_required,
        "withdrawn_at": row.withdrawn_at, "withdrawal_reason": row.withdrawal_reason,
    });
    act.record(KIND, row.id, row.rev, &after)
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
