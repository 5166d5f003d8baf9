//! `fim rule edit`

use clap::Args as ClapArgs;

use crate::cli::commands::words::optional;
use crate::cli::context::Context;
use crate::cli::render::Output;
use crate::domain::{Action, Result};
use crate::service::fim::rule;

/// Edit a correlation rule
///
/// Changes what is named; an empty value clears a field.
/// The filter compares path, process, action, severity, at, asset.tag, asset.name, asset.address and asset.os by
/// = != ~ < > <= >=, joined by and, or, not and parentheses; commas separate alternatives.
#[derive(Debug, ClapArgs)]
#[command(after_help = "Examples:\n  provost fim rule edit Accounts --when 'path=/etc/passwd,/etc/shadow,/etc/group'")]
pub struct Args {
    /// The rule: name or id
    #[arg(value_name = "RULE")]
    rule: String,
    /// The new name
    #[arg(long, value_name = "NAME")]
    name: Option<String>,
    /// Which events, such as `severity>=4`
    #[arg(long, value_name = "FILTER")]
    when: Option<String>,
    /// What it is for
    #[arg(long, value_name = "TEXT")]
    description: Option<String>,
    /// Assign this reviewer (repeatable)
    #[arg(long, value_name = "LOGIN")]
    add_reviewer: Vec<String>,
    /// End the place of this reviewer (repeatable)
    #[arg(long, value_name = "LOGIN")]
    remove_reviewer: Vec<String>,
}

/// Runs the command.
pub fn run<'c>(args: Args, cx: &'c Context<'_>) -> Result<Output<'c>> {
    let request = rule::Edit {
        rule: args.rule,
        name: optional(args.name.as_ref())?,
        description: optional(args.description.as_ref())?,
        when: optional(args.when.as_ref())?,
        add_reviewers: args.add_reviewer,
        remove_reviewers: args.remove_reviewer,
    };
    cx.write(Action::FimRuleEdit, |op| rule::edit(op, &request))
}
