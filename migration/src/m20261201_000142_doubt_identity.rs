//! Keeps with a person that somebody has to look at who it is.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::boolean;

use crate::index::{Index, create_indexes, drop_indexes};

/// Keeps with a person that somebody has to look at who it is.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

const PERSON: &str = "civil_servant";
const COLUMN: &str = "is_identity_doubtful";
const INDEXES: &[Index] = &[Index::plain(PERSON, &[COLUMN, "id"])];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let doubt = boolean(COLUMN).default(false).to_owned();
        manager.alter_table(Table::alter().table(PERSON).add_column(doubt).to_owned()).await?;
        create_indexes(manager, INDEXES).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_indexes(manager, INDEXES).await?;
        manager.alter_table(Table::alter().table(PERSON).drop_column(COLUMN).to_owned()).await
    }
}
