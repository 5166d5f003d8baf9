//! `schedule show`

use clap::Args as ClapArgs;

use crate::cli::context::Context;
use crate::cli::render::Output;
use crate::domain::{Action, Result};
use crate::service;

/// Show a schedule
///
/// Shows one schedule with its recurrence and next launch.
#[derive(Debug, ClapArgs)]
#[command(after_help = "Examples:\n  provost schedule show 'Weekly EMEA scan'")]
pub struct Args {
    /// The schedule: name or id
    #[arg(value_name = "SCHEDULE")]
    schedule: String,
}

/// Runs the command.
pub fn run<'c>(args: Args, cx: &'c Context<'_>) -> Result<Output<'c>> {
    cx.show(Action::ScheduleView, |op| service::config::view::show_schedule(op, &args.schedule))
}
