//! What resolvers of every noun share: a type that shows a row, found by id, as what hangs on another,
//! in a list, and as the answer of an act. A resolver is one call of these.

use std::collections::{HashMap, HashSet};
use std::fmt::Debug;
use std::hash::{Hash, Hasher};
use std::marker::PhantomData;
use std::sync::Arc;

use async_graphql::Context;
use async_graphql::dataloader::Loader;
use netra_domain::Rule;
use netra_domain::policy::{ActKind, Permit};
use netra_entity::{Named, Ref};
use netra_registry::reach::{Child, Model, Readable, id_of, parent_of};
use netra_registry::{ActRequest, Done, Error, Page, Registry, Window};
use uuid::Uuid;

use crate::graphql::kernel::as_of::AsOf;
use crate::graphql::kernel::call::Call;
use crate::graphql::kernel::error::answer;
use crate::graphql::kernel::loader::{Loaders, load};
use crate::graphql::kernel::paging::{List, Paged, Paging};
use crate::graphql::kernel::payload::Payload;
use netra_registry::ledger::sequencer::AsOf as Known;

/// A type of the contract that shows a row of a table, which is read under an act.
pub(in crate::graphql) trait Noun: Sized + Send + Sync + 'static {
    type Table: Readable<Self::Read, Model: Clone>;
    type Read: ActKind;

    fn show(row: Model<Self::Table>) -> Self;
}

/// Says of types which table they show and under which act it is read. Those with a kind are records
/// and have a `record`; the others have nothing but the row.
macro_rules! nouns {
    ($($type:ident shows $table:ident under $act:ident
        $(as $kind:ident $(with $rev:ident $(naming $published:ident)?)?)?;)*) => {$(
        impl $crate::graphql::kernel::noun::Noun for $type {
            type Table = netra_entity::$table::Entity;
            type Read = netra_domain::policy::of::$act;

            fn show(row: netra_entity::$table::Model) -> Self {
                $crate::graphql::kernel::noun::nouns!(@ row $($kind $($rev $($published)?)?)?)
            }
        }

    )*};
    (@ $row:ident) => {
        Self { row: $row }
    };
    (@ $row:ident $kind:ident) => {
        Self { record: $crate::graphql::kernel::noun::record!($row $kind), row: $row }
    };
    (@ $row:ident $kind:ident $rev:ident) => {
        Self {
            record: $crate::graphql::kernel::noun::record!($row $kind).at($row.$rev),
            row: $row,
        }
    };
    (@ $row:ident $kind:ident $rev:ident $published:ident) => {
        Self {
            record: $crate::graphql::kernel::noun::record!($row $kind)
                .at($row.$rev)
                .published($row.$published.is_some()),
            row: $row,
        }
    };
}

/// The record of a row.
macro_rules! record {
    ($row:ident $kind:ident) => {
        $crate::graphql::kernel::record::Record::new(
            $crate::graphql::kernel::id::Kind::$kind,
            $row.id,
        )
    };
}
pub(in crate::graphql) use nouns;
pub(in crate::graphql) use record;

/// A row of a noun by its id.
pub(in crate::graphql) struct RowOf<T>(Uuid, PhantomData<fn() -> T>);

/// The rows of a noun that hang on another record.
pub(in crate::graphql) struct ChildrenOf<T>(Uuid, PhantomData<fn() -> T>);

macro_rules! keys {
    ($($key:ident),*) => {$(
        impl<T> Clone for $key<T> {
            fn clone(&self) -> Self {
                Self(self.0, PhantomData)
            }
        }

        impl<T> PartialEq for $key<T> {
            fn eq(&self, other: &Self) -> bool {
                self.0 == other.0
            }
        }

        impl<T> Eq for $key<T> {}

        impl<T> Hash for $key<T> {
            fn hash<H: Hasher>(&self, state: &mut H) {
                self.0.hash(state);
            }
        }
    )*};
}

keys!(RowOf, ChildrenOf);

impl<T> ChildrenOf<T> {
    pub(in crate::graphql) const fn of(parent: Uuid) -> Self {
        Self(parent, PhantomData)
    }
}

