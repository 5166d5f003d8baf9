//! `group assign`

use clap::Args as ClapArgs;

use crate::cli::context::Context;
use crate::cli::render::Output;
use crate::domain::{Action, Result};
use crate::service::group;

/// Add users to a group
///
/// Shows who gains and who loses what; with `--dry-run` before it happens.
#[derive(Debug, ClapArgs)]
#[command(after_help = "Examples:\n  provost group assign Admins ana.silva@acme.example")]
pub struct Args {
    /// The group: name or id
    #[arg(value_name = "GROUP")]
    group: String,
    /// The users; `-` reads them from standard input
    #[arg(value_name = "LOGIN", required = true)]
    users: Vec<String>,
}

/// Runs the command.
pub fn run<'c>(args: Args, cx: &'c Context<'_>) -> Result<Output<'c>> {
    let users = cx.objects(args.users, "login")?;
    cx.write(Action::GroupAssign, |op| group::assign(op, &args.group, &users))
}
