//! `project list`

use clap::Args as ClapArgs;

use crate::cli::context::Context;
use crate::cli::render::{ListArgs, Output};
use crate::domain::record::Project;
use crate::domain::{Action, Result};
use crate::service::project;

/// List projects
///
/// Shows every project that you may view.
#[derive(Debug, ClapArgs)]
#[command(after_help = "Examples:\n  provost project list")]
pub struct Args {
    #[command(flatten)]
    list: ListArgs,
}

/// Runs the command.
pub fn run<'c>(args: Args, cx: &'c Context<'_>) -> Result<Output<'c>> {
    Ok(cx.list::<Project>(Action::ProjectView, args.list, project::list))
}
