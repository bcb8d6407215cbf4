//! Records by their global ids.

use async_graphql::{Context, ID, Interface, Object};
use netra_domain::Rule;
use netra_domain::policy::Act;
use netra_registry::Error;
use netra_registry::civil_servant::CivilServantBy;
use netra_registry::institution::InstitutionBy;
use uuid::Uuid;

use super::access::{access, roles, word};
use super::call::Call;
use super::civil_servant::CivilServant;
use super::election::{Cycle, Election};
use super::error::answer;
use super::event::Event;
use super::id::{Kind, parse};
use super::institution::Institution;
use super::institution_function::InstitutionFunction;
use super::legal_instrument::LegalInstrument;
use super::organisational_unit::OrganisationalUnit;
use super::pact_signature::PactSignature;
use super::pact_text::PactText;
use super::seat::Seat;

const MOST_IDS: usize = 100;

/// A record with a global id.
#[derive(Interface)]
#[graphql(field(name = "id", ty = "ID", desc = "Global id."))]
pub(super) enum Node {
    Institution(Institution),
    OrganisationalUnit(OrganisationalUnit),
    InstitutionFunction(InstitutionFunction),
    CivilServant(CivilServant),
    Seat(Seat),
    LegalInstrument(LegalInstrument),
    Cycle(Cycle),
    Election(Election),
    PactText(PactText),
    PactSignature(PactSignature),
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
            find(Call::of(ctx), kind, id).await
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
            let mut nodes = Vec::with_capacity(ids.len());
            for id in &ids {
                let node = match parse(id) {
                    Some((kind, id)) => find(Call::of(ctx), kind, id).await,
                    None => Err(Error::NotFound),
                };
                nodes.push(match node {
                    Ok(node) => Some(node),
                    Err(Error::NotFound | Error::Forbidden(_)) => None,
                    Err(error) => return Err(error),
                });
            }
            Ok(nodes)
        };
        answer(ctx, found.await)
    }
}

/// A record outside the reach, of a kind the caller may not read at all, or absent: one answer.
async fn find(call: &Call, kind: Kind, id: Uuid) -> Result<Node, Error> {
    let found = read(call, kind, id).await;
    match found {
        Err(Error::Forbidden(_)) => Err(Error::NotFound),
        other => other,
    }
}

async fn read(call: &Call, kind: Kind, id: Uuid) -> Result<Node, Error> {
    let registry = call.registry();
    Ok(match kind {
        Kind::Institution => {
            let row = registry.institution(&call.permit()?, &InstitutionBy::Id(id)).await?;
            Institution { row }.into()
        }
        Kind::Unit => {
            let mut rows = registry.units_by_ids(&call.permit()?, &[id]).await?;
            OrganisationalUnit { row: rows.pop().ok_or(Error::NotFound)? }.into()
        }
        Kind::Function => {
            InstitutionFunction { row: registry.function(&call.permit()?, id).await? }.into()
        }
        Kind::CivilServant => {
            let row = registry.civil_servant(&call.permit()?, &CivilServantBy::Id(id)).await?;
            CivilServant { row }.into()
        }
        Kind::Seat => Seat { row: registry.seat(&call.permit()?, id).await? }.into(),
        Kind::LegalInstrument => {
            LegalInstrument { row: registry.legal_instrument(&call.permit()?, id).await? }.into()
        }
        Kind::Cycle => {
            let mut rows = registry.cycles_by_ids(&call.permit()?, &[id]).await?;
            Cycle { row: rows.pop().ok_or(Error::NotFound)? }.into()
        }
        Kind::Election => Election { row: registry.election(&call.permit()?, id).await? }.into(),
        Kind::PactText => PactText { row: registry.pact_text(&call.permit()?, id).await? }.into(),
        Kind::PactSignature => {
            PactSignature { row: registry.pact_signature(&call.permit()?, id).await? }.into()
        }
        Kind::Event => Event { row: registry.event(&call.permit()?, id).await? }.into(),
        Kind::Region | Kind::ServiceNumber | Kind::Employment | Kind::User | Kind::Holiday => {
            return Err(Error::NotFound);
        }
    })
}
