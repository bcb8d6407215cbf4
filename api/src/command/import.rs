//! `netra import` and `netra generate`.

use clap::{Args, Subcommand};

use super::Result;
use crate::config::Config;

/// Import.
#[derive(Debug, Args)]
pub(super) struct Import {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {}

/// Generate.
#[derive(Debug, Args)]
pub(super) struct Generate {}

impl Import {
    pub(super) async fn run(self, _config: &Config) -> Result<()> {
        match self.what {}
    }
}

impl Generate {
    pub(super) async fn run(self) -> Result<()> {
        Ok(())
    }
}
