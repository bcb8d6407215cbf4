//! What one caller asks: every root with the leaves of its rows; then, from the rows that were
//! shown, each edge of theirs, and so on to the rows that edges show. A row that nobody is shown has
//! no edges to ask for, and an edge is asked where there is something to be shown.

use std::collections::{BTreeMap, BTreeSet};

use async_graphql::parser::parse_query;
use async_graphql::parser::types::{DocumentOperations, Selection, SelectionSet};
use serde_json::Value;

use crate::contract::Contract;

/// Root fields of one request; less than the server allows, and enough.
const ROOTS: usize = 8;
/// Points and bytes of one request, with room for what is not counted to the last bit here.
const COST: u64 = 1_800;
const BYTES: usize = 15_000;
/// Rows on a page below a root field.
const PAGE: u64 = 2;
/// Ways from which the edges of a type are asked: enough for a row of each side.
const WAYS: usize = 4;

/// A selection, and what it costs for one row.
#[derive(Clone, Debug)]
struct Part {
    text: String,
    cost: u64,
}

impl Part {
    fn new(text: String) -> Self {
        let cost = cost(&text);
        Self { text, cost }
    }
}

/// An edge as it is asked.
#[derive(Debug)]
struct Link {
    name: String,
    /// The field with its arguments, without a selection.
    call: String,
    target: String,
    is_paged: bool,
    /// The leaves of the rows behind it.
    near: Part,
    /// The same, with the edges of those rows and their leaves.
    far: Part,
}

/// Everything that can be asked, written down once for all callers.
pub(super) struct Plan {
    roots: Vec<Root>,
    links: BTreeMap<String, Vec<Link>>,
}

struct Root {
    name: String,
    is_paged: bool,
    /// The types of its rows.
    types: Vec<String>,
    shallow: Part,
}

impl Plan {
    pub(super) fn of(contract: &Contract, cycle: &str) -> Self {
        let part = |text: String| Part::new(text.replace("$cycle", cycle));
        let fields = contract.fields("Query").into_iter();
        let roots = fields.map(|field| Root {
            name: field.name.node.to_string(),
            is_paged: Contract::is_connection(crate::contract::named(&field.ty.node)),
            types: contract.target(field).map_or_else(Vec::new, |target| {
                let types = contract.implementors(target);
                if types.is_empty() { vec![target.to_owned()] } else { types }
            }),
            shallow: part(contract.shallow(field)),
        });
        let types = contract.0.keys().filter(|ty| !matches!(ty.as_str(), "Query" | "Mutation"));
        let links = types.map(|ty| {
            let links = contract.edges(ty).into_iter().map(|edge| Link {
                name: edge.name().to_owned(),
                call: edge.call(contract).replace("$cycle", cycle),
                target: edge.target.to_owned(),
                is_paged: edge.is_paged(),
                near: part(contract.along(&edge, 0)),
                far: part(contract.along(&edge, 1)),
            });
            (ty.clone(), links.collect())
        });
        Self { roots: roots.collect(), links: links.collect() }
    }
}

impl Plan {
    /// The types with edges to which there is a way.
    pub(super) fn reachable(&self) -> BTreeSet<&str> {
        let mut open: Vec<&str> =
            self.roots.iter().flat_map(|it| it.types.iter()).map(|it| &**it).collect();
        let mut found = BTreeSet::new();
        while let Some(ty) = open.pop() {
            if found.insert(ty) {
                open.extend(self.links[ty].iter().map(|link| link.target.as_str()));
            }
        }
        found.retain(|ty| !self.links[*ty].is_empty());
        found
    }
}

/// A way to rows of one type.
#[derive(Clone, Debug, Default)]
struct Way {
    /// The text up to the selection of a row.
    opening: String,
    closing: String,
    /// The keys below the root field's.
    keys: Vec<String>,
    /// How many rows the cost counts.
    rows: u64,
}

impl Way {
    /// A step more.
    fn through(&self, link: &Link) -> Self {
        let mut way = self.clone();
        way.step(&format!("{} {{", link.call), Some(&link.name));
        if link.is_paged {
            way.step("nodes {", Some("nodes"));
            way.rows *= PAGE;
        }
        way
    }

    fn step(&mut self, opening: &str, key: Option<&str>) {
        self.opening.push_str(opening);
        self.closing.push('}');
        self.keys.extend(key.map(ToOwned::to_owned));
    }

    /// The rows to which it leads in an answer.
    fn rows<'a>(&self, below: &'a Value) -> Vec<&'a Value> {
        self.keys.iter().fold(flat(below), |rows, key| {
            rows.into_iter().flat_map(|row| flat(&row[key])).collect()
        })
    }
}

