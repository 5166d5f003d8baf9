//! `bu show`

use clap::Args as ClapArgs;

use crate::cli::context::Context;
use crate::cli::render::Output;
use crate::domain::{Action, Result};
use crate::service;

/// Show a business unit
///
/// Shows one business unit with its primary contact, asset groups and limits.
#[derive(Debug, ClapArgs)]
#[command(after_help = "Examples:\n  provost bu show EMEA")]
pub struct Args {
    /// The business unit
    #[arg(value_name = "UNIT")]
    unit: String,
}

/// Runs the command.
pub fn run<'c>(args: Args, cx: &'c Context<'_>) -> Result<Output<'c>> {
    cx.show(Action::BuView, |op| service::unit::show(op, &args.unit))
}
