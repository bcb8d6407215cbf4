//! What a succession would move.

use async_graphql::{Context, Object, SimpleObject};
use netra_domain::Locale;
use netra_entity::succession;
use netra_registry::succession::{Moved, Plan, Problem};

use super::Succession;
use crate::graphql::kernel::noun::{Noun, nested};
use crate::graphql::office::institution::Institution;

/// What a prepared succession would move, as things are now (pratinjau suksesi).
#[derive(SimpleObject)]
pub(in crate::graphql) struct SuccessionPreview {
    /// The succession.
    succession: Option<Succession>,
    /// Digest of exactly this plan; `approveSuccession` takes it.
    plan_digest: String,
    /// Holdings of functions that end in the predecessors.
    functions_ended: i64,
    /// Holdings that begin in the successors.
    functions_begun: i64,
    /// Seats that end in the predecessors.
    seats_ended: i64,
    /// Seats granted in the successors to those who held them.
    seats_granted: i64,
    /// Machines that end; a successor registers its own.
    clients_ended: i64,
    /// Units registered in the successors.
    units_moved: i64,
    /// Employments that go on in the successors.
    employments_moved: i64,
    /// Valid signatures of those people, which go on counting there.
    signatures_continued: i64,
    /// Institutions below predecessors that end; whoever takes over reaches them.
    subordinates: i64,
    /// Functions and seats prepared in the predecessors that nobody has decided yet.
    undecided: i64,
    /// What goes from whom to whom.
    moves: Vec<SuccessionMove>,
    /// Why it cannot be approved as things are; empty where it can.
    problems: Vec<SuccessionProblem>,
}

impl SuccessionPreview {
    pub(super) fn new(row: succession::Model, plan: Plan, locale: Locale) -> Self {
        let counts = plan.counts;
        Self {
            succession: Some(Succession::show(row)),
            plan_digest: plan.digest,
            functions_ended: counts.functions_ended,
            functions_begun: counts.functions_begun,
            seats_ended: counts.seats_ended,
            seats_granted: counts.seats_granted,
            clients_ended: counts.clients_ended,
            units_moved: counts.units_moved,
            employments_moved: counts.employments_moved,
            signatures_continued: counts.signatures_continued,
            subordinates: counts.subordinates,
            undecided: counts.undecided,
            moves: plan.moved.into_iter().map(|moved| SuccessionMove { moved }).collect(),
            problems: plan.problems.iter().map(|it| problem(it, locale)).collect(),
        }
    }
}

/// What goes from one institution to another.
pub(in crate::graphql) struct SuccessionMove {
    moved: Moved,
}

/// What goes from one institution to another.
#[Object]
impl SuccessionMove {
    /// The predecessor (instansi pendahulu).
    async fn from(&self, ctx: &Context<'_>) -> Option<Institution> {
        nested(ctx, self.moved.from).await
    }

    /// The successor (instansi penerus).
    async fn to(&self, ctx: &Context<'_>) -> Option<Institution> {
        nested(ctx, self.moved.to).await
    }

    /// Seats.
    async fn seats(&self) -> i64 {
        self.moved.seats
    }

    /// Units.
    async fn units(&self) -> i64 {
        self.moved.units
    }

    /// Employments.
    async fn employments(&self) -> i64 {
        self.moved.employments
    }
}

/// Why a succession cannot be approved as things are.
#[derive(SimpleObject)]
pub(in crate::graphql) struct SuccessionProblem {
    /// Where in its input.
    input_path: String,
    /// The rule.
    rule: String,
    /// The article it rests on; absent where it only protects the registry.
    legal_basis: Option<String>,
    /// The same in words.
    reason: String,
}

fn problem(it: &Problem, locale: Locale) -> SuccessionProblem {
    let basis = it.rule.legal_basis();
    SuccessionProblem {
        input_path: format!("input.{}", it.path),
        rule: it.rule.code().to_owned(),
        legal_basis: (!basis.is_empty()).then(|| basis.to_owned()),
        reason: it.rule.text(locale).to_owned(),
    }
}
