//! The matrix in the contract: `@access` on every root field, the matrix itself, and why.

use async_graphql::{Context, Object, SimpleObject, TypeDirective};
use netra_domain::policy::{self, Act, Closed, of};
use netra_domain::{Locale, Rule};
use netra_registry::Error;

use crate::graphql::kernel::call::Call;
use crate::graphql::kernel::error::answer;

/// Who may use a field: `CAPACITY(GRADES):REACH`, computed from the access matrix.
#[TypeDirective(location = "FieldDefinition")]
pub(in crate::graphql) fn access(act: String, roles: Vec<String>) {}

/// The word of an act, for the directive.
pub(in crate::graphql) fn word(act: Act) -> String {
    act.code().to_owned()
}

/// Who may do an act, for the directive.
pub(in crate::graphql) fn roles(act: Act) -> Vec<String> {
    policy::roles_of(act)
}

/// A row of the access matrix (matriks kewenangan).
#[derive(SimpleObject)]
pub(in crate::graphql) struct AccessRule {
    /// The act.
    act: String,
    /// Who may do it and how far, `CAPACITY(GRADES):REACH`.
    roles: Vec<String>,
}

/// Why the caller may or may not do an act (penjelasan kewenangan).
#[derive(SimpleObject)]
pub(in crate::graphql) struct AccessExplanation {
    /// The act.
    act: String,
    /// Whether the matrix gives it to the caller.
    is_allowed: bool,
    /// How far it reaches.
    reach: Option<String>,
    /// As what the caller acts: `PUBLIC`, `CIVIL_SERVANT` or a function.
    capacity: Option<String>,
    /// The grade of the caller's seat.
    grade: Option<String>,
    /// Everyone to whom the matrix gives the act.
    roles: Vec<String>,
    /// Version of the matrix.
    policy_version: String,
    /// The same in a sentence.
    reason: String,
}

/// Whether an act on this record is open to the caller now (tindakan yang tersedia).
#[derive(SimpleObject)]
pub(in crate::graphql) struct AvailableAct {
    /// The act.
    act: String,
    /// Whether it is open.
    is_open: bool,
    /// Code of the reason where it is closed: FORBIDDEN or a rule.
    closed_by: Option<String>,
    /// The reason in words.
    reason: Option<String>,
}

/// Whether acts on a record are open: the matrix first, then the rule of the record's state.
pub(in crate::graphql) fn available(
    call: &Call,
    acts: &[(Act, Result<(), Rule>)],
) -> Vec<AvailableAct> {
    let closed = |act: Act, state: Result<(), Rule>| match call.actor.reach(act) {
        None => Some(Closed::Forbidden),
        Some(_) => state.err().map(Closed::Rule),
    };
    acts.iter().map(|(act, state)| shown(call, *act, closed(*act, *state))).collect()
}

/// The same for one act on a record that the matrix gives to some offices only where it is theirs.
pub(in crate::graphql) fn available_within(
    call: &Call,
    is_own: bool,
    act: Act,
    state: Result<(), Rule>,
) -> AvailableAct {
    let closed = if is_own { state.err().map(Closed::Rule) } else { Some(Closed::Forbidden) };
    shown(call, act, closed)
}

fn shown(call: &Call, act: Act, closed: Option<Closed>) -> AvailableAct {
    AvailableAct {
        act: act.code().to_owned(),
        is_open: closed.is_none(),
        closed_by: closed.map(|it| it.code().to_owned()),
        reason: closed.map(|it| words(it, call.locale).to_owned()),
    }
}

const fn words(closed: Closed, locale: Locale) -> &'static str {
    match (closed, locale) {
        (Closed::Rule(rule), locale) => rule.text(locale),
        (Closed::Forbidden, Locale::En) => "the matrix does not give this act to you",
        (Closed::Forbidden, Locale::Id) => "matriks tidak memberikan kewenangan ini kepada Anda",
    }
}

#[derive(Default)]
pub(in crate::graphql) struct AccessQuery;

/// The matrix and its reasons.
#[Object]
impl AccessQuery {
    /// The whole access matrix (matriks kewenangan).
    #[graphql(directive = access::apply(word(Act::ReadAccess), roles(Act::ReadAccess)))]
    async fn access_matrix(&self, ctx: &Context<'_>) -> Option<Vec<AccessRule>> {
        let permitted = Call::of(ctx).permit::<of::ReadAccess>();
        let rule =
            |act: &Act| AccessRule { act: act.code().to_owned(), roles: policy::roles_of(*act) };
        answer(ctx, permitted.map(|_| Act::ALL.iter().map(rule).collect()))
    }

    /// Why the caller may or may not do an act.
    #[graphql(directive = access::apply(word(Act::ReadAccess), roles(Act::ReadAccess)))]
    async fn explain_access(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Code of the act, as in `accessMatrix`.")] act: String,
    ) -> Option<AccessExplanation> {
        let call = Call::of(ctx);
        let explained = call.permit::<of::ReadAccess>().and_then(|_| {
            let act = Act::parse(&act).ok_or(Error::invalid("act", Rule::ActUnknown))?;
            Ok(explain(call, act))
        });
        answer(ctx, explained)
    }
}

fn explain(call: &Call, act: Act) -> AccessExplanation {
    let reach = call.actor.reach(act).map(policy::Reach::code);
    let capacity = call.actor.capacity().map(policy::Capacity::code);
    let grade = call.actor.seat().map(|seat| seat.grade.code());
    let who = capacity.unwrap_or_default();
    let roles = policy::roles_of(act);
    let given = roles.join(", ");
    let reason = match (call.locale, reach) {
        (Locale::En, Some(reach)) => format!("{who} may do this with reach {reach}."),
        (Locale::Id, Some(reach)) => format!("{who} berwenang dengan jangkauan {reach}."),
        (Locale::En, None) => format!("{who} may not do this; it is given to: {given}."),
        (Locale::Id, None) => format!("{who} tidak berwenang; yang berwenang: {given}."),
    };
    AccessExplanation {
        act: act.code().to_owned(),
        is_allowed: reach.is_some(),
        reach: reach.map(ToOwned::to_owned),
        capacity: capacity.map(ToOwned::to_owned),
        grade: grade.map(ToOwned::to_owned),
        roles,
        policy_version: policy::POLICY_VERSION.to_owned(),
        reason,
    }
}
