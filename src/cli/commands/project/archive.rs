//! `project archive`

use clap::Args as ClapArgs;

use crate::cli::context::Context;
use crate::cli::render::Output;
use crate::domain::{Action, Result};
use crate::service::project;

/// Archive a project
///
/// Makes a project read-only; `project restore` brings it back (PRJ-1).
#[derive(Debug, ClapArgs)]
#[command(after_help = "Examples:\n  provost project archive 'Web shop'")]
pub struct Args {
    /// The project: name or id
    #[arg(value_name = "PROJECT")]
    project: String,
}

/// Runs the command.
pub fn run<'c>(args: Args, cx: &'c Context<'_>) -> Result<Output<'c>> {
    cx.write(Action::ProjectArchive, |op| project::archive(op, &args.project))
}
