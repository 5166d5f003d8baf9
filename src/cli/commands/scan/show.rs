//! `scan show`

use clap::Args as ClapArgs;

use crate::cli::context::Context;
use crate::cli::render::Output;
use crate::domain::{Action, Result};
use crate::service::scan;

/// Show a scan
///
/// Shows one launch with its targets and its result.
#[derive(Debug, ClapArgs)]
#[command(after_help = "Examples:\n  provost scan show 1")]
pub struct Args {
    /// The scan
    #[arg(value_name = "ID")]
    scan: String,
}

/// Runs the command.
pub fn run<'c>(args: Args, cx: &'c Context<'_>) -> Result<Output<'c>> {
    cx.show(Action::ScanView, |op| scan::show(op, &args.scan))
}
