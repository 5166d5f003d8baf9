//! `fim incident delete`

use clap::Args as ClapArgs;

use crate::cli::context::Context;
use crate::cli::render::Output;
use crate::domain::{Action, Result};
use crate::service::fim::incident;

/// Delete incidents
///
/// Deletes incidents that you are assigned to review, if your monitoring role may delete (FIM-8). Their events stay.
#[derive(Debug, ClapArgs)]
#[command(after_help = "Examples:\n  provost fim incident delete 1 --yes")]
pub struct Args {
    /// The numbers; `-` reads them from standard input
    #[arg(value_name = "ID", required = true)]
    incidents: Vec<String>,
}

/// Runs the command.
pub fn run<'c>(args: Args, cx: &'c Context<'_>) -> Result<Output<'c>> {
    let incidents = cx.objects(args.incidents, "id")?;
    cx.destroy(Action::FimIncidentDelete, |op| incident::delete(op, &incidents))
}
