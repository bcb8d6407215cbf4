//! Relay connections over keyset pages. Cursors are signed and bound to the list and the caller:
//! another list's or another caller's cursor is refused.

use std::sync::Arc;

use async_graphql::connection::{Connection, CursorType, Edge, EmptyFields};
use async_graphql::{Context, Object, OutputType, SimpleObject};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use netra_domain::Rule;
use netra_registry::ledger::page::{COUNT_CAP, Count, Key, OrderDirection};
use netra_registry::{Error, Page, Registry, Window};

use crate::graphql::kernel::call::Call;
use crate::graphql::kernel::error::answer;

const DEFAULT_PAGE: u64 = 20;
const MOST: i32 = 200;

/// The four arguments of a connection.
pub(in crate::graphql) struct Paging {
    pub(in crate::graphql) first: Option<i32>,
    pub(in crate::graphql) after: Option<String>,
    pub(in crate::graphql) last: Option<i32>,
    pub(in crate::graphql) before: Option<String>,
}

/// An opaque, signed position in a list, signed when it is shown: most lists are asked for none.
pub(in crate::graphql) enum Cursor {
    /// As a caller sent it.
    Sent(String),
    /// Of a row of this list.
    Of(Arc<Seal>, Key),
}

impl CursorType for Cursor {
    type Error = std::convert::Infallible;

    fn decode_cursor(text: &str) -> Result<Self, Self::Error> {
        Ok(Self::Sent(text.to_owned()))
    }

    fn encode_cursor(&self) -> String {
        match self {
            Self::Sent(text) => text.clone(),
            Self::Of(seal, key) => seal.set(key),
        }
    }
}

/// What signs the cursors of one list of one caller.
pub(in crate::graphql) struct Seal {
    registry: Registry,
    scope: String,
}

impl Seal {
    fn tag(&self, position: &str) -> String {
        let text = format!("{}\0{position}", self.scope);
        self.registry.vault().tag("cursor", &text)
    }

    fn set(&self, key: &Key) -> String {
        let position = key.join("\u{1f}");
        let tag = self.tag(&position);
        URL_SAFE_NO_PAD.encode(format!("{tag}{position}"))
    }
}

/// How many rows a list has.
pub(in crate::graphql) struct Total(Count);

/// A count that stops at 10,000.
#[derive(SimpleObject)]
pub(in crate::graphql) struct TotalCount {
    /// The count, at most 10,000.
    value: i32,
    /// Whether the list has exactly that many rows.
    is_exact: bool,
}

/// How many rows the list has.
#[Object]
impl Total {
    /// How many rows the list has, counted only when asked for, up to 10,000 (jumlah).
    async fn total_count(&self, ctx: &Context<'_>) -> Option<TotalCount> {
        let counted = Call::of(ctx).registry().count(&self.0).await.map(|counted| TotalCount {
            value: i32::try_from(counted.min(COUNT_CAP)).unwrap_or(i32::MAX),
            is_exact: counted <= COUNT_CAP,
        });
        answer(ctx, counted)
    }
}

/// A connection of the registry.
pub(in crate::graphql) type List<T> = Connection<Cursor, T, Total>;

/// One list of one caller.
pub(in crate::graphql) struct Paged(Arc<Seal>);

impl Paged {
    /// A list named by its field and the filter it was asked with.
    pub(in crate::graphql) fn new(call: &Call, field: &str, filter: &impl std::fmt::Debug) -> Self {
        let actor = &call.actor;
        let who = actor.seat().map(|seat| seat.seat_id).or_else(|| actor.user_id());
        let scope = format!("{field}\0{filter:?}\0{who:?}");
        Self(Arc::new(Seal { registry: call.registry().clone(), scope }))
    }

    /// What signs its cursors.
    pub(in crate::graphql) fn seal(&self) -> Arc<Seal> {
        Arc::clone(&self.0)
    }

    /// The window that the arguments ask for.
    pub(in crate::graphql) fn window(&self, paging: &Paging) -> Result<Window, Error> {
        let forward = paging.first.is_some() || paging.after.is_some();
        let backward = paging.last.is_some() || paging.before.is_some();
        if forward && backward {
            return Err(Error::invalid("last", Rule::PageDirection));
        }
        let (path, size) = if backward { ("last", paging.last) } else { ("first", paging.first) };
        let limit = match size {
            None => DEFAULT_PAGE,
            Some(size @ 1..=MOST) => u64::from(size.unsigned_abs()),
            Some(_) => return Err(Error::invalid(path, Rule::PageSize)),
        };
        Ok(Window {
            limit,
            backward,
            after: self.open("after", paging.after.as_deref())?,
            before: self.open("before", paging.before.as_deref())?,
            direction: OrderDirection::default(),
        })
    }

    /// The page as a connection.
    pub(in crate::graphql) fn connect<R, N: OutputType>(
        self,
        page: Page<R>,
        wrap: impl Fn(R) -> N,
    ) -> List<N> {
        let mut list =
            Connection::with_additional_fields(page.has_previous, page.has_next, Total(page.count));
        list.edges = self.edges(page.rows, page.keys, wrap);
        list
    }

    fn edges<R, N: OutputType>(
        &self,
        rows: Vec<R>,
        keys: Vec<Key>,
        wrap: impl Fn(R) -> N,
    ) -> Vec<Edge<Cursor, N, EmptyFields>> {
        let at = |key: Key| Cursor::Of(Arc::clone(&self.0), key);
        rows.into_iter().zip(keys).map(|(row, key)| Edge::new(at(key), wrap(row))).collect()
    }

    fn open(&self, path: &str, cursor: Option<&str>) -> Result<Option<Key>, Error> {
        let Some(cursor) = cursor.filter(|text| !text.is_empty()) else { return Ok(None) };
        let invalid = || Error::invalid(path, Rule::CursorInvalid);
        let bytes = URL_SAFE_NO_PAD.decode(cursor).map_err(|_source| invalid())?;
        let text = String::from_utf8(bytes).map_err(|_source| invalid())?;
        let (tag, position) = text.split_at_checked(22).ok_or_else(invalid)?;
        if tag != self.0.tag(position) {
            return Err(invalid());
        }
        Ok(Some(position.split('\u{1f}').map(ToOwned::to_owned).collect()))
    }
}
