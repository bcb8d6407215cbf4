//! Texts of the integrity pact.

use netra_domain::Rule;
use netra_domain::policy::{Permit, of};
use netra_entity::{Date, Instant, pact_text};
use sea_orm::sea_query::Condition;
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, QueryFilter};
use serde_json::json;
use uuid::Uuid;

use crate::error::{Error, Result};
use crate::page::{self, Page, Window};
use crate::sequencer::AsOf;
use crate::write::{ActRequest, Done, Write, open_act};
use crate::{Registry, hex, region, scope};

/// Kind of the record in events.
pub(crate) const KIND: &str = "pact_text";

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
        Ok(scope::pact_texts(permit)
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
        cycle_id: Option<Uuid>,
        window: &Window,
    ) -> Result<Page<pact_text::Model>> {
        let select = scope::pact_texts(permit).filter(
            Condition::all().add_option(cycle_id.map(|id| pact_text::Column::CycleId.eq(id))),
        );
        page::cut(self.reader(), select, &[pact_text::Column::Id], page::id_only, window).await
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
        let texts = scope::within::pact_texts(act.tx(), input.cycle_id).await?;
        let newest = texts.first();
        let replaced = match (input.supersedes_id, newest) {
            (None, None) => None,
            (Some(id), Some(newest)) if newest.id == id => Some(newest),
            (None, Some(newest)) if newest.withdrawn_at.is_some() => None,
            _ => return Err(Error::invalid("supersedes", Rule::PactTextSuperseded)),
        };
        let class = replaced.filter(|_| !input.resign_required).map(|text| text.equivalence_class);
        let issuer_id = issuer(&act).await?;
        let row = pact_text::Model {
            id: act.new_id(),
            cycle_id: input.cycle_id,
            issuer_id,
            derived_from_id: None,
            equivalence_class: class.unwrap_or_else(|| act.new_id()),
            version: newest.map_or(1, |text| text.version + 1),
            language: input.language.clone(),
            title: input.title.clone(),
            sha256: digest(&input.body),
            body: input.body.clone(),
            published_at: act.now(),
            supersedes_id: replaced.map(|text| text.id),
            resign_required: input.resign_required,
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
    /// `NOT_FOUND`; `PACT_TEXT_WITHDRAWN` where it already is; `VERSION_CONFLICT`.
    pub async fn withdraw_pact_text(
        &self,
        permit: &Permit<of::WithdrawPactText>,
        request: &ActRequest,
        id: Uuid,
        reason: &str,
        expected_version: Option<i32>,
    ) -> Result<Done> {
        netra_domain::pact::check_reason(reason).map_err(|rule| Error::invalid("reason", rule))?;
        let mut act = open_act!(self, permit, request);
        let text = scope::within::pact_text(act.tx(), id).await?.ok_or(Error::NotFound)?;
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
        "equivalence_class": row.equivalence_class, "language": row.language,
        "title": row.title, "sha256": row.sha256, "published_at": row.published_at,
        "supersedes_id": row.supersedes_id, "resign_required": row.resign_required,
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
    let rows = scope::within::institutions_by_code(act.tx(), &codes).await?;
    Ok(rows.first().ok_or(Error::NotFound)?.id)
}

/// The class whose signatures count in a cycle on a day: that of the newest text published by
/// then and not withdrawn by then, as far as that is known.
pub(crate) async fn class_in_force(
    registry: &Registry,
    cycle_id: Uuid,
    on: Date,
    as_of: AsOf,
) -> Result<Uuid> {
    let zone = region::zone_of(registry.reader(), None).await?;
    let by_then = |at: Instant| Date(zone.local_day(at.0)) <= on;
    let texts = scope::within::pact_texts(registry.reader(), cycle_id).await?;
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
    let revisions = scope::within::revisions_known(registry.reader(), ids, point.index).await?;
    Ok(texts
        .iter()
        .filter_map(|text| {
            let is_current = *revisions.get(&text.id)? >= text.rev;
            let withdrawn_at = text.withdrawn_at.filter(|_| is_current);
            Some(pact_text::Model { withdrawn_at, ..text.clone() })
        })
        .collect())
}
