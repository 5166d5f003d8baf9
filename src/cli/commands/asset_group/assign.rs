//! `asset-group assign`

use clap::Args as ClapArgs;

use crate::cli::context::Context;
use crate::cli::render::Output;
use crate::domain::{Action, Result};
use crate::service::asset_group::assign;

/// Assign an asset group to users
///
/// Gives users access to what a group holds. A user in a business unit may be given any group of that
/// unit, an unassigned user any group (AG-3). `All` stands for everything in reach.
#[derive(Debug, ClapArgs)]
#[command(
    after_help = "Examples:\n  provost asset-group assign 'Shared Services' clara.dupont@acme.example emil.novak@acme.example\n  provost user list --filter unit=Labs --json | jq -r '.[].login' | provost asset-group assign All -"
)]
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
    cx.write(Action::AssetGroupAssign, |op| assign::assign(op, &args.group, &users))
}
