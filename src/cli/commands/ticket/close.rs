//! `ticket close`

use clap::Args as ClapArgs;

use crate::cli::context::Context;
use crate::cli::render::Output;
use crate::domain::{Action, Result};
use crate::service::ticket;

/// Close tickets
///
/// Closes tickets. Scanners and readers may close their own while `tickets.users_may_close` is on.
#[derive(Debug, ClapArgs)]
#[command(after_help = "Examples:\n  provost ticket close 1 2")]
pub struct Args {
    /// The tickets, or `-` for standard input
    #[arg(value_name = "ID", required = true)]
    tickets: Vec<String>,
}

/// Runs the command.
pub fn run<'c>(args: Args, cx: &'c Context<'_>) -> Result<Output<'c>> {
    let tickets = cx.objects(args.tickets, "id")?;
    cx.write(Action::TicketClose, |op| ticket::close(op, &tickets))
}
