//! `project add`

use clap::Args as ClapArgs;

use crate::cli::commands::words::optional;
use crate::cli::context::Context;
use crate::cli::render::Output;
use crate::domain::{Action, Result};
use crate::service::project;

/// Add a project
///
/// Takes the level admin (PRJ-1). Give users and groups a role in it with `project assign`.
#[derive(Debug, ClapArgs)]
#[command(after_help = "Examples:\n  provost project add 'Payment terminals' --description 'all that takes cards'")]
pub struct Args {
    /// Its name
    #[arg(value_name = "NAME")]
    name: String,
    /// What it is about
    #[arg(long, value_name = "TEXT")]
    description: Option<String>,
}

/// Runs the command.
pub fn run<'c>(args: Args, cx: &'c Context<'_>) -> Result<Output<'c>> {
    let (name, description) = (args.name.parse()?, optional(args.description.as_ref())?);
    cx.write(Action::ProjectAdd, |op| project::add(op, &name, description.as_ref()))
}
