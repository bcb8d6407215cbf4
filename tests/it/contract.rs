//! The contract as data: its types and fields, and selections of everything below a field. Nothing
//! here knows a noun, so that a new field or edge is asked for without a line more.

use std::collections::BTreeMap;

use async_graphql::parser::parse_schema;
use async_graphql::parser::types::{
    BaseType, FieldDefinition, InputValueDefinition, Type, TypeDefinition, TypeKind,
    TypeSystemDefinition,
};
use netra_api::graphql;

/// What a history is of.
const REVISION: &str = "RecordRevision";

/// The types of the contract by their names.
pub struct Contract(pub BTreeMap<String, TypeDefinition>);

/// Name of the type, without lists and non-nulls.
pub fn named(ty: &Type) -> &str {
    match &ty.base {
        BaseType::Named(name) => name,
        BaseType::List(inner) => named(inner),
    }
}

impl Contract {
    pub fn read() -> Self {
        let types = parse_schema(graphql::sdl()).unwrap().definitions.into_iter();
        let types = types.filter_map(|definition| match definition {
            TypeSystemDefinition::Type(ty) => Some((ty.node.name.node.to_string(), ty.node)),
            TypeSystemDefinition::Schema(_) | TypeSystemDefinition::Directive(_) => None,
        });
        Self(types.collect())
    }

    /// The fields of an object or interface; empty for every other type.
    pub fn fields(&self, ty: &str) -> Vec<&FieldDefinition> {
        let fields = match self.0.get(ty).map(|ty| &ty.kind) {
            Some(TypeKind::Object(object)) => &object.fields,
            Some(TypeKind::Interface(interface)) => &interface.fields,
            _ => return Vec::new(),
        };
        fields.iter().map(|field| &field.node).collect()
    }

    /// Names of the types that an interface stands for.
    pub fn implementors(&self, interface: &str) -> Vec<String> {
        let is = |ty: &TypeDefinition| match &ty.kind {
            TypeKind::Object(object) => object.implements.iter().any(|it| it.node == interface),
            _ => false,
        };
        self.0.iter().filter(|(_, ty)| is(ty)).map(|(name, _)| name.clone()).collect()
    }

    fn is_connection(ty: &str) -> bool {
        ty.ends_with("Connection")
    }

    /// Where a field leads, past the connection; none for a leaf.
    fn target<'a>(&'a self, field: &'a FieldDefinition) -> Option<&'a str> {
        let ty = named(&field.ty.node);
        let edge = |name: &str| {
            let fields = self.fields(ty);
            fields.into_iter().find(|it| it.name.node == name).map(|it| named(&it.ty.node))
        };
        let found = if Self::is_connection(ty) { edge("nodes") } else { Some(ty) };
        found.filter(|ty| !self.fields(ty).is_empty())
    }

    /// What is asked for at a field: a leaf by its name, an object with everything down to a
    /// depth; nothing for an object that lies deeper, and for histories, which are asked for by
    /// themselves.
    fn ask(&self, field: &FieldDefinition, depth: usize) -> Option<String> {
        let arguments = arguments(field, &self.0);
        let name = &field.name.node;
        let ty = named(&field.ty.node);
        if self.target(field) == Some(REVISION) {
            return None;
        }
        match self.target(field) {
            None => Some(format!("{name}{arguments}")),
            Some(_) if depth == 0 => None,
            Some(target) => Some(format!("{name}{arguments} {}", self.below(ty, target, depth))),
        }
    }

    /// Selections of the histories below what a root field answers: of its rows, and one for each
    /// edge of theirs down to a depth.
    pub fn histories(&self, root: &FieldDefinition, depth: usize) -> Vec<String> {
        let ty = named(&root.ty.node);
        let Some(target) = self.target(root) else { return Vec::new() };
        let implementors = self.implementors(target);
        let mut selections = Vec::new();
        for ty in &implementors {
            let parts = self.histories_of(ty, depth).into_iter();
            selections.extend(parts.map(|below| format!("{{ ... on {ty} {below} }}")));
        }
        if implementors.is_empty() {
            let parts = self.histories_of(target, depth).into_iter();
            selections.extend(parts.map(|below| self.wrapped(ty, &below)));
        }
        selections
    }

    fn histories_of(&self, ty: &str, depth: usize) -> Vec<String> {
        let fields = self.fields(ty).into_iter();
        let parts = fields.filter_map(|field| self.history_at(field, depth));
        parts.map(|part| format!("{{ {part} }}")).collect()
    }

