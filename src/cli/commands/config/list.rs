//! `config list`

use clap::Args as ClapArgs;

use crate::cli::context::Context;
use crate::cli::render::{ListArgs, Output};
use crate::domain::record::Config;
use crate::domain::{Action, Result};
use crate::service;

/// List configurations
///
/// Shows every configuration that you may view. One that needs a target has none, or one that its owner
/// cannot reach (CONF-2).
#[derive(Debug, ClapArgs)]
#[command(
    after_help = "Examples:\n  provost config list\n  provost config list --filter owner=ana.silva@acme.example\n  provost config list --filter needs_target=yes --json"
)]
pub struct Args {
    #[command(flatten)]
    list: ListArgs,
}

/// Runs the command.
pub fn run<'c>(args: Args, cx: &'c Context<'_>) -> Result<Output<'c>> {
    Ok(cx.list::<Config>(Action::ConfigView, args.list, service::config::view::list))
}
