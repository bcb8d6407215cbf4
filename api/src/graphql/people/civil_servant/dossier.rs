//! Reads a person together with what is asked of it, so that the fields find it read.

use async_graphql::Context;
use async_graphql::parser::types::{Field, Selection};
use netra_registry::Result;
use netra_registry::pact::pact_signature::SignatureLine;
use netra_registry::people::civil_servant::{CivilServantBy, DossierParts};

use super::{CivilServant, ServiceNumber};
use crate::graphql::kernel::call::Call;
use crate::graphql::kernel::loader::{EmploymentsOf, SignatureLinesOf};
use crate::graphql::kernel::noun::{ChildrenOf, Noun};
use crate::graphql::kernel::plain::holds;

/// One civil servant, for the field that is being resolved.
pub(super) async fn read(ctx: &Context<'_>, by: &CivilServantBy) -> Result<CivilServant> {
    let call = Call::of(ctx);
    let asked = asked(ctx, call);
    let read = call.registry().dossier(&call.permit()?, by, &asked).await?;
    let id = read.person.id;
    call.batches.know(ChildrenOf::<ServiceNumber>::of(id), read.numbers);
    call.batches.know(EmploymentsOf(id, None), read.employments);
    call.batches.know(SignatureLinesOf(id), read.signatures);
    Ok(CivilServant::show(read.person))
}

/// What is asked of the person without a detour; fields in fragments read for themselves.
fn asked(ctx: &Context<'_>, call: &Call) -> DossierParts {
    let mut parts = DossierParts::default();
    for selected in &ctx.item.node.selection_set.node.items {
        let Selection::Field(field) = &selected.node else { continue };
        let Field { name, directives, arguments, selection_set, .. } = &field.node;
        if !directives.is_empty() {
            continue;
        }
        match name.node.as_str() {
            "serviceNumbers" => parts.numbers = true,
            "employment" => parts.employments = true,
            "employments" => parts.employments |= arguments.is_empty(),
            "pactSignatures" if holds(call, &selection_set.node, &SignatureLine::blank()) => {
                // Without the permit the field is empty, as ever.
                parts.signatures = call.permit().ok();
            }
            _ => {}
        }
    }
    parts
}
