//! `project delete`

use clap::Args as ClapArgs;

use crate::cli::context::Context;
use crate::cli::render::Output;
use crate::domain::{Action, Result};
use crate::service::project;

/// Delete a project
///
/// Deletes a project with every role in it; the report says who loses which.
#[derive(Debug, ClapArgs)]
#[command(after_help = "Examples:\n  provost project delete 'Old portal' --yes")]
pub struct Args {
    /// The project: name or id
    #[arg(value_name = "PROJECT")]
    project: String,
}

/// Runs the command.
pub fn run<'c>(args: Args, cx: &'c Context<'_>) -> Result<Output<'c>> {
    cx.destroy(Action::ProjectDelete, |op| project::delete(op, &args.project))
}
