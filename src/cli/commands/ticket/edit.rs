//! `ticket edit`

use clap::Args as ClapArgs;

use crate::cli::commands::words::optional;
use crate::cli::context::Context;
use crate::cli::render::Output;
use crate::domain::{Action, Name, Result};
use crate::service::ticket;

/// Edit a ticket
///
/// Changes title, severity or state. Closing takes the right to close.
#[derive(Debug, ClapArgs)]
#[command(after_help = "Examples:\n  provost ticket edit 1 --severity 5 --state resolved")]
pub struct Args {
    /// The ticket
    #[arg(value_name = "ID")]
    ticket: String,
    /// The new title
    #[arg(long, value_name = "TEXT")]
    title: Option<String>,
    /// The new severity, 1 to 5
    #[arg(long, value_name = "N")]
    severity: Option<i64>,
    /// The new state: open, resolved, closed or ignored
    #[arg(long, value_name = "STATE")]
    state: Option<String>,
}

/// Runs the command.
pub fn run<'c>(args: Args, cx: &'c Context<'_>) -> Result<Output<'c>> {
    let request = ticket::Edit {
        ticket: args.ticket,
        title: args.title.as_deref().map(|title| Name::called("title", title)).transpose()?,
        severity: args.severity,
        state: optional(args.state.as_ref())?,
    };
    cx.write(Action::TicketEdit, |op| ticket::edit(op, &request))
}
