//! `ticket list`

use clap::Args as ClapArgs;

use crate::cli::context::Context;
use crate::cli::render::{ListArgs, Output};
use crate::domain::record::Ticket;
use crate::domain::{Action, Result};
use crate::service;

/// List tickets
///
/// Shows every ticket that you may view. Invalid ones bear ` *` after the address: their assignee is
/// gone, inactive, or cannot reach it (TICK-1).
#[derive(Debug, ClapArgs)]
#[command(after_help = "Examples:\n  provost ticket list\n  provost ticket list --filter valid=no --json")]
pub struct Args {
    #[command(flatten)]
    list: ListArgs,
}

/// Runs the command.
pub fn run<'c>(args: Args, cx: &'c Context<'_>) -> Result<Output<'c>> {
    Ok(cx.list::<Ticket>(Action::TicketView, args.list, service::ticket::list))
}
