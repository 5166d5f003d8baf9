//! `fim incident list`

use clap::Args as ClapArgs;

use crate::cli::context::Context;
use crate::cli::render::{ListArgs, Output};
use crate::domain::record::Incident;
use crate::domain::{Action, Result};
use crate::service::fim::incident;

/// List incidents
///
/// Shows the incidents that you made or are assigned to review, newest first (FIM-4). A manager sees all.
#[derive(Debug, ClapArgs)]
#[command(
    after_help = "Examples:\n  provost fim incident list\n  provost fim incident list --filter state=open --json"
)]
pub struct Args {
    #[command(flatten)]
    list: ListArgs,
}

/// Runs the command.
pub fn run<'c>(args: Args, cx: &'c Context<'_>) -> Result<Output<'c>> {
    Ok(cx.list::<Incident>(Action::FimIncidentView, args.list, incident::list))
}
