//! `fim report-rule add`

use clap::Args as ClapArgs;

use crate::cli::commands::config::recurrence::RecurrenceArgs;
use crate::cli::commands::existing::ExistingArgs;
use crate::cli::commands::fim::report::content::ContentArgs;
use crate::cli::context::Context;
use crate::cli::render::Output;
use crate::domain::{Action, Error, Result};
use crate::service::fim::report_rule;

/// Add a report rule
///
/// Adds a report that comes by itself, with `schedule run-due`, showing what you see then (FIM-12).
#[derive(Debug, ClapArgs)]
#[command(
    after_help = "Examples:\n  provost fim report-rule add Weekly --when 'severity>=4' --recurrence weekly --weekday mon --time 07:00 --time-zone Europe/Berlin"
)]
pub struct Args {
    /// The name
    #[arg(value_name = "NAME")]
    name: String,
    #[command(flatten)]
    content: ContentArgs,
    #[command(flatten)]
    recurrence: RecurrenceArgs,
    #[command(flatten)]
    existing: ExistingArgs,
}

/// Runs the command.
pub fn run<'c>(args: Args, cx: &'c Context<'_>) -> Result<Output<'c>> {
    let name = args.name.parse()?;
    let content = args.content.content()?;
    let recurrence = args.recurrence.parse()?.ok_or_else(|| {
        Error::usage("a report rule needs a recurrence")
            .rule("FIM-12")
            .hint("add `--recurrence daily --time 07:00 --time-zone Europe/Berlin`")
    })?;
    if let Some(policy) = args.existing.policy()? {
        return cx.write(Action::FimReportRuleAdd, |op| report_rule::ensure(op, policy, &name, &content, &recurrence));
    }
    cx.write(Action::FimReportRuleAdd, |op| report_rule::add(op, &name, &content, recurrence.clone()))
}
