//! `logout`

use clap::Args as ClapArgs;

use crate::cli::context::Context;
use crate::cli::render::Output;
use crate::domain::Result;
use crate::service::sign_in::logout;

/// Sign out
///
/// Ends your session on this database and forgets its token.
#[derive(Debug, ClapArgs)]
#[command(after_help = "Examples:\n  provost logout")]
pub struct Args {}

/// Runs the command.
pub fn run<'c>(_args: Args, cx: &'c Context<'_>) -> Result<Output<'c>> {
    cx.refuse_dry_run("logout")?;
    Output::change(&logout::logout(&cx.app)?)
}
