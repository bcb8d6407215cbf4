//! Records by their global ids.

use async_graphql::{Context, ID, Interface, Object};
use futures_util::future::try_join_all;
use netra_domain::Rule;
use netra_domain::policy::Act;
use netra_registry::Error;
use uuid::Uuid;

use super::access::{access, roles, word};
use super::api_client::ApiClient;
use super::breach::Breach;
use super::call::Call;
use super::campaign_account::{CampaignAccount, CampaignAccountCopy};
use super::candidate::Candidate;
use super::civil_servant::CivilServant;
use super::contest::{Contest, ElectoralDistrict};
use super::contestant::Contestant;
use super::countersign_delegation::CountersignDelegation;
use super::election::{Cycle, Election};
use super::erasure::{Erasure, LegalHold};
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
use super::rectification::Rectification;
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
    Rectification(Rectification),
    Erasure(Erasure),
    LegalHold(LegalHold),
    Breach(Breach),
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

/// A record by a loader of nested fields.
macro_rules! loaded {
    ($ctx:ident, $key:expr, $node:ident) => {
        load($ctx, $key).await.map(|row| $node { row }.into())
    };
}

/// A record of a kind that some callers may not read at all; for them there is none.
macro_rules! if_read {
    ($call:ident, $id:ident, $node:ident, $read:ident) => {
        match $call.permit() {
            Ok(permit) => Some($node { row: $call.registry().$read(&permit, $id).await? }.into()),
            Err(_) => None,
        }
    };
}

/// A record outside the reach, of a kind the caller may not read at all, or absent: one answer.
async fn find(ctx: &Context<'_>, kind: Kind, id: Uuid) -> Result<Node, Error> {
    let call = Call::of(ctx);
    let registry = call.registry();
    let found: Option<Node> = match kind {
        Kind::Region => loaded!(ctx, RegionWith(id), Region),
        Kind::Institution => loaded!(ctx, InstitutionOf(id), Institution),
        Kind::Unit => loaded!(ctx, UnitOf(id), OrganisationalUnit),
        Kind::CivilServant => loaded!(ctx, CivilServantOf(id), CivilServant),
        Kind::ApiClient => loaded!(ctx, ApiClientOf(id), ApiClient),
        Kind::Succession => succession::by_id(ctx, id).await.map(Into::into),
        Kind::Seat => loaded!(ctx, SeatOf(id), Seat),
        Kind::Cycle => loaded!(ctx, CycleOf(id), Cycle),
        Kind::Contest => loaded!(ctx, ContestOf(id), Contest),
        Kind::District => loaded!(ctx, DistrictOf(id), ElectoralDistrict),
        Kind::Party => loaded!(ctx, PartyOf(id), Party),
        Kind::Contestant => loaded!(ctx, ContestantOf(id), Contestant),
        Kind::Candidate => loaded!(ctx, CandidateOf(id), Candidate),
        Kind::PactText => loaded!(ctx, PactTextOf(id), PactText),
        Kind::CampaignAccount => loaded!(ctx, CampaignAccountOf(id), CampaignAccount),
        Kind::CampaignAccountCopy => loaded!(ctx, AccountCopyOf(id), CampaignAccountCopy),
        Kind::PactSignature => loaded!(ctx, PactSignatureOf(id), PactSignature),
        Kind::PactAbstention => loaded!(ctx, PactAbstentionOf(id), PactAbstention),
        Kind::NonAsnSignature => loaded!(ctx, NonAsnSignatureOf(id), NonAsnSignature),
        Kind::CountersignDelegation => {
            loaded!(ctx, CountersignDelegationOf(id), CountersignDelegation)
        }
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
        Kind::Event => if_read!(call, id, Event, event),
        Kind::Rectification => if_read!(call, id, Rectification, rectification),
        Kind::Erasure => if_read!(call, id, Erasure, erasure),
        Kind::LegalHold => if_read!(call, id, LegalHold, legal_hold),
        Kind::Breach => if_read!(call, id, Breach, breach),
        Kind::ServiceNumber | Kind::Employment | Kind::User | Kind::Holiday | Kind::Reading => None,
    };
    found.ok_or(Error::NotFound)
}
