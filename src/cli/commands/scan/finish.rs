//! `scan finish`

use clap::Args as ClapArgs;

use crate::cli::commands::words::optional;
use crate::cli::context::Context;
use crate::cli::render::Output;
use crate::domain::{Action, Result};
use crate::service::scan;

/// Note that a scan has ended
///
/// What the scanning engine calls when it is done: notes the result and queues the summaries for everybody who
/// wants them (MAIL-3).
#[derive(Debug, ClapArgs)]
#[command(after_help = "Examples:\n  provost scan finish 1 --result s3://scans/1.xml")]
pub struct Args {
    /// The scan
    #[arg(value_name = "ID")]
    scan: String,
    /// Where the result is
    #[arg(long, value_name = "REFERENCE")]
    result: Option<String>,
    /// It ended without success
    #[arg(long)]
    failed: bool,
}

/// Runs the command.
pub fn run<'c>(args: Args, cx: &'c Context<'_>) -> Result<Output<'c>> {
    let result = optional(args.result.as_ref())?;
    cx.write(Action::ScanFinish, |op| scan::finish(op, &args.scan, args.failed, result.as_ref()))
}
