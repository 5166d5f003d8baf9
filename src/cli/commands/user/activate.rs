//! `user activate`

use clap::Args as ClapArgs;

use crate::cli::context::Context;
use crate::cli::render::Output;
use crate::domain::{Action, Result};
use crate::service::user::status;

/// Activate users
///
/// Brings deactivated and locked users back: to active, or to pending if they never signed in (USER-2). The
/// count of failed sign-ins starts anew.
#[derive(Debug, ClapArgs)]
#[command(after_help = "Examples:\n  provost user activate hanna.lund@acme.example")]
pub struct Args {
    /// The users; `-` reads them from standard input
    #[arg(value_name = "LOGIN", required = true)]
    users: Vec<String>,
}

/// Runs the command.
pub fn run<'c>(args: Args, cx: &'c Context<'_>) -> Result<Output<'c>> {
    let users = cx.objects(args.users, "login")?;
    cx.write(Action::UserActivate, |op| status::activate(op, &users))
}
