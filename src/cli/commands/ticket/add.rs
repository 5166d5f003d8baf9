//! `ticket add`

use clap::Args as ClapArgs;
use serde_json::json;

use crate::cli::commands::existing::ExistingArgs;
use crate::cli::context::Context;
use crate::cli::render::Output;
use crate::domain::ticket::TicketState;
use crate::domain::{Action, Name, Result};
use crate::service::bulk::BulkKind;
use crate::service::ticket;
use crate::service::ticket::TicketBody;

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
    /// How bad, 1 to 5 [default: 3]
    #[arg(long, value_name = "N")]
    severity: Option<i64>,
    /// Who works on it
    #[arg(long, value_name = "LOGIN")]
    assignee: Option<String>,
    #[command(flatten)]
    existing: ExistingArgs,
}

/// Runs the command.
pub fn run<'c>(args: Args, cx: &'c Context<'_>) -> Result<Output<'c>> {
    if let Some(policy) = args.existing.policy()? {
        let row = json!({
            "address": args.address, "title": args.title, "severity": args.severity, "assignee": args.assignee,
        });
        return cx.add_once((Action::TicketAdd, BulkKind::Tickets), policy, row, |op, id, _| {
            Ok(TicketBody { ticket: ticket::show(op, &id.to_string())? })
        });
    }
    let request = ticket::Request {
        address: args.address.parse()?,
        title: Name::called("title", &args.title)?,
        severity: args.severity.unwrap_or(3),
        state: TicketState::Open,
        assignee: args.assignee,
        may_be_invalid: false,
    };
    cx.write(Action::TicketAdd, |op| ticket::add(op, &request))
}
