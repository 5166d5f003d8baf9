//! `fim profile list`

use clap::Args as ClapArgs;

use crate::cli::context::Context;
use crate::cli::render::{ListArgs, Output};
use crate::domain::record::Profile;
use crate::domain::{Action, Result};
use crate::service::fim::profile;

/// List monitoring profiles
///
/// Shows every profile that has no tag, or one that your tag scope covers (FIM-1).
#[derive(Debug, ClapArgs)]
#[command(after_help = "Examples:\n  provost fim profile list")]
pub struct Args {
    #[command(flatten)]
    list: ListArgs,
}

/// Runs the command.
pub fn run<'c>(args: Args, cx: &'c Context<'_>) -> Result<Output<'c>> {
    Ok(cx.list::<Profile>(Action::FimProfileView, args.list, profile::list))
}
