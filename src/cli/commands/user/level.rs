//! `user level`

use clap::Args as ClapArgs;

use crate::cli::context::Context;
use crate::cli::render::Output;
use crate::domain::{Action, Result};
use crate::service::user::level;

/// Set a user's administrative level
///
/// The level says what a user does with the settings, groups and projects of the organisation: default,
/// viewer, manager or admin, each including the one before.
#[derive(Debug, ClapArgs)]
#[command(after_help = "Examples:\n  provost user level clara.dupont@acme.example viewer")]
pub struct Args {
    /// The user
    #[arg(value_name = "LOGIN")]
    user: String,
    /// The level: default, viewer, manager or admin
    #[arg(value_name = "LEVEL")]
    level: String,
}

/// Runs the command.
pub fn run<'c>(args: Args, cx: &'c Context<'_>) -> Result<Output<'c>> {
    let level = args.level.parse()?;
    cx.write(Action::UserLevel, |op| level::set(op, &args.user, level))
}
