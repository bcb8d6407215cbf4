//! A copy of an account's registration that is due to an office (tembusan pendaftaran akun).

use async_graphql::SimpleObject;
use sea_orm::entity::prelude::*;

use crate::code::Function;
use crate::time::Date;

/// A copy of an account's registration that is due to an office (tembusan pendaftaran akun).
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, SimpleObject)]
#[sea_orm(table_name = "campaign_account_copy")]
#[graphql(name = "CampaignAccountCopyRow")]
pub struct Model {
    /// Identity of the row.
    #[sea_orm(primary_key, auto_increment = false)]
    #[graphql(skip)]
    pub id: Uuid,
    /// The account.
    #[graphql(skip)]
    pub account_id: Uuid,
    /// The function under which the office receives it (fungsi penerima).
    pub function: Function,
    /// The institution that held the function on that day; absent where none did.
    #[graphql(skip)]
    pub institution_id: Option<Uuid>,
    /// Local day (tanggal).
    pub sent_on: Date,
    /// Event that sent it.
    #[graphql(skip)]
    pub recorded_by: Uuid,
}

/// Relations are followed by the registry, never by the entity.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

crate::class::classes! { "campaign_account_copy" as "accountcopy":
    Open { Id, AccountId, Function, InstitutionId, SentOn, RecordedBy }
}
