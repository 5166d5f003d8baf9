//! `fim report add`

use clap::Args as ClapArgs;

use crate::cli::commands::existing::ExistingArgs;
use crate::cli::commands::fim::report::content::ContentArgs;
use crate::cli::context::Context;
use crate::cli::render::Output;
use crate::domain::{Action, Result};
use crate::service::fim::report;

/// Add a report
///
/// Produces a report of what you see now, as CSV or JSON; by default of all events, as CSV. Fetch it with
/// `fim report download`. A filter is for events and is written as for `fim rule add`.
#[derive(Debug, ClapArgs)]
#[command(
    after_help = "Examples:\n  provost fim report add 'Severe events' --when 'severity>=4'\n  provost fim report add 'Open work' --content incidents --format json"
)]
pub struct Args {
    /// The name
    #[arg(value_name = "NAME")]
    name: String,
    #[command(flatten)]
    content: ContentArgs,
    #[command(flatten)]
    existing: ExistingArgs,
}

/// Runs the command.
pub fn run<'c>(args: Args, cx: &'c Context<'_>) -> Result<Output<'c>> {
    let name = args.name.parse()?;
    let content = args.content.content()?;
    if let Some(policy) = args.existing.policy()? {
        return cx.write(Action::FimReportAdd, |op| report::ensure(op, policy, &name, &content));
    }
    cx.write(Action::FimReportAdd, |op| report::add(op, &name, &content))
}
