//! `asset untag`

use clap::Args as ClapArgs;

use crate::cli::context::Context;
use crate::cli::render::Output;
use crate::domain::{Action, Result};
use crate::service::asset;

/// Take tags off assets
///
/// Takes tags off assets. An asset without any tag is open to every sub-user, so a change that leaves
/// some without one says how many and asks first (TAG-3).
#[derive(Debug, ClapArgs)]
#[command(after_help = "Examples:\n  provost asset untag 10.20.1.12 --tag production --yes")]
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
    cx.destroy_if(Action::AssetTag, |op| asset::untag(op, &assets, &args.tag), |done| done.body.published_count > 0)
}