    fn history_at(&self, field: &FieldDefinition, depth: usize) -> Option<String> {
        let target = self.target(field)?;
        let (name, arguments) = (&field.name.node, arguments(field, &self.0));
        if target == REVISION {
            return Some(format!("{name}{arguments} {{ nodes {} }}", self.everything(target, 1)));
        }
        let fields = self.fields(target).into_iter().filter(|_| depth > 0);
        let below: Vec<_> = fields.filter_map(|it| self.history_at(it, depth - 1)).collect();
        let below = (!below.is_empty()).then(|| format!("{{ {} }}", below.join(" ")))?;
        Some(format!("{name}{arguments} {}", self.wrapped(named(&field.ty.node), &below)))
    }

    fn wrapped(&self, ty: &str, row: &str) -> String {
        if Self::is_connection(ty) { format!("{{ nodes {row} }}") } else { row.to_owned() }
    }

    fn below(&self, ty: &str, target: &str, depth: usize) -> String {
        let everything = self.everything(target, depth - 1);
        if Self::is_connection(ty) {
            let count = if self.has_total(ty) { "totalCount { value isExact }" } else { "" };
            format!("{{ pageInfo {{ endCursor }} {count} nodes {everything} }}")
        } else {
            everything
        }
    }

    fn has_total(&self, ty: &str) -> bool {
        self.fields(ty).iter().any(|field| field.name.node == "totalCount")
    }

    /// Every leaf of a type, and every edge down to a depth.
    pub fn everything(&self, ty: &str, depth: usize) -> String {
        let fields = self.fields(ty).into_iter().filter_map(|field| self.ask(field, depth));
        format!("{{ __typename {} }}", fields.collect::<Vec<_>>().join(" "))
    }

    /// Selections for what a root field answers: one for each edge of its rows, so that each stays
    /// within the limits of a request. Empty text for a leaf.
    pub fn selections(&self, root: &FieldDefinition, depth: usize) -> Vec<String> {
        let ty = named(&root.ty.node);
        let Some(target) = self.target(root) else { return vec![String::new()] };
        if self.implementors(target).is_empty() {
            return self.split(ty, target, depth);
        }
        let part = |it: String| format!("{{ ... on {it} {} }}", self.everything(&it, depth - 1));
        self.implementors(target).into_iter().map(part).collect()
    }

    /// Everything that a root field answers down to a depth, in one selection.
    pub fn selection(&self, root: &FieldDefinition, depth: usize) -> String {
        let ty = named(&root.ty.node);
        match self.target(root) {
            None => String::new(),
            Some(target) if self.implementors(target).is_empty() => {
                self.below(ty, target, depth + 1)
            }
            Some(target) => {
                let part = |it: String| format!("... on {it} {}", self.everything(&it, depth));
                let parts: Vec<_> = self.implementors(target).into_iter().map(part).collect();
                format!("{{ {} }}", parts.join(" "))
            }
        }
    }

    fn split(&self, ty: &str, target: &str, depth: usize) -> Vec<String> {
        let leaves: Vec<_> =
            self.fields(target).into_iter().filter_map(|it| self.ask(it, 0)).collect();
        let leaves = leaves.join(" ");
        let edges: Vec<_> = self
            .fields(target)
            .into_iter()
            .filter(|field| self.target(field).is_some())
            .filter_map(|field| self.ask(field, depth))
            .collect();
        let edges = if edges.is_empty() || depth == 0 { vec![String::new()] } else { edges };
        let count = if self.has_total(ty) { "totalCount { value isExact }" } else { "" };
        let wrap = |edge: &String| {
            let row = format!("{{ __typename {leaves} {edge} }}");
            if Self::is_connection(ty) {
                format!("{{ pageInfo {{ endCursor }} {count} edges {{ cursor }} nodes {row} }}")
            } else {
                row
            }
        };
        edges.iter().map(wrap).collect()
    }
}

/// Required arguments of a nested field; those of root fields come with the test.
fn arguments(field: &FieldDefinition, types: &BTreeMap<String, TypeDefinition>) -> String {
    let required = |it: &&InputValueDefinition| !it.ty.node.nullable && it.default_value.is_none();
    let given: Vec<_> = field
        .arguments
        .iter()
        .map(|it| &it.node)
        .filter_map(|it| match (it.name.node.as_str(), required(&it)) {
            ("first", _) => Some("first: 2".to_owned()),
            (_, false) => None,
            // Whoever asks puts the cycle in.
            ("cycle", true) => Some("cycle: \"$cycle\"".to_owned()),
            (name, true) => Some(format!("{name}: {}", first_value(&it.ty.node, types))),
        })
        .collect();
    if given.is_empty() { String::new() } else { format!("({})", given.join(", ")) }
}

fn first_value(ty: &Type, types: &BTreeMap<String, TypeDefinition>) -> String {
    match types.get(named(ty)).map(|ty| &ty.kind) {
        Some(TypeKind::Enum(values)) => values.values[0].node.value.node.to_string(),
        _ => panic!("give the nested argument of type {} a value here", named(ty)),
    }
}
