//! `fim report-rule delete`

use clap::Args as ClapArgs;

use crate::cli::context::Context;
use crate::cli::render::Output;
use crate::domain::{Action, Result};
use crate::service::fim::report_rule;

/// Delete report rules
///
/// Deletes report rules of your own. The reports that came of them stay.
#[derive(Debug, ClapArgs)]
#[command(after_help = "Examples:\n  provost fim report-rule delete Weekly --yes")]
pub struct Args {
    /// The report rules; `-` reads them from standard input
    #[arg(value_name = "RULE", required = true)]
    rules: Vec<String>,
}

/// Runs the command.
pub fn run<'c>(args: Args, cx: &'c Context<'_>) -> Result<Output<'c>> {
    let rules = cx.objects(args.rules, "name")?;
    cx.destroy(Action::FimReportRuleDelete, |op| report_rule::delete(op, &rules))
}
