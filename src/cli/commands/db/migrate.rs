//! `db migrate`

use clap::Args as ClapArgs;

use crate::cli::context::Context;
use crate::cli::render::Output;
use crate::domain::Result;
use crate::service::database::migrate;

/// Bring an older database up to date
///
/// Changes the schema of a file that an older version of provost made, in one transaction: wholly or not at all. The
/// file as it was is kept as a safety copy. Needs no sign-in: it is for whoever owns the file.
#[derive(Debug, ClapArgs)]
#[command(after_help = "Examples:\n  provost db migrate")]
pub struct Args {}

/// Runs the command.
pub fn run<'c>(_args: Args, cx: &'c Context<'_>) -> Result<Output<'c>> {
    cx.refuse_dry_run("db migrate")?;
    Output::change(&migrate::migrate(&cx.app, &cx.safety_copies, &cx.os_user())?)
}
