//! `fim rule add`

use clap::Args as ClapArgs;

use crate::cli::commands::existing::ExistingArgs;
use crate::cli::commands::words::optional;
use crate::cli::context::Context;
use crate::cli::render::Output;
use crate::domain::{Action, Result};
use crate::service::fim::rule;

/// Add a correlation rule
///
/// Adds a rule that makes an incident of the events that fit its filter, within your tag scope (FIM-15). It looks at events
/// from now on, whenever `fim rule run` is called.
/// The filter compares path, process, action, severity, at, asset.tag, asset.name, asset.address and asset.os by
/// = != ~ < > <= >=, joined by and, or, not and parentheses; commas separate alternatives.
#[derive(Debug, ClapArgs)]
#[command(
    after_help = "Examples:\n  provost fim rule add 'Critical in production' --when 'severity>=4 and asset.tag=production'\n  provost fim rule add Accounts --when 'path=/etc/passwd,/etc/shadow and not action=attributes' --reviewer tomas.reyes@acme.example"
)]
pub struct Args {
    /// The name
    #[arg(value_name = "NAME")]
    name: String,
    /// Which events, such as `severity>=4`
    #[arg(long, value_name = "FILTER")]
    when: String,
    /// What it is for
    #[arg(long, value_name = "TEXT")]
    description: Option<String>,
    /// Who reviews its incidents (repeatable)
    #[arg(long, value_name = "LOGIN")]
    reviewer: Vec<String>,
    /// Do not switch it on yet
    #[arg(long)]
    inactive: bool,
    #[command(flatten)]
    existing: ExistingArgs,
}

/// Runs the command.
pub fn run<'c>(args: Args, cx: &'c Context<'_>) -> Result<Output<'c>> {
    let request = rule::Request {
        name: args.name.parse()?,
        description: optional(args.description.as_ref())?,
        when: args.when.parse()?,
        reviewers: args.reviewer,
        active: !args.inactive,
    };
    if let Some(policy) = args.existing.policy()? {
        return cx.write(Action::FimRuleAdd, |op| rule::ensure(op, policy, &request));
    }
    cx.write(Action::FimRuleAdd, |op| rule::add(op, &request))
}
