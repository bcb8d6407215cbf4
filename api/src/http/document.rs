//! Parsed documents: the cache of them, the choice of an operation, and the cut.
//!
//! Parsing is the largest fixed cost of a small query, and portals send the same few texts over
//! and over. The cache holds syntax only; nothing in it depends on who asks.

use std::{
    collections::BTreeSet,
    num::NonZeroUsize,
    sync::{Arc, Mutex, PoisonError},
};

use async_graphql::{
    Name, Positioned,
    parser::{
        self, parse_query,
        types::{
            DocumentOperations, ExecutableDocument, OperationDefinition, Selection, SelectionSet,
        },
    },
};
use lru::LruCache;
use netra_domain::Locale;

/// The memory one token is taken to cost once parsed; names and nodes are small allocations.
const BYTES_PER_TOKEN: usize = 128;

/// The parsed documents of recent queries, bounded in number and in estimated memory.
pub struct Documents {
    cache: Mutex<Cache>,
    max_bytes: usize,
}

struct Cache {
    entries: LruCache<Arc<str>, Entry>,
    bytes: usize,
}

struct Entry {
    document: Arc<ExecutableDocument>,
    bytes: usize,
}

impl Documents {
    /// Makes an empty cache that never holds more than these many documents or bytes.
    #[must_use]
    pub fn new(max_entries: NonZeroUsize, max_bytes: usize) -> Self {
        let entries = LruCache::new(max_entries);
        Self { cache: Mutex::new(Cache { entries, bytes: 0 }), max_bytes }
    }

    /// Gives the parsed document of a text that passed the scan, from the cache where possible.
    ///
    /// # Errors
    ///
    /// A syntax error; such a text is never kept.
    pub fn parse(
        &self,
        text: &str,
        tokens: usize,
    ) -> Result<Arc<ExecutableDocument>, parser::Error> {
        if let Some(entry) = self.lock().entries.get(text) {
            return Ok(Arc::clone(&entry.document));
        }
        let document = Arc::new(parse_query(text)?);
        let bytes = text.len().saturating_add(tokens.saturating_mul(BYTES_PER_TOKEN));
        if bytes <= self.max_bytes {
            let entry = Entry { document: Arc::clone(&document), bytes };
            self.keep(Arc::from(text), entry);
        }
        Ok(document)
    }

    fn keep(&self, text: Arc<str>, entry: Entry) {
        let mut cache = self.lock();
        cache.bytes = cache.bytes.saturating_add(entry.bytes);
        if let Some((_, evicted)) = cache.entries.push(text, entry) {
            cache.bytes = cache.bytes.saturating_sub(evicted.bytes);
        }
        while cache.bytes > self.max_bytes {
            let Some((_, evicted)) = cache.entries.pop_lru() else { break };
            cache.bytes = cache.bytes.saturating_sub(evicted.bytes);
        }
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Cache> {
        self.cache.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Why no operation of a document can be executed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum OperationError {
    /// The request names an operation that the document has not.
    #[error("unknown operation")]
    Unknown(String),
    /// The document has several operations and the request names none.
    #[error("operation name required")]
    Ambiguous,
    /// A fragment is used by no operation.
    #[error("unused fragment")]
    UnusedFragment(Name),
}

impl OperationError {
    /// The text for the caller.
    #[must_use]
    pub fn message(&self, locale: Locale) -> String {
        match (self, locale) {
            (Self::Unknown(name), Locale::En) => format!("Unknown operation named {name:?}."),
            (Self::Unknown(name), Locale::Id) => format!("Tidak ada operasi bernama {name:?}."),
            (Self::Ambiguous, Locale::En) => "The document has several operations; \
                 give operationName."
                .to_owned(),
            (Self::Ambiguous, Locale::Id) => "Dokumen memuat beberapa operasi; \
                 isi operationName."
                .to_owned(),
            (Self::UnusedFragment(name), Locale::En) => {
                format!("Fragment \"{name}\" is never used.")
            }
            (Self::UnusedFragment(name), Locale::Id) => {
                format!("Fragmen \"{name}\" tidak pernah dipakai.")
            }
        }
    }
}

/// The operation of a document that a request asks for.
#[derive(Clone, Copy)]
pub struct Chosen<'a> {
    document: &'a ExecutableDocument,
    /// The operation's name, where it has one.
    pub name: Option<&'a Name>,
    /// The operation itself.
    pub operation: &'a Positioned<OperationDefinition>,
}

/// Chooses the operation to execute by its name.
///
/// # Errors
///
/// No or no unique operation of that name, or a fragment that no operation uses: the cut would
/// drop such a fragment before validation could complain of it.
pub fn choose<'a>(
    document: &'a ExecutableDocument,
    name: Option<&str>,
) -> Result<Chosen<'a>, OperationError> {
    let mut used = BTreeSet::new();
    for (_, operation) in document.operations.iter() {
        reach(document, &operation.node.selection_set.node, &mut used);
    }
    if let Some(unused) = document.fragments.keys().find(|name| !used.contains(name.as_str())) {
        return Err(OperationError::UnusedFragment(unused.clone()));
    }
    let mut operations = document.operations.iter();
    let found = match name {
        Some(name) => operations
            .find(|(found, _)| found.is_some_and(|found| found == name))
            .ok_or_else(|| OperationError::Unknown(name.chars().take(100).collect()))?,
        None => match (operations.next(), operations.next()) {
            (Some(only), None) => only,
            _ => return Err(OperationError::Ambiguous),
        },
    };
    Ok(Chosen { document, name: found.0, operation: found.1 })
}

impl Chosen<'_> {
    /// Copies the operation and the fragments it reaches into a document of their own.
    ///
    /// The library validates the variables of all operations of a document against the values
    /// given for one, and so refuses correct requests; a document of one operation it judges
    /// rightly.
    #[must_use]
    pub fn cut(&self) -> ExecutableDocument {
        let operation = self.operation.clone();
        let operations = match self.name {
            None => DocumentOperations::Single(operation),
            Some(name) => {
                DocumentOperations::Multiple([(name.clone(), operation)].into_iter().collect())
            }
        };
        let mut used = BTreeSet::new();
        reach(self.document, &self.operation.node.selection_set.node, &mut used);
        let fragments = self.document.fragments.iter();
        let fragments = fragments
            .filter(|(name, _)| used.contains(name.as_str()))
            .map(|(name, fragment)| (name.clone(), fragment.clone()))
            .collect();
        ExecutableDocument { operations, fragments }
    }
}

/// Visits each fragment once, so that cycles and fan-outs end, and without recursion, so that a
/// long chain of fragments costs no stack.
fn reach<'a>(
    document: &'a ExecutableDocument,
    selections: &'a SelectionSet,
    used: &mut BTreeSet<&'a str>,
) {
    let mut pending = vec![selections];
    while let Some(selections) = pending.pop() {
        for selection in &selections.items {
            match &selection.node {
                Selection::Field(field) => pending.push(&field.node.selection_set.node),
                Selection::InlineFragment(inline) => pending.push(&inline.node.selection_set.node),
                Selection::FragmentSpread(spread) => {
                    let name = &spread.node.fragment_name.node;
                    if let Some(fragment) = document.fragments.get(name)
                        && used.insert(name.as_str())
                    {
                        pending.push(&fragment.node.selection_set.node);
                    }
                }
            }
        }
    }
}
