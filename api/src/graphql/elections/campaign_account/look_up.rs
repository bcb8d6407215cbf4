//! Whose account an address was on a day.

use async_graphql::{Context, InputObject, Object, OneofObject, SimpleObject};
use netra_domain::policy::Act;
use netra_domain::{Locale, Rule};
use netra_entity::Date;
use netra_entity::code::AccountState;
use netra_registry::elections::campaign_account::{Found, LookUp, Query};

use super::{AccountImitation, CampaignAccount};
use crate::graphql::elections::contest::Contest;
use crate::graphql::elections::contest::phase::{self, Asked, PhaseOnDay};
use crate::graphql::elections::contestant::Contestant;
use crate::graphql::kernel::access::{access, roles, word};
use crate::graphql::kernel::call::Call;
use crate::graphql::kernel::error::answer;
use crate::graphql::kernel::id::{Kind, show};
use crate::graphql::kernel::loader::{AccountsAlike, ImitationsAt, load};
use crate::graphql::kernel::noun::{Noun, row};

/// A handle on a platform.
#[derive(InputObject)]
pub(super) struct AccountHandleInput {
    /// Platform, code list `PLATFORM`.
    platform: String,
    /// The handle, with or without the sign before it (nama akun).
    handle: String,
}

/// How an account is named.
#[derive(OneofObject)]
pub(super) enum CampaignAccountBy {
    /// Its address in any spelling, also that of one of its posts (alamat).
    Url(String),
    /// Its handle on a platform (nama akun).
    Handle(AccountHandleInput),
}

impl CampaignAccountBy {
    fn query(&self) -> Query<'_> {
        match self {
            Self::Url(url) => Query::Url(url),
            Self::Handle(by) => Query::Handle { platform: &by.platform, handle: &by.handle },
        }
    }
}

/// A registered account to which an address led from a day to a day.
pub(super) struct CampaignAccountMatch {
    found: Found,
    on: Date,
}

/// A registered account to which an address led from a day to a day (akun pada suatu tanggal).
#[Object]
impl CampaignAccountMatch {
    /// The account, as it is now.
    async fn account(&self) -> CampaignAccount {
        CampaignAccount::show(self.found.account.clone())
    }

    /// Whose it is (peserta).
    async fn contestant(&self) -> Contestant {
        Contestant::show(self.found.contestant.clone())
    }

    /// The phase of the contest on that day, for whose account it is (tahapan).
    async fn phase(&self, ctx: &Context<'_>) -> Option<PhaseOnDay> {
        let row = row::<Contest>(ctx, self.found.account.contest_id).await?;
        let asked = Asked {
            on: Some(self.on),
            at: None,
            contestant: Some(show(Kind::Contestant, self.found.contestant.id)),
            candidate: None,
        };
        answer(ctx, phase::tell(ctx, &Contest::show(row), &asked).await)
    }

    /// The handle of that time (nama akun).
    async fn handle(&self) -> Option<&str> {
        self.found.handle.as_deref()
    }

    /// First day on which the address led to it (sejak).
    async fn since(&self) -> Date {
        self.found.valid_from
    }

    /// First day on which the address no longer led to it; null while it does (sampai).
    async fn until(&self) -> Option<Date> {
        self.found.valid_to
    }

    /// Its state on the day that was asked for (status pada tanggal tersebut).
    async fn state_on(&self) -> Option<AccountState> {
        self.found.state_on(self.on)
    }

    /// Whether it was an official campaign account on that day: entered, open, within the time in
    /// which accounts campaign, and of somebody who stood (akun kampanye resmi).
    async fn is_campaign_account(&self) -> bool {
        self.found.is_campaign_account_on(self.on)
    }

    /// Last day on which accounts of the contest may be open (batas penutupan).
    async fn closing_on(&self) -> Option<Date> {
        self.found.closing_on(self.on)
    }

    /// Whether it was open on that day although it should have been closed before.
    async fn is_open_after_closing(&self) -> bool {
        self.found.is_open_after_closing_on(self.on)
    }
}

/// What the register says of an address on a day (hasil pengecekan akun).
pub(super) struct CampaignAccountLookup {
    answer: LookUp,
    on: Date,
}

/// What the register says of an address on a day (hasil pengecekan akun).
#[Object]
impl CampaignAccountLookup {
    /// The day that was asked for.
    async fn on(&self) -> Date {
        self.on
    }

    /// The address in the normal form: one for all spellings of one account.
    async fn url(&self) -> &str {
        self.answer.address.key()
    }

    /// Platform, code list `PLATFORM`; `WEBSITE` where the host belongs to none.
    async fn platform(&self) -> &str {
        self.answer.address.platform()
    }

    /// The platform whose host the address only looks like (situs tiruan).
    async fn imitates_platform(&self) -> Option<&str> {
        self.answer.address.imitates()
    }

