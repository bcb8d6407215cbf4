//! How many accounts a contestant may register until when, in one kind of contest of one election (ketentuan akun kampanye).

use async_graphql::SimpleObject;
use sea_orm::entity::prelude::*;

use crate::code::{AccountLimitScope, Confidence, LateAccounts};
use crate::time::Date;

/// How many accounts a contestant may register until when, in one kind of contest of one election (ketentuan akun kampanye).
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, SimpleObject)]
#[sea_orm(table_name = "campaign_account_rule")]
#[graphql(name = "CampaignAccountRuleRow")]
pub struct Model {
    /// Identity of this version.
    #[sea_orm(primary_key, auto_increment = false)]
    #[graphql(skip)]
    pub row_id: Uuid,
    /// Identity of the rule, the same in all its versions.
    #[graphql(skip)]
    pub id: Uuid,
    /// The election.
    #[graphql(skip)]
    pub election_id: Uuid,
    /// Code of the contest type (jenis pemilihan).
    pub contest_type: String,
    /// What the limit counts (cakupan batas).
    pub limit_scope: AccountLimitScope,
    /// The most accounts active at a time (jumlah paling banyak).
    pub max_accounts: i32,
    /// How many days before the first day of the campaign they must be registered.
    pub deadline_days: Option<i32>,
    /// The last day of registration, where it is named (batas pendaftaran).
    pub deadline_on: Option<Date>,
    /// What becomes of those that come later (kebijakan keterlambatan).
    pub late_accounts: LateAccounts,
    /// Last day on which an account may be open (batas penutupan).
    pub closing_on: Option<Date>,
    /// What closes them, in a word.
    pub closing_rule: Option<String>,
    /// Who receives a copy: functions, parted by `;` (penerima salinan).
    pub copy_recipients: String,
    /// Code of the regulation.
    pub instrument_code: Option<String>,
    /// Its article (pasal).
    pub article: Option<String>,
    /// Where the facts come from (sumber).
    pub source: String,
    /// How sure they are.
    pub confidence: Confidence,
    /// Event that recorded this version.
    #[graphql(skip)]
    pub recorded_by: Uuid,
    /// Event that replaced this version.
    #[graphql(skip)]
    pub superseded_by: Option<Uuid>,
}

/// Relations are followed by the registry, never by the entity.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

crate::class::classes! { "campaign_account_rule":
    Open { RowId, Id, ElectionId, ContestType[64], LimitScope, MaxAccounts, DeadlineDays, DeadlineOn, LateAccounts, ClosingOn, ClosingRule[300], CopyRecipients[2000], InstrumentCode[64], Article[300], Source[2000], Confidence, RecordedBy, SupersededBy }
}
