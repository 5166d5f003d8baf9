//! `fim report-rule list`

use clap::Args as ClapArgs;

use crate::cli::context::Context;
use crate::cli::render::{ListArgs, Output};
use crate::domain::record::ReportRule;
use crate::domain::{Action, Result};
use crate::service::fim::report_rule;

/// List report rules
///
/// Shows your own report rules, by name (FIM-12). A manager sees all.
#[derive(Debug, ClapArgs)]
#[command(after_help = "Examples:\n  provost fim report-rule list")]
pub struct Args {
    #[command(flatten)]
    list: ListArgs,
}

/// Runs the command.
pub fn run<'c>(args: Args, cx: &'c Context<'_>) -> Result<Output<'c>> {
    Ok(cx.list::<ReportRule>(Action::FimReportRuleView, args.list, report_rule::list))
}