    /// The registered account to which the address led on that day; null where there was none,
    /// which proves nothing (akun terdaftar pada tanggal tersebut).
    #[graphql(name = "match")]
    async fn matched(&self) -> Option<CampaignAccountMatch> {
        let found = self.answer.on(self.on)?.clone();
        Some(CampaignAccountMatch { found, on: self.on })
    }

    /// Every registered account to which the address ever led, the latest first (riwayat).
    async fn history(&self) -> Vec<CampaignAccountMatch> {
        let all = self.answer.found.iter().cloned();
        all.map(|found| CampaignAccountMatch { found, on: self.on }).collect()
    }

    /// What it means that there is no match: only registered accounts are here, and the accounts
    /// that work for a candidate are many more. Null where there is a match.
    async fn absence(&self, ctx: &Context<'_>) -> Option<&'static str> {
        let absent = self.answer.on(self.on).is_none();
        absent.then(|| match Call::of(ctx).locale {
            Locale::En => {
                "Not registered on that day. This proves nothing: the register holds official \
                 accounts only, and accounts that work for a candidate are many more."
            }
            Locale::Id => {
                "Tidak terdaftar pada tanggal tersebut. Hal ini tidak membuktikan apa pun: daftar \
                 ini hanya memuat akun resmi, sedangkan akun pemenangan jauh lebih banyak."
            }
        })
    }

    /// Reports that the address only pretends to be a contestant's account (laporan akun tiruan).
    async fn reported_imitations(&self, ctx: &Context<'_>) -> Option<Vec<AccountImitation>> {
        let loaded = load(ctx, ImitationsAt(self.answer.address.key().to_owned())).await;
        Some(loaded.unwrap_or_default().into_iter().map(|row| AccountImitation { row }).collect())
    }

    /// Other registered accounts of that day whose names the eye takes for this one; each is
    /// another account (akun yang mirip).
    async fn look_alikes(&self, ctx: &Context<'_>) -> Option<Vec<CampaignAccount>> {
        let Some(skeleton) = self.answer.address.skeleton() else { return Some(Vec::new()) };
        let loaded = load(ctx, AccountsAlike(skeleton.to_owned(), self.on)).await;
        let own = self.answer.address.key();
        let others = loaded.unwrap_or_default().into_iter().filter(|(key, _)| key != own);
        Some(others.map(|(_, row)| CampaignAccount::show(row)).collect())
    }
}

/// The answer to one question of many.
#[derive(SimpleObject)]
pub(super) struct CampaignAccountLookupRow {
    /// Position of the question, from 0.
    index: i32,
    /// What the register says; null where the question names no address.
    lookup: Option<CampaignAccountLookup>,
    /// Code of the rule that the address breaks.
    code: Option<String>,
    /// The rule in words.
    reason: Option<String>,
}

#[derive(Default)]
pub(in crate::graphql) struct CampaignAccountLookupQuery;

/// Look-ups of campaign accounts.
#[Object]
impl CampaignAccountLookupQuery {
    /// Whose account an address or a handle was on a day, in any spelling (pengecekan akun
    /// kampanye).
    #[graphql(directive = access::apply(word(Act::ReadCampaignAccounts), roles(Act::ReadCampaignAccounts)))]
    async fn campaign_account_lookup(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The account.")] by: CampaignAccountBy,
        #[graphql(desc = "The day; today by default.")] on: Option<Date>,
    ) -> Option<CampaignAccountLookup> {
        let call = Call::of(ctx);
        let found = async {
            let permit = call.permit()?;
            call.registry().look_up_account(&permit, by.query()).await
        };
        let on = on.unwrap_or_else(|| call.today());
        answer(ctx, found.await).map(|answer| CampaignAccountLookup { answer, on })
    }

    /// The same for up to 500 at once, answered in their order; one that cannot be read does not
    /// hold back the others (pengecekan massal untuk patroli siber).
    #[graphql(directive = access::apply(word(Act::ReadCampaignAccounts), roles(Act::ReadCampaignAccounts)))]
    async fn campaign_account_lookups(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The accounts, at most 500.")] by: Vec<CampaignAccountBy>,
        #[graphql(desc = "The day; today by default.")] on: Option<Date>,
    ) -> Option<Vec<CampaignAccountLookupRow>> {
        let call = Call::of(ctx);
        let on = on.unwrap_or_else(|| call.today());
        let found = async {
            let permit = call.permit()?;
            let queries: Vec<_> = by.iter().map(CampaignAccountBy::query).collect();
            call.registry().look_up_accounts(&permit, &queries).await
        };
        let row = |(index, answer): (usize, Result<LookUp, Rule>)| {
            let rule = answer.as_ref().err().copied();
            CampaignAccountLookupRow {
                index: i32::try_from(index).unwrap_or(i32::MAX),
                lookup: answer.ok().map(|answer| CampaignAccountLookup { answer, on }),
                code: rule.map(|rule| rule.code().to_owned()),
                reason: rule.map(|rule| rule.text(call.locale).to_owned()),
            }
        };
        answer(ctx, found.await).map(|rows| rows.into_iter().enumerate().map(row).collect())
    }
}
