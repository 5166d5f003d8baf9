//! `schedule list`

use clap::Args as ClapArgs;

use crate::cli::context::Context;
use crate::cli::render::columns::work::Schedule;
use crate::cli::render::{ListArgs, Output};
use crate::domain::{Action, Result};
use crate::service::config::view;

/// List schedules
///
/// Shows every scheduled scan and report that you may view, the next to launch first.
#[derive(Debug, ClapArgs)]
#[command(after_help = "Examples:\n  provost schedule list\n  provost schedule list --filter active=no")]
pub struct Args {
    #[command(flatten)]
    list: ListArgs,
}

/// Runs the command.
pub fn run<'c>(args: Args, cx: &'c Context<'_>) -> Result<Output<'c>> {
    Ok(cx.list::<Schedule>(Action::ScheduleView, args.list, |op, sink| {
        view::list_schedules(op, &mut |config| sink(Schedule(config)))
    }))
}
