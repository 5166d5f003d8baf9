//! `fim report edit`

use clap::Args as ClapArgs;

use crate::cli::commands::words::optional;
use crate::cli::context::Context;
use crate::cli::render::Output;
use crate::domain::{Action, Name, Result};
use crate::service::fim::report;

/// Rename a report
///
/// Changes the name of a report of your own. What it holds does not change: add another one for that.
#[derive(Debug, ClapArgs)]
#[command(after_help = "Examples:\n  provost fim report edit 'Severe events' --name 'Severe events of November'")]
pub struct Args {
    /// The report: name or id
    #[arg(value_name = "REPORT")]
    report: String,
    /// The new name
    #[arg(long, value_name = "NAME")]
    name: Option<String>,
}

/// Runs the command.
pub fn run<'c>(args: Args, cx: &'c Context<'_>) -> Result<Output<'c>> {
    let name = optional::<Name>(args.name.as_ref())?;
    cx.write(Action::FimReportEdit, |op| report::edit(op, &args.report, name.as_ref()))
}
