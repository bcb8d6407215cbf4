//! The people of an institution who pass to another by a succession.

use netra_entity::code::SignatureState;
use netra_entity::{Date, employment, pact_signature};
use sea_orm::sea_query::{Condition, Expr, ExprTrait, Query, SelectStatement};
use sea_orm::{ColumnTrait, ConnectionTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use crate::ledger::error::Result;
use crate::reach::begin;

/// People of an institution who pass, by where they work.
#[derive(Clone, Debug)]
pub(crate) struct Passers {
    /// The predecessor.
    pub institution_id: Uuid,
    /// Only those in these units; everybody where there is none.
    pub only: Option<Vec<Uuid>>,
    /// Not those in these units.
    pub except: Vec<Uuid>,
}

impl Passers {
    /// Present employments that hold on a day or later.
    fn condition(&self, on: Date) -> Condition {
        use employment::Column;
        let col = |it: Column| Expr::col((employment::Entity, it));
        let lasting = Condition::any()
            .add(Column::ValidTo.is_null())
            .add(col(Column::ValidTo).gt(on).and(col(Column::ValidTo).gt(col(Column::ValidFrom))));
        let except = (!self.except.is_empty()).then(|| {
            let others = col(Column::UnitId).is_not_in(self.except.iter().copied());
            Condition::any().add(Column::UnitId.is_null()).add(others)
        });
        let only = self.only.as_ref();
        Condition::all()
            .add(Column::InstitutionId.eq(self.institution_id))
            .add(Column::SupersededBy.is_null())
            .add(lasting)
            .add_option(only.map(|ids| Column::UnitId.is_in(ids.iter().copied())))
            .add_option(except)
    }

    fn persons(&self, on: Date) -> SelectStatement {
        Query::select()
            .column(employment::Column::CivilServantId)
            .from(employment::Entity)
            .cond_where(self.condition(on))
            .to_owned()
    }

    /// How many employments pass, by unit.
    pub(crate) async fn by_unit(
        &self,
        db: &impl ConnectionTrait,
        on: Date,
    ) -> Result<Vec<(Option<Uuid>, i64)>> {
        Ok(begin::<employment::Entity>()
            .select_only()
            .column(employment::Column::UnitId)
            .column_as(employment::Column::RowId.count(), "employments")
            .filter(self.condition(on))
            .group_by(employment::Column::UnitId)
            .into_tuple()
            .all(db)
            .await?)
    }

    /// The versions that pass, after one and in the order of their ids: what a plan rests on.
    pub(crate) async fn versions(
        &self,
        db: &impl ConnectionTrait,
        on: Date,
        after: Option<Uuid>,
        most: u64,
    ) -> Result<Vec<Uuid>> {
        use employment::Column;
        Ok(begin::<employment::Entity>()
            .select_only()
            .column(Column::RowId)
            .filter(self.condition(on))
            .filter(Condition::all().add_option(after.map(|id| Column::RowId.gt(id))))
            .order_by_asc(Column::RowId)
            .limit(most)
            .into_tuple()
            .all(db)
            .await?)
    }

    /// The next people who have not passed yet.
    pub(crate) async fn next(
        &self,
        db: &impl ConnectionTrait,
        on: Date,
        most: u64,
    ) -> Result<Vec<Uuid>> {
        use employment::Column;
        Ok(begin::<employment::Entity>()
            .select_only()
            .distinct()
            .column(Column::CivilServantId)
            .filter(self.condition(on))
            .order_by_asc(Column::CivilServantId)
            .limit(most)
            .into_tuple()
            .all(db)
            .await?)
    }

    /// How many of their valid signatures were given in the institution.
    pub(crate) async fn signatures(&self, db: &impl ConnectionTrait, on: Date) -> Result<u64> {
        use pact_signature::Column;
        Ok(begin::<pact_signature::Entity>()
            .filter(Column::InstitutionId.eq(self.institution_id))
            .filter(Column::SupersededBy.is_null())
            .filter(Column::State.eq(SignatureState::Valid))
            .filter(Column::CivilServantId.in_subquery(self.persons(on)))
            .count(db)
            .await?)
    }
}
