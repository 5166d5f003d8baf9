//! `ticket delete`

use clap::Args as ClapArgs;

use crate::cli::context::Context;
use crate::cli::render::Output;
use crate::domain::{Action, Result};
use crate::service;

/// Delete tickets
///
/// Deletes tickets. Scanners and readers may delete their own while `tickets.users_may_delete` is on.
#[derive(Debug, ClapArgs)]
#[command(after_help = "Examples:\n  provost ticket delete 3 --yes")]
pub struct Args {
    /// The tickets, or `-` for standard input
    #[arg(value_name = "ID", required = true)]
    tickets: Vec<String>,
}

/// Runs the command.
pub fn run<'c>(args: Args, cx: &'c Context<'_>) -> Result<Output<'c>> {
    let names = cx.objects(args.tickets, "id")?;
    cx.destroy(Action::TicketDelete, |op| service::ticket::delete(op, &names))
}
