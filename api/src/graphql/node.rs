//! Records by their global ids.

use async_graphql::{Context, ID, Interface, Object};
use futures_util::future::try_join_all;
use netra_domain::Rule;
use netra_domain::policy::Act;
use netra_registry::Error;
use uuid::Uuid;

use super::access::{access, roles, word};
use super::api_client::ApiClient;
use super::call::Call;
use super::campaign_account::{CampaignAccount, CampaignAccountCopy};
use super::candidate::Candidate;
use super::civil_servant::CivilServant;
use super::contest::{Contest, ElectoralDistrict};
use super::contestant::Contestant;
use super::countersign_delegation::CountersignDelegation;
use super::election::{Cycle, Election};
use super::error::answer;
use super::event::Event;
use super::id::{Kind, parse};
use super::institution::Institution;
use super::institution_function::InstitutionFunction;
use super::legal_instrument::LegalInstrument;
use super::loader::{
    AccountCopyOf, ApiClientOf, CampaignAccountOf, CandidateOf, CivilServantOf, ContestOf,
    ContestantOf, CountersignDelegationOf, CycleOf, DistrictOf, InstitutionOf, NonAsnSignatureOf,
    PactAbstentionOf, PactSignatureOf, PactTextOf, PartyOf, RegionWith, SeatOf, UnitOf, load,
};
use super::non_asn_signature::NonAsnSignature;
use super::organisational_unit::OrganisationalUnit;
use super::pact_abstention::PactAbstention;
use super::pact_signature::PactSignature;
use super::pact_text::PactText;
use super::party::Party;
use super::region::Region;
use super::seat::Seat;
use super::succession::{self, Succession};

const MOST_IDS: usize = 100;

/// A record with a global id.
#[derive(Interface)]
#[graphql(field(name = "id", ty = "ID", desc = "Global id."))]
pub(super) enum Node {
    Region(Region),
    Institution(Institution),
    OrganisationalUnit(OrganisationalUnit),
    InstitutionFunction(InstitutionFunction),
    Succession(Succession),
    CivilServant(CivilServant),
    Seat(Seat),
    ApiClient(ApiClient),
    LegalInstrument(LegalInstrument),
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
}

#[derive(Default)]
pub(super) struct NodeQuery;

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

/// A record outside the reach, of a kind the caller may not read at all, or absent: one answer.
async fn find(ctx: &Context<'_>, kind: Kind, id: Uuid) -> Result<Node, Error> {
    let call = Call::of(ctx);
    let registry = call.registry();
    let found: Option<Node> = match kind {
        Kind::Region => load(ctx, RegionWith(id)).await.map(|row| Region { row }.into()),
        Kind::Institution => {
            load(ctx, InstitutionOf(id)).await.map(|row| Institution { row }.into())
        }
        Kind::Unit => load(ctx, UnitOf(id)).await.map(|row| OrganisationalUnit { row }.into()),
        Kind::CivilServant => {
            load(ctx, CivilServantOf(id)).await.map(|row| CivilServant { row }.into())
        }
        Kind::ApiClient => load(ctx, ApiClientOf(id)).await.map(|row| ApiClient { row }.into()),
        Kind::Succession => succession::by_id(ctx, id).await.map(Into::into),
        Kind::Seat => load(ctx, SeatOf(id)).await.map(|row| Seat { row }.into()),
        Kind::Cycle => load(ctx, CycleOf(id)).await.map(|row| Cycle { row }.into()),
        Kind::Contest => load(ctx, ContestOf(id)).await.map(|row| Contest { row }.into()),
        Kind::District => {
            load(ctx, DistrictOf(id)).await.map(|row| ElectoralDistrict { row }.into())
        }
        Kind::Party => load(ctx, PartyOf(id)).await.map(|row| Party { row }.into()),
        Kind::Contestant => load(ctx, ContestantOf(id)).await.map(|row| Contestant { row }.into()),
        Kind::Candidate => load(ctx, CandidateOf(id)).await.map(|row| Candidate { row }.into()),
        Kind::PactText => load(ctx, PactTextOf(id)).await.map(|row| PactText { row }.into()),
        Kind::CampaignAccount => {
            load(ctx, CampaignAccountOf(id)).await.map(|row| CampaignAccount { row }.into())
        }
        Kind::CampaignAccountCopy => {
            load(ctx, AccountCopyOf(id)).await.map(|row| CampaignAccountCopy { row }.into())
        }
        Kind::PactSignature => {
            load(ctx, PactSignatureOf(id)).await.map(|row| PactSignature { row }.into())
        }
        Kind::PactAbstention => {
            load(ctx, PactAbstentionOf(id)).await.map(|row| PactAbstention { row }.into())
        }
        Kind::NonAsnSignature => {
            load(ctx, NonAsnSignatureOf(id)).await.map(|row| NonAsnSignature { row }.into())
        }
        Kind::CountersignDelegation => load(ctx, CountersignDelegationOf(id))
            .await
            .map(|row| CountersignDelegation { row }.into()),
        Kind::Function => {
            Some(InstitutionFunction { row: registry.function(&call.permit()?, id).await? }.into())
        }
        Kind::LegalInstrument => {
            let row = registry.legal_instrument(&call.permit()?, id).await?;
            Some(LegalInstrument { row }.into())
        }
        Kind::Election => {
            Some(Election { row: registry.election(&call.permit()?, id).await? }.into())
        }
        Kind::Event => match call.permit() {
            Ok(permit) => Some(Event { row: registry.event(&permit, id).await? }.into()),
            Err(_) => None,
        },
        Kind::ServiceNumber | Kind::Employment | Kind::User | Kind::Holiday => None,
    };
    found.ok_or(Error::NotFound)
}
