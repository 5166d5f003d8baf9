//! `group unassign`

use clap::Args as ClapArgs;

use crate::cli::context::Context;
use crate::cli::render::Output;
use crate::domain::{Action, Result};
use crate::service::group;

/// Take users out of a group
///
/// Shows who gains and who loses what; with `--dry-run` before it happens.
#[derive(Debug, ClapArgs)]
#[command(after_help = "Examples:\n  provost group unassign Analysts mei.lin@acme.example")]
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
    cx.write(Action::GroupAssign, |op| group::unassign(op, &args.group, &users))
}
