//! `fim rule delete`

use clap::Args as ClapArgs;

use crate::cli::context::Context;
use crate::cli::render::Output;
use crate::domain::{Action, Result};
use crate::service::fim::rule;

/// Delete correlation rules
///
/// Deletes rules that you are assigned to review, if your monitoring role may delete (FIM-9). The incidents they made stay.
#[derive(Debug, ClapArgs)]
#[command(after_help = "Examples:\n  provost fim rule delete Accounts --yes")]
pub struct Args {
    /// The rules; `-` reads them from standard input
    #[arg(value_name = "RULE", required = true)]
    rules: Vec<String>,
}

/// Runs the command.
pub fn run<'c>(args: Args, cx: &'c Context<'_>) -> Result<Output<'c>> {
    let rules = cx.objects(args.rules, "name")?;
    cx.destroy(Action::FimRuleDelete, |op| rule::delete(op, &rules))
}
