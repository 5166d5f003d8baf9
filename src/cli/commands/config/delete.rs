//! `config delete`

use clap::Args as ClapArgs;

use crate::cli::context::Context;
use crate::cli::render::Output;
use crate::domain::{Action, Result};
use crate::service;

/// Delete configurations
///
/// Deletes configurations.
#[derive(Debug, ClapArgs)]
#[command(after_help = "Examples:\n  provost config delete 'Weekly EMEA scan' --yes")]
pub struct Args {
    /// The configurations, or `-` for standard input
    #[arg(value_name = "CONFIG", required = true)]
    configs: Vec<String>,
}

/// Runs the command.
pub fn run<'c>(args: Args, cx: &'c Context<'_>) -> Result<Output<'c>> {
    let names = cx.objects(args.configs, "id")?;
    cx.destroy(Action::ConfigDelete, |op| service::config::hand_over::delete(op, &names))
}
