//! `project restore`

use clap::Args as ClapArgs;

use crate::cli::context::Context;
use crate::cli::render::Output;
use crate::domain::{Action, Result};
use crate::service::project;

/// Restore an archived project
///
/// Brings an archived project back.
#[derive(Debug, ClapArgs)]
#[command(after_help = "Examples:\n  provost project restore 'Old portal'")]
pub struct Args {
    /// The project: name or id
    #[arg(value_name = "PROJECT")]
    project: String,
}

/// Runs the command.
pub fn run<'c>(args: Args, cx: &'c Context<'_>) -> Result<Output<'c>> {
    cx.write(Action::ProjectRestore, |op| project::restore(op, &args.project))
}
