//! `fim rule list`

use clap::Args as ClapArgs;

use crate::cli::context::Context;
use crate::cli::render::{ListArgs, Output};
use crate::domain::record::CorrelationRule;
use crate::domain::{Action, Result};
use crate::service::fim::rule;

/// List correlation rules
///
/// Shows the rules that you made or are assigned to review, by name (FIM-9). A manager sees all.
#[derive(Debug, ClapArgs)]
#[command(after_help = "Examples:\n  provost fim rule list")]
pub struct Args {
    #[command(flatten)]
    list: ListArgs,
}

/// Runs the command.
pub fn run<'c>(args: Args, cx: &'c Context<'_>) -> Result<Output<'c>> {
    Ok(cx.list::<CorrelationRule>(Action::FimRuleView, args.list, rule::list))
}
