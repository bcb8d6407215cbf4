//! Every rule that may refuse an act: its stable code, its legal basis and its two texts. A text
//! never repeats what the caller sent, so no personal data can reach an error.
//!
//! The rows stand in one file for each part of the registry; each file's macro adds its own and
//! hands on to the next, and the last makes one enum of them all.

#[macro_use]
mod campaign_account;
#[macro_use]
mod certified_signature;
#[macro_use]
mod contest;
#[macro_use]
mod identity;
#[macro_use]
mod office;
#[macro_use]
mod pact;
#[macro_use]
mod privacy;
#[macro_use]
mod request;
#[macro_use]
mod succession;

use serde::{Deserialize, Serialize};

/// The language of a text shown to a person.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Locale {
    /// English, the language of the schema.
    #[default]
    En,
    /// Indonesian (bahasa Indonesia).
    Id,
}

macro_rules! rules {
    (then; $($(#[$doc:meta])* $name:ident = $code:literal, $basis:literal, $en:literal, $id:literal;)*) => {
        /// A rule of law or of the registry that can say no.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
        pub enum Rule { $($(#[$doc])* #[serde(rename = $code)] $name,)* }

        impl Rule {
            /// Every rule, in the order of the table.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// The stable code, English `UPPER_SNAKE`.
            #[must_use]
            pub const fn code(self) -> &'static str {
                match self { $(Self::$name => $code,)* }
            }

            /// The article the rule rests on; empty where it only protects the registry itself.
            #[must_use]
            pub const fn legal_basis(self) -> &'static str {
                match self { $(Self::$name => $basis,)* }
            }

            /// What a person reads.
            #[must_use]
            pub const fn text(self, locale: Locale) -> &'static str {
                match (self, locale) {
                    $((Self::$name, Locale::En) => $en, (Self::$name, Locale::Id) => $id,)*
                }
            }
        }
    };
}

identity_rules! { then certified_signature_rules pact_rules contest_rules office_rules privacy_rules request_rules succession_rules campaign_account_rules rules; }
