//! `ticket show`

use clap::Args as ClapArgs;

use crate::cli::context::Context;
use crate::cli::render::Output;
use crate::domain::{Action, Result};
use crate::service;

/// Show a ticket
///
/// Shows one ticket and whether it is valid.
#[derive(Debug, ClapArgs)]
#[command(after_help = "Examples:\n  provost ticket show 1")]
pub struct Args {
    /// The ticket
    #[arg(value_name = "ID")]
    ticket: String,
}

/// Runs the command.
pub fn run<'c>(args: Args, cx: &'c Context<'_>) -> Result<Output<'c>> {
    cx.show(Action::TicketView, |op| service::ticket::show(op, &args.ticket))
}