fn flat(value: &Value) -> Vec<&Value> {
    match value {
        Value::Array(items) => items.iter().flat_map(flat).collect(),
        Value::Object(_) => vec![value],
        _ => Vec::new(),
    }
}

/// A root field in a request.
#[derive(Clone, Debug, Default)]
pub(super) struct Asked {
    way: Way,
    /// Root field and arguments, where it is asked as such.
    root: Option<(usize, String)>,
    parts: Vec<Part>,
    /// Type and position of the edges that the parts are.
    links: Vec<(String, usize)>,
}

impl Asked {
    fn text(&self) -> String {
        let parts: Vec<_> = self.parts.iter().map(|part| part.text.as_str()).collect();
        format!("{} {} {}", self.way.opening, parts.join(" "), self.way.closing)
    }

    fn cost(&self) -> u64 {
        let parts: u64 = self.parts.iter().map(|part| part.cost).sum();
        // The way itself: each step for every row at most.
        let steps = u64::try_from(self.way.keys.len()).unwrap() + 1;
        (parts + steps) * self.way.rows
    }
}

/// Root fields that are asked together; the key of each in the answer is its alias.
#[derive(Debug, Default)]
pub(super) struct Request(Vec<Asked>);

impl Request {
    pub(super) fn text(&self) -> String {
        let fields = self.0.iter().enumerate();
        let fields = fields.map(|(position, asked)| format!("r{position}: {}", asked.text()));
        format!("{{ {} }}", fields.collect::<Vec<_>>().join(" "))
    }

    /// Each root field with what was answered.
    pub(super) fn answers<'a>(
        &'a self,
        data: &'a Value,
    ) -> impl Iterator<Item = (&'a Asked, &'a Value)> {
        let answer = move |(position, asked)| (asked, &data[format!("r{position}")]);
        self.0.iter().enumerate().map(answer)
    }

    /// The root fields whose answers hold a text.
    pub(super) fn shows(&self, data: &Value, text: &str) -> String {
        let answers = self.answers(data);
        let shows = answers.filter(|(_, below)| below.to_string().contains(text));
        shows.map(|(asked, _)| asked.text()).collect::<Vec<_>>().join(" and ")
    }

    fn has_room(&self, more: &Asked) -> bool {
        let (cost, bytes) = self
            .0
            .iter()
            .chain([more])
            .fold((0, 0), |(cost, bytes), it| (cost + it.cost(), bytes + it.text().len() + 8));
        self.0.len() < ROOTS && cost <= COST && bytes <= BYTES
    }
}

/// Puts as much into a request as goes.
fn pack(all: impl IntoIterator<Item = Asked>) -> Vec<Request> {
    let mut requests: Vec<Request> = Vec::new();
    for asked in all {
        match requests.last_mut() {
            Some(last) if last.has_room(&asked) => last.0.push(asked),
            _ => requests.push(Request(vec![asked])),
        }
    }
    requests
}

/// What a caller has been shown so far, and what is still to be asked.
pub(super) struct Walk<'a> {
    plan: &'a Plan,
    ways: BTreeMap<String, Vec<Way>>,
    seen: BTreeSet<(String, String)>,
    /// The types whose edges have been asked.
    done: BTreeSet<String>,
}

impl<'a> Walk<'a> {
    pub(super) fn new(plan: &'a Plan) -> Self {
        Self { plan, ways: BTreeMap::new(), seen: BTreeSet::new(), done: BTreeSet::new() }
    }

    /// Every root field with every form of its arguments.
    pub(super) fn roots(&self, arguments: impl Fn(&str) -> Vec<String>) -> Vec<Request> {
        let fields = self.plan.roots.iter().enumerate().flat_map(|(position, root)| {
            let asked = |arguments: String| {
                let mut way = Way { rows: page(&arguments), ..Way::default() };
                way.opening = format!("{}{arguments}", root.name);
                way.keys.extend(root.is_paged.then(|| "nodes".to_owned()));
                let parts = vec![root.shallow.clone()];
                Asked { way, root: Some((position, arguments)), parts, links: Vec::new() }
            };
            arguments(&root.name).into_iter().map(asked).collect::<Vec<_>>()
        });
        pack(fields)
    }

    /// The edges of every type of which rows were shown, and whose edges were not asked for yet;
    /// none when there are no more.
    pub(super) fn edges(&mut self) -> Vec<Request> {
        let types: Vec<_> =
            self.ways.keys().filter(|ty| !self.done.contains(*ty)).cloned().collect();
        let mut all = Vec::new();
        for ty in types {
            for (position, way) in self.ways[&ty].iter().enumerate() {
                all.extend(self.edges_from(&ty, way, position == 0));
            }
            self.done.insert(ty);
        }
        pack(all)
    }

