//! `fim asset show`

use clap::Args as ClapArgs;

use crate::cli::context::Context;
use crate::cli::render::Output;
use crate::domain::{Action, Result};
use crate::service::fim::asset;

/// Show an asset in scope
///
/// Shows one asset that your tag scope covers.
#[derive(Debug, ClapArgs)]
#[command(after_help = "Examples:\n  provost fim asset show fra-gw")]
pub struct Args {
    /// The asset: address, name or id
    #[arg(value_name = "ASSET")]
    asset: String,
}

/// Runs the command.
pub fn run<'c>(args: Args, cx: &'c Context<'_>) -> Result<Output<'c>> {
    cx.show(Action::FimAssetView, |op| asset::show(op, &args.asset))
}
