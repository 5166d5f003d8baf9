//! `asset show`

use clap::Args as ClapArgs;

use crate::cli::context::Context;
use crate::cli::render::Output;
use crate::domain::{Action, Result};
use crate::service;

/// Show an asset
///
/// Shows one asset, named by its address, name or id.
#[derive(Debug, ClapArgs)]
#[command(after_help = "Examples:\n  provost asset show 10.20.1.10")]
pub struct Args {
    /// The asset: address, name or id
    #[arg(value_name = "ASSET")]
    asset: String,
}

/// Runs the command.
pub fn run<'c>(args: Args, cx: &'c Context<'_>) -> Result<Output<'c>> {
    cx.show(Action::AssetView, |op| service::asset::show(op, &args.asset))
}
