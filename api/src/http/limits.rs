//! How large a request may be, as numbers, and what a caller reads who exceeds one.
//!
//! Everything that is counted on the parsed document is counted after fragment expansion: a limit
//! that forgets fragments is no limit.

use netra_domain::Locale;

/// The limits of one request.
#[derive(Clone, Debug)]
pub struct Limits {
    /// Bytes of a request body.
    pub body_bytes: usize,
    /// Bytes of the variables as JSON.
    pub variables_bytes: usize,
    /// Bytes of a query text.
    pub text_bytes: usize,
    /// Nested brackets outside strings before parsing, and nested selection sets after fragment
    /// expansion; both bound the stack that recursion needs.
    pub nesting: usize,
    /// Lexical tokens, before parsing.
    pub tokens: usize,
    /// Nested fields; those below `__schema` and `__type` are exempt.
    pub depth: usize,
    /// Cost in points.
    pub cost: u64,
    /// Fields with an alias.
    pub aliases: usize,
    /// Fields of the root type.
    pub root_fields: usize,
    /// Directives.
    pub directives: usize,
    /// Fields, spreads and inline fragments together. This is what ends a fan-out of fragments
    /// whose leaves cost nothing, such as `__typename`.
    pub selections: usize,
    /// Nested lists of types and fields below `__schema` and `__type`: a chain of `fields { type
    /// { fields` multiplies by the size of the schema at each step and costs no points.
    pub introspection_lists: usize,
    /// The largest page that the cost counts, equal to the largest page there is.
    pub page: u64,
    /// The page that the cost assumes where a request names none.
    pub default_page: u64,
    /// Errors in one answer.
    pub errors: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            body_bytes: 256 * 1024,
            variables_bytes: 240 * 1024,
            text_bytes: 16 * 1024,
            nesting: 48,
            tokens: 4_000,
            depth: 15,
            cost: 2_000,
            aliases: 30,
            root_fields: 10,
            directives: 8,
            selections: 4_000,
            introspection_lists: 2,
            page: 200,
            default_page: 20,
            errors: 20,
        }
    }
}

/// The limit or shape rule that an operation breaks.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LimitError {
    /// Fields are nested too deep.
    #[error("depth over {0}")]
    Depth(usize),
    /// Selection sets are nested too deep through fragments.
    #[error("selections nested deeper than {0}")]
    Nesting(usize),
    /// The cost is too high.
    #[error("cost over {0}")]
    Cost(u64),
    /// There are too many aliases.
    #[error("more than {0} aliases")]
    Aliases(usize),
    /// There are too many root fields.
    #[error("more than {0} root fields")]
    RootFields(usize),
    /// There are too many directives.
    #[error("more than {0} directives")]
    Directives(usize),
    /// There are too many selections in all.
    #[error("more than {0} selections")]
    Selections(usize),
    /// Introspection goes round through the schema.
    #[error("introspection lists nested deeper than {0}")]
    Introspection(usize),
    /// A mutation or subscription has not exactly one root field.
    #[error("not exactly one root field")]
    OneRootField,
    /// A fragment contains itself.
    #[error("fragment {0} contains itself")]
    Cycle(String),
}

impl LimitError {
    /// Tells whether the operation is invalid rather than too expensive.
    #[must_use]
    pub const fn is_invalid(&self) -> bool {
        matches!(self, Self::OneRootField | Self::Cycle(_))
    }

    /// The text for the caller.
    #[must_use]
    pub fn message(&self, locale: Locale) -> String {
        match locale {
            Locale::En => self.english(),
            Locale::Id => self.indonesian(),
        }
    }

    fn english(&self) -> String {
        match self {
            Self::Depth(n) => format!("The query is nested deeper than {n} fields."),
            Self::Nesting(n) => format!("Selections and fragments are nested deeper than {n}."),
            Self::Cost(n) => format!("The query costs more than {n} points; ask for less at once."),
            Self::Aliases(n) => format!("The query has more than {n} aliases."),
            Self::RootFields(n) => format!("The query has more than {n} root fields."),
            Self::Directives(n) => format!("The query has more than {n} directives."),
            Self::Selections(n) => format!("The query has more than {n} selections."),
            Self::Introspection(n) => {
                format!("Introspection may nest {n} lists of types or fields at most.")
            }
            Self::OneRootField => {
                "A mutation or subscription must have exactly one root field.".to_owned()
            }
            Self::Cycle(name) => format!("Fragment \"{name}\" contains itself."),
        }
    }

    fn indonesian(&self) -> String {
        match self {
            Self::Depth(n) => format!("Kueri bersarang lebih dalam dari {n} kolom."),
            Self::Nesting(n) => format!("Pilihan dan fragmen bersarang lebih dalam dari {n}."),
            Self::Cost(n) => format!("Biaya kueri melebihi {n} poin; minta lebih sedikit."),
            Self::Aliases(n) => format!("Kueri memuat lebih dari {n} alias."),
            Self::RootFields(n) => format!("Kueri memuat lebih dari {n} kolom akar."),
            Self::Directives(n) => format!("Kueri memuat lebih dari {n} direktif."),
            Self::Selections(n) => format!("Kueri memuat lebih dari {n} pilihan."),
            Self::Introspection(n) => {
                format!("Introspeksi paling banyak menyarangkan {n} daftar tipe atau kolom.")
            }
            Self::OneRootField => {
                "Mutasi atau langganan harus memiliki tepat satu kolom akar.".to_owned()
            }
            Self::Cycle(name) => format!("Fragmen \"{name}\" memuat dirinya sendiri."),
        }
    }
}
