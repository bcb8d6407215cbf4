//! Parties in the contract.

use async_graphql::{ComplexObject, Context, ID, InputObject, Object, SimpleObject};
use netra_domain::policy::Act;
use netra_entity::code::PartyScope;
use netra_entity::{party, party_participation};
use netra_registry::party::PartyFilter;
use uuid::Uuid;

use super::access::{access, roles, word};
use super::call::Call;
use super::election::{self, Election};
use super::error::answer;
use super::id::{Kind, read_optional, show};
use super::loader::{ParticipationsOf, PartyOf, load};
use super::paging::{List, Paged, Paging};

/// A political party, national or local to Aceh (partai politik).
#[derive(SimpleObject)]
#[graphql(complex)]
pub(super) struct Party {
    #[graphql(flatten)]
    pub(super) row: party::Model,
}

#[ComplexObject]
impl Party {
    /// Global id.
    pub(super) async fn id(&self) -> ID {
        show(Kind::Party, self.row.id)
    }

    /// The elections it takes part in (keikutsertaan dalam pemilu).
    async fn participations(&self, ctx: &Context<'_>) -> Option<Vec<PartyParticipation>> {
        let rows = load(ctx, ParticipationsOf(self.row.id)).await.unwrap_or_default();
        Some(rows.into_iter().map(|row| PartyParticipation { row }).collect())
    }
}

/// A nested party.
pub(super) async fn by_id(ctx: &Context<'_>, id: Uuid) -> Option<Party> {
    let row = load(ctx, PartyOf(id)).await?;
    Some(Party { row })
}

/// A party determined as participant of an election (partai peserta pemilu).
#[derive(SimpleObject)]
#[graphql(complex)]
pub(super) struct PartyParticipation {
    #[graphql(flatten)]
    row: party_participation::Model,
}

#[ComplexObject]
impl PartyParticipation {
    /// The election (pemilihan).
    async fn election(&self, ctx: &Context<'_>) -> Option<Election> {
        election::by_id(ctx, self.row.election_id).await
    }
}

/// Which parties are asked for.
#[derive(Debug, Default, InputObject)]
pub(super) struct PartyFilterInput {
    /// Only those of this scope.
    scope: Option<PartyScope>,
    /// Only participants of this election.
    election: Option<ID>,
}

#[derive(Default)]
pub(super) struct PartyQuery;

/// Parties.
#[Object]
impl PartyQuery {
    /// Parties in the order of their codes (daftar partai).
    #[graphql(directive = access::apply(word(Act::ReadReference), roles(Act::ReadReference)))]
    async fn parties(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Narrows the list.")] filter: Option<PartyFilterInput>,
        #[graphql(desc = "How many from the start, 1 to 200.")] first: Option<i32>,
        #[graphql(desc = "After this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end, 1 to 200.")] last: Option<i32>,
        #[graphql(desc = "Before this cursor.")] before: Option<String>,
    ) -> Option<List<Party>> {
        let call = Call::of(ctx);
        let listed = async {
            let filter = filter.unwrap_or_default();
            let election =
                read_optional("filter.election", Kind::Election, filter.election.as_ref())?;
            let filter = PartyFilter { scope: filter.scope, election_id: election };
            let paged = Paged::new(call, "parties", &filter);
            let window = paged.window(&Paging { first, after, last, before })?;
            let page = call.registry().parties(&call.permit()?, &filter, &window).await?;
            let key = |row: &party::Model| vec![row.code.clone(), row.id.to_string()];
            Ok(paged.connect(page, key, |row| Party { row }))
        };
        answer(ctx, listed.await)
    }
}
