//! The values of variables that an operation cannot do without.
//!
//! Validation checks a value where it is used; that one is missing altogether it notices only in
//! the middle of the execution, too late for a request error.

use async_graphql::{Pos, Variables, parser::types::OperationDefinition};
use async_graphql_value::ConstValue;
use netra_domain::Locale;

/// A variable that needs a value and has none.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("variable ${name} of type {kind} has no value")]
pub struct VariableError {
    /// The variable's name.
    pub name: String,
    /// Its declared type.
    pub kind: String,
    /// Where it is declared.
    pub position: Pos,
}

impl VariableError {
    /// The text for the caller.
    #[must_use]
    pub fn message(&self, locale: Locale) -> String {
        let Self { name, kind, .. } = self;
        match locale {
            Locale::En => format!("Variable \"${name}\" of type \"{kind}\" needs a value."),
            Locale::Id => format!("Variabel \"${name}\" bertipe \"{kind}\" harus diisi."),
        }
    }
}

/// Checks that each variable of a non-null type has a value or a default.
///
/// # Errors
///
/// The first variable without one.
pub fn check(operation: &OperationDefinition, variables: &Variables) -> Result<(), VariableError> {
    for definition in &operation.variable_definitions {
        let position = definition.pos;
        let definition = &definition.node;
        let missing = match variables.get(&definition.name.node) {
            None => definition.default_value.is_none(),
            Some(value) => *value == ConstValue::Null,
        };
        if missing && !definition.var_type.node.nullable {
            let name = definition.name.node.to_string();
            let kind = definition.var_type.node.to_string();
            return Err(VariableError { name, kind, position });
        }
    }
    Ok(())
}
