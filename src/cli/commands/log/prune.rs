//! `log prune`

use clap::Args as ClapArgs;

use crate::cli::context::Context;
use crate::cli::render::Output;
use crate::domain::{Action, Result};
use crate::service::log;

/// Prune the activity log
///
/// Replaces entries older than a point in time by an anchor that keeps the chain verifiable (LOG-3). Export them first
/// if anybody may ask for them later.
#[derive(Debug, ClapArgs)]
#[command(after_help = "Examples:\n  provost log prune --before 365d --yes")]
pub struct Args {
    /// Before: RFC 3339, a date, or 365d ago
    #[arg(long, value_name = "TIME", required = true)]
    before: String,
}

/// Runs the command.
pub fn run<'c>(args: Args, cx: &'c Context<'_>) -> Result<Output<'c>> {
    cx.destroy(Action::LogPrune, |op| log::prune(op, &args.before))
}
