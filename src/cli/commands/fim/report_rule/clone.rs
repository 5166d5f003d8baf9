//! `fim report-rule clone`

use clap::Args as ClapArgs;

use crate::cli::context::Context;
use crate::cli::render::Output;
use crate::domain::{Action, Result};
use crate::service::fim::report_rule;

/// Copy a report rule
///
/// Adds a copy of a report rule under another name, as your own.
#[derive(Debug, ClapArgs)]
#[command(after_help = "Examples:\n  provost fim report-rule clone Weekly --name 'Weekly 2'")]
pub struct Args {
    /// The report rule: name or id
    #[arg(value_name = "RULE")]
    rule: String,
    /// The name of the copy
    #[arg(long, value_name = "NAME")]
    name: String,
}

/// Runs the command.
pub fn run<'c>(args: Args, cx: &'c Context<'_>) -> Result<Output<'c>> {
    let name = args.name.parse()?;
    cx.write(Action::FimReportRuleClone, |op| report_rule::clone(op, &args.rule, &name))
}
