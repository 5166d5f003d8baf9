//! `fim incident reopen`

use clap::Args as ClapArgs;

use crate::cli::context::Context;
use crate::cli::render::Output;
use crate::domain::{Action, Result};
use crate::service::fim::incident;

/// Reopen an incident
///
/// Opens a closed incident for another review. Only for its reviewers (FIM-13).
#[derive(Debug, ClapArgs)]
#[command(after_help = "Examples:\n  provost fim incident reopen 1")]
pub struct Args {
    /// The number of the incident
    #[arg(value_name = "ID")]
    incident: String,
}

/// Runs the command.
pub fn run<'c>(args: Args, cx: &'c Context<'_>) -> Result<Output<'c>> {
    cx.write(Action::FimIncidentReopen, |op| incident::reopen(op, &args.incident))
}
