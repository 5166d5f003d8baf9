//! The database file.

use std::path::PathBuf;

use clap::Args;

use crate::cli::commands::verb::Verb;
use crate::cli::commands::verbs;
use crate::cli::context::Context;
use crate::cli::render::{Lines, Reply, Told, Tree};
use crate::domain::phrase::counted;
use crate::domain::{Action, Error, Result};
use crate::service::Done;
use crate::service::database::backup::{self, BackupBody};
use crate::service::database::check::{self, Report};
use crate::service::database::info::{self, Info};
use crate::service::database::migrate::{self, MigrationBody};
use crate::service::database::restore::{self, RestoreBody};

verbs! {
    /// The database file
    DbVerb {
        "info" DbInfo,
        "check" DbCheck,
        "backup" DbBackup,
        "restore" DbRestore,
        "migrate" DbMigrate,
    }
}

/// Show what the database file holds
///
/// Size, version of the schema, how much is in it, and which safety copies there are. Needs no sign-in: it is for
/// whoever owns the file.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  provost db info\n  provost db info --json")]
pub struct DbInfo {}

impl Verb for DbInfo {
    type Prints = Info;

    fn run<'c>(self, cx: &'c Context<'_>) -> Result<Reply<'c, Self::Prints>> {
        cx.has_no_dry_run("db info")?;
        Reply::object(&info::info(&cx.app, &cx.safety_copies)?)
    }
}

/// Check that the database is whole
///
/// Lets the engine check the file, then tests every rule of the domain that a query can test, and names the rule that is
/// broken. Exit code 1 if there is a problem. Needs no sign-in: it is for whoever owns the file.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  provost db check\n  provost db check --json")]
pub struct DbCheck {}

impl Verb for DbCheck {
    type Prints = Report;

    fn run<'c>(self, cx: &'c Context<'_>) -> Result<Reply<'c, Self::Prints>> {
        cx.has_no_dry_run("db check")?;
        let report = check::check(&cx.app)?;
        Reply::answer(&report, tree(&report), u8::from(!report.ok))
    }
}

/// What is broken, or that nothing is.
fn tree(report: &Report) -> Tree {
    if report.ok {
        return Tree::leaf(format!("the database is whole: {} passed", counted(report.checks.len(), "check")));
    }
    let mut tree = Tree::leaf(format!("{} found", counted(report.problem_count, "problem")));
    for check in report.checks.iter().filter(|check| !check.ok) {
        let rule = check.rule.map(|rule| format!(" ({rule})")).unwrap_or_default();
        let more = check.problem_count - check.problems.len();
        let more = (more > 0).then(|| format!("and {more} more"));
        tree.hang(&format!("not so: {}{rule}", check.name), check.problems.iter().cloned().chain(more));
    }
    tree
}

/// Back the database up into a new file
///
/// Copies one snapshot while others may go on writing, checks the copy, and only then gives it its name. It is readable
/// by its owner alone; nothing is written over. Needs no sign-in: it is for whoever owns the file.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  provost db backup acme-backup.db")]
pub struct DbBackup {
    /// The new file
    #[arg(value_name = "FILE")]
    file: PathBuf,
}

impl Verb for DbBackup {
    type Prints = Done<BackupBody>;

    fn run<'c>(self, cx: &'c Context<'_>) -> Result<Reply<'c, Self::Prints>> {
        cx.refuse_dry_run("db backup")?;
        if self.file.as_os_str() == "-" {
            return Err(Error::usage("a backup is a file, not standard output").hint("provost db backup backup.db"));
        }
        Reply::change(&backup::backup(&cx.app, &self.file, &cx.os_user())?)
    }
}

/// Put a backup in the database's place
///
/// Checks the backup, says which users and tokens come back and who is no longer there, and asks. What it replaces is
/// kept as a safety copy (`provost db info` lists them). All sessions and open links of the backup end. Without a
/// database at its place, a new file is made. Needs no sign-in: it is for whoever owns the file.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  provost db restore acme-backup.db --yes")]
pub struct DbRestore {
    /// The backup
    #[arg(value_name = "FILE")]
    file: PathBuf,
}

impl Verb for DbRestore {
    type Prints = Done<RestoreBody>;

    fn run<'c>(self, cx: &'c Context<'_>) -> Result<Reply<'c, Self::Prints>> {
        let prepared = restore::prepare(&cx.app, &self.file)?;
        if cx.globals.dry_run {
            return Reply::change(&prepared.preview(&cx.app, &cx.safety_copies, &cx.os_user())?);
        }
        cx.confirm_plainly(Action::DbRestore, || Ok(prepared.plan(&cx.app)?.join("\n")))?;
        Reply::change(&prepared.restore(&cx.app, &cx.safety_copies, &cx.os_user())?)
    }
}

/// Bring an older database up to date
///
/// Changes the schema of a file that an older version of provost made, in one transaction: wholly or not at all. The
/// file as it was is kept as a safety copy. Needs no sign-in: it is for whoever owns the file.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  provost db migrate")]
pub struct DbMigrate {}

impl Verb for DbMigrate {
    type Prints = Done<MigrationBody>;

    fn run<'c>(self, cx: &'c Context<'_>) -> Result<Reply<'c, Self::Prints>> {
        cx.refuse_dry_run("db migrate")?;
        Reply::change(&migrate::migrate(&cx.app, &cx.safety_copies, &cx.os_user())?)
    }
}

impl Told for BackupBody {
    fn describe(&self, told: &mut Lines) {
        told.count("size bytes", self.size_bytes);
    }
}

impl Told for MigrationBody {
    fn describe(&self, told: &mut Lines) {
        told.count("before", self.before);
        told.count("after", self.after);
    }
}

impl Told for RestoreBody {
    fn describe(&self, told: &mut Lines) {
        told.count("backup schema", self.backup_schema);
        told.some("users back", &self.users_back);
        told.some("users gone", &self.users_gone);
        let tokens: Vec<_> = self.tokens_back.iter().map(|token| format!("{} {}", token.login, token.name)).collect();
        told.some("API tokens that work again", &tokens);
        told.count("sessions ended", self.sessions_ended);
        told.count("links ended", self.links_ended);
    }
}
