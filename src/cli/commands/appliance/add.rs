//! `appliance add`

use clap::Args as ClapArgs;

use crate::cli::context::Context;
use crate::cli::render::Output;
use crate::domain::{Action, Result};
use crate::service::appliance;

/// Add a scanner appliance
///
/// Adds a scanner appliance; you are its owner.
#[derive(Debug, ClapArgs)]
#[command(after_help = "Examples:\n  provost appliance add scanner-osl-1")]
pub struct Args {
    /// The name
    #[arg(value_name = "NAME")]
    name: String,
}

/// Runs the command.
pub fn run<'c>(args: Args, cx: &'c Context<'_>) -> Result<Output<'c>> {
    let name = args.name.parse()?;
    cx.write(Action::ApplianceAdd, |op| appliance::add(op, &name, None))
}
