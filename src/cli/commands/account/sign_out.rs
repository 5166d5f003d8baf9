//! `account sign-out`

use clap::Args as ClapArgs;

use crate::cli::context::Context;
use crate::cli::render::Output;
use crate::domain::{Action, Result};
use crate::service::user::sessions;

/// Sign out elsewhere
///
/// Ends all your sessions but this one, or only those that are named.
#[derive(Debug, ClapArgs)]
#[command(after_help = "Examples:\n  provost account sign-out")]
pub struct Args {
    /// The sessions; all others by default
    #[arg(value_name = "SESSION")]
    sessions: Vec<String>,
}

/// Runs the command.
pub fn run<'c>(args: Args, cx: &'c Context<'_>) -> Result<Output<'c>> {
    cx.write(Action::AccountSignOut, |op| sessions::sign_out_own(op, &args.sessions))
}
