//! Creates the tables of campaign accounts.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    boolean, date, date_null, integer, integer_null, text, text_null, uuid, uuid_null,
};

use crate::index::{Index, create_indexes};

/// Creates the tables of campaign accounts.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

const TABLES: &[&str] = &[
    "campaign_account_rule",
    "campaign_account",
    "campaign_account_name",
    "campaign_account_copy",
    "campaign_account_imitation",
];

const INDEXES: &[Index] = &[
    Index::unique_present("campaign_account_rule", &["election_id", "contest_type"]),
    Index::unique_present("campaign_account", &["id"]),
    Index::plain("campaign_account", &["contestant_id", "id"]),
    Index::plain("campaign_account", &["contest_id", "id"]),
    Index::plain("campaign_account", &["election_id", "id"]),
    Index::plain("campaign_account", &["candidate_id"]),
    Index::plain("campaign_account", &["platform", "id"]),
    Index::plain("campaign_account", &["state", "id"]),
    Index::plain("campaign_account_name", &["account_id"]),
    Index::plain("campaign_account_name", &["skeleton"]),
    Index::plain("campaign_account_copy", &["institution_id", "id"]),
    Index::plain("campaign_account_copy", &["account_id"]),
    Index::plain("campaign_account_imitation", &["url"]),
    Index::plain("campaign_account_imitation", &["account_id"]),
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in [rule(), account(), name(), copy(), imitation()] {
            manager.create_table(table).await?;
        }
        create_indexes(manager, INDEXES).await?;
        manager.create_index(look_up()).await?;
        manager.create_index(one_open()).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in TABLES.iter().rev() {
            manager.drop_table(Table::drop().table(*table).to_owned()).await?;
        }
        Ok(())
    }
}

/// Holds all that a look-up asks of a name: an address that is nobody's is answered from it alone.
fn look_up() -> IndexCreateStatement {
    sea_query::Index::create()
        .name("ix_campaign_account_name_key")
        .table("campaign_account_name")
        .col("key")
        .col("valid_from")
        .col("account_id")
        .col("valid_to")
        .col("handle")
        // SQLite reads it from the table else, although the index has only rows without it.
        .col("superseded_by")
        .and_where(Expr::col("superseded_by").is_null())
        .to_owned()
}

/// An address is registered once at a time in an election.
fn one_open() -> IndexCreateStatement {
    sea_query::Index::create()
        .name("ix_campaign_account_name_key_election_id")
        .table("campaign_account_name")
        .col("key")
        .col("election_id")
        .unique()
        .and_where(Expr::col("superseded_by").is_null())
        .and_where(Expr::col("valid_to").is_null())
        .to_owned()
}

fn rule() -> TableCreateStatement {
    Table::create()
        .table("campaign_account_rule")
        .col(uuid("row_id").primary_key())
        .col(uuid("id"))
        .col(uuid("election_id"))
        .col(text("contest_type"))
        .col(text("limit_scope"))
        .col(integer("max_accounts"))
        .col(integer_null("deadline_days"))
        .col(date_null("deadline_on"))
        .col(text("late_accounts"))
        .col(date_null("closing_on"))
        .col(text_null("closing_rule"))
        .col(text("copy_recipients"))
        .col(text_null("instrument_code"))
        .col(text_null("article"))
        .col(text("source"))
        .col(text("confidence"))
        .col(uuid("recorded_by"))
        .col(uuid_null("superseded_by"))
        .foreign_key(&mut to("campaign_account_rule", "election_id", "election"))
        .to_owned()
}

fn account() -> TableCreateStatement {
    Table::create()
        .table("campaign_account")
        .col(uuid("row_id").primary_key())
        .col(uuid("id"))
        .col(uuid("contestant_id"))
        .col(uuid("contest_id"))
        .col(uuid("election_id"))
        .col(text("contest_type"))
        .col(uuid_null("candidate_id"))
        .col(text("platform"))
        .col(text("kind"))
        .col(text_null("handle"))
        .col(text("url"))
        .col(text_null("native_id"))
        .col(text("state"))
        .col(date("received_on"))
        .col(boolean("is_late"))
        .col(date_null("registered_on"))
        .col(date_null("ended_on"))
        .col(text_null("end_reason"))
        .col(boolean("is_invented"))
        .col(uuid("recorded_by"))
        .col(uuid_null("superseded_by"))
        .foreign_key(&mut to("campaign_account", "contestant_id", "contestant"))
        .foreign_key(&mut to("campaign_account", "contest_id", "contest"))
        .foreign_key(&mut to("campaign_account", "election_id", "election"))
        .to_owned()
}

fn name() -> TableCreateStatement {
    Table::create()
        .table("campaign_account_name")
        .col(uuid("row_id").primary_key())
        .col(uuid("account_id"))
        .col(uuid("election_id"))
        .col(text("key"))
        .col(boolean("is_native_id"))
        .col(text_null("handle"))
        .col(text("as_written"))
        .col(text_null("skeleton"))
        .col(date("valid_from"))
        .col(date_null("valid_to"))
        .col(uuid("recorded_by"))
        .col(uuid_null("superseded_by"))
        .foreign_key(&mut to("campaign_account_name", "election_id", "election"))
        .to_owned()
}

fn copy() -> TableCreateStatement {
    Table::create()
        .table("campaign_account_copy")
        .col(uuid("id").primary_key())
        .col(uuid("account_id"))
        .col(text("function"))
        .col(uuid_null("institution_id"))
        .col(date("sent_on"))
        .col(uuid("recorded_by"))
        .foreign_key(&mut to("campaign_account_copy", "institution_id", "institution"))
        .to_owned()
}

fn imitation() -> TableCreateStatement {
    Table::create()
        .table("campaign_account_imitation")
        .col(uuid("id").primary_key())
        .col(uuid("account_id"))
        .col(text("platform"))
        .col(text("url"))
        .col(text("as_written"))
        .col(text("note"))
        .col(date("reported_on"))
        .col(boolean("is_invented"))
        .col(uuid("recorded_by"))
        .to_owned()
}

fn to(
    table: &'static str,
    column: &'static str,
    parent: &'static str,
) -> ForeignKeyCreateStatement {
    ForeignKey::create().from(table, column).to(parent, "id").to_owned()
}
