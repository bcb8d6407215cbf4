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
}

/// Gives every column of the module's entity its class. The `match` has no wildcard, so a column
/// without a class does not compile.
macro_rules! classes {
    ($table:literal: $($class:ident { $($column:ident),* $(,)? })*) => {
        impl crate::class::Classified for Column {
            const TABLE: &'static str = $table;

            fn class(&self) -> crate::class::Class {
                match self {
                    $($(Self::$column)|* => crate::class::Class::$class,)*
                }
            }
        }
    };
}
pub(crate) use classes;
