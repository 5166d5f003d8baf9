//! `fim asset list`

use clap::Args as ClapArgs;

use crate::cli::context::Context;
use crate::cli::render::{ListArgs, Output};
use crate::domain::record::Asset;
use crate::domain::{Action, Result};
use crate::service::fim::asset;

/// List assets in scope
///
/// Shows every asset that has no tag, or one that your tag scope covers (SCOPE-2). Asset groups do not matter here; a manager
/// sees all.
#[derive(Debug, ClapArgs)]
#[command(after_help = "Examples:\n  provost fim asset list\n  provost fim asset list --filter tags=production --json")]
pub struct Args {
    #[command(flatten)]
    list: ListArgs,
}

/// Runs the command.
pub fn run<'c>(args: Args, cx: &'c Context<'_>) -> Result<Output<'c>> {
    Ok(cx.list::<Asset>(Action::FimAssetView, args.list, asset::list))
}
