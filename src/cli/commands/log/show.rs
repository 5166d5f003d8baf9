//! `log show`

use clap::Args as ClapArgs;

use crate::cli::context::Context;
use crate::cli::render::Output;
use crate::domain::{Action, Result};
use crate::service::log;

/// Show a log entry
///
/// Shows one entry with the objects it touched and their old and new values.
#[derive(Debug, ClapArgs)]
#[command(after_help = "Examples:\n  provost log show 1")]
pub struct Args {
    /// The entry
    #[arg(value_name = "ID")]
    entry: String,
}

/// Runs the command.
pub fn run<'c>(args: Args, cx: &'c Context<'_>) -> Result<Output<'c>> {
    cx.show(Action::LogView, |op| log::show(op, &args.entry))
}
