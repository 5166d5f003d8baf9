//! `ticket add`

use clap::Args as ClapArgs;

use crate::cli::context::Context;
use crate::cli::render::Output;
use crate::domain::ticket::TicketState;
use crate::domain::{Action, Name, Result};
use crate::service::ticket;

/// Add a ticket
///
/// Adds a remediation ticket. Its assignee must be able to act on the address.
#[derive(Debug, ClapArgs)]
#[command(
    after_help = "Examples:\n  provost ticket add --address 10.20.1.10 --title 'Patch TLS' --severity 4 --assignee ana.silva@acme.example"
)]
pub struct Args {
    /// The address it is about
    #[arg(long, value_name = "ADDRESS")]
    address: String,
    /// What is wrong
    #[arg(long, value_name = "TEXT")]
    title: String,
    /// How bad, 1 to 5
    #[arg(long, value_name = "N", default_value_t = 3)]
    severity: i64,
    /// Who works on it
    #[arg(long, value_name = "LOGIN")]
    assignee: Option<String>,
}

/// Runs the command.
pub fn run<'c>(args: Args, cx: &'c Context<'_>) -> Result<Output<'c>> {
    let request = ticket::Request {
        address: args.address.parse()?,
        title: Name::called("title", &args.title)?,
        severity: args.severity,
        state: TicketState::Open,
        assignee: args.assignee,
        may_be_invalid: false,
    };
    cx.write(Action::TicketAdd, |op| ticket::add(op, &request))
}
