//! How records are named from outside: a prefix that tells the kind, and a UUID.

use std::borrow::Cow;
use std::fmt::{self, Debug, Formatter};
use std::marker::PhantomData;
use std::str::FromStr;

use async_graphql::registry::Registry;
use async_graphql::{ID, InputType, InputValueError, InputValueResult, Value};
use type_safe_id::{DynamicType, TypeSafeId};
use uuid::Uuid;

/// A table whose records have public ids.
pub trait Named: Send + Sync + 'static {
    /// What public ids of its records begin with.
    const PREFIX: &'static str;
}

/// The public id of a record.
#[must_use]
pub fn show(prefix: &str, id: Uuid) -> String {
    // The prefixes are constants that the type accepts; a test holds them to it.
    let shown = DynamicType::new(prefix)
        .map(|prefix| TypeSafeId::from_type_and_uuid(prefix, id).to_string());
    shown.unwrap_or_default()
}

/// The prefix and the UUID of a public id.
#[must_use]
pub fn parse(text: &str) -> Option<(String, Uuid)> {
    let parsed = TypeSafeId::<DynamicType>::from_str(text).ok()?;
    Some((parsed.type_prefix().to_owned(), parsed.uuid()))
}

/// A record of one table that an input names. What a caller sent is kept as it came and read by the
/// act, which knows the path to it; the library could say neither path nor rule.
pub struct Ref<E>(Told, PhantomData<fn() -> E>);

#[derive(Clone, PartialEq, Eq)]
enum Told {
    Text(String),
    Id(Uuid),
}

impl<E: Named> Ref<E> {
    /// The record, if the text is the public id of one of this table.
    #[must_use]
    pub fn id(&self) -> Option<Uuid> {
        match &self.0 {
            Told::Id(id) => Some(*id),
            Told::Text(text) => parse(text).filter(|it| it.0 == E::PREFIX).map(|it| it.1),
        }
    }

    fn text(&self) -> Cow<'_, str> {
        match &self.0 {
            Told::Id(id) => Cow::Owned(show(E::PREFIX, *id)),
            Told::Text(text) => Cow::Borrowed(text),
        }
    }
}

impl<E> From<Uuid> for Ref<E> {
    fn from(id: Uuid) -> Self {
        Self(Told::Id(id), PhantomData)
    }
}

impl<E> Clone for Ref<E> {
    fn clone(&self) -> Self {
        Self(self.0.clone(), PhantomData)
    }
}

impl<E: Named> Debug for Ref<E> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text())
    }
}

impl<E: Named> PartialEq for Ref<E> {
    fn eq(&self, other: &Self) -> bool {
        self.text() == other.text()
    }
}

impl<E: Named> InputType for Ref<E> {
    type RawValueType = Self;

    fn type_name() -> Cow<'static, str> {
        <ID as InputType>::type_name()
    }

    fn create_type_info(registry: &mut Registry) -> String {
        <ID as InputType>::create_type_info(registry)
    }

    fn parse(value: Option<Value>) -> InputValueResult<Self> {
        let id = <ID as InputType>::parse(value).map_err(InputValueError::propagate)?;
        Ok(Self(Told::Text(id.0), PhantomData))
    }

    fn to_value(&self) -> Value {
        Value::String(self.text().into_owned())
    }

    fn as_raw_value(&self) -> Option<&Self::RawValueType> {
        Some(self)
    }
}
