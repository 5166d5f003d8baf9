//! `project assign`

use clap::Args as ClapArgs;

use crate::cli::context::Context;
use crate::cli::render::Output;
use crate::domain::{Action, Result};
use crate::service::project;

/// Give a role in a project
///
/// Gives users and groups a role in a project; another role changes it. Takes the role admin in the project, or the
/// level admin (PRJ-2).
#[derive(Debug, ClapArgs)]
#[command(
    after_help = "Examples:\n  provost project assign 'Web shop' ana.silva@acme.example --group Analysts --role engineer"
)]
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
    /// The role: viewer, engineer or admin
    #[arg(long, value_name = "ROLE", required = true)]
    role: String,
}

/// Runs the command.
pub fn run<'c>(args: Args, cx: &'c Context<'_>) -> Result<Output<'c>> {
    let role = args.role.parse()?;
    let users = if args.users.is_empty() { args.users } else { cx.objects(args.users, "login")? };
    cx.write(Action::ProjectAssign, |op| project::assign(op, &args.project, &users, &args.group, role))
}
