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

    pub fn is_connection(ty: &str) -> bool {
        ty.ends_with("Connection")
    }

    /// Where a field leads, past the connection; none for a leaf.
    pub fn target<'a>(&'a self, field: &'a FieldDefinition) -> Option<&'a str> {
        let ty = named(&field.ty.node);
        let edge = |name: &str| {
            let fields = self.fields(ty);
            fields.into_iter().find(|it| it.name.node == name).map(|it| named(&it.ty.node))
        };
        let found = if Self::is_connection(ty) { edge("nodes") } else { Some(ty) };
        found.filter(|ty| !self.fields(ty).is_empty())
    }

    /// The edges of a type, histories among them.
    pub fn edges(&self, ty: &str) -> Vec<Edge<'_>> {
        let edge = |field| Some(Edge { field, target: self.target(field)? });
        self.fields(ty).into_iter().filter_map(edge).collect()
    }

    /// What is asked for at an edge: every leaf of what it leads to, and edges down to a depth.
    pub fn along(&self, edge: &Edge<'_>, depth: usize) -> String {
        let everything = self.everything(edge.target, depth);
        let below = if edge.is_paged() {
            let ty = named(&edge.field.ty.node);
            let count = if self.has_total(ty) { "totalCount { value isExact }" } else { "" };
            format!("{{ pageInfo {{ endCursor }} {count} nodes {everything} }}")
        } else {
            everything
        };
        format!("{}{} {below}", edge.name(), arguments(edge.field, &self.0))
    }

    fn has_total(&self, ty: &str) -> bool {
        self.fields(ty).iter().any(|field| field.name.node == "totalCount")
    }

    /// Every leaf of a type, and every edge down to a depth; but histories, which are asked for by
    /// themselves. Of an interface, that of every type that it stands for.
    pub fn everything(&self, ty: &str, depth: usize) -> String {
        let implementors = self.implementors(ty);
        if !implementors.is_empty() {
            let parts = implementors.iter();
            let parts = parts.map(|it| format!("... on {it} {}", self.everything(it, depth)));
            return format!("{{ __typename {} }}", parts.collect::<Vec<_>>().join(" "));
        }
        let leaves = self.fields(ty).into_iter().filter(|field| self.target(field).is_none());
        let mut asked: Vec<String> =
            leaves.map(|it| format!("{}{}", it.name.node, arguments(it, &self.0))).collect();
        if depth > 0 {
            let edges = self.edges(ty).into_iter().filter(|edge| edge.target != REVISION);
            asked.extend(edges.map(|edge| self.along(&edge, depth - 1)));
        }
        format!("{{ __typename {} }}", asked.join(" "))
    }

    /// Everything that a root field answers but edges; empty text for a leaf.
    pub fn shallow(&self, root: &FieldDefinition) -> String {
        let Some(target) = self.target(root) else { return String::new() };
        let row = self.everything(target, 0);
        let ty = named(&root.ty.node);
        if !Self::is_connection(ty) {
            return row;
        }
        let count = if self.has_total(ty) { "totalCount { value isExact }" } else { "" };
        format!("{{ pageInfo {{ endCursor }} {count} edges {{ cursor }} nodes {row} }}")
    }
}

/// A field that leads to rows of a type.
pub struct Edge<'a> {
    field: &'a FieldDefinition,
    /// The type, past the connection.
    pub target: &'a str,
}

impl Edge<'_> {
    /// Name of the field.
    pub fn name(&self) -> &str {
        &self.field.name.node
    }

    /// Whether its rows come as a connection.
    pub fn is_paged(&self) -> bool {
        Contract::is_connection(named(&self.field.ty.node))
    }

    /// The field with the arguments that it needs, without what is asked of its rows.
    pub fn call(&self, contract: &Contract) -> String {
        format!("{}{}", self.name(), arguments(self.field, &contract.0))
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
