//! `schedule run-due`

use clap::Args as ClapArgs;

use crate::cli::context::Context;
use crate::cli::render::Output;
use crate::domain::{Action, Result};
use crate::service::config::due;

/// Launch what is due
///
/// The tick for cron, once a minute or so: launches each schedule that is due, once, whatever time has passed;
/// switches off those of deactivated owners (USER-6); skips what its owner may not launch; and queues the ticket
/// digests of the day.
#[derive(Debug, ClapArgs)]
#[command(after_help = "Examples:\n  provost schedule run-due")]
pub struct Args {}

/// Runs the command.
pub fn run<'c>(_args: Args, cx: &'c Context<'_>) -> Result<Output<'c>> {
    cx.write(Action::ScheduleRunDue, due::run_due)
}
