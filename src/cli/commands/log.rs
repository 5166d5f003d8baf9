//! The activity log.

use clap::Args;
use serde_json::Value;

use crate::cli::commands::verb::Verb;
use crate::cli::commands::verbs;
use crate::cli::context::Context;
use crate::cli::render::tabular::{ListColumn, Tabular, more, shown};
use crate::cli::render::{Lines, ListArgs, Reply, Told};
use crate::domain::log::Outcome;
use crate::domain::record::LogEntry;
use crate::domain::reference::{ObjectWord, UserRef};
use crate::domain::{Action, Result, Role};
use crate::service::Done;
use crate::service::log::{self, PruneBody, Verification};

verbs! {
    /// The activity log
    LogVerb {
        "list" LogList,
        "show" LogShow,
        "verify" LogVerify,
        "prune" LogPrune,
    }
}

/// List the activity log
///
/// Shows what was done and refused, newest first. Managers see all, unit managers what the users of
/// their unit did, everybody else their own (LOG-2).
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  provost log list --limit 20\n  provost log list --since 7d --on bu:EMEA\n  provost log list --user mara.lindholm@acme.example --module bu --outcome done --json\n  provost log list --reason CHG-1234"
)]
pub struct LogList {
    /// Not before: RFC 3339, a date, or 30d, 12h ago
    #[arg(long, value_name = "TIME")]
    since: Option<String>,
    /// Not after
    #[arg(long, value_name = "TIME")]
    until: Option<String>,
    /// Only entries that touch this object
    #[arg(long, value_name = "KIND:ID")]
    on: Option<ObjectWord>,
    /// Only entries with this text in the details
    #[arg(long, value_name = "TEXT")]
    text: Option<String>,
    /// Only entries with this text in the reason
    #[arg(long, value_name = "TEXT")]
    reason: Option<String>,
    /// Only what this user did
    #[arg(long, value_name = "LOGIN")]
    user: Option<UserRef>,
    /// Only what users of this role did
    #[arg(long, value_name = "ROLE")]
    role: Option<Role>,
    /// Only this action, such as user.add
    #[arg(long, value_name = "ACTION")]
    action: Option<Action>,
    /// Only this module, such as user or bu
    #[arg(long, value_name = "MODULE")]
    module: Option<String>,
    /// Only this outcome: done, refused or failed
    #[arg(long, value_name = "OUTCOME")]
    outcome: Option<Outcome>,
    #[command(flatten)]
    list: ListArgs,
}

impl Verb for LogList {
    type Prints = Vec<LogEntry>;

    fn run<'c>(self, cx: &'c Context<'_>) -> Result<Reply<'c, Self::Prints>> {
        let request = log::Request {
            since: self.since,
            until: self.until,
            on: self.on.map(Into::into),
            text: self.text,
            reason: self.reason,
            user: self.user.map(Into::into),
            role: self.role,
            action: self.action,
            module: self.module,
            outcome: self.outcome,
        };
        Ok(cx.list::<LogEntry>(Action::LogView, self.list, move |op, sink| log::list(op, &request, sink)))
    }
}

/// Show a log entry
///
/// Shows one entry with the objects it touched and their old and new values.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  provost log show 1")]
pub struct LogShow {
    /// The entry
    #[arg(value_name = "ID")]
    entry: String,
}

impl Verb for LogShow {
    type Prints = LogEntry;

    fn run<'c>(self, cx: &'c Context<'_>) -> Result<Reply<'c, Self::Prints>> {
        cx.show(Action::LogView, |op| log::show(op, &self.entry))
    }
}

/// Verify the activity log
///
/// Follows the chain of entries and finds any change, gap or reordering. Keep the head that it prints
/// elsewhere: with `--head` a cut tail is found as well (LOG-3). Exits with 1 if the log is not intact.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  provost log verify")]
pub struct LogVerify {
    /// The head kept elsewhere
    #[arg(long, value_name = "HASH")]
    head: Option<String>,
}

impl Verb for LogVerify {
    type Prints = Verification;

    fn run<'c>(self, cx: &'c Context<'_>) -> Result<Reply<'c, Self::Prints>> {
        let verification = cx.app.read(Action::LogVerify, |op| log::verify(op.conn, self.head.as_deref()))?;
        Reply::verdict(&verification, verification.intact)
    }
}

/// Prune the activity log
///
/// Replaces entries older than a point in time by an anchor that keeps the chain verifiable (LOG-3). Export them first
/// if anybody may ask for them later.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  provost log prune --before 365d --yes")]
pub struct LogPrune {
    /// Before: RFC 3339, a date, or 365d ago
    #[arg(long, value_name = "TIME", required = true)]
    before: String,
}

impl Verb for LogPrune {
    type Prints = Done<PruneBody>;

    fn run<'c>(self, cx: &'c Context<'_>) -> Result<Reply<'c, Self::Prints>> {
        cx.destroy(Action::LogPrune, |op| log::prune(op, &self.before))
    }
}

impl Told for PruneBody {
    fn describe(&self, told: &mut Lines) {
        told.count("pruned count", self.pruned_count);
        told.count("until", self.until.unwrap_or_default());
    }
}

impl Tabular for LogEntry {
    const COLUMNS: &'static [ListColumn] = &[
        shown("id"),
        shown("at"),
        more("action"),
        more("module"),
        shown("details"),
        shown("user"),
        more("role"),
        shown("address"),
        more("outcome"),
        more("reason"),
        more("unit"),
        more("objects"),
        more("objects.kind"),
        more("objects.id"),
        more("objects.name"),
        more("changes"),
        more("changes.object"),
        more("changes.field"),
        more("changes.old"),
        more("changes.new"),
        more("hash"),
    ];

    /// What did not happen says so first.
    fn mark(key: &str, text: String, row: &Value) -> String {
        match row.get("outcome").and_then(Value::as_str) {
            Some(outcome) if key == "details" && outcome != "done" => {
                let action = row.get("action").and_then(Value::as_str).unwrap_or_default();
                format!("{outcome}: {action}: {text}")
            }
            _ => text,
        }
    }
}
