//! Signatures by certificate: the format, the path of trust, the act.

pub mod certified_signature;
pub mod cms;
pub mod trust;

pub(crate) mod within {
    pub(crate) use super::certified_signature::within::*;
}
