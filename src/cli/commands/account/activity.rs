//! `account activity`

use clap::Args as ClapArgs;

use crate::cli::context::Context;
use crate::cli::render::{ListArgs, Output};
use crate::domain::record::Session;
use crate::domain::{Action, Result};
use crate::service::user::sessions;

/// List your sessions
///
/// Shows where you are signed in, the last used first. Sign the others out with `account sign-out`.
#[derive(Debug, ClapArgs)]
#[command(after_help = "Examples:\n  provost account activity")]
pub struct Args {
    #[command(flatten)]
    list: ListArgs,
}

/// Runs the command.
pub fn run<'c>(args: Args, cx: &'c Context<'_>) -> Result<Output<'c>> {
    Ok(cx.list::<Session>(Action::AccountActivity, args.list, |op, sink| {
        sessions::own(op)?.into_iter().try_for_each(sink)
    }))
}
