//! Remediation tickets.

use clap::Args;
use serde_json::{Value, json};

use crate::cli::arguments::{title, typed};
use crate::cli::commands::existing::ExistingArgs;
use crate::cli::commands::verb::Verb;
use crate::cli::commands::verbs;
use crate::cli::context::Context;
use crate::cli::list_args::ListArgs;
use crate::cli::render::tabular::{Tabular, is_true};
use crate::cli::render::told::said_by_the_sentence;
use crate::cli::render::{Reply, Rows};
use crate::domain::record::Ticket;
use crate::domain::reference::{TicketRef, UserRef};
use crate::domain::ticket::TicketState;
use crate::domain::{Action, Address, Name, Result};
use crate::service::Done;
use crate::service::bulk::BulkKind;
use crate::service::report::Outcomes;
use crate::service::ticket::{self, TicketBody};

verbs! {
    /// Remediation tickets
    TicketVerb {
        "add" TicketAdd,
        "list" TicketList,
        "show" TicketShow,
        "edit" TicketEdit,
        "reassign" TicketReassign,
        "close" TicketClose,
        "delete" TicketDelete,
    }
}

/// Add a ticket
///
/// Adds a remediation ticket. Its assignee must be able to act on the address.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  provost ticket add --address 10.20.1.10 --title 'Patch TLS' --severity 4 --assignee ana.silva@acme.example"
)]
pub struct TicketAdd {
    /// The address it is about
    #[arg(long, value_name = "ADDRESS")]
    address: Address,
    /// What is wrong
    #[arg(long, value_name = "TEXT", value_parser = typed(title))]
    title: Name,
    /// How bad, 1 to 5 [default: 3]
    #[arg(long, value_name = "N")]
    severity: Option<i64>,
    /// Who works on it
    #[arg(long, value_name = "LOGIN")]
    assignee: Option<UserRef>,
    #[command(flatten)]
    existing: ExistingArgs,
}

impl Verb for TicketAdd {
    type Prints = Done<TicketBody>;

    fn run<'c>(self, cx: &'c Context<'_>) -> Result<Reply<'c, Self::Prints>> {
        if let Some(policy) = self.existing.policy() {
            let row = json!({
                "address": self.address, "title": self.title, "severity": self.severity, "assignee": self.assignee,
            });
            return cx.add_once((Action::TicketAdd, BulkKind::Tickets), policy, row, |op, id, _| {
                Ok(TicketBody { ticket: ticket::show(op, &id.to_string())? })
            });
        }
        let request = ticket::Request {
            address: self.address,
            title: self.title,
            severity: self.severity.unwrap_or(3),
            state: TicketState::Open,
            assignee: self.assignee.map(Into::into),
            may_be_invalid: false,
        };
        cx.write(Action::TicketAdd, |op| ticket::add(op, &request))
    }
}

/// List tickets
///
/// Shows every ticket that you may view. Invalid ones bear ` *` after the address: their assignee is
/// gone, inactive, or cannot reach it (TICK-1).
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  provost ticket list\n  provost ticket list --filter valid=no --json")]
pub struct TicketList {
    #[command(flatten)]
    list: ListArgs<Ticket>,
}

impl Verb for TicketList {
    type Prints = Rows<Ticket>;

    fn run<'c>(self, cx: &'c Context<'_>) -> Result<Reply<'c, Self::Prints>> {
        Ok(cx.list::<Ticket>(Action::TicketView, self.list.into_request(), ticket::list))
    }
}

/// Show a ticket
///
/// Shows one ticket and whether it is valid.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  provost ticket show 1")]
pub struct TicketShow {
    /// The ticket
    #[arg(value_name = "ID")]
    ticket: TicketRef,
}

impl Verb for TicketShow {
    type Prints = Ticket;

    fn run<'c>(self, cx: &'c Context<'_>) -> Result<Reply<'c, Self::Prints>> {
        cx.show(Action::TicketView, |op| ticket::show(op, &self.ticket))
    }
}

/// Edit a ticket
///
/// Changes title, severity or state. Closing takes the right to close.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  provost ticket edit 1 --severity 5 --state resolved")]
pub struct TicketEdit {
    /// The ticket
    #[arg(value_name = "ID")]
    ticket: TicketRef,
    /// The new title
    #[arg(long, value_name = "TEXT", value_parser = typed(title))]
    title: Option<Name>,
    /// The new severity, 1 to 5
    #[arg(long, value_name = "N")]
    severity: Option<i64>,
    /// The new state: open, resolved, closed or ignored
    #[arg(long, value_name = "STATE")]
    state: Option<TicketState>,
}

impl Verb for TicketEdit {
    type Prints = Done<TicketBody>;

    fn run<'c>(self, cx: &'c Context<'_>) -> Result<Reply<'c, Self::Prints>> {
        let request =
            ticket::Edit { ticket: self.ticket.into(), title: self.title, severity: self.severity, state: self.state };
        cx.write(Action::TicketEdit, |op| ticket::edit(op, &request))
    }
}

/// Give tickets to another user
///
/// Reassigns tickets, valid or not, to a user who can act on each of them (TICK-1).
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  provost ticket reassign 1 2 --to carla.mendez@acme.example")]
pub struct TicketReassign {
    /// The tickets, or `-` for standard input
    #[arg(value_name = "ID", required = true)]
    tickets: Vec<TicketRef>,
    /// The new assignee
    #[arg(long, value_name = "USER")]
    to: UserRef,
}

impl Verb for TicketReassign {
    type Prints = Done<Outcomes>;

    fn run<'c>(self, cx: &'c Context<'_>) -> Result<Reply<'c, Self::Prints>> {
        let tickets = cx.objects(self.tickets, "id")?;
        cx.write(Action::TicketReassign, |op| ticket::reassign(op, &tickets, &self.to))
    }
}

/// Close tickets
///
/// Closes tickets. Scanners and readers may close their own while `tickets.users_may_close` is on.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  provost ticket close 1 2")]
pub struct TicketClose {
    /// The tickets, or `-` for standard input
    #[arg(value_name = "ID", required = true)]
    tickets: Vec<TicketRef>,
}

impl Verb for TicketClose {
    type Prints = Done<Outcomes>;

    fn run<'c>(self, cx: &'c Context<'_>) -> Result<Reply<'c, Self::Prints>> {
        let tickets = cx.objects(self.tickets, "id")?;
        cx.write(Action::TicketClose, |op| ticket::close(op, &tickets))
    }
}

/// Delete tickets
///
/// Deletes tickets. Scanners and readers may delete their own while `tickets.users_may_delete` is on.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  provost ticket delete 3 --yes")]
pub struct TicketDelete {
    /// The tickets, or `-` for standard input
    #[arg(value_name = "ID", required = true)]
    tickets: Vec<TicketRef>,
}

impl Verb for TicketDelete {
    type Prints = Done<Outcomes>;

    fn run<'c>(self, cx: &'c Context<'_>) -> Result<Reply<'c, Self::Prints>> {
        let names = cx.objects(self.tickets, "id")?;
        cx.destroy(Action::TicketDelete, |op| ticket::delete(op, &names))
    }
}

said_by_the_sentence!(TicketBody);

impl Tabular for Ticket {
    const SHOWN: &'static [&'static str] = &["id", "address", "title", "severity", "state", "assignee"];

    /// Invalid tickets bear a mark after the address (TICK-1).
    fn mark(key: &str, text: String, row: &Value) -> String {
        if key == "address" && !is_true(row, "valid") { format!("{text} *") } else { text }
    }

    fn is_faint(row: &Value) -> bool {
        !is_true(row, "valid")
    }
}
