//! What a signature in a long list answers at once.

use async_graphql::parser::types::Field;
use async_graphql::{ScalarType, Value};
use netra_domain::policy::{Act, Reach};

use netra_registry::pact::pact_signature::SignatureLine;

use super::PactSignature;
use crate::graphql::kernel::call::Call;
use crate::graphql::kernel::id::{Kind, show};
use crate::graphql::kernel::plain::{self, PlainRow};

impl PlainRow for SignatureLine {
    type Whole = PactSignature;

    fn plain(&self, call: &Call, field: &Field) -> Option<Value> {
        Some(match field.name.node.as_str() {
            "id" => Value::from(show(Kind::PactSignature, self.id).0),
            "method" => plain::code(self.method.code()),
            "state" => plain::code(self.state.code()),
            "signedOn" => self.signed_on.to_value(),
            "recordedAt" => self.recorded_at.to_value(),
            "signedAt" => self.signed_at.map_or(Value::Null, |it| it.to_value()),
            // Whoever reaches everybody reaches the signer.
            "civilServant" if sees_everybody(call) => {
                let id = show(Kind::CivilServant, self.civil_servant_id);
                plain::only_id(field, "CivilServant", &id)?
            }
            "institution" => {
                let id = show(Kind::Institution, self.institution_id);
                plain::only_id(field, "Institution", &id)?
            }
            "pactText" => {
                plain::only_id(field, "PactText", &show(Kind::PactText, self.pact_text_id))?
            }
            _ => return None,
        })
    }
}

fn sees_everybody(call: &Call) -> bool {
    call.actor.reach(Act::ReadCivilServants) == Some(Reach::All)
}
