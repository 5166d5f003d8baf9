//! `fim profile delete`

use clap::Args as ClapArgs;

use crate::cli::context::Context;
use crate::cli::render::Output;
use crate::domain::{Action, Result};
use crate::service::fim::profile;

/// Delete monitoring profiles
///
/// Takes the monitoring role `manager`, and the profile within your scope.
#[derive(Debug, ClapArgs)]
#[command(after_help = "Examples:\n  provost fim profile delete 'System files' --yes")]
pub struct Args {
    /// The profiles; `-` reads them from standard input
    #[arg(value_name = "PROFILE", required = true)]
    profiles: Vec<String>,
}

/// Runs the command.
pub fn run<'c>(args: Args, cx: &'c Context<'_>) -> Result<Output<'c>> {
    let profiles = cx.objects(args.profiles, "name")?;
    cx.destroy(Action::FimProfileDelete, |op| profile::delete(op, &profiles))
}
