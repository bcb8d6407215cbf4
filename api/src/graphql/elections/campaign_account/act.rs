//! Acts on campaign accounts in the contract.

use async_graphql::{Context, ID, InputObject, Object, SimpleObject};
use netra_domain::policy::Act;
use netra_entity::Date;
use netra_entity::code::AccountKind;
use netra_registry::elections::campaign_account::{
    AccountInput, CloseInput, ImitationInput, RenameInput, VerifyInput,
};

use super::CampaignAccount;
use crate::graphql::kernel::access::{access, roles, word};
use crate::graphql::kernel::call::Call;
use crate::graphql::kernel::error::answer;
use crate::graphql::kernel::id::{Kind, read, read_optional};
use crate::graphql::kernel::receipt::Receipt;

/// An account to register.
#[derive(InputObject)]
pub(in crate::graphql) struct RegisterCampaignAccountInput {
    /// Whose account it is (peserta).
    contestant: ID,
    /// The candidate, if it is tied to one (calon).
    candidate: Option<ID>,
    /// Its address in any spelling (alamat).
    url: String,
    /// What it is on the platform (jenis akun).
    kind: AccountKind,
    /// The id that the platform itself gave to it, when known.
    native_id: Option<String>,
    /// Local day on which the form was received; today by default (tanggal pendaftaran).
    received_on: Option<Date>,
}

/// The decision on an account that awaits it.
#[derive(InputObject)]
pub(in crate::graphql) struct VerifyCampaignAccountInput {
    /// The account.
    id: ID,
    /// Whether it is entered into the register; else it is rejected.
    accept: bool,
    /// Why it is rejected, 10 to 2,000 characters (alasan).
    reason: Option<String>,
    /// Local day of the decision; today by default.
    on: Option<Date>,
    /// Revision that the caller has seen; refused where the record has moved on.
    expected_version: Option<i32>,
}

/// Another address of an account.
#[derive(InputObject)]
pub(in crate::graphql) struct RenameCampaignAccountInput {
    /// The account.
    id: ID,
    /// The new address in any spelling (alamat baru).
    url: String,
    /// First local day of the new address; today by default.
    on: Option<Date>,
    /// Revision that the caller has seen; refused where the record has moved on.
    expected_version: Option<i32>,
}

/// The end of an account.
#[derive(InputObject)]
pub(in crate::graphql) struct CloseCampaignAccountInput {
    /// The account.
    id: ID,
    /// Whether the platform or an order switched it off, and not the contestant (dinonaktifkan).
    #[graphql(default)]
    deactivated: bool,
    /// Why, 10 to 2,000 characters (alasan).
    reason: String,
    /// Last local day on which it was open; today by default.
    on: Option<Date>,
    /// Revision that the caller has seen; refused where the record has moved on.
    expected_version: Option<i32>,
}

/// An address that imitates an account.
#[derive(InputObject)]
pub(in crate::graphql) struct ReportAccountImitationInput {
    /// The account that is imitated.
    account: ID,
    /// The address in any spelling.
    url: String,
    /// What shows that it is none of the contestant's, 10 to 2,000 characters (keterangan).
    note: String,
}

/// What an act on an account answers.
#[derive(SimpleObject)]
pub(in crate::graphql) struct CampaignAccountPayload {
    /// The account.
    campaign_account: Option<CampaignAccount>,
    /// Its event; null where nothing changed.
    receipt: Option<Receipt>,
}

#[derive(Default)]
pub(in crate::graphql) struct CampaignAccountMutation;

/// Acts on campaign accounts.
#[Object]
impl CampaignAccountMutation {
    /// Registers an account for a contestant, by the election administration at the contest's
    /// level; it awaits verification (pendaftaran akun kampanye).
    #[graphql(directive = access::apply(word(Act::RegisterCampaignAccount), roles(Act::RegisterCampaignAccount)))]
    async fn register_campaign_account(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The account.")] input: RegisterCampaignAccountInput,
    ) -> Option<CampaignAccountPayload> {
        let call = Call::of(ctx);
        let done = async {
            let permit = call.permit()?;
            let request = call.act(ctx, "registerCampaignAccount")?;
            let input = AccountInput {
                contestant_id: read("input.contestant", Kind::Contestant, &input.contestant)?,
                candidate_id: read_optional(
                    "input.candidate",
                    Kind::Candidate,
                    input.candidate.as_ref(),
                )?,
                url: input.url,
                kind: input.kind,
                native_id: input.native_id,
                received_on: input.received_on,
                is_invented: false,
            };
            let done = call.registry().register_campaign_account(&permit, &request, &input).await?;
            payload(call, done).await
        };
        answer(ctx, done.await)
    }

