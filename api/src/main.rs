//! The binary `netra`.

use std::io::Write;
use std::process::ExitCode;

use clap::Parser;
use netra_api::command::Cli;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Stack of a thread that serves: a request is nested deeply, most of all in a build without
/// optimisation, and a stack that overflows ends the process.
const STACK: usize = 8 * 1024 * 1024;

fn main() -> ExitCode {
    let mut builder = tokio::runtime::Builder::new_multi_thread();
    let ended = match builder.enable_all().thread_stack_size(STACK).build() {
        Ok(runtime) => runtime.block_on(async { tokio::spawn(Cli::parse().run()).await }),
        Err(error) => return told(&error, 1),
    };
    match ended {
        Ok(Ok(())) => ExitCode::SUCCESS,
        Ok(Err(error)) => told(&error, error.exit_code()),
        Err(error) => told(&error, 1),
    }
}

fn told(error: &dyn std::error::Error, code: u8) -> ExitCode {
    // Nobody is left to tell when standard error is closed.
    let _closed = writeln!(std::io::stderr(), "netra: {error}");
    ExitCode::from(code)
}
