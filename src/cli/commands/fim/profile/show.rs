//! `fim profile show`

use clap::Args as ClapArgs;

use crate::cli::context::Context;
use crate::cli::render::Output;
use crate::domain::{Action, Result};
use crate::service::fim::profile;

/// Show a monitoring profile
///
/// Shows one profile with what it watches and its tags.
#[derive(Debug, ClapArgs)]
#[command(after_help = "Examples:\n  provost fim profile show 'System files'")]
pub struct Args {
    /// The profile: name or id
    #[arg(value_name = "PROFILE")]
    profile: String,
}

/// Runs the command.
pub fn run<'c>(args: Args, cx: &'c Context<'_>) -> Result<Output<'c>> {
    cx.show(Action::FimProfileView, |op| profile::show(op, &args.profile))
}
