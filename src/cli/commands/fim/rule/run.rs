//! `fim rule run`

use clap::Args as ClapArgs;

use crate::cli::context::Context;
use crate::cli::render::Output;
use crate::domain::{Action, Result};
use crate::service::fim::rule;

/// Evaluate correlation rules
///
/// Looks at the events that are new to each active rule that you made or review, and makes an incident of those that fit.
/// A rule sees what its creator sees now, and only while the creator is active (FIM-15).
#[derive(Debug, ClapArgs)]
#[command(after_help = "Examples:\n  provost fim rule run\n  provost fim rule run Accounts --dry-run")]
pub struct Args {
    /// The rules; all active ones by default
    #[arg(value_name = "RULE")]
    rules: Vec<String>,
}

/// Runs the command.
pub fn run<'c>(args: Args, cx: &'c Context<'_>) -> Result<Output<'c>> {
    cx.write(Action::FimRuleRun, |op| rule::run(op, &args.rules))
}
