//! `schedule deactivate`

use clap::Args as ClapArgs;

use crate::cli::context::Context;
use crate::cli::render::Output;
use crate::domain::{Action, Result};
use crate::service::config::schedule;

/// Switch a schedule off
///
/// Switches a schedule off; it stays and can be switched on again.
#[derive(Debug, ClapArgs)]
#[command(after_help = "Examples:\n  provost schedule deactivate 'Weekly EMEA scan'")]
pub struct Args {
    /// The schedule: name or id
    #[arg(value_name = "SCHEDULE")]
    schedule: String,
}

/// Runs the command.
pub fn run<'c>(args: Args, cx: &'c Context<'_>) -> Result<Output<'c>> {
    cx.write(Action::ScheduleDeactivate, |op| schedule::deactivate(op, &args.schedule))
}
