//! `user deactivate`

use clap::Args as ClapArgs;

use crate::cli::context::Context;
use crate::cli::render::Output;
use crate::domain::{Action, Result};
use crate::service::user::status;

/// Deactivate users
///
/// Ends sessions, tokens and links at once; schedules run until their next launch time and are switched off
/// then, unless somebody active gets them before (USER-6). Everything else stays as it is.
#[derive(Debug, ClapArgs)]
#[command(after_help = "Examples:\n  provost user deactivate yuki.tanaka@acme.example --yes")]
pub struct Args {
    /// The users; `-` reads them from standard input
    #[arg(value_name = "LOGIN", required = true)]
    users: Vec<String>,
}

/// Runs the command.
pub fn run<'c>(args: Args, cx: &'c Context<'_>) -> Result<Output<'c>> {
    let users = cx.objects(args.users, "login")?;
    cx.destroy(Action::UserDeactivate, |op| status::deactivate(op, &users))
}
