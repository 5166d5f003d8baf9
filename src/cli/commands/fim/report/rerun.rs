//! `fim report rerun`

use clap::Args as ClapArgs;

use crate::cli::context::Context;
use crate::cli::render::Output;
use crate::domain::{Action, Result};
use crate::service::fim::report;

/// Produce a failed report again
///
/// Tries a report of your own that failed once more, with what you see now (FIM-11).
#[derive(Debug, ClapArgs)]
#[command(after_help = "Examples:\n  provost fim report rerun 'All events'")]
pub struct Args {
    /// The report: name or id
    #[arg(value_name = "REPORT")]
    report: String,
}

/// Runs the command.
pub fn run<'c>(args: Args, cx: &'c Context<'_>) -> Result<Output<'c>> {
    cx.write(Action::FimReportRerun, |op| report::rerun(op, &args.report))
}
