//! `user sessions`

use clap::Args as ClapArgs;

use crate::cli::context::Context;
use crate::cli::render::{ListArgs, Output};
use crate::domain::record::Session;
use crate::domain::{Action, Result};
use crate::service::user::sessions;

/// List a user's sessions
///
/// Shows where a user is signed in, the last used first. Everybody sees their own; a manager sees anybody's.
#[derive(Debug, ClapArgs)]
#[command(after_help = "Examples:\n  provost user sessions mara.lindholm@acme.example")]
pub struct Args {
    /// The user
    #[arg(value_name = "LOGIN")]
    login: String,
    #[command(flatten)]
    list: ListArgs,
}

/// Runs the command.
pub fn run<'c>(args: Args, cx: &'c Context<'_>) -> Result<Output<'c>> {
    Ok(cx.list::<Session>(Action::UserSessions, args.list, move |op, sink| {
        sessions::list(op, &args.login)?.into_iter().try_for_each(sink)
    }))
}
