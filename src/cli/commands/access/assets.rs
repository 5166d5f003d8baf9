//! `access assets`

use clap::Args as ClapArgs;

use crate::cli::context::Context;
use crate::cli::render::{ListArgs, Output};
use crate::domain::{Action, Result};
use crate::service::access::assets::{self, InSight};

/// List the assets in sight of somebody
///
/// Shows each asset that a user reaches by asset group or sees by tag scope, and by what: `asset-group:NAME`, `tag:NAME`,
/// `untagged`, or a role that sees all (ACC-3).
#[derive(Debug, ClapArgs)]
#[command(
    after_help = "Examples:\n  provost access assets clara.dupont@acme.example\n  provost access assets sofia.rossi@acme.example --filter via=tag:windows -o jsonl"
)]
pub struct Args {
    /// Whom it is about
    #[arg(value_name = "LOGIN")]
    user: String,
    #[command(flatten)]
    list: ListArgs,
}

/// Runs the command.
pub fn run<'c>(args: Args, cx: &'c Context<'_>) -> Result<Output<'c>> {
    Ok(cx.list::<InSight>(Action::AccessAssets, args.list, move |op, sink| {
        if assets::is_narrowed(op, &args.user)? {
            cx.notice("only assets that you may view yourself are named");
        }
        assets::assets(op, &args.user, sink)
    }))
}
