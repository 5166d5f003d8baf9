//! `whoami`

use clap::Args as ClapArgs;

use crate::cli::context::Context;
use crate::cli::render::Output;
use crate::domain::{Action, Result};
use crate::service::sign_in::whoami;

/// Show who is signed in
///
/// Shows you, your role and unit, the subscription and the session.
#[derive(Debug, ClapArgs)]
#[command(after_help = "Examples:\n  provost whoami\n  provost whoami --json | jq -r .login")]
pub struct Args {}

/// Runs the command.
pub fn run<'c>(_args: Args, cx: &'c Context<'_>) -> Result<Output<'c>> {
    cx.show(Action::AccountInfo, whoami::whoami)
}
