//! `db backup`

use std::path::PathBuf;

use clap::Args as ClapArgs;

use crate::cli::context::Context;
use crate::cli::render::Output;
use crate::domain::{Error, Result};
use crate::service::database::backup;

/// Back the database up into a new file
///
/// Copies one snapshot while others may go on writing, checks the copy, and only then gives it its name. It is readable
/// by its owner alone; nothing is written over. Needs no sign-in: it is for whoever owns the file.
#[derive(Debug, ClapArgs)]
#[command(after_help = "Examples:\n  provost db backup acme-backup.db")]
pub struct Args {
    /// The new file
    #[arg(value_name = "FILE")]
    file: PathBuf,
}

/// Runs the command.
pub fn run<'c>(args: Args, cx: &'c Context<'_>) -> Result<Output<'c>> {
    cx.refuse_dry_run("db backup")?;
    if args.file.as_os_str() == "-" {
        return Err(Error::usage("a backup is a file, not standard output").hint("provost db backup backup.db"));
    }
    Output::change(&backup::backup(&cx.app, &args.file, &cx.os_user())?)
}
