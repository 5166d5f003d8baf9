//! `fim report-rule edit`

use clap::Args as ClapArgs;

use crate::cli::commands::config::recurrence::RecurrenceArgs;
use crate::cli::commands::fim::report::content::ContentArgs;
use crate::cli::commands::words::optional;
use crate::cli::context::Context;
use crate::cli::render::Output;
use crate::domain::{Action, Result};
use crate::service::fim::report_rule;

/// Edit a report rule
///
/// Changes what is named; an empty filter takes it away. Switch the rule off with `--active false`.
#[derive(Debug, ClapArgs)]
#[command(after_help = "Examples:\n  provost fim report-rule edit Weekly --format json --active false")]
pub struct Args {
    /// The report rule: name or id
    #[arg(value_name = "RULE")]
    rule: String,
    /// The new name
    #[arg(long, value_name = "NAME")]
    name: Option<String>,
    #[command(flatten)]
    content: ContentArgs,
    /// Whether its reports come: true or false
    #[arg(long, value_name = "BOOL")]
    active: Option<bool>,
    #[command(flatten)]
    recurrence: RecurrenceArgs,
}

/// Runs the command.
pub fn run<'c>(args: Args, cx: &'c Context<'_>) -> Result<Output<'c>> {
    let content = args.content.parse()?;
    let request = report_rule::Edit {
        rule: args.rule,
        name: optional(args.name.as_ref())?,
        entity: content.entity,
        format: content.format,
        when: content.when,
        recurrence: args.recurrence.parse()?,
        active: args.active,
    };
    cx.write(Action::FimReportRuleEdit, |op| report_rule::edit(op, &request))
}
