//! `fim rule activate`

use clap::Args as ClapArgs;

use crate::cli::context::Context;
use crate::cli::render::Output;
use crate::domain::{Action, Result};
use crate::service::fim::rule;

/// Switch a correlation rule on
///
/// It looks at events from now on, not at those that came while it was off.
#[derive(Debug, ClapArgs)]
#[command(after_help = "Examples:\n  provost fim rule activate Accounts")]
pub struct Args {
    /// The rule: name or id
    #[arg(value_name = "RULE")]
    rule: String,
}

/// Runs the command.
pub fn run<'c>(args: Args, cx: &'c Context<'_>) -> Result<Output<'c>> {
    cx.write(Action::FimRuleActivate, |op| rule::set_active(op, &args.rule, true))
}
