//! Reading within a reach. Whatever is read here is noted for the read log, so that a finder cannot
//! show a person without its reading.

use std::collections::HashMap;
use std::future::Future;

use netra_domain::policy::{ActKind, Permit};
use netra_entity::Date;
use sea_orm::sea_query::Condition;
use sea_orm::{
    ColumnTrait, EntityTrait, FromQueryResult, ModelTrait, QueryFilter, QueryOrder, Select, Value,
};
use uuid::Uuid;

use super::rows;
use crate::Registry;
use crate::ledger::error::{Error, Result};
use crate::ledger::page::{self, Page, Window};
use crate::ledger::recorded::column;
use crate::ledger::sequencer::AsOf;
use crate::privacy::read_log::OfPerson;

/// A table that is read under an act.
pub trait Readable<A: ActKind>: EntityTrait<Model: OfPerson + Send + Sync> {
    /// What of it lies within the reach on a day.
    #[must_use]
    fn within(permit: &Permit<A>, day: Date) -> Condition;

    /// Rows by their ids; those outside the reach are absent.
    #[must_use = "nothing is read until it is awaited"]
    fn by_ids(
        registry: &Registry,
        permit: &Permit<A>,
        ids: &[Uuid],
    ) -> impl Future<Output = Result<Vec<Self::Model>>> + Send
    where
        Self::Model: FromQueryResult,
    {
        let found = column::<Self>("id").map(|id| {
            registry.within::<Self, A>(permit, AsOf::Now).filter(id.is_in(ids.iter().copied()))
        });
        async move {
            match found {
                Some(found) => registry.all(found).await,
                None => Ok(Vec::new()),
            }
        }
    }
}

/// A table whose rows hang on those of another.
pub trait Child: EntityTrait {
    /// The column that names the row on which it hangs.
    const PARENT: Self::Column;
    /// Its order within that.
    const ORDER: &'static [Self::Column];
}

/// A row of a table.
pub type Model<E> = <E as EntityTrait>::Model;

/// The id of a row.
#[must_use]
pub fn id_of<E: EntityTrait>(row: &E::Model) -> Uuid {
    column::<E>("id").map_or_else(Uuid::nil, |id| uuid_in::<E>(row, id))
}

/// The row on which another hangs.
#[must_use]
pub fn parent_of<E: Child>(row: &E::Model) -> Uuid {
    uuid_in::<E>(row, E::PARENT)
}

fn uuid_in<E: EntityTrait>(row: &E::Model, column: E::Column) -> Uuid {
    if let Value::Uuid(Some(id)) = row.get(column) { id } else { Uuid::nil() }
}

/// Says under which acts tables are read, and how their rows are reached: along their own axes, or
/// along those of the rows on which they hang.
macro_rules! readable {
    ($($table:ident under $($act:ident),+;)*) => {$($(
        impl $crate::reach::Readable<netra_domain::policy::of::$act> for $table::Entity {
            fn within(
                permit: &netra_domain::policy::Permit<netra_domain::policy::of::$act>,
                day: netra_entity::Date,
            ) -> sea_orm::Condition {
                $crate::reach::within::<Self, _>(permit, day)
            }
        }
    )+)*};
}

/// Says of tables on whose rows theirs hang, and in which order.
macro_rules! children {
    ($($table:ident of $parent:ident by $of:ident in order of ($($order:ident),+)
        $(under $($act:ident),+)?;)*) => {$(
        impl $crate::reach::Child for $table::Entity {
            const PARENT: Self::Column = $table::Column::$of;
            const ORDER: &'static [Self::Column] = &[$($table::Column::$order),+];
        }

        $($(impl $crate::reach::Readable<netra_domain::policy::of::$act> for $table::Entity {
            fn within(
                permit: &netra_domain::policy::Permit<netra_domain::policy::of::$act>,
                day: netra_entity::Date,
            ) -> sea_orm::Condition {
                use sea_orm::ColumnTrait;
                let of = $table::Column::$of;
                if permit.reach() == netra_domain::policy::Reach::All {
                    return sea_orm::Condition::all();
                }
                let seen = $crate::reach::ids::<$parent::Entity, _>(permit, day, $parent::Column::Id);
                sea_orm::Condition::all().add(of.in_subquery(seen))
            }
        })+)?
    )*};
}
pub(crate) use {children, readable};

