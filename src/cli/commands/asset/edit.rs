//! `asset edit`

use clap::Args as ClapArgs;

use crate::cli::commands::words::{optional, pairs};
use crate::cli::context::Context;
use crate::cli::render::Output;
use crate::domain::{Action, Result};
use crate::service::asset;

/// Edit an asset
///
/// Changes what is named and leaves the rest; an empty value clears a field or an attribute. The rules of tags
/// are evaluated on what the asset is then; if that leaves it without any tag, asks first (TAG-3).
#[derive(Debug, ClapArgs)]
#[command(after_help = "Examples:\n  provost asset edit 10.20.1.10 --name web-10 --attribute owner=web-team")]
pub struct Args {
    /// The asset: address, name or id
    #[arg(value_name = "ASSET")]
    asset: String,
    /// The new name
    #[arg(long, value_name = "NAME")]
    name: Option<String>,
    /// The DNS name
    #[arg(long, value_name = "NAME")]
    dns_name: Option<String>,
    /// The operating system
    #[arg(long, value_name = "TEXT")]
    os: Option<String>,
    /// Set an attribute, KEY=VALUE (repeatable)
    #[arg(long, value_name = "KEY=VALUE")]
    attribute: Vec<String>,
}

/// Runs the command.
pub fn run<'c>(args: Args, cx: &'c Context<'_>) -> Result<Output<'c>> {
    let request = asset::Edit {
        asset: args.asset,
        name: optional(args.name.as_ref())?,
        dns_name: optional(args.dns_name.as_ref())?,
        os: optional(args.os.as_ref())?,
        attributes: asset::attributes(pairs(&args.attribute)?.into_iter())?,
    };
    cx.destroy_if(Action::AssetEdit, |op| asset::edit(op, &request), |done| done.body.marks.published_count > 0)
}
