//! `fim event list`

use clap::Args as ClapArgs;

use crate::cli::context::Context;
use crate::cli::render::{ListArgs, Output};
use crate::domain::record::Event;
use crate::domain::{Action, Result};
use crate::service::fim::event;

/// List events
///
/// Shows every event on an asset that your tag scope covers, newest first (FIM-2). Events arrive through `import events`.
#[derive(Debug, ClapArgs)]
#[command(
    after_help = "Examples:\n  provost fim event list --limit 20\n  provost fim event list --filter 'severity>3' --json"
)]
pub struct Args {
    #[command(flatten)]
    list: ListArgs,
}

/// Runs the command.
pub fn run<'c>(args: Args, cx: &'c Context<'_>) -> Result<Output<'c>> {
    Ok(cx.list::<Event>(Action::FimEventView, args.list, event::list))
}
