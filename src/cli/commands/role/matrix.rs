//! `role matrix`

use clap::Args as ClapArgs;

use crate::cli::context::Context;
use crate::cli::render::{ListArgs, Output};
use crate::domain::{Action, Result};
use crate::service::role::{self, MatrixRow};

/// Show the whole permission matrix
///
/// Shows what every role may do with every action, and how far. A table shows the subscription roles;
/// JSON and CSV hold all four kinds.
#[derive(Debug, ClapArgs)]
#[command(
    after_help = "Examples:\n  provost role matrix\n  provost role matrix --json | jq '.[] | select(.action == \"bu.move\")'"
)]
pub struct Args {
    #[command(flatten)]
    list: ListArgs,
}

/// Runs the command.
pub fn run<'c>(args: Args, cx: &'c Context<'_>) -> Result<Output<'c>> {
    Ok(cx.list::<MatrixRow>(Action::RoleView, args.list, |_, sink| role::matrix().into_iter().try_for_each(sink)))
}
