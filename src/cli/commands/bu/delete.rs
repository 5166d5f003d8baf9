//! `bu delete`

use clap::Args as ClapArgs;

use crate::cli::context::Context;
use crate::cli::render::Output;
use crate::domain::{Action, Result};
use crate::service::unit;

/// Delete a business unit without users
///
/// Deletes a business unit that has no users. Its asset groups stay with their owners, unlinked
/// (UNIT-5).
#[derive(Debug, ClapArgs)]
#[command(after_help = "Examples:\n  provost bu delete Pilot --yes")]
pub struct Args {
    /// The business unit
    #[arg(value_name = "UNIT")]
    unit: String,
}

/// Runs the command.
pub fn run<'c>(args: Args, cx: &'c Context<'_>) -> Result<Output<'c>> {
    cx.destroy(Action::BuDelete, |op| unit::delete(op, &args.unit))
}
