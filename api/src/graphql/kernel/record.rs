//! What every record has in the contract: its id, its version and its history. It is flattened into
//! the types of nouns, so that these fields are written, compiled and described once.

use std::borrow::Cow;

use async_graphql::parser::types::Field;
use async_graphql::registry::Registry;
use async_graphql::{
    ContainerType, Context, ContextSelectionSet, ID, Object, OutputType, Positioned, ServerResult,
    Value,
};
use uuid::Uuid;

use crate::graphql::kernel::as_of::AsOf;
use crate::graphql::kernel::history::{self, Asked, RecordHistory};
use crate::graphql::kernel::id::{Kind, show};
use crate::graphql::kernel::loader::{RevisionOf, load};

/// A record of the registry.
pub(in crate::graphql) struct Record(Fields);

/// What every record has.
struct Fields {
    kind: Kind,
    id: Uuid,
    version: Option<i32>,
    is_published: bool,
}

impl Record {
    pub(in crate::graphql) const fn new(kind: Kind, id: Uuid) -> Self {
        Self(Fields { kind, id, version: None, is_published: false })
    }

    /// The same where the row tells its version.
    pub(in crate::graphql) const fn at(self, version: i32) -> Self {
        Self(Fields { version: Some(version), ..self.0 })
    }

    /// The global id.
    pub(in crate::graphql) fn id(&self) -> ID {
        show(self.0.kind, self.0.id)
    }

    /// The same of a record whose name is everybody's.
    pub(in crate::graphql) const fn published(self, is_published: bool) -> Self {
        Self(Fields { is_published, ..self.0 })
    }
}

/// What every record has.
#[Object(name = "Record")]
impl Fields {
    /// Global id.
    async fn id(&self) -> ID {
        show(self.kind, self.id)
    }

    /// Version of the record now, from 1; what `expectedVersion` names (versi).
    async fn version(&self, ctx: &Context<'_>) -> Option<i32> {
        match self.version {
            Some(version) => Some(version),
            None => load(ctx, RevisionOf(self.id)).await,
        }
    }

    /// What changed, by which office and when, newest first (riwayat).
    async fn history(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many, 1 to 200.")] first: Option<i32>,
        #[graphql(desc = "After this cursor.")] after: Option<String>,
        #[graphql(desc = "What was known at this point; now by default.")] as_of: Option<AsOf>,
    ) -> Option<Named<RecordHistory>> {
        let asked = Asked { first, after, as_of };
        history::of(ctx, self.id, self.is_published, asked).await.map(Named)
    }
}

/// A history leads back to records. The library takes the fields of a flattened type when it meets it,
/// also where it has not finished that type; so the fields are finished first, by naming the type of
/// a history, and only then is that type made.
impl OutputType for Record {
    fn type_name() -> Cow<'static, str> {
        Fields::type_name()
    }

    fn create_type_info(registry: &mut Registry) -> String {
        let name = Fields::create_type_info(registry);
        RecordHistory::create_type_info(registry);
        name
    }

    async fn resolve(
        &self,
        ctx: &ContextSelectionSet<'_>,
        field: &Positioned<Field>,
    ) -> ServerResult<Value> {
        self.0.resolve(ctx, field).await
    }
}

impl ContainerType for Record {
    async fn resolve_field(&self, ctx: &Context<'_>) -> ServerResult<Option<Value>> {
        self.0.resolve_field(ctx).await
    }
}

/// A type that is only named where it is met.
struct Named<T>(T);

impl<T: OutputType> OutputType for Named<T> {
    fn type_name() -> Cow<'static, str> {
        T::type_name()
    }

    fn create_type_info(_: &mut Registry) -> String {
        T::qualified_type_name()
    }

    async fn resolve(
        &self,
        ctx: &ContextSelectionSet<'_>,
        field: &Positioned<Field>,
    ) -> ServerResult<Value> {
        self.0.resolve(ctx, field).await
    }
}
