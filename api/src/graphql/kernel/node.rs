//! Records by their global ids.

use async_graphql::{Context, ID, Interface, Object};
use futures_util::future::try_join_all;
use netra_domain::Rule;
use netra_domain::policy::Act;
use netra_registry::Error;
use uuid::Uuid;

use crate::graphql::elections::campaign_account::{CampaignAccount, CampaignAccountCopy};
use crate::graphql::elections::candidate::Candidate;
use crate::graphql::elections::contest::{Contest, ElectoralDistrict};
use crate::graphql::elections::contestant::Contestant;
use crate::graphql::elections::election::{Cycle, Election};
use crate::graphql::elections::party::Party;
use crate::graphql::kernel::access::{access, roles, word};
use crate::graphql::kernel::error::answer;
use crate::graphql::kernel::id::{Kind, parse};
use crate::graphql::kernel::noun::{Noun, nested};
use crate::graphql::law::circular::Circular;
use crate::graphql::law::legal_instrument::LegalInstrument;
use crate::graphql::ledger::event::Event;
use crate::graphql::office::api_client::ApiClient;
use crate::graphql::office::institution::Institution;
use crate::graphql::office::institution_function::InstitutionFunction;
use crate::graphql::office::organisational_unit::OrganisationalUnit;
use crate::graphql::office::region::Region;
use crate::graphql::office::seat::Seat;
use crate::graphql::pact::countersign_delegation::CountersignDelegation;
use crate::graphql::pact::non_asn_signature::NonAsnSignature;
use crate::graphql::pact::pact_abstention::PactAbstention;
use crate::graphql::pact::pact_signature::PactSignature;
use crate::graphql::pact::pact_text::PactText;
use crate::graphql::people::civil_servant::CivilServant;
use crate::graphql::privacy::breach::Breach;
use crate::graphql::privacy::erasure::{Erasure, LegalHold};
use crate::graphql::privacy::rectification::Rectification;
use crate::graphql::succession::Succession;

const MOST_IDS: usize = 100;

/// A record with a global id.
#[derive(Interface)]
#[graphql(field(name = "id", ty = "ID", desc = "Global id."))]
pub(in crate::graphql) enum Node {
    Region(Region),
    Institution(Institution),
    OrganisationalUnit(OrganisationalUnit),
    InstitutionFunction(InstitutionFunction),
    Succession(Succession),
    CivilServant(CivilServant),
    Seat(Seat),
    ApiClient(ApiClient),
    LegalInstrument(LegalInstrument),
    Circular(Circular),
    Cycle(Cycle),
    Election(Election),
    Contest(Contest),
    ElectoralDistrict(ElectoralDistrict),
    Party(Party),
    Contestant(Contestant),
    Candidate(Candidate),
    PactText(PactText),
    PactSignature(PactSignature),
    NonAsnSignature(NonAsnSignature),
    PactAbstention(PactAbstention),
    CountersignDelegation(CountersignDelegation),
    CampaignAccount(CampaignAccount),
    CampaignAccountCopy(CampaignAccountCopy),
    Event(Event),
    Rectification(Rectification),
    Erasure(Erasure),
    LegalHold(LegalHold),
    Breach(Breach),
}

/// What the interface asks of its members by name.
macro_rules! members {
    ($($type:ident),* $(,)?) => {
        $(impl $type {
            async fn id(&self, _: &Context<'_>) -> async_graphql::Result<ID> {
                Ok(self.record.id())
            }
        })*
    };
}

members! {
    Circular,
    Region,
    Institution,
    OrganisationalUnit,
    InstitutionFunction,
    Succession,
    CivilServant,
    Seat,
    ApiClient,
    LegalInstrument,
    Cycle,
    Election,
    Contest,
    Party,
    Contestant,
    Candidate,
    PactText,
    PactSignature,
    NonAsnSignature,
    PactAbstention,
    CountersignDelegation,
    CampaignAccount,
    Rectification,
    Erasure,
    LegalHold,
    Breach,
}

#[derive(Default)]
pub(in crate::graphql) struct NodeQuery;

