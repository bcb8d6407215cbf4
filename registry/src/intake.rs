//! How records come in by the thousand: files, the demonstration, generated data, reference facts.

pub mod founding;
pub mod generate;
pub mod import;
pub mod reference;
