//! `fim report show`

use clap::Args as ClapArgs;

use crate::cli::context::Context;
use crate::cli::render::Output;
use crate::domain::{Action, Result};
use crate::service::fim::report;

/// Show a report
///
/// Shows how a report went: what it is about, how many rows it holds, or why it failed.
#[derive(Debug, ClapArgs)]
#[command(after_help = "Examples:\n  provost fim report show 'Severe events'")]
pub struct Args {
    /// The report: name or id
    #[arg(value_name = "REPORT")]
    report: String,
}

/// Runs the command.
pub fn run<'c>(args: Args, cx: &'c Context<'_>) -> Result<Output<'c>> {
    cx.show(Action::FimReportView, |op| report::show(op, &args.report))
}
