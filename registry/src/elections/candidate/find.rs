//! Where contestants and candidates lie: what is determined is everybody's, the rest lies in a region.

use netra_entity::{candidate, candidate_status, contestant, contestant_party, contestant_status};
use sea_orm::sea_query::{Expr, ExprTrait, Query, SelectStatement};
use uuid::Uuid;

use crate::reach::{Axes, Placed, Published, children, readable};

impl Placed for contestant::Entity {
    fn axes() -> Axes<Self::Column> {
        use contestant::Column::{ContestId, PublishedOn};
        Axes { contest: Some(ContestId), published: Published::Since(PublishedOn), ..Axes::NONE }
    }
}

impl Placed for candidate::Entity {
    fn axes() -> Axes<Self::Column> {
        use candidate::Column::{ContestId, PublishedOn};
        Axes { contest: Some(ContestId), published: Published::Since(PublishedOn), ..Axes::NONE }
    }
}

readable! {
    contestant under ReadCandidates;
    candidate under ReadCandidates;
}

children! {
    contestant of contest by ContestId in order of (Id);
    contestant_party of contestant by ContestantId in order of (PartyId) under ReadCandidates;
    contestant_status of contestant by ContestantId in order of (ValidFrom, RowId)
        under ReadCandidates;
    candidate_status of candidate by CandidateId in order of (ValidFrom, RowId)
        under ReadCandidates;
}

/// The lists of a party.
pub(crate) fn lists_of(party_id: Uuid) -> SelectStatement {
    Query::select()
        .column(contestant::Column::Id)
        .from(contestant::Entity)
        .and_where(Expr::col(contestant::Column::PartyId).eq(party_id))
        .to_owned()
}
