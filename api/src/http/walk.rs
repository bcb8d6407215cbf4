//! The one walk over an operation that counts it against the limits.
//!
//! The walk expands fragments where they are spread and stops at the first limit it passes, so
//! that its own work is bounded by the limits and not by the document.

use std::collections::HashMap;

use async_graphql::{
    Name, Positioned, Variables,
    parser::types::{
        Field, FragmentDefinition, OperationDefinition, OperationType, Selection, SelectionSet,
    },
};
use async_graphql_value::{ConstValue, Number, Value};

use super::limits::{LimitError, Limits};

/// What an operation within the limits comes to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Usage {
    pub(super) cost: u64,
    pub(super) root_fields: Vec<String>,
    pub(super) aliases: usize,
    pub(super) directives: usize,
    pub(super) selections: usize,
}

/// Counts an operation, and refuses it at the first limit it exceeds.
pub(super) fn measure(
    operation: &OperationDefinition,
    fragments: &HashMap<Name, Positioned<FragmentDefinition>>,
    variables: &Variables,
    limits: &Limits,
) -> Result<Usage, LimitError> {
    let mut walk =
        Walk { limits, operation, fragments, variables, usage: Usage::default(), open: Vec::new() };
    let on_variables = operation.variable_definitions.iter().map(|def| def.node.directives.len());
    walk.directives(operation.directives.len() + on_variables.sum::<usize>())?;
    walk.selections(&operation.selection_set.node, Level::ROOT)?;
    let one_root = match operation.ty {
        OperationType::Query => true,
        OperationType::Mutation | OperationType::Subscription => walk.usage.root_fields.len() == 1,
    };
    if one_root { Ok(walk.usage) } else { Err(LimitError::OneRootField) }
}

struct Walk<'a> {
    limits: &'a Limits,
    operation: &'a OperationDefinition,
    fragments: &'a HashMap<Name, Positioned<FragmentDefinition>>,
    variables: &'a Variables,
    usage: Usage,
    open: Vec<&'a str>,
}

/// Where in the operation a selection stands.
#[derive(Clone, Copy)]
struct Level {
    depth: usize,
    /// The selection sets around it, those of fragments included.
    nesting: usize,
    /// How often the surrounding object appears.
    times: u64,
    /// The page size the surrounding field asks for.
    page: Option<u64>,
    /// The nested introspection lists so far; `None` outside introspection.
    lists: Option<usize>,
}

impl Level {
    const ROOT: Self = Self { depth: 0, nesting: 0, times: 1, page: None, lists: None };
}

impl<'a> Walk<'a> {
    fn selections(&mut self, set: &'a SelectionSet, level: Level) -> Result<(), LimitError> {
        let level = Level { nesting: level.nesting + 1, ..level };
        if level.nesting > self.limits.nesting {
            return Err(LimitError::Nesting(self.limits.nesting));
        }
        for selection in &set.items {
            self.usage.selections += 1;
            if self.usage.selections > self.limits.selections {
                return Err(LimitError::Selections(self.limits.selections));
            }
            self.directives(selection.node.directives().len())?;
            match &selection.node {
                Selection::Field(field) => self.field(&field.node, level)?,
                Selection::InlineFragment(inline) => {
                    self.selections(&inline.node.selection_set.node, level)?;
                }
                Selection::FragmentSpread(spread) => {
                    self.fragment(&spread.node.fragment_name.node, level)?;
                }
            }
        }
        Ok(())
    }

    /// An unknown fragment counts nothing; validation reports it.
    fn fragment(&mut self, name: &'a Name, level: Level) -> Result<(), LimitError> {
        let Some(fragment) = self.fragments.get(name) else { return Ok(()) };
        if self.open.contains(&name.as_str()) {
            return Err(LimitError::Cycle(name.to_string()));
        }
        self.directives(fragment.node.directives.len())?;
        self.open.push(name.as_str());
        self.selections(&fragment.node.selection_set.node, level)?;
        self.open.pop();
        Ok(())
    }

    fn field(&mut self, field: &'a Field, level: Level) -> Result<(), LimitError> {
        let name = field.name.node.as_str();
        if field.alias.is_some() {
            self.usage.aliases += 1;
            if self.usage.aliases > self.limits.aliases {
                return Err(LimitError::Aliases(self.limits.aliases));
            }
        }
        if level.depth == 0 {
            self.usage.root_fields.push(name.to_owned());
            if self.usage.root_fields.len() > self.limits.root_fields {
                return Err(LimitError::RootFields(self.limits.root_fields));
            }
        }
        let below = match (name, level.lists) {
            ("__typename", _) => return Ok(()),
            ("__schema" | "__type", _) if level.depth == 0 => self.introspection(0, level)?,
            ("types" | "fields" | "inputFields" | "interfaces" | "possibleTypes", Some(lists)) => {
                self.introspection(lists + 1, level)?
            }
            (_, Some(lists)) => self.introspection(lists, level)?,
            (_, None) => self.data(field, level)?,
        };
        self.selections(&field.selection_set.node, below)
    }

    fn introspection(&self, lists: usize, level: Level) -> Result<Level, LimitError> {
        if lists > self.limits.introspection_lists {
            return Err(LimitError::Introspection(self.limits.introspection_lists));
        }
        Ok(Level { depth: level.depth + 1, lists: Some(lists), ..level })
    }

    fn data(&mut self, field: &Field, level: Level) -> Result<Level, LimitError> {
        let depth = level.depth + 1;
        if depth > self.limits.depth {
            return Err(LimitError::Depth(self.limits.depth));
        }
        // A connection has one `pageInfo` and one `totalCount`, however long its page is, and
        // pages even where the query names no size.
        let page = match (field.name.node.as_str(), level.page) {
            ("pageInfo" | "totalCount", _) => 1,
            (_, Some(page)) => page,
            ("edges" | "nodes", None) if level.depth > 0 => self.limits.default_page,
            (_, None) => 1,
        };
        let times = level.times.saturating_mul(page);
        self.usage.cost = self.usage.cost.saturating_add(times);
        if self.usage.cost > self.limits.cost {
            return Err(LimitError::Cost(self.limits.cost));
        }
        Ok(Level { depth, times, page: self.page(field), ..level })
    }

    fn page(&self, field: &Field) -> Option<u64> {
        let sizes = ["first", "last"].into_iter().filter_map(|name| field.get_argument(name));
        sizes.map(|size| self.size(&size.node)).max()
    }

    fn size(&self, value: &Value) -> u64 {
        let number = if let Value::Number(number) = value {
            Some(number)
        } else if let Value::Variable(name) = value {
            self.variable(name)
        } else {
            None
        };
        match number {
            None => self.limits.default_page,
            Some(number) if number.as_f64().is_some_and(|number| number < 0.0) => 0,
            Some(number) => number.as_u64().unwrap_or(self.limits.page).min(self.limits.page),
        }
    }

    fn variable(&self, name: &Name) -> Option<&Number> {
        let definitions = &self.operation.variable_definitions;
        let default = || {
            let found = definitions.iter().find(|definition| definition.node.name.node == *name);
            found.and_then(|definition| definition.node.default_value.as_ref())
        };
        let value = self.variables.get(name).or_else(|| default().map(|value| &value.node));
        if let Some(ConstValue::Number(number)) = value { Some(number) } else { None }
    }

    fn directives(&mut self, more: usize) -> Result<(), LimitError> {
        self.usage.directives = self.usage.directives.saturating_add(more);
        if self.usage.directives > self.limits.directives {
            return Err(LimitError::Directives(self.limits.directives));
        }
        Ok(())
    }
}
