//! `scan list`

use clap::Args as ClapArgs;

use crate::cli::context::Context;
use crate::cli::render::{ListArgs, Output};
use crate::domain::record::Scan;
use crate::domain::{Action, Result};
use crate::service::scan;

/// List scans, maps and reports
///
/// Shows every launch that you may view, newest first.
#[derive(Debug, ClapArgs)]
#[command(after_help = "Examples:\n  provost scan list\n  provost scan list --filter state=queued --json")]
pub struct Args {
    #[command(flatten)]
    list: ListArgs,
}

/// Runs the command.
pub fn run<'c>(args: Args, cx: &'c Context<'_>) -> Result<Output<'c>> {
    Ok(cx.list::<Scan>(Action::ScanView, args.list, scan::list))
}
