//! Who may stand in a contest.

use netra_entity::code::{ContestantKind, PartyScope};
use netra_entity::{contest_type, party};

use crate::Rule;

/// What a registration says of who stands.
#[derive(Clone, Copy, Debug)]
pub struct Nomination<'a> {
    /// The kind.
    pub kind: ContestantKind,
    /// Whether it stands without a party.
    pub is_independent: bool,
    /// The party that stands, if it is one.
    pub party: Option<&'a party::Model>,
    /// The parties that nominate it.
    pub nominated_by: &'a [party::Model],
}

/// Refuses who cannot stand in contests of a type. `local_parties` says whether local parties of
/// Aceh stand in this one.
///
/// # Errors
/// [`Rule::ContestantKind`], [`Rule::IndependentNotAllowed`], [`Rule::NominationRequired`],
/// [`Rule::LocalPartyElsewhere`].
pub fn check_nomination(
    kind: &contest_type::Model,
    nomination: &Nomination<'_>,
    local_parties: bool,
) -> Result<(), Rule> {
    if nomination.kind != kind.contestant_kind {
        return Err(Rule::ContestantKind);
    }
    if nomination.is_independent && !kind.independent_allowed {
        return Err(Rule::IndependentNotAllowed);
    }
    let (party, by) = (nomination.party, nomination.nominated_by);
    let complete = match nomination.kind {
        ContestantKind::Party => party.is_some() && by.is_empty() && !nomination.is_independent,
        ContestantKind::Pair => party.is_none() && by.is_empty() == nomination.is_independent,
        ContestantKind::Individual => party.is_none() && by.is_empty() && nomination.is_independent,
    };
    if !complete {
        return Err(Rule::NominationRequired);
    }
    let local = |it: &party::Model| it.scope == PartyScope::AcehLocal;
    if !local_parties && party.into_iter().chain(by).any(local) {
        return Err(Rule::LocalPartyElsewhere);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use netra_entity::code::{Confidence, ContestArea, ElectionRegime, Level};
    use uuid::Uuid;

    use super::*;

    fn kind(contestant_kind: ContestantKind, independent_allowed: bool) -> contest_type::Model {
        contest_type::Model {
            id: Uuid::nil(),
            code: "X".to_owned(),
            regime: ElectionRegime::Pemilihan,
            ordinal: 1,
            label: String::new(),
            label_en: None,
            contestant_kind,
            area: ContestArea::Province,
            has_districts: false,
            registered_at: Level::Province,
            independent_allowed,
            source: String::new(),
            confidence: Confidence::Common,
        }
    }

    fn party(scope: PartyScope) -> party::Model {
        party::Model {
            id: Uuid::nil(),
            code: "X".to_owned(),
            name: String::new(),
            abbreviation: String::new(),
            scope,
            source: String::new(),
            rev: 1,
        }
    }

    #[test]
    fn a_pair_is_nominated_or_independent_where_the_type_allows_it() {
        use ContestantKind::{Individual, Pair, Party};
        let parties = [party(PartyScope::National)];
        let own = &parties[0];
        for (of, allowed, standing, independent, party, by, expected) in [
            (Pair, true, Pair, false, None, &parties[..], Ok(())),
            (Pair, true, Pair, true, None, &[][..], Ok(())),
            (Pair, true, Pair, true, None, &parties[..], Err(Rule::NominationRequired)),
            (Pair, true, Pair, false, None, &[], Err(Rule::NominationRequired)),
            (Pair, false, Pair, true, None, &[], Err(Rule::IndependentNotAllowed)),
            (Pair, true, Party, false, Some(own), &[], Err(Rule::ContestantKind)),
            (Party, false, Party, false, Some(own), &[], Ok(())),
            (Party, false, Party, false, None, &[], Err(Rule::NominationRequired)),
            (Individual, true, Individual, true, None, &[], Ok(())),
            (Individual, true, Individual, false, None, &[], Err(Rule::NominationRequired)),
        ] {
            let nomination =
                Nomination { kind: standing, is_independent: independent, party, nominated_by: by };
            let found = check_nomination(&kind(of, allowed), &nomination, false);
            assert_eq!(found, expected, "{of} {allowed} {nomination:?}");
        }
    }

    #[test]
    fn a_local_party_stands_in_aceh_only() {
        let local = party(PartyScope::AcehLocal);
        let nomination = Nomination {
            kind: ContestantKind::Party,
            is_independent: false,
            party: Some(&local),
            nominated_by: &[],
        };
        let kind = kind(ContestantKind::Party, false);
        assert_eq!(check_nomination(&kind, &nomination, true), Ok(()));
        let elsewhere = check_nomination(&kind, &nomination, false);
        assert_eq!(elsewhere, Err(Rule::LocalPartyElsewhere));
    }
}