    /// Enters an account into the register, or rejects it with its reason (verifikasi akun).
    #[graphql(directive = access::apply(word(Act::VerifyCampaignAccount), roles(Act::VerifyCampaignAccount)))]
    async fn verify_campaign_account(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The decision.")] input: VerifyCampaignAccountInput,
    ) -> Option<CampaignAccountPayload> {
        let call = Call::of(ctx);
        let done = async {
            let permit = call.permit()?;
            let request = call.act(ctx, "verifyCampaignAccount")?;
            let input = VerifyInput {
                id: read("input.id", Kind::CampaignAccount, &input.id)?,
                accept: input.accept,
                reason: input.reason,
                on: input.on,
                expected_version: input.expected_version,
            };
            let done = call.registry().verify_campaign_account(&permit, &request, &input).await?;
            payload(call, done).await
        };
        answer(ctx, done.await)
    }

    /// Records that an account is found under another address; the old one stays in its history
    /// (perubahan nama akun).
    #[graphql(directive = access::apply(word(Act::RenameCampaignAccount), roles(Act::RenameCampaignAccount)))]
    async fn rename_campaign_account(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The new address.")] input: RenameCampaignAccountInput,
    ) -> Option<CampaignAccountPayload> {
        let call = Call::of(ctx);
        let done = async {
            let permit = call.permit()?;
            let request = call.act(ctx, "renameCampaignAccount")?;
            let input = RenameInput {
                id: read("input.id", Kind::CampaignAccount, &input.id)?,
                url: input.url,
                on: input.on,
                expected_version: input.expected_version,
            };
            let done = call.registry().rename_campaign_account(&permit, &request, &input).await?;
            payload(call, done).await
        };
        answer(ctx, done.await)
    }

    /// Ends an account; its history stays (penutupan akun).
    #[graphql(directive = access::apply(word(Act::CloseCampaignAccount), roles(Act::CloseCampaignAccount)))]
    async fn close_campaign_account(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What ends, and why.")] input: CloseCampaignAccountInput,
    ) -> Option<CampaignAccountPayload> {
        let call = Call::of(ctx);
        let done = async {
            let permit = call.permit()?;
            let request = call.act(ctx, "closeCampaignAccount")?;
            let input = CloseInput {
                id: read("input.id", Kind::CampaignAccount, &input.id)?,
                deactivated: input.deactivated,
                reason: input.reason,
                on: input.on,
                expected_version: input.expected_version,
            };
            let done = call.registry().close_campaign_account(&permit, &request, &input).await?;
            payload(call, done).await
        };
        answer(ctx, done.await)
    }

    /// Records an address that only pretends to be a contestant's account (laporan akun tiruan).
    #[graphql(directive = access::apply(word(Act::ReportAccountImitation), roles(Act::ReportAccountImitation)))]
    async fn report_account_imitation(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What imitates which account.")] input: ReportAccountImitationInput,
    ) -> Option<CampaignAccountPayload> {
        let call = Call::of(ctx);
        let done = async {
            let permit = call.permit()?;
            let request = call.act(ctx, "reportAccountImitation")?;
            let input = ImitationInput {
                account_id: read("input.account", Kind::CampaignAccount, &input.account)?,
                url: input.url,
                note: input.note,
            };
            let done = call.registry().report_account_imitation(&permit, &request, &input).await?;
            payload(call, done).await
        };
        answer(ctx, done.await)
    }
}

async fn payload(
    call: &Call,
    done: netra_registry::Done,
) -> netra_registry::Result<CampaignAccountPayload> {
    let id = done.subject_id.unwrap_or_default();
    let row = call.registry().campaign_account(&call.permit()?, id).await?;
    Ok(CampaignAccountPayload {
        campaign_account: Some(CampaignAccount { row }),
        receipt: Receipt::of(&done),
    })
}
