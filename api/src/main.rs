//! The binary `netra`.

use std::io::Write;
use std::process::ExitCode;

use clap::Parser;
use netra_api::command::Cli;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

#[tokio::main]
async fn main() -> ExitCode {
    match Cli::parse().run().await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // Nobody is left to tell when standard error is closed.
            let _closed = writeln!(std::io::stderr(), "netra: {error}");
            ExitCode::from(error.exit_code())
        }
    }
}
