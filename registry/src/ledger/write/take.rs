//! How an act takes a record in hand and puts it back: found, locked and compared with the version
//! that the caller has seen; stored with its after-image.

use netra_entity::Classified;
use sea_orm::sea_query::{LockType, Value};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, ModelTrait, QueryFilter,
    QuerySelect,
};
use serde_json::Value as Json;
use uuid::Uuid;

use super::rows::fits;
use super::{Record, Write};
use crate::ledger::error::{Error, Result};
use crate::ledger::recorded::{Recorded, column, id_of, image};
use crate::ledger::rows::begin;

/// What hangs on a record, by the fields of its after-image.
pub(crate) type Parts = Vec<(&'static str, Json)>;

/// A record that an act has in hand, locked.
#[derive(Clone, Debug)]
pub(crate) struct Taken<E: EntityTrait> {
    /// Its present row.
    pub(crate) row: E::Model,
    /// Its version, from 1.
    pub(crate) version: i32,
}

impl Write {
    /// Takes a record: locks its present row, and refuses where the record has moved on since the
    /// caller saw it. What the act may do with it is for the act to check.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::VersionConflict`].
    pub(crate) async fn take<E: Recorded>(
        &self,
        id: Uuid,
        expected: Option<i32>,
    ) -> Result<Taken<E>> {
        let mut found = begin::<E>().filter(E::ID.eq(id));
        if let Some(superseded_by) = column::<E>("superseded_by") {
            found = found.filter(superseded_by.is_null());
        }
        let row = found.lock(LockType::Update).one(self.tx()).await?.ok_or(Error::NotFound)?;
        let version = match column::<E>("rev").map(|it| row.get(it)) {
            Some(Value::Int(Some(rev))) => rev,
            _ => self.next_rev(id).await?.saturating_sub(1),
        };
        if expected.is_some_and(|expected| expected != version) {
            return Err(Error::VersionConflict { current: version });
        }
        Ok(Taken { row, version })
    }

    /// Stores a new record with its after-image.
    ///
    /// # Errors
    /// The database's own.
    pub(crate) async fn add<M>(&mut self, row: M, parts: Parts) -> Result<()>
    where
        M: ModelTrait + IntoActiveModel<<M::Entity as EntityTrait>::ActiveModel>,
        M::Entity: Recorded<Model = M, Column: Classified>,
    {
        self.tell::<M::Entity>(&row, 1, parts);
        self.insert(row).await
    }

    /// Stores a record at a version that the act has worked out, with its after-image: new at the
    /// first, in the place of its row at any other.
    ///
    /// # Errors
    /// The database's own.
    pub(crate) async fn save<M>(&mut self, version: i32, row: M, parts: Parts) -> Result<()>
    where
        M: ModelTrait + IntoActiveModel<<M::Entity as EntityTrait>::ActiveModel>,
        M::Entity: Recorded<Model = M, Column: Classified>,
    {
        if version == 1 {
            return self.add(row, parts).await;
        }
        self.tell::<M::Entity>(&row, version, parts);
        self.replace::<M::Entity>(row).await
    }

    /// Stores a record that was taken, with its after-image: a table of versions gets another
    /// version, any other its row replaced.
    ///
    /// # Errors
    /// The database's own.
    pub(crate) async fn put<E>(
        &mut self,
        taken: &Taken<E>,
        row: E::Model,
        parts: Parts,
    ) -> Result<()>
    where
        E: Recorded<Column: Classified>,
        E::Model: IntoActiveModel<E::ActiveModel>,
    {
        fits(&row)?;
        let version = taken.version.saturating_add(1);
        self.tell::<E>(&row, version, parts);
        let id = id_of::<E>(&row);
        let mut next = row.into_active_model().reset_all();
        let (Some(row_id), Some(recorded_by), Some(superseded_by)) =
            (column::<E>("row_id"), column::<E>("recorded_by"), column::<E>("superseded_by"))
        else {
            if let Some(rev) = column::<E>("rev") {
                next.set(rev, version.into());
            }
            E::update(next).exec(self.tx()).await?;
            return Ok(());
        };
        next.set(row_id, self.new_id().into());
        next.set(recorded_by, self.event_id().into());
        next.set(superseded_by, Value::Uuid(None));
        E::update_many()
            .col_expr(superseded_by, self.event_id().into())
            .filter(E::ID.eq(id))
            .filter(superseded_by.is_null())
            .exec(self.tx())
            .await?;
        E::insert(next).exec_without_returning(self.tx()).await?;
        Ok(())
    }

    /// Says that a record was changed whose row is stored otherwise, with many others.
    pub(crate) fn tell<E: Recorded>(&mut self, row: &E::Model, version: i32, parts: Parts) {
        let mut payload = image::<E>(row);
        payload.extend(parts.into_iter().map(|(field, told)| (field.to_owned(), told)));
        self.records.push(Record { kind: E::KIND, id: id_of::<E>(row), rev: version, payload });
    }
}
