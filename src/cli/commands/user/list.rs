//! `user list`

use clap::Args as ClapArgs;

use crate::cli::context::Context;
use crate::cli::render::{ListArgs, Output};
use crate::domain::record::User;
use crate::domain::{Action, Result};
use crate::service;

/// List users
///
/// Shows every user that you may view. Primary contacts bear ` *`.
#[derive(Debug, ClapArgs)]
#[command(
    after_help = "Examples:\n  provost user list\n  provost user list --filter role=scanner --filter unit=EMEA\n  provost user list --json --fields login,unit"
)]
pub struct Args {
    #[command(flatten)]
    list: ListArgs,
}

/// Runs the command.
pub fn run<'c>(args: Args, cx: &'c Context<'_>) -> Result<Output<'c>> {
    Ok(cx.list::<User>(Action::UserView, args.list, service::user::view::list))
}
