//! `fim report download`

use clap::Args as ClapArgs;

use crate::cli::context::Context;
use crate::cli::render::Output;
use crate::domain::{Action, Result};
use crate::service::fim::report;

/// Print what a report holds
///
/// Prints the CSV or JSON that was produced, as it stands, whatever `--output` says.
#[derive(Debug, ClapArgs)]
#[command(after_help = "Examples:\n  provost fim report download 'Severe events'")]
pub struct Args {
    /// The report: name or id
    #[arg(value_name = "REPORT")]
    report: String,
}

/// Runs the command.
pub fn run<'c>(args: Args, cx: &'c Context<'_>) -> Result<Output<'c>> {
    cx.app.read(Action::FimReportDownload, |op| report::download(op, &args.report)).map(Output::Text)
}
