//! `asset-group unassign`

use clap::Args as ClapArgs;

use crate::cli::context::Context;
use crate::cli::render::Output;
use crate::domain::{Action, Result};
use crate::service::asset_group::assign;

/// End the assignment of an asset group
///
/// Takes the access that a group gives away from users.
#[derive(Debug, ClapArgs)]
#[command(after_help = "Examples:\n  provost asset-group unassign 'Shared Services' ann.keller@acme.example")]
pub struct Args {
    /// The asset group, or `All`
    #[arg(value_name = "GROUP")]
    group: String,
    /// The users, or `-` for standard input
    #[arg(value_name = "USER", required = true)]
    users: Vec<String>,
}

/// Runs the command.
pub fn run<'c>(args: Args, cx: &'c Context<'_>) -> Result<Output<'c>> {
    let users = cx.objects(args.users, "login")?;
    cx.write(Action::AssetGroupAssign, |op| assign::unassign(op, &args.group, &users))
}
