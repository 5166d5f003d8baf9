//! `db migrate`

use clap::Args as ClapArgs;

use crate::cli::context::Context;
use crate::cli::render::Output;
use crate::domain::Result;
use crate::service::migration;

/// Bring an older database up to date
///
/// Changes the schema of a file that an older version of provost made, in one transaction: wholly or not at all. Needs
/// no sign-in: it is for whoever owns the file. Keep a copy of the file first.
#[derive(Debug, ClapArgs)]
#[command(after_help = "Examples:\n  provost db migrate")]
pub struct Args {}

/// Runs the command.
pub fn run<'c>(_args: Args, cx: &'c Context<'_>) -> Result<Output<'c>> {
    cx.refuse_dry_run("db migrate")?;
    Output::change(&migration::migrate(&cx.app, &cx.os_user())?)
}
