//! `account info`

use clap::Args as ClapArgs;

use crate::cli::context::Context;
use crate::cli::render::Output;
use crate::domain::{Action, Result};
use crate::service::account::info;

/// Show your account
///
/// Shows your configuration and privileges, recent scans and maps, schedules, the scanner appliances that you
/// may use, and whom to turn to.
#[derive(Debug, ClapArgs)]
#[command(
    after_help = "Examples:\n  provost account info\n  provost account info --json | jq -r .primary_contact.email"
)]
pub struct Args {}

/// Runs the command.
pub fn run<'c>(_args: Args, cx: &'c Context<'_>) -> Result<Output<'c>> {
    cx.show(Action::AccountInfo, info::info)
}
