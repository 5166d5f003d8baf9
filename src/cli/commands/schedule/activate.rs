//! `schedule activate`

use clap::Args as ClapArgs;

use crate::cli::context::Context;
use crate::cli::render::Output;
use crate::domain::{Action, Result};
use crate::service::config::schedule;

/// Switch a schedule on
///
/// Switches a schedule on; its next launch is worked out anew.
#[derive(Debug, ClapArgs)]
#[command(after_help = "Examples:\n  provost schedule activate 'Paused lab scan'")]
pub struct Args {
    /// The schedule: name or id
    #[arg(value_name = "SCHEDULE")]
    schedule: String,
}

/// Runs the command.
pub fn run<'c>(args: Args, cx: &'c Context<'_>) -> Result<Output<'c>> {
    cx.write(Action::ScheduleActivate, |op| schedule::activate(op, &args.schedule))
}
