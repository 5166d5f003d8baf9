//! `fim incident show`

use clap::Args as ClapArgs;

use crate::cli::context::Context;
use crate::cli::render::Output;
use crate::domain::{Action, Result};
use crate::service::fim::incident;

/// Show an incident
///
/// Shows one incident with its review. Its events: `fim incident events ID`.
#[derive(Debug, ClapArgs)]
#[command(after_help = "Examples:\n  provost fim incident show 1")]
pub struct Args {
    /// The number of the incident
    #[arg(value_name = "ID")]
    incident: String,
}

/// Runs the command.
pub fn run<'c>(args: Args, cx: &'c Context<'_>) -> Result<Output<'c>> {
    cx.show(Action::FimIncidentView, |op| incident::show(op, &args.incident))
}
