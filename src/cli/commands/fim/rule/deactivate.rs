//! `fim rule deactivate`

use clap::Args as ClapArgs;

use crate::cli::context::Context;
use crate::cli::render::Output;
use crate::domain::{Action, Result};
use crate::service::fim::rule;

/// Switch a correlation rule off
///
/// It looks at no events any more.
#[derive(Debug, ClapArgs)]
#[command(after_help = "Examples:\n  provost fim rule deactivate Accounts")]
pub struct Args {
    /// The rule: name or id
    #[arg(value_name = "RULE")]
    rule: String,
}

/// Runs the command.
pub fn run<'c>(args: Args, cx: &'c Context<'_>) -> Result<Output<'c>> {
    cx.write(Action::FimRuleDeactivate, |op| rule::set_active(op, &args.rule, false))
}
