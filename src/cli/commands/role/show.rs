//! `role show`

use clap::Args as ClapArgs;

use crate::cli::context::Context;
use crate::cli::render::Output;
use crate::domain::{Action, Result};
use crate::service::role;

/// Show what a role may do
///
/// Shows every action that a role or level holds, how far, and what must be switched on beside it.
/// Where a word is a role of several kinds, put the kind before it.
#[derive(Debug, ClapArgs)]
#[command(after_help = "Examples:\n  provost role show scanner\n  provost role show level:manager")]
pub struct Args {
    /// The role, such as `scanner` or `level:manager`
    #[arg(value_name = "ROLE")]
    role: String,
}

/// Runs the command.
pub fn run<'c>(args: Args, cx: &'c Context<'_>) -> Result<Output<'c>> {
    cx.show(Action::RoleView, |_| role::show(&args.role))
}
