//! `group list`

use clap::Args as ClapArgs;

use crate::cli::context::Context;
use crate::cli::render::{ListArgs, Output};
use crate::domain::record::Group;
use crate::domain::{Action, Result};
use crate::service::group;

/// List user groups
///
/// Shows every group that you may view, with its level.
#[derive(Debug, ClapArgs)]
#[command(after_help = "Examples:\n  provost group list")]
pub struct Args {
    #[command(flatten)]
    list: ListArgs,
}

/// Runs the command.
pub fn run<'c>(args: Args, cx: &'c Context<'_>) -> Result<Output<'c>> {
    Ok(cx.list::<Group>(Action::GroupView, args.list, group::list))
}
