//! `fim report-rule show`

use clap::Args as ClapArgs;

use crate::cli::context::Context;
use crate::cli::render::Output;
use crate::domain::{Action, Result};
use crate::service::fim::report_rule;

/// Show a report rule
///
/// Shows one report rule with what it reports and when.
#[derive(Debug, ClapArgs)]
#[command(after_help = "Examples:\n  provost fim report-rule show Weekly")]
pub struct Args {
    /// The report rule: name or id
    #[arg(value_name = "RULE")]
    rule: String,
}

/// Runs the command.
pub fn run<'c>(args: Args, cx: &'c Context<'_>) -> Result<Output<'c>> {
    cx.show(Action::FimReportRuleView, |op| report_rule::show(op, &args.rule))
}
