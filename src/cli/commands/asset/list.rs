//! `asset list`

use clap::Args as ClapArgs;

use crate::cli::context::Context;
use crate::cli::render::{ListArgs, Output};
use crate::domain::record::Asset;
use crate::domain::{Action, Result};
use crate::service;

/// List assets
///
/// Shows every asset that you may view, by address.
#[derive(Debug, ClapArgs)]
#[command(after_help = "Examples:\n  provost asset list --limit 10\n  provost asset list --filter os~linux --json")]
pub struct Args {
    #[command(flatten)]
    list: ListArgs,
}

/// Runs the command.
pub fn run<'c>(args: Args, cx: &'c Context<'_>) -> Result<Output<'c>> {
    Ok(cx.list::<Asset>(Action::AssetView, args.list, service::asset::list))
}