impl<T: Noun> Loader<RowOf<T>> for Loaders {
    type Value = Model<T::Table>;
    type Error = Arc<Error>;

    async fn load(&self, keys: &[RowOf<T>]) -> Result<HashMap<RowOf<T>, Self::Value>, Arc<Error>> {
        // Where the matrix gives nothing, nothing is seen; a nested field is no error.
        let Ok(permit) = self.permit::<T::Read>() else { return Ok(HashMap::new()) };
        let ids: Vec<Uuid> = keys.iter().map(|key| key.0).collect();
        let rows = self.registry.by_ids::<T::Table, T::Read>(&permit, &ids).await;
        let key = |row: &Model<T::Table>| RowOf(id_of::<T::Table>(row), PhantomData);
        Ok(rows.map_err(Arc::new)?.into_iter().map(|row| (key(&row), row)).collect())
    }
}

impl<T: Noun<Table: Child>> Loader<ChildrenOf<T>> for Loaders {
    type Value = Vec<Model<T::Table>>;
    type Error = Arc<Error>;

    async fn load(
        &self,
        keys: &[ChildrenOf<T>],
    ) -> Result<HashMap<ChildrenOf<T>, Self::Value>, Arc<Error>> {
        let Ok(permit) = self.permit::<T::Read>() else { return Ok(HashMap::new()) };
        let ids: Vec<Uuid> = keys.iter().map(|key| key.0).collect();
        let rows = self.registry.children::<T::Table, T::Read>(&permit, &ids).await;
        let mut lists: HashMap<ChildrenOf<T>, Self::Value> = HashMap::new();
        for row in rows.map_err(Arc::new)? {
            let key = ChildrenOf(parent_of::<T::Table>(&row), PhantomData);
            lists.entry(key).or_default().push(row);
        }
        Ok(lists)
    }
}

/// The row of a nested record; absent outside the reach.
pub(in crate::graphql) async fn row<T: Noun>(
    ctx: &Context<'_>,
    id: impl Into<Option<Uuid>>,
) -> Option<Model<T::Table>> {
    load(ctx, RowOf::<T>(id.into()?, PhantomData)).await
}

/// A nested record; absent outside the reach.
pub(in crate::graphql) async fn nested<T: Noun>(
    ctx: &Context<'_>,
    id: impl Into<Option<Uuid>>,
) -> Option<T> {
    row::<T>(ctx, id).await.map(T::show)
}

/// The rows that hang on a record, in the order of their table.
pub(in crate::graphql) async fn rows<T: Noun<Table: Child>>(
    ctx: &Context<'_>,
    parent: Uuid,
) -> Vec<Model<T::Table>> {
    load(ctx, ChildrenOf::<T>::of(parent)).await.unwrap_or_default()
}

/// What hangs on a record, in the order of its table.
pub(in crate::graphql) async fn children<T: Noun<Table: Child>>(
    ctx: &Context<'_>,
    parent: Uuid,
) -> Vec<T> {
    rows::<T>(ctx, parent).await.into_iter().map(T::show).collect()
}

/// A page of the rows of a noun that hang on another record.
pub(in crate::graphql) struct PageOf<T>(ChildrenOf<T>, Window);

impl<T> Clone for PageOf<T> {
    fn clone(&self) -> Self {
        Self(self.0.clone(), self.1.clone())
    }
}

impl<T> PartialEq for PageOf<T> {
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0 && self.1 == other.1
    }
}

impl<T> Eq for PageOf<T> {}

impl<T> Hash for PageOf<T> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.hash(state);
        self.1.hash(state);
    }
}

impl<T: Noun<Table: Child>> Loader<PageOf<T>> for Loaders {
    type Value = Page<Model<T::Table>>;
    type Error = Arc<Error>;

    async fn load(
        &self,
        keys: &[PageOf<T>],
    ) -> Result<HashMap<PageOf<T>, Self::Value>, Arc<Error>> {
        let Ok(permit) = self.permit::<T::Read>() else { return Ok(HashMap::new()) };
        let windows: HashSet<&Window> = keys.iter().map(|key| &key.1).collect();
        let mut loaded = HashMap::new();
        for window in windows {
            let asked = keys.iter().filter(|key| key.1 == *window).map(|key| key.0.0);
            let parents: Vec<Uuid> = asked.collect();
            let pages =
                self.registry.pages_of::<T::Table, T::Read>(&permit, &parents, window).await;
            let key = |parent| PageOf(ChildrenOf::of(parent), window.clone());
            let pages = pages.map_err(Arc::new)?.into_iter();
            loaded.extend(pages.map(|(parent, page)| (key(parent), page)));
        }
        Ok(loaded)
    }
}

