//! `fim report delete`

use clap::Args as ClapArgs;

use crate::cli::context::Context;
use crate::cli::render::Output;
use crate::domain::{Action, Result};
use crate::service::fim::report;

/// Delete reports
///
/// Deletes reports of your own with what they hold.
#[derive(Debug, ClapArgs)]
#[command(after_help = "Examples:\n  provost fim report delete 'Severe events' --yes")]
pub struct Args {
    /// The reports; `-` reads them from standard input
    #[arg(value_name = "REPORT", required = true)]
    reports: Vec<String>,
}

/// Runs the command.
pub fn run<'c>(args: Args, cx: &'c Context<'_>) -> Result<Output<'c>> {
    let reports = cx.objects(args.reports, "name")?;
    cx.destroy(Action::FimReportDelete, |op| report::delete(op, &reports))
}
