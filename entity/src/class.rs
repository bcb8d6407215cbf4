//! The class of a column: who may ever see it.

use sea_orm::{IdenStatic, Iterable};

/// Who may see a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    /// Everyone who may see the row.
    Open,
    /// Offices whose reach includes the row.
    Office,
    /// Personal data (UU 27/2022 Pasal 4): masked unless the reach says otherwise.
    Personal,
    /// Nobody through the API: keys, digests, ciphers.
    Secret,
}

/// A table whose every column has a class.
pub trait Classified: Iterable + IdenStatic {
    /// The table's name.
    const TABLE: &'static str;

    /// The class of this column.
    fn class(&self) -> Class;

    /// The most characters that a text in this column has; none for what is no free text.
    fn most(&self) -> Option<usize>;
}

/// Registers a table: its name, the prefix of its public ids where it has any, and for every column
/// its class and, for free text, the most characters. The `match` has no wildcard, so a column
/// without a class does not compile.
macro_rules! classes {
    ($table:literal $(as $prefix:literal)?:
        $($class:ident { $($column:ident $([$most:literal])?),* $(,)? })*) => {
        impl crate::class::Classified for Column {
            const TABLE: &'static str = $table;

            fn class(&self) -> crate::class::Class {
                match self {
                    $($(Self::$column)|* => crate::class::Class::$class,)*
                }
            }

            fn most(&self) -> Option<usize> {
                match self {
                    $($(Self::$column => crate::class::most!($($most)?),)*)*
                }
            }
        }

        $(impl crate::reference::Named for Entity {
            const PREFIX: &'static str = $prefix;
        })?
    };
}

macro_rules! most {
    () => {
        None
    };
    ($most:literal) => {
        Some($most)
    };
}
pub(crate) use {classes, most};
