//! `fim profile activate`

use clap::Args as ClapArgs;

use crate::cli::context::Context;
use crate::cli::render::Output;
use crate::domain::{Action, Result};
use crate::service::fim::profile;

/// Switch a profile on
///
/// The files it names are watched from now on.
#[derive(Debug, ClapArgs)]
#[command(after_help = "Examples:\n  provost fim profile activate 'System files'")]
pub struct Args {
    /// The profile: name or id
    #[arg(value_name = "PROFILE")]
    profile: String,
}

/// Runs the command.
pub fn run<'c>(args: Args, cx: &'c Context<'_>) -> Result<Output<'c>> {
    cx.write(Action::FimProfileActivate, |op| profile::set_active(op, &args.profile, true))
}