/// A list of what hangs on a record, in the order of its table.
pub(in crate::graphql) async fn edge<T>(
    ctx: &Context<'_>,
    field: &str,
    parent: Uuid,
    paging: Paging,
) -> Option<List<T>>
where
    T: Noun<Table: Child> + async_graphql::OutputType,
{
    let paged = Paged::new(Call::of(ctx), field, &parent);
    let window = answer(ctx, paged.window(&paging))?;
    let page = load(ctx, PageOf::<T>(ChildrenOf::of(parent), window)).await?;
    Some(paged.connect(page, T::show))
}

/// The record that an argument names.
pub(in crate::graphql) async fn find<T: Noun>(
    ctx: &Context<'_>,
    path: &str,
    id: &Ref<T::Table>,
) -> Option<T>
where
    T::Table: Named,
{
    let call = Call::of(ctx);
    let found = async {
        let id = id.id().ok_or(Error::invalid(path, Rule::IdInvalid))?;
        call.registry().by_id::<T::Table, T::Read>(&call.permit()?, id).await
    };
    answer(ctx, found.await).map(T::show)
}

/// A list of a noun, by its field and filter.
pub(in crate::graphql) async fn list<T, F>(
    ctx: &Context<'_>,
    field: &str,
    paging: Paging,
    filter: Option<F>,
    read: impl AsyncFnOnce(
        &Registry,
        &Permit<T::Read>,
        &F,
        &Window,
    ) -> Result<Page<Model<T::Table>>, Error>,
) -> Option<List<T>>
where
    T: Noun + async_graphql::OutputType,
    F: Debug + Default,
{
    let call = Call::of(ctx);
    let listed = async {
        let filter = filter.unwrap_or_default();
        let paged = Paged::new(call, field, &filter);
        let window = paged.window(&paging)?;
        let page = read(call.registry(), &call.permit()?, &filter, &window).await?;
        Ok(paged.connect(page, T::show))
    };
    answer(ctx, listed.await)
}

/// A list of a noun as known at a point.
pub(in crate::graphql) async fn list_as_of<T, F>(
    ctx: &Context<'_>,
    field: &str,
    paging: Paging,
    (filter, as_of): (Option<F>, Option<AsOf>),
    read: impl AsyncFnOnce(
        &Registry,
        &Permit<T::Read>,
        &F,
        Known,
        &Window,
    ) -> Result<Page<Model<T::Table>>, Error>,
) -> Option<List<T>>
where
    T: Noun + async_graphql::OutputType,
    F: Debug + Default,
{
    let call = Call::of(ctx);
    let listed = async {
        let filter = filter.unwrap_or_default();
        let as_of = as_of.map(|it| it.input()).transpose()?;
        let paged = Paged::new(call, field, &(&filter, &as_of));
        let window = paged.window(&paging)?;
        let permit = call.permit()?;
        let known = call.as_of(as_of).await?;
        let page = read(call.registry(), &permit, &filter, known, &window).await?;
        Ok(paged.connect(page, T::show))
    };
    answer(ctx, listed.await)
}

/// Does an act of the registry and answers with its payload.
pub(in crate::graphql) async fn act<A, I, P>(
    ctx: &Context<'_>,
    input: &I,
    does: impl AsyncFnOnce(&Registry, &Permit<A>, &ActRequest, &I) -> Result<Done, Error>,
) -> Option<P>
where
    A: ActKind,
    P: Payload,
{
    let call = Call::of(ctx);
    let done = async {
        let permit = call.permit::<A>()?;
        let request = call.act(ctx, A::ACT.word())?;
        let done = does(call.registry(), &permit, &request, input).await?;
        P::of(call, done).await
    };
    answer(ctx, done.await)
}
