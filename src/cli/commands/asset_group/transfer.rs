//! `asset-group transfer`

use clap::Args as ClapArgs;

use crate::cli::context::Context;
use crate::cli::render::Output;
use crate::domain::{Action, Result};
use crate::service::asset_group::transfer;

/// Give an asset group another owner
///
/// Changes the owner, inside the unit, to a manager, unit manager or scanner (AG-6). The report lists
/// the configurations whose owner can no longer reach the group.
#[derive(Debug, ClapArgs)]
#[command(after_help = "Examples:\n  provost asset-group transfer California --to joe.park@acme.example")]
pub struct Args {
    /// The asset group
    #[arg(value_name = "GROUP")]
    group: String,
    /// The new owner
    #[arg(long, value_name = "USER")]
    to: String,
}

/// Runs the command.
pub fn run<'c>(args: Args, cx: &'c Context<'_>) -> Result<Output<'c>> {
    cx.write(Action::AssetGroupTransfer, |op| transfer::transfer(op, &args.group, &args.to))
}
