//! The activity log.

use clap::Args;
use serde_json::Value;

use crate::cli::commands::verb::Verb;
use crate::cli::commands::verbs;
use crate::cli::context::Context;
use crate::cli::list_args::ListArgs;
use crate::cli::render::tabular::Tabular;
use crate::cli::render::{Lines, Reply, Rows, Told};
use crate::domain::Moment;
use crate::domain::log::Outcome;
use crate::domain::query::{Condition, Operator, Word};
use crate::domain::record::LogEntry;
use crate::domain::reference::{ObjectWord, UserRef};
use crate::domain::{Action, Result, Role};
use crate::service::Done;
use crate::service::log::{self, PruneBody};
use crate::service::log_verification::{Verification, verify};

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
    /// Not before: a date, `yesterday`, 30d or 12h ago
    #[arg(long, value_name = "TIME", allow_hyphen_values = true)]
    since: Option<Moment>,
    /// Not after; a date up to its end
    #[arg(long, value_name = "TIME", allow_hyphen_values = true)]
    until: Option<Moment>,
    /// Only entries that touch this object
    #[arg(long, value_name = "KIND:ID")]
    on: Option<ObjectWord>,
    /// Only entries with this text in the details
    #[arg(id = "details", long = "text", value_name = "TEXT")]
    details: Option<String>,
    /// Only entries with this text in the reason
    #[arg(long, value_name = "TEXT")]
    reason: Option<String>,
    /// Only what this user did
    #[arg(long, value_name = "LOGIN")]
    user: Option<UserRef>,
    /// Only what users of this role did
    #[arg(long, value_name = "ROLE")]
    role: Option<Role>,
    /// Only these actions, such as user.add
    #[arg(long, value_name = "ACTION", value_delimiter = ',')]
    action: Vec<Action>,
    /// Only this module, such as user or bu
    #[arg(long, value_name = "MODULE")]
    module: Option<String>,
    /// Only this outcome: done, refused or failed
    #[arg(long, value_name = "OUTCOME")]
    outcome: Option<Outcome>,
    #[command(flatten)]
    list: ListArgs<LogEntry>,
}

impl LogList {
    /// What the flags ask of keys.
    fn conditions(&self) -> Result<Vec<Condition>> {
        let mut conditions = Vec::new();
        let moments = [(Operator::AtLeast, self.since), (Operator::AtMost, self.until)];
        for (operator, moment) in moments {
            if let Some(moment) = moment {
                let condition = log::condition("at", operator, &[])?;
                conditions.push(Condition { words: vec![Word::Moment(moment)], ..condition });
            }
        }
        let actions: Vec<String> = self.action.iter().map(ToString::to_string).collect();
        let values = [
            ("details", Operator::Contains, self.details.clone()),
            ("reason", Operator::Contains, self.reason.clone()),
            ("user", Operator::Equal, self.user.as_ref().map(|user| user.to_string())),
            ("role", Operator::Equal, self.role.map(|role| role.to_string())),
            ("outcome", Operator::Equal, self.outcome.map(|outcome| outcome.to_string())),
        ];
        for (key, operator, value) in values {
            conditions.extend(value.map(|value| log::condition(key, operator, &[value])).transpose()?);
        }
        if !actions.is_empty() {
            conditions.push(log::condition("action", Operator::Equal, &actions)?);
        }
        Ok(conditions)
    }
}

impl Verb for LogList {
    type Prints = Rows<LogEntry>;

    fn run<'c>(self, cx: &'c Context<'_>) -> Result<Reply<'c, Self::Prints>> {
        let conditions = self.conditions()?;
        let asked = log::Asked {
            on: self.on.map(Into::into),
            module: self.module,
            of_monitoring: self.action.iter().any(|action| action.is_monitoring()),
        };
        Ok(cx.list::<LogEntry>(Action::LogView, self.list.and(conditions), move |op, request, sink| {
            log::list(op, &asked, request, sink)
        }))
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
        let verification = cx.app.read(Action::LogVerify, |op| verify(op.conn, self.head.as_deref()))?;
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
    /// Before: a date, or 365d ago
    #[arg(long, value_name = "TIME", required = true, allow_hyphen_values = true)]
    before: Moment,
}

impl Verb for LogPrune {
    type Prints = Done<PruneBody>;

    fn run<'c>(self, cx: &'c Context<'_>) -> Result<Reply<'c, Self::Prints>> {
        cx.destroy(Action::LogPrune, |op| log::prune(op, self.before))
    }
}

impl Told for PruneBody {
    fn describe(&self, told: &mut Lines) {
        told.count("pruned count", self.pruned_count);
        told.count("until", self.until.unwrap_or_default());
    }
}

impl Tabular for LogEntry {
    const SHOWN: &'static [&'static str] = &["id", "at", "details", "user", "address"];

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
