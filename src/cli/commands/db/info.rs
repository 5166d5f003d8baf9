//! `db info`

use clap::Args as ClapArgs;

use crate::cli::context::Context;
use crate::cli::render::Output;
use crate::domain::Result;
use crate::service::database::info;

/// Show what the database file holds
///
/// Size, version of the schema, how much is in it, and which safety copies there are. Needs no sign-in: it is for
/// whoever owns the file.
#[derive(Debug, ClapArgs)]
#[command(after_help = "Examples:\n  provost db info\n  provost db info --json")]
pub struct Args {}

/// Runs the command.
pub fn run<'c>(_args: Args, cx: &'c Context<'_>) -> Result<Output<'c>> {
    cx.has_no_dry_run("db info")?;
    Output::object(&info::info(&cx.app, &cx.safety_copies)?)
}
