//! `asset-group list`

use clap::Args as ClapArgs;

use crate::cli::context::Context;
use crate::cli::render::{ListArgs, Output};
use crate::domain::record::AssetGroup;
use crate::domain::{Action, Result};
use crate::service;

/// List asset groups
///
/// Shows every asset group that you may view.
#[derive(Debug, ClapArgs)]
#[command(after_help = "Examples:\n  provost asset-group list\n  provost asset-group list --filter units=EMEA --json")]
pub struct Args {
    #[command(flatten)]
    list: ListArgs,
}

/// Runs the command.
pub fn run<'c>(args: Args, cx: &'c Context<'_>) -> Result<Output<'c>> {
    Ok(cx.list::<AssetGroup>(Action::AssetGroupView, args.list, service::asset_group::view::list))
}
