//! The database file.

use std::path::PathBuf;

use clap::Args;

use crate::cli::commands::verb::Verb;
use crate::cli::commands::verbs;
use crate::cli::context::Context;
use crate::cli::render::tabular::Tabular;
use crate::cli::render::{Lines, Listing, Reply, Rows, Told, Tree};
use crate::cli::server_address;
use crate::domain::phrase::counted;
use crate::domain::{Action, Error, Result};
use crate::service::Done;
use crate::service::database::backup::{self, BackupBody};
use crate::service::database::check::{self, Report};
use crate::service::database::copy::{self, CopyBody};
use crate::service::database::info::{self, Info};
use crate::service::database::migrate::{self, MigrationBody};
use crate::service::database::organisations::{self, Organisation};
use crate::service::database::restore::{self, RestoreBody};
use crate::service::listing::Request;
use crate::store::Location;

verbs! {
    /// The database file
    DbVerb {
        "info" DbInfo,
        "check" DbCheck,
        "organisations" DbOrganisations,
        "backup" DbBackup,
        "copy" DbCopy,
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
        let place = Location::read(self.file)?;
        let file = place.file().ok_or_else(|| {
            Error::usage("a backup is a file, not an organisation on a server").hint("provost db copy --to ADDRESS")
        })?;
        Reply::change(&backup::backup(&cx.app, file, &cx.os_user())?)
    }
}

/// List the organisations on a server
///
/// Shows each organisation on the server that `--db` names, by the name that an address calls it by
/// (`postgres://HOST/DATABASE?organisation=NAME`), safety copies aside. A file holds one. Needs no sign-in: it is for
/// whoever owns the database.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  provost db organisations")]
pub struct DbOrganisations {}

impl Verb for DbOrganisations {
    type Prints = Rows<Organisation>;

    fn run<'c>(self, cx: &'c Context<'_>) -> Result<Reply<'c, Self::Prints>> {
        cx.has_no_dry_run("db organisations")?;
        Ok(Reply::list(Listing::new::<Organisation>(Request::default(), |_, sink| organisations::list(&cx.app, sink))))
    }
}

/// Copy the database to another place
///
/// Copies one snapshot, with its log and all sessions, to a file or a server where there is nothing as yet, while others
/// may go on writing: wholly or not at all. Whoever is signed in here is signed in there, and the log goes on from the
/// same head. Needs no sign-in: it is for whoever owns the file.
///
/// From a file to a server: `provost db copy --to postgres://HOST/DATABASE?organisation=NAME`. Back: name the server with
/// `--db`, and a file with `--to`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  provost db copy --to acme-copy.db")]
pub struct DbCopy {
    /// Where to: a new file, or the address of a server
    #[arg(long, value_name = "DB")]
    to: PathBuf,
}

impl Verb for DbCopy {
    type Prints = Done<CopyBody>;

    fn run<'c>(self, cx: &'c Context<'_>) -> Result<Reply<'c, Self::Prints>> {
        cx.refuse_dry_run("db copy")?;
        let to = server_address::read(self.to, cx.var)?;
        Reply::change(&copy::copy(&cx.app, &to, &cx.os_user())?)
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
        let prepared = restore::prepare(&cx.app, &self.file, &cx.temporary)?;
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
/// file as it was is kept as a safety copy. On a server, the organisation of the address, or every one: what was done
/// stays done, so that it goes on where it was ended. Needs no sign-in: it is for whoever owns the file.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  provost db migrate\n  provost db migrate -n\n  provost db migrate --all")]
pub struct DbMigrate {
    /// Every organisation on the server
    #[arg(long)]
    all: bool,
}

impl Verb for DbMigrate {
    type Prints = Done<MigrationBody>;

    fn run<'c>(self, cx: &'c Context<'_>) -> Result<Reply<'c, Self::Prints>> {
        let migrate = if self.all { migrate::migrate_all } else { migrate::migrate };
        Reply::change(&migrate(&cx.app, cx.run(), &cx.safety_copies, &cx.os_user())?)
    }
}

impl Told for BackupBody {
    fn describe(&self, told: &mut Lines) {
        told.count("size bytes", self.size_bytes);
    }
}

impl Told for CopyBody {
    fn describe(&self, _: &mut Lines) {}
}

impl Tabular for Organisation {
    const SHOWN: &'static [&'static str] = &["organisation", "subscription", "schema", "user_count", "last_entry_at"];
}

impl Told for MigrationBody {
    fn describe(&self, told: &mut Lines) {
        told.count("before", self.before);
        told.count("after", self.after);
        let names: Vec<_> = self.organisations.iter().map(|one| one.organisation.clone()).collect();
        told.some("organisations", &names);
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
