//! `bu list`

use clap::Args as ClapArgs;

use crate::cli::context::Context;
use crate::cli::render::{ListArgs, Output};
use crate::domain::record::Unit;
use crate::domain::{Action, Result};
use crate::service;

/// List business units
///
/// Shows every business unit that you may view, with its primary contact.
#[derive(Debug, ClapArgs)]
#[command(after_help = "Examples:\n  provost bu list\n  provost bu list --json")]
pub struct Args {
    #[command(flatten)]
    list: ListArgs,
}

/// Runs the command.
pub fn run<'c>(args: Args, cx: &'c Context<'_>) -> Result<Output<'c>> {
    Ok(cx.list::<Unit>(Action::BuView, args.list, service::unit::list))
}
