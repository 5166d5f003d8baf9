//! `asset tag`

use clap::Args as ClapArgs;

use crate::cli::context::Context;
use crate::cli::render::Output;
use crate::domain::{Action, Result};
use crate::service::asset;

/// Put tags on assets
///
/// Puts tags on assets by hand.
#[derive(Debug, ClapArgs)]
#[command(after_help = "Examples:\n  provost asset tag 10.20.1.10 10.20.1.11 --tag production")]
pub struct Args {
    /// The assets, or `-` for standard input
    #[arg(value_name = "ASSET", required = true)]
    assets: Vec<String>,
    /// The tag (repeatable)
    #[arg(long, value_name = "TAG", required = true)]
    tag: Vec<String>,
}

/// Runs the command.
pub fn run<'c>(args: Args, cx: &'c Context<'_>) -> Result<Output<'c>> {
    let assets = cx.objects(args.assets, "address")?;
    cx.write(Action::AssetTag, |op| asset::tag(op, &assets, &args.tag))
}
