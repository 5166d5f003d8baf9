//! `fim incident events`

use clap::Args as ClapArgs;

use crate::cli::context::Context;
use crate::cli::render::{ListArgs, Output};
use crate::domain::record::Event;
use crate::domain::{Action, Result};
use crate::service::fim::incident;

/// List the events of an incident
///
/// Shows all events of an incident that you see, oldest first, even on assets outside your tag scope (FIM-5).
#[derive(Debug, ClapArgs)]
#[command(after_help = "Examples:\n  provost fim incident events 1")]
pub struct Args {
    /// The number of the incident
    #[arg(value_name = "ID")]
    incident: String,
    #[command(flatten)]
    list: ListArgs,
}

/// Runs the command.
pub fn run<'c>(args: Args, cx: &'c Context<'_>) -> Result<Output<'c>> {
    Ok(cx.list::<Event>(Action::FimIncidentView, args.list, move |op, sink| incident::events(op, &args.incident, sink)))
}
