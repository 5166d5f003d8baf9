//! `project show`

use clap::Args as ClapArgs;

use crate::cli::context::Context;
use crate::cli::render::Output;
use crate::domain::{Action, Result};
use crate::service::project;

/// Show a project
///
/// Shows one project with its members and their roles.
#[derive(Debug, ClapArgs)]
#[command(after_help = "Examples:\n  provost project show 'Web shop'")]
pub struct Args {
    /// The project: name or id
    #[arg(value_name = "PROJECT")]
    project: String,
}

/// Runs the command.
pub fn run<'c>(args: Args, cx: &'c Context<'_>) -> Result<Output<'c>> {
    cx.show(Action::ProjectView, |op| project::show(op, &args.project))
}
