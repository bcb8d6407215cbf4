//! Types of contests, and where the law departs from them.

use async_graphql::InputObject;
use netra_domain::Rule;
use netra_domain::policy::{Permit, of};
use netra_entity::code::{
    Confidence, ContestArea, ContestRule, ContestantKind, ElectionRegime, Level,
};
use netra_entity::{Date, contest_exception, contest_type};

use crate::Registry;
use crate::elections;
use crate::ledger::error::{Error, Result};
use crate::ledger::write::{ActRequest, Done, open_act};
use crate::office;

/// A type of contest to record.
#[derive(Clone, Debug, InputObject)]
pub struct RecordContestTypeInput {
    /// Code, English `UPPER_SNAKE`.
    pub code: String,
    /// Body of law (rezim).
    pub regime: ElectionRegime,
    /// Order.
    pub ordinal: i32,
    /// Label in Indonesian.
    pub label: String,
    /// Label in English.
    pub label_en: Option<String>,
    /// Who stands (peserta).
    pub contestant_kind: ContestantKind,
    /// What one contest covers (wilayah pemilihan).
    pub area: ContestArea,
    /// Whether it is divided into electoral districts (daerah pemilihan).
    pub has_districts: bool,
    /// Level of the election administration that registers it (tingkat KPU).
    pub registered_at: Level,
    /// Whether one may stand without a party (perseorangan).
    pub independent_allowed: bool,
    /// Where the facts come from (sumber).
    pub source: String,
    /// How sure they are.
    pub confidence: Confidence,
}

/// Where the law departs from a type of contest, to record.
#[derive(Clone, Debug, InputObject)]
pub struct RecordContestExceptionInput {
    /// Code of the contest type (jenis pemilihan).
    pub contest_type: String,
    /// The region it is about, with those below it (kode wilayah).
    pub region_code: String,
    /// What the law says there.
    pub rule: ContestRule,
    /// First day in force.
    pub valid_from: Option<Date>,
    /// First day no longer in force.
    pub valid_to: Option<Date>,
    /// Legal basis (dasar hukum).
    pub legal_basis: String,
    /// Where the facts come from (sumber).
    pub source: String,
    /// How sure they are.
    pub confidence: Confidence,
}

impl Registry {
    /// Records a type of contest; only the central election administration does. A present type is
    /// never changed: contests were recorded by it.
    ///
    /// # Errors
    /// `FORBIDDEN` below the central level; `NAME_REQUIRED`; `CODE_TAKEN`.
    pub async fn record_contest_type(
        &self,
        permit: &Permit<of::RecordContestType>,
        request: &ActRequest,
        input: &RecordContestTypeInput,
    ) -> Result<Done> {
        permit.covers_jurisdiction(Level::Central, None)?;
        for (path, text) in [("code", &input.code), ("label", &input.label)] {
            if text.trim().is_empty() {
                return Err(Error::invalid(path, Rule::NameRequired));
            }
        }
        let mut act = open_act!(self, permit, request);
        let row = contest_type::Model {
            id: act.new_id(),
            code: input.code.clone(),
            regime: input.regime,
            ordinal: input.ordinal,
            label: input.label.clone(),
            label_en: input.label_en.clone(),
            contestant_kind: input.contestant_kind,
            area: input.area,
            has_districts: input.has_districts,
            registered_at: input.registered_at,
            independent_allowed: input.independent_allowed,
            source: input.source.clone(),
            confidence: input.confidence,
        };
        let id = row.id;
        let taken = |error: Error| error.or_taken(|| Error::invalid("code", Rule::CodeTaken));
        act.add(row, Vec::new()).await.map_err(taken)?;
        act.commit(Some(id)).await
    }

    /// Records where the law departs from a type of contest; only the central election
    /// administration does.
    ///
    /// # Errors
    /// `FORBIDDEN` below the central level; `CODE_UNKNOWN` for a type or a region that is not
    /// recorded; `END_BEFORE_START`; `CODE_TAKEN` where it is recorded for a part of that time.
    pub async fn record_contest_exception(
        &self,
        permit: &Permit<of::RecordContestException>,
        request: &ActRequest,
        input: &RecordContestExceptionInput,
    ) -> Result<Done> {
        permit.covers_jurisdiction(Level::Central, None)?;
        if let (Some(from), Some(to)) = (input.valid_from, input.valid_to)
            && to <= from
        {
            return Err(Error::invalid("validTo", Rule::EndBeforeStart));
        }
        let mut act = open_act!(self, permit, request);
        let types = elections::within::contest_types(act.tx()).await?;
        if !types.iter().any(|it| it.code == input.contest_type) {
            return Err(Error::invalid("contestType", Rule::CodeUnknown));
        }
        let region = std::slice::from_ref(&input.region_code);
        if office::within::regions_by_code(act.tx(), region).await?.is_empty() {
            return Err(Error::invalid("regionCode", Rule::CodeUnknown));
        }
        let present = elections::within::contest_exceptions(act.tx()).await?;
        if present.iter().any(|it| input.overlaps(it)) {
            return Err(Error::invalid("validFrom", Rule::CodeTaken));
        }
        let row = contest_exception::Model {
            id: act.new_id(),
            contest_type: input.contest_type.clone(),
            region_code: input.region_code.clone(),
            rule: input.rule,
            valid_from: input.valid_from,
            valid_to: input.valid_to,
            legal_basis: input.legal_basis.clone(),
            source: input.source.clone(),
            confidence: input.confidence,
        };
        let id = row.id;
        act.add(row, Vec::new()).await?;
        act.commit(Some(id)).await
    }
}

impl RecordContestExceptionInput {
    fn overlaps(&self, row: &contest_exception::Model) -> bool {
        let before = |end: Option<Date>, start: Option<Date>| match (end, start) {
            (Some(end), Some(start)) => end <= start,
            (None, _) | (_, None) => false,
        };
        row.contest_type == self.contest_type
            && row.region_code == self.region_code
            && row.rule == self.rule
            && !before(row.valid_to, self.valid_from)
            && !before(self.valid_to, row.valid_from)
    }
}
