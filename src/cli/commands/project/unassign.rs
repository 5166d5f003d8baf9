//! `project unassign`

use clap::Args as ClapArgs;

use crate::cli::context::Context;
use crate::cli::render::Output;
use crate::domain::{Action, Result};
use crate::service::project;

/// Take roles in a project away
///
/// Takes the roles of users and groups in a project away.
#[derive(Debug, ClapArgs)]
#[command(after_help = "Examples:\n  provost project unassign 'Web shop' --group Analysts")]
pub struct Args {
    /// The project: name or id
    #[arg(value_name = "PROJECT")]
    project: String,
    /// The users; `-` reads them from standard input
    #[arg(value_name = "LOGIN")]
    users: Vec<String>,
    /// A group (repeatable)
    #[arg(long, value_name = "GROUP")]
    group: Vec<String>,
}

/// Runs the command.
pub fn run<'c>(args: Args, cx: &'c Context<'_>) -> Result<Output<'c>> {
    let users = if args.users.is_empty() { args.users } else { cx.objects(args.users, "login")? };
    cx.write(Action::ProjectAssign, |op| project::unassign(op, &args.project, &users, &args.group))
}
