//! `group show`

use clap::Args as ClapArgs;

use crate::cli::context::Context;
use crate::cli::render::Output;
use crate::domain::{Action, Result};
use crate::service::group;

/// Show a user group
///
/// Shows one group with its members and its roles in projects.
#[derive(Debug, ClapArgs)]
#[command(after_help = "Examples:\n  provost group show Admins")]
pub struct Args {
    /// The group: name or id
    #[arg(value_name = "GROUP")]
    group: String,
}

/// Runs the command.
pub fn run<'c>(args: Args, cx: &'c Context<'_>) -> Result<Output<'c>> {
    cx.show(Action::GroupView, |op| group::show(op, &args.group))
}