    /// The edges of a type from one way, in as few root fields as goes.
    fn edges_from(&self, ty: &str, way: &Way, is_first: bool) -> Vec<Asked> {
        let mut all: Vec<Asked> = Vec::new();
        for (position, link) in self.plan.links[ty].iter().enumerate() {
            let alone = |part: &Part| Asked {
                way: way.clone(),
                parts: vec![part.clone()],
                ..Asked::default()
            };
            let part = match alone(&link.far).cost() {
                cost if is_first && cost <= COST => &link.far,
                _ => &link.near,
            };
            let fits = |asked: &&mut Asked| {
                let mut more = (**asked).clone();
                more.parts.push(part.clone());
                Request::default().has_room(&more)
            };
            let asked = match all.last_mut().filter(fits) {
                Some(asked) => {
                    asked.parts.push(part.clone());
                    asked
                }
                None => {
                    all.push(alone(part));
                    all.last_mut().unwrap()
                }
            };
            asked.links.push((ty.to_owned(), position));
        }
        all
    }

    /// The types whose edges were asked for.
    pub(super) fn into_done(self) -> BTreeSet<String> {
        self.done
    }

    /// Notes the ways on which rows were shown that no other has shown.
    pub(super) fn learn(&mut self, request: &Request, data: &Value) {
        for (asked, below) in request.answers(data) {
            if let Some((root, arguments)) = &asked.root {
                self.learn_root(&self.plan.roots[*root], arguments, asked, below);
            }
            for (ty, position) in &asked.links {
                let link = &self.plan.links[ty][*position];
                let way = asked.way.through(link);
                self.learn_way(&link.target, &way, &way.rows(below));
            }
        }
    }

    fn learn_root(&mut self, root: &Root, arguments: &str, asked: &Asked, below: &Value) {
        let mut of_type: BTreeMap<&str, Vec<&Value>> = BTreeMap::new();
        for row in asked.way.rows(below) {
            let ty = row["__typename"].as_str().unwrap_or_default();
            of_type.entry(ty).or_default().push(row);
        }
        for (ty, rows) in of_type {
            let mut way = Way { rows: page(arguments), ..Way::default() };
            way.step(&format!("{}{arguments} {{", root.name), None);
            if root.is_paged {
                way.step("nodes {", Some("nodes"));
            }
            if root.types.len() > 1 {
                way.step(&format!("... on {ty} {{"), None);
            }
            self.learn_way(ty, &way, &rows);
        }
    }

    fn learn_way(&mut self, ty: &str, way: &Way, rows: &[&Value]) {
        if self.done.contains(ty) || self.plan.links[ty].is_empty() {
            return;
        }
        let mut is_new = false;
        for row in rows {
            let key = row["id"].as_str().map_or_else(|| row.to_string(), ToOwned::to_owned);
            is_new |= self.seen.insert((ty.to_owned(), key));
        }
        let ways = self.ways.entry(ty.to_owned()).or_default();
        if is_new && ways.len() < WAYS {
            ways.push(way.clone());
        }
    }
}

/// The page that arguments ask for.
fn page(arguments: &str) -> u64 {
    let size =
        |name: &str| arguments.split_once(name)?.1.split([',', ')']).next()?.trim().parse().ok();
    size("first:").or_else(|| size("last:")).unwrap_or(1)
}

/// What a selection costs for one row, as the server counts.
fn cost(text: &str) -> u64 {
    if text.is_empty() {
        return 0;
    }
    let text =
        if text.starts_with('{') { format!("{{ x {text} }}") } else { format!("{{ {text} }}") };
    let DocumentOperations::Single(operation) = parse_query(text).unwrap().operations else {
        panic!("one selection is one operation");
    };
    points(&operation.node.selection_set.node, 1, None)
}

fn points(set: &SelectionSet, times: u64, page: Option<u64>) -> u64 {
    let of = |selection: &Selection| match selection {
        Selection::Field(field) => {
            let field = &field.node;
            let rows = match field.name.node.as_str() {
                "__typename" => return 0,
                "pageInfo" | "totalCount" => 1,
                _ => page.unwrap_or(1),
            };
            let size = field.get_argument("first").map(|size| size.node.to_string());
            let size = size.map(|size| size.parse().unwrap());
            times * rows + points(&field.selection_set.node, times * rows, size)
        }
        Selection::InlineFragment(inline) => points(&inline.node.selection_set.node, times, page),
        Selection::FragmentSpread(_) => panic!("no selection here spreads a fragment"),
    };
    set.items.iter().map(|it| of(&it.node)).sum()
}
