//! Civil servants, their numbers and their employments.

pub mod civil_servant;
pub mod employment;
pub mod service_number;

pub(crate) mod within {
    pub(crate) use super::civil_servant::within::*;
}
pub(crate) mod find;
