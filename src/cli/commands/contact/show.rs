//! `contact show`

use clap::Args as ClapArgs;

use crate::cli::context::Context;
use crate::cli::render::Output;
use crate::domain::{Action, Result};
use crate::service::contact;

/// Show the primary contacts
///
/// Shows whom to turn to: the primary contact of the subscription and of every business unit, and whom scan
/// notifications name.
#[derive(Debug, ClapArgs)]
#[command(after_help = "Examples:\n  provost contact show\n  provost contact show --json")]
pub struct Args {}

/// Runs the command.
pub fn run<'c>(_args: Args, cx: &'c Context<'_>) -> Result<Output<'c>> {
    cx.show(Action::ContactView, contact::show)
}
