//! `asset delete`

use clap::Args as ClapArgs;

use crate::cli::context::Context;
use crate::cli::render::Output;
use crate::domain::{Action, Result};
use crate::service;

/// Delete assets
///
/// Deletes assets. Tickets about them stay, with the address as text (AG-8).
#[derive(Debug, ClapArgs)]
#[command(after_help = "Examples:\n  provost asset delete 10.20.1.10 --yes")]
pub struct Args {
    /// The assets, or `-` for standard input
    #[arg(value_name = "ASSET", required = true)]
    assets: Vec<String>,
}

/// Runs the command.
pub fn run<'c>(args: Args, cx: &'c Context<'_>) -> Result<Output<'c>> {
    let names = cx.objects(args.assets, "address")?;
    cx.destroy(Action::AssetDelete, |op| service::asset::delete(op, &names))
}
