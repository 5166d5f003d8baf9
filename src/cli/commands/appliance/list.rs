//! `appliance list`

use clap::Args as ClapArgs;

use crate::cli::context::Context;
use crate::cli::render::{ListArgs, Output};
use crate::domain::record::Appliance;
use crate::domain::{Action, Result};
use crate::service;

/// List scanner appliances
///
/// Shows every scanner appliance that you may view, with its owner.
#[derive(Debug, ClapArgs)]
#[command(after_help = "Examples:\n  provost appliance list")]
pub struct Args {
    #[command(flatten)]
    list: ListArgs,
}

/// Runs the command.
pub fn run<'c>(args: Args, cx: &'c Context<'_>) -> Result<Output<'c>> {
    Ok(cx.list::<Appliance>(Action::ApplianceView, args.list, service::appliance::list))
}