impl Registry {
    /// The rows of a table within a permit's reach today.
    pub(crate) fn within<E: Readable<A>, A: ActKind>(
        &self,
        permit: &Permit<A>,
        as_of: AsOf,
    ) -> Select<E> {
        rows(permit, self.clock().today(), as_of)
    }

    /// Rows by their ids; those outside the reach are absent.
    ///
    /// # Errors
    /// The database's own.
    pub async fn by_ids<E: Readable<A>, A: ActKind>(
        &self,
        permit: &Permit<A>,
        ids: &[Uuid],
    ) -> Result<Vec<E::Model>> {
        E::by_ids(self, permit, ids).await
    }

    /// A row by its id.
    ///
    /// # Errors
    /// [`Error::NotFound`] where absent or outside the reach.
    pub async fn by_id<E: Readable<A>, A: ActKind>(
        &self,
        permit: &Permit<A>,
        id: Uuid,
    ) -> Result<E::Model> {
        self.by_ids::<E, A>(permit, &[id]).await?.pop().ok_or(Error::NotFound)
    }

    /// The rows that hang on others, in the order of their table.
    ///
    /// # Errors
    /// The database's own.
    pub async fn children<E: Readable<A> + Child, A: ActKind>(
        &self,
        permit: &Permit<A>,
        parents: &[Uuid],
    ) -> Result<Vec<E::Model>> {
        let mut found =
            self.within::<E, A>(permit, AsOf::Now).filter(E::PARENT.is_in(parents.iter().copied()));
        for column in E::ORDER {
            found = found.order_by_asc(*column);
        }
        self.all(found).await
    }

    /// A page of the rows that hang on each of some others, in the order of their table.
    ///
    /// # Errors
    /// The database's own.
    pub async fn pages_of<E, A>(
        &self,
        permit: &Permit<A>,
        parents: &[Uuid],
        window: &Window,
    ) -> Result<HashMap<Uuid, Page<E::Model>>>
    where
        E: Readable<A> + Child,
        E::Model: FromQueryResult + ModelTrait<Entity = E>,
        A: ActKind,
    {
        let Some(id) = column::<E>("id") else { return Ok(HashMap::new()) };
        let select = self.within::<E, A>(permit, AsOf::Now);
        let asked = (parents, window);
        let pages = page::cut_each(self.reader(), select, (id, E::PARENT), E::ORDER, asked).await?;
        let shown = |(parent, page)| (parent, self.showing_page(page));
        Ok(pages.into_iter().map(shown).collect())
    }

    /// Every row of a select.
    pub(crate) async fn all<E: EntityTrait<Model: OfPerson>>(
        &self,
        select: Select<E>,
    ) -> Result<Vec<E::Model>> {
        Ok(self.showing(select.all(self.reader()).await?))
    }

    /// The one row of a select.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub(crate) async fn one<E: EntityTrait<Model: OfPerson>>(
        &self,
        select: Select<E>,
    ) -> Result<E::Model> {
        self.showing_one(select.one(self.reader()).await?).ok_or(Error::NotFound)
    }

    /// A page of a select, in the order of `columns`.
    pub(crate) async fn page<E>(
        &self,
        select: Select<E>,
        columns: &[E::Column],
        window: &Window,
    ) -> Result<Page<E::Model>>
    where
        E: EntityTrait<Model: OfPerson + ModelTrait<Entity = E> + Send + Sync>,
        E::Column: Copy,
    {
        let page = page::cut(self.reader(), select, columns, window).await?;
        Ok(self.showing_page(page))
    }
}
