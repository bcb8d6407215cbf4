//! The two kinds of time: a legal local day and an instant.

use async_graphql::{InputValueError, InputValueResult, Scalar, ScalarType, Value};
use chrono::{DateTime, NaiveDate, SecondsFormat, SubsecRound, Utc};
use sea_orm::DeriveValueType;
use serde::{Deserialize, Serialize};

/// A legal local day, `YYYY-MM-DD` (tanggal).
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    DeriveValueType,
    Serialize,
    Deserialize,
)]
pub struct Date(pub NaiveDate);

impl std::fmt::Display for Date {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

impl From<NaiveDate> for Date {
    fn from(day: NaiveDate) -> Self {
        Self(day)
    }
}

/// A calendar day without a time zone, ISO 8601 `YYYY-MM-DD` (tanggal). It is the local day of the
/// region it concerns.
#[Scalar(name = "Date", specified_by_url = "https://www.rfc-editor.org/rfc/rfc3339#section-5.6")]
impl ScalarType for Date {
    fn parse(value: Value) -> InputValueResult<Self> {
        let Value::String(text) = &value else { return Err(InputValueError::expected_type(value)) };
        // chrono accepts `2024-1-1`; the contract does not.
        let day = NaiveDate::parse_from_str(text, "%Y-%m-%d")
            .map_err(|_source| InputValueError::custom("a date is written YYYY-MM-DD"))?;
        if day.to_string() == *text {
            Ok(Self(day))
        } else {
            Err(InputValueError::custom("a date is written YYYY-MM-DD"))
        }
    }

    fn to_value(&self) -> Value {
        Value::String(self.0.to_string())
    }
}

/// An instant in UTC with milliseconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, DeriveValueType)]
pub struct Instant(pub DateTime<Utc>);

impl Instant {
    /// Cuts to milliseconds, the precision both databases and every leaf keep.
    #[must_use]
    pub fn from_utc(at: DateTime<Utc>) -> Self {
        Self(at.trunc_subsecs(3))
    }
}

impl std::fmt::Display for Instant {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0.to_rfc3339_opts(SecondsFormat::Millis, true))
    }
}

impl Serialize for Instant {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// An instant, RFC 3339 in UTC with milliseconds (`2024-11-27T01:00:00.000Z`). Input may carry
/// another offset.
#[Scalar(
    name = "DateTime",
    specified_by_url = "https://www.rfc-editor.org/rfc/rfc3339#section-5.6"
)]
impl ScalarType for Instant {
    fn parse(value: Value) -> InputValueResult<Self> {
        let Value::String(text) = &value else { return Err(InputValueError::expected_type(value)) };
        DateTime::parse_from_rfc3339(text)
            .map(|at| Self::from_utc(at.with_timezone(&Utc)))
            .map_err(|_source| InputValueError::custom("an instant is written as RFC 3339 says"))
    }

    fn to_value(&self) -> Value {
        Value::String(self.to_string())
    }
}

// A composite key asks for it; no key of the registry is a number made by the database.
impl sea_orm::TryFromU64 for Date {
    fn try_from_u64(_: u64) -> Result<Self, sea_orm::DbErr> {
        Err(sea_orm::DbErr::ConvertFromU64("Date"))
    }
}
