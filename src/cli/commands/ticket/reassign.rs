//! `ticket reassign`

use clap::Args as ClapArgs;

use crate::cli::context::Context;
use crate::cli::render::Output;
use crate::domain::{Action, Result};
use crate::service::ticket;

/// Give tickets to another user
///
/// Reassigns tickets, valid or not, to a user who can act on each of them (TICK-1).
#[derive(Debug, ClapArgs)]
#[command(after_help = "Examples:\n  provost ticket reassign 1 2 --to carla.mendez@acme.example")]
pub struct Args {
    /// The tickets, or `-` for standard input
    #[arg(value_name = "ID", required = true)]
    tickets: Vec<String>,
    /// The new assignee
    #[arg(long, value_name = "USER")]
    to: String,
}

/// Runs the command.
pub fn run<'c>(args: Args, cx: &'c Context<'_>) -> Result<Output<'c>> {
    let tickets = cx.objects(args.tickets, "id")?;
    cx.write(Action::TicketReassign, |op| ticket::reassign(op, &tickets, &args.to))
}
