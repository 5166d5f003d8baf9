//! `log list`

use clap::Args as ClapArgs;

use crate::cli::commands::words::optional;
use crate::cli::context::Context;
use crate::cli::render::{ListArgs, Output};
use crate::domain::record::LogEntry;
use crate::domain::{Action, Result};
use crate::service::log;

/// List the activity log
///
/// Shows what was done and refused, newest first. Managers see all, unit managers what the users of
/// their unit did, everybody else their own (LOG-2).
#[derive(Debug, ClapArgs)]
#[command(
    after_help = "Examples:\n  provost log list --limit 20\n  provost log list --since 7d --on bu:EMEA\n  provost log list --user mara.lindholm@acme.example --module bu --outcome done --json"
)]
pub struct Args {
    /// Not before: RFC 3339, a date, or 30d, 12h ago
    #[arg(long, value_name = "TIME")]
    since: Option<String>,
    /// Not after
    #[arg(long, value_name = "TIME")]
    until: Option<String>,
    /// Only entries that touch this object
    #[arg(long, value_name = "KIND:ID")]
    on: Option<String>,
    /// Only entries with this text in the details
    #[arg(long, value_name = "TEXT")]
    text: Option<String>,
    /// Only what this user did
    #[arg(long, value_name = "LOGIN")]
    user: Option<String>,
    /// Only what users of this role did
    #[arg(long, value_name = "ROLE")]
    role: Option<String>,
    /// Only this action, such as user.add
    #[arg(long, value_name = "ACTION")]
    action: Option<String>,
    /// Only this module, such as user or bu
    #[arg(long, value_name = "MODULE")]
    module: Option<String>,
    /// Only this outcome: done, refused or failed
    #[arg(long, value_name = "OUTCOME")]
    outcome: Option<String>,
    #[command(flatten)]
    list: ListArgs,
}

/// Runs the command.
pub fn run<'c>(args: Args, cx: &'c Context<'_>) -> Result<Output<'c>> {
    let request = log::Request {
        since: args.since,
        until: args.until,
        on: args.on,
        text: args.text,
        user: args.user,
        role: optional(args.role.as_ref())?,
        action: optional(args.action.as_ref())?,
        module: args.module,
        outcome: optional(args.outcome.as_ref())?,
    };
    Ok(cx.list::<LogEntry>(Action::LogView, args.list, move |op, sink| log::list(op, &request, sink)))
}
