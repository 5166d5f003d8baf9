//! `role list`

use clap::Args as ClapArgs;

use crate::cli::context::Context;
use crate::cli::render::{ListArgs, Output};
use crate::domain::{Action, Result};
use crate::service::role::{self, RoleEntry};

/// List roles and levels
///
/// Shows the four kinds of roles: subscription roles, administrative levels, project roles and
/// monitoring roles.
#[derive(Debug, ClapArgs)]
#[command(after_help = "Examples:\n  provost role list")]
pub struct Args {
    #[command(flatten)]
    list: ListArgs,
}

/// Runs the command.
pub fn run<'c>(args: Args, cx: &'c Context<'_>) -> Result<Output<'c>> {
    Ok(cx.list::<RoleEntry>(Action::RoleView, args.list, |_, sink| role::list().into_iter().try_for_each(sink)))
}
