//! `scan delete`

use clap::Args as ClapArgs;

use crate::cli::context::Context;
use crate::cli::render::Output;
use crate::domain::{Action, Result};
use crate::service::scan;

/// Delete scans
///
/// Deletes launches with their results.
#[derive(Debug, ClapArgs)]
#[command(after_help = "Examples:\n  provost scan delete 1 --yes")]
pub struct Args {
    /// The scans; `-` reads them from standard input
    #[arg(value_name = "ID", required = true)]
    scans: Vec<String>,
}

/// Runs the command.
pub fn run<'c>(args: Args, cx: &'c Context<'_>) -> Result<Output<'c>> {
    let scans = cx.objects(args.scans, "id")?;
    cx.destroy(Action::ScanDelete, |op| scan::delete(op, &scans))
}
