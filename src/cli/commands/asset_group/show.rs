//! `asset-group show`

use clap::Args as ClapArgs;

use crate::cli::context::Context;
use crate::cli::render::Output;
use crate::domain::{Action, Result};
use crate::service;

/// Show an asset group
///
/// Shows one asset group with its addresses, domains, appliances, units and users.
#[derive(Debug, ClapArgs)]
#[command(after_help = "Examples:\n  provost asset-group show California")]
pub struct Args {
    /// The asset group
    #[arg(value_name = "GROUP")]
    group: String,
}

/// Runs the command.
pub fn run<'c>(args: Args, cx: &'c Context<'_>) -> Result<Output<'c>> {
    cx.show(Action::AssetGroupView, |op| service::asset_group::view::show(op, &args.group))
}
