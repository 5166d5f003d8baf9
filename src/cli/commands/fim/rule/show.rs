//! `fim rule show`

use clap::Args as ClapArgs;

use crate::cli::context::Context;
use crate::cli::render::Output;
use crate::domain::{Action, Result};
use crate::service::fim::rule;

/// Show a correlation rule
///
/// Shows one rule with its filter and reviewers.
#[derive(Debug, ClapArgs)]
#[command(after_help = "Examples:\n  provost fim rule show Accounts")]
pub struct Args {
    /// The rule: name or id
    #[arg(value_name = "RULE")]
    rule: String,
}

/// Runs the command.
pub fn run<'c>(args: Args, cx: &'c Context<'_>) -> Result<Output<'c>> {
    cx.show(Action::FimRuleView, |op| rule::show(op, &args.rule))
}
