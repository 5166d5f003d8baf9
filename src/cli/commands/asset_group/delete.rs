//! `asset-group delete`

use clap::Args as ClapArgs;

use crate::cli::context::Context;
use crate::cli::render::Output;
use crate::domain::{Action, Result};
use crate::service::asset_group::delete;

/// Delete an asset group
///
/// Deletes an asset group. Its assignments end, configurations lose it as target, and the report lists
/// both (AG-8).
#[derive(Debug, ClapArgs)]
#[command(after_help = "Examples:\n  provost asset-group delete Texas --yes")]
pub struct Args {
    /// The asset group
    #[arg(value_name = "GROUP")]
    group: String,
}

/// Runs the command.
pub fn run<'c>(args: Args, cx: &'c Context<'_>) -> Result<Output<'c>> {
    cx.destroy(Action::AssetGroupDelete, |op| delete::delete(op, &args.group))
}
