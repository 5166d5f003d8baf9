//! `scan launch`

use clap::Args as ClapArgs;

use crate::cli::context::Context;
use crate::cli::render::Output;
use crate::domain::{Action, Name, Result};
use crate::service::scan;

/// Launch a scan or map
///
/// Queues a scan of asset groups that you reach; the scanning engine picks it up.
#[derive(Debug, ClapArgs)]
#[command(after_help = "Examples:\n  provost scan launch 'After the patch' --target 'Frankfurt Core'")]
pub struct Args {
    /// What the scan is called
    #[arg(value_name = "TITLE")]
    title: String,
    /// Scan this asset group (repeatable)
    #[arg(long, value_name = "GROUP", required = true)]
    target: Vec<String>,
    /// Launch a map instead of a scan
    #[arg(long)]
    map: bool,
}

/// Runs the command.
pub fn run<'c>(args: Args, cx: &'c Context<'_>) -> Result<Output<'c>> {
    let title = Name::called("title", &args.title)?;
    cx.write(Action::ScanLaunch, |op| scan::launch(op, &title, &args.target, args.map))
}
