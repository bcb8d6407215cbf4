//! What every record has in the contract: its id, its version and its history. It is flattened into
//! the types of nouns, so that these fields are written, compiled and described once.

use std::borrow::Cow;

use async_graphql::parser::types::Field;
use async_graphql::registry::Registry;
use async_graphql::{
    Context, ContextSelectionSet, ID, Object, OutputType, Positioned, ServerResult, Value,
};
use uuid::Uuid;

use crate::graphql::kernel::as_of::AsOf;
use crate::graphql::kernel::history::{self, Asked, RecordHistory};
use crate::graphql::kernel::id::{Kind, show};
use crate::graphql::kernel::loader::{RevisionOf, load};

/// A record of the registry.
pub(in crate::graphql) struct Record {
    kind: Kind,
    id: Uuid,
    version: Option<i32>,
    is_published: bool,
}

impl Record {
    pub(in crate::graphql) const fn new(kind: Kind, id: Uuid) -> Self {
        Self { kind, id, version: None, is_published: false }
    }

    /// The same where the row tells its version.
    pub(in crate::graphql) const fn at(self, version: i32) -> Self {
        Self { version: Some(version), ..self }
    }

    /// The same of a record whose name is everybody's.
    pub(in crate::graphql) const fn published(self, is_published: bool) -> Self {
        Self { is_published, ..self }
    }
}

/// A record of the registry.
#[Object]
impl Record {
    /// Global id.
    pub(in crate::graphql) async fn id(&self) -> ID {
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
    ) -> Option<Later<RecordHistory>> {
        let asked = Asked { first, after, as_of };
        history::of(ctx, self.id, self.is_published, asked).await.map(Later)
    }
}

/// A type that the schema registers by itself, and not where it is met. A history leads back to
/// records; met within one, the library would take the fields of a type that it has not finished.
pub(in crate::graphql) struct Later<T>(pub(in crate::graphql) T);

impl<T: OutputType> OutputType for Later<T> {
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
