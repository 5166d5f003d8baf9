//! `fim incident edit`

use clap::Args as ClapArgs;

use crate::cli::context::Context;
use crate::cli::render::Output;
use crate::domain::{Action, Name, Result};
use crate::service::fim::incident;

/// Edit an incident
///
/// Changes an open incident that you made: its title, its reviewers, its events (FIM-6).
#[derive(Debug, ClapArgs)]
#[command(after_help = "Examples:\n  provost fim incident edit 1 --title 'Changed accounts' --add-event 2")]
pub struct Args {
    /// The number of the incident
    #[arg(value_name = "ID")]
    incident: String,
    /// The new title
    #[arg(long, value_name = "TITLE")]
    title: Option<String>,
    /// Assign this reviewer (repeatable)
    #[arg(long, value_name = "LOGIN")]
    add_reviewer: Vec<String>,
    /// End the place of this reviewer (repeatable)
    #[arg(long, value_name = "LOGIN")]
    remove_reviewer: Vec<String>,
    /// Gather this event as well (repeatable)
    #[arg(long, value_name = "ID")]
    add_event: Vec<String>,
    /// Take this event out (repeatable)
    #[arg(long, value_name = "ID")]
    remove_event: Vec<String>,
}

/// Runs the command.
pub fn run<'c>(args: Args, cx: &'c Context<'_>) -> Result<Output<'c>> {
    let request = incident::Edit {
        incident: args.incident,
        title: args.title.map(|title| Name::called("title", &title)).transpose()?,
        add_reviewers: args.add_reviewer,
        remove_reviewers: args.remove_reviewer,
        add_events: args.add_event,
        remove_events: args.remove_event,
    };
    cx.write(Action::FimIncidentEdit, |op| incident::edit(op, &request))
}
