//! `appliance delete`

use clap::Args as ClapArgs;

use crate::cli::context::Context;
use crate::cli::render::Output;
use crate::domain::{Action, Result};
use crate::service;

/// Delete scanner appliances
///
/// Deletes scanner appliances; they leave their asset groups.
#[derive(Debug, ClapArgs)]
#[command(after_help = "Examples:\n  provost appliance delete scanner-lab-1 --yes")]
pub struct Args {
    /// The appliances, or `-` for standard input
    #[arg(value_name = "APPLIANCE", required = true)]
    appliances: Vec<String>,
}

/// Runs the command.
pub fn run<'c>(args: Args, cx: &'c Context<'_>) -> Result<Output<'c>> {
    let names = cx.objects(args.appliances, "name")?;
    cx.destroy(Action::ApplianceDelete, |op| service::appliance::delete(op, &names))
}