/// Records by their global ids.
#[Object]
impl NodeQuery {
    /// The record with a global id, within the caller's reach.
    #[graphql(directive = access::apply(word(Act::ReadReference), roles(Act::ReadReference)))]
    async fn node(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The global id.")] id: ID,
    ) -> Option<Node> {
        let found = async {
            let (kind, id) = parse(&id).ok_or(Error::invalid("id", Rule::IdInvalid))?;
            find(ctx, kind, id).await
        };
        answer(ctx, found.await)
    }

    /// The records with some global ids, in their order; null where there is none within the
    /// caller's reach. At most 100.
    #[graphql(directive = access::apply(word(Act::ReadReference), roles(Act::ReadReference)))]
    async fn nodes(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The global ids.")] ids: Vec<ID>,
    ) -> Option<Vec<Option<Node>>> {
        let found = async {
            if ids.len() > MOST_IDS {
                return Err(Error::invalid("ids", Rule::TooManyIds));
            }
            // Polled together, so that each kind is one query.
            let nodes = ids.iter().map(|id| async {
                let found = match parse(id) {
                    Some((kind, id)) => find(ctx, kind, id).await,
                    None => Err(Error::NotFound),
                };
                match found {
                    Ok(node) => Ok(Some(node)),
                    Err(Error::NotFound) => Ok(None),
                    Err(error) => Err(error),
                }
            });
            try_join_all(nodes).await
        };
        answer(ctx, found.await)
    }
}

/// A record of a noun; none outside the reach, or where the matrix gives nothing.
async fn node<T: Noun + Into<Node>>(ctx: &Context<'_>, id: Uuid) -> Option<Node> {
    nested::<T>(ctx, id).await.map(Into::into)
}

/// A record outside the reach, of a kind the caller may not read at all, or absent: one answer.
async fn find(ctx: &Context<'_>, kind: Kind, id: Uuid) -> Result<Node, Error> {
    let found: Option<Node> = match kind {
        Kind::Region => node::<Region>(ctx, id).await,
        Kind::Institution => node::<Institution>(ctx, id).await,
        Kind::Unit => node::<OrganisationalUnit>(ctx, id).await,
        Kind::CivilServant => node::<CivilServant>(ctx, id).await,
        Kind::ApiClient => node::<ApiClient>(ctx, id).await,
        Kind::Succession => node::<Succession>(ctx, id).await,
        Kind::Seat => node::<Seat>(ctx, id).await,
        Kind::Cycle => node::<Cycle>(ctx, id).await,
        Kind::Contest => node::<Contest>(ctx, id).await,
        Kind::District => node::<ElectoralDistrict>(ctx, id).await,
        Kind::Party => node::<Party>(ctx, id).await,
        Kind::Contestant => node::<Contestant>(ctx, id).await,
        Kind::Candidate => node::<Candidate>(ctx, id).await,
        Kind::PactText => node::<PactText>(ctx, id).await,
        Kind::CampaignAccount => node::<CampaignAccount>(ctx, id).await,
        Kind::CampaignAccountCopy => node::<CampaignAccountCopy>(ctx, id).await,
        Kind::PactSignature => node::<PactSignature>(ctx, id).await,
        Kind::PactAbstention => node::<PactAbstention>(ctx, id).await,
        Kind::NonAsnSignature => node::<NonAsnSignature>(ctx, id).await,
        Kind::CountersignDelegation => node::<CountersignDelegation>(ctx, id).await,
        Kind::Function => node::<InstitutionFunction>(ctx, id).await,
        Kind::Circular => node::<Circular>(ctx, id).await,
        Kind::LegalInstrument => node::<LegalInstrument>(ctx, id).await,
        Kind::Election => node::<Election>(ctx, id).await,
        Kind::Event => node::<Event>(ctx, id).await,
        Kind::Rectification => node::<Rectification>(ctx, id).await,
        Kind::Erasure => node::<Erasure>(ctx, id).await,
        Kind::LegalHold => node::<LegalHold>(ctx, id).await,
        Kind::Breach => node::<Breach>(ctx, id).await,
        Kind::ServiceNumber
        | Kind::Employment
        | Kind::User
        | Kind::Holiday
        | Kind::Code
        | Kind::ContestRound
        | Kind::PartyParticipation
        | Kind::Reading => None,
    };
    found.ok_or(Error::NotFound)
}
