//! `db restore`

use std::path::PathBuf;

use clap::Args as ClapArgs;

use crate::cli::context::Context;
use crate::cli::render::Output;
use crate::domain::{Action, Result};
use crate::service::database::restore;

/// Put a backup in the database's place
///
/// Checks the backup, says which users and tokens come back and who is no longer there, and asks. What it replaces is
/// kept as a safety copy (`provost db info` lists them). All sessions and open links of the backup end. Without a
/// database at its place, a new file is made. Needs no sign-in: it is for whoever owns the file.
#[derive(Debug, ClapArgs)]
#[command(after_help = "Examples:\n  provost db restore acme-backup.db --yes")]
pub struct Args {
    /// The backup
    #[arg(value_name = "FILE")]
    file: PathBuf,
}

/// Runs the command.
pub fn run<'c>(args: Args, cx: &'c Context<'_>) -> Result<Output<'c>> {
    cx.refuse_dry_run("db restore")?;
    let prepared = restore::prepare(&cx.app, &args.file)?;
    cx.confirm_plainly(Action::DbRestore, || Ok(prepared.plan(&cx.app)?.join("\n")))?;
    Output::change(&prepared.restore(&cx.app, &cx.safety_copies, &cx.os_user())?)
}
