//! Refusals and exemptions, and how a person stands towards the pact.
//!
//! Both are facts beside signatures, never instead of them: whoever has signed counts as a signer,
//! whatever was declared before.

use std::collections::BTreeSet;

use netra_entity::code::{AbstentionKind, PactStanding, SignatureState};
use netra_entity::{Date, pact_abstention, pact_signature};
use uuid::Uuid;

use crate::rule::Rule;

/// From a day to a day; open where it does not end.
pub(crate) type Span = (Date, Option<Date>);

/// When an abstention holds. A refusal ends on the day on which the person signs after all, also
/// where that signature was later withdrawn or not countersigned.
pub(crate) fn span(
    abstention: &pact_abstention::Model,
    signatures: &[pact_signature::Model],
) -> Span {
    let declared = Span::from((abstention.valid_from, abstention.valid_to));
    match abstention.kind {
        AbstentionKind::Exemption => declared,
        AbstentionKind::Refusal => {
            let after = |it: &&pact_signature::Model| {
                it.equivalence_class == abstention.equivalence_class
                    && (it.signed_on, it.recorded_at)
                        > (abstention.valid_from, abstention.recorded_at)
            };
            let signed_on = signatures.iter().filter(after).map(|it| it.signed_on).min();
            (declared.0, earlier(declared.1, signed_on))
        }
    }
}

/// The earlier of two ends.
pub(crate) fn earlier(one: Option<Date>, other: Option<Date>) -> Option<Date> {
    match (one, other) {
        (Some(one), Some(other)) => Some(one.min(other)),
        (one, other) => one.or(other),
    }
}

fn holds((from, to): Span, on: Date) -> bool {
    from <= on && to.is_none_or(|to| to > on)
}

/// How a person stands towards a class of texts on a day, in an institution and those that the
/// person's employment there continues.
#[must_use]
pub fn standing(
    (places, class): (&BTreeSet<Uuid>, Uuid),
    on: Date,
    signatures: &[pact_signature::Model],
    abstentions: &[pact_abstention::Model],
) -> PactStanding {
    let given = |state: SignatureState| {
        signatures.iter().any(|it| {
            places.contains(&it.institution_id)
                && it.equivalence_class == class
                && it.state == state
                && it.countersigned_on.unwrap_or(it.signed_on) <= on
        })
    };
    let abstains = |kind: AbstentionKind| {
        abstentions.iter().any(|it| {
            places.contains(&it.institution_id)
                && it.equivalence_class == class
                && it.kind == kind
                && holds(span(it, signatures), on)
        })
    };
    if given(SignatureState::Valid) {
        PactStanding::Signed
    } else if given(SignatureState::AwaitingCountersignature) {
        PactStanding::AwaitingCountersignature
    } else if abstains(AbstentionKind::Exemption) {
        PactStanding::Exempt
    } else if abstains(AbstentionKind::Refusal) {
        PactStanding::Refused
    } else if given(SignatureState::CountersignatureRefused) {
        PactStanding::CountersignatureRefused
    } else {
        PactStanding::NotSigned
    }
}

/// Refuses a second refusal, or an exemption beside another.
///
/// # Errors
/// [`Rule::AlreadyRefused`], [`Rule::ExemptionOverlaps`].
pub fn check_new(
    new: &pact_abstention::Model,
    places: &BTreeSet<Uuid>,
    signatures: &[pact_signature::Model],
    abstentions: &[pact_abstention::Model],
) -> Result<(), Rule> {
    let meets = abstentions.iter().any(|it| {
        let (from, to) = span(it, signatures);
        it.kind == new.kind
            && places.contains(&it.institution_id)
            && it.equivalence_class == new.equivalence_class
            && to.is_none_or(|to| from < to && new.valid_from < to)
            && new.valid_to.is_none_or(|to| from < to)
    });
    match (meets, new.kind) {
        (false, _) => Ok(()),
        (true, AbstentionKind::Refusal) => Err(Rule::AlreadyRefused),
        (true, AbstentionKind::Exemption) => Err(Rule::ExemptionOverlaps),
    }
}

/// Refuses a digest that is none: evidence is named by the SHA-256 of its document.
///
/// # Errors
/// [`Rule::EvidenceRequired`].
pub fn check_document(sha256: &str) -> Result<(), Rule> {
    let hexadecimal = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
    if sha256.len() == 64 && sha256.bytes().all(hexadecimal) {
        Ok(())
    } else {
        Err(Rule::EvidenceRequired)
    }
}
