//! `fim report list`

use clap::Args as ClapArgs;

use crate::cli::context::Context;
use crate::cli::render::{ListArgs, Output};
use crate::domain::record::Report;
use crate::domain::{Action, Result};
use crate::service::fim::report;

/// List reports
///
/// Shows your own reports, newest first (FIM-11). A manager sees all.
#[derive(Debug, ClapArgs)]
#[command(after_help = "Examples:\n  provost fim report list")]
pub struct Args {
    #[command(flatten)]
    list: ListArgs,
}

/// Runs the command.
pub fn run<'c>(args: Args, cx: &'c Context<'_>) -> Result<Output<'c>> {
    Ok(cx.list::<Report>(Action::FimReportView, args.list, report::list))
}
