//! `user sign-out`

use clap::Args as ClapArgs;

use crate::cli::context::Context;
use crate::cli::render::Output;
use crate::domain::{Action, Result};
use crate::service::user::sessions;

/// Sign a user out
///
/// Ends all sessions of a user, or only those that are named. API tokens stay: revoke them apart.
#[derive(Debug, ClapArgs)]
#[command(after_help = "Examples:\n  provost user sign-out ana.silva@acme.example")]
pub struct Args {
    /// The user
    #[arg(value_name = "LOGIN")]
    login: String,
    /// The sessions; all by default
    #[arg(value_name = "SESSION")]
    sessions: Vec<String>,
}

/// Runs the command.
pub fn run<'c>(args: Args, cx: &'c Context<'_>) -> Result<Output<'c>> {
    cx.write(Action::UserSessions, |op| sessions::sign_out(op, &args.login, &args.sessions))
}
