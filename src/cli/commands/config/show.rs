//! `config show`

use clap::Args as ClapArgs;

use crate::cli::context::Context;
use crate::cli::render::Output;
use crate::domain::{Action, Result};
use crate::service;

/// Show a configuration
///
/// Shows one configuration, named by its name or id.
#[derive(Debug, ClapArgs)]
#[command(after_help = "Examples:\n  provost config show 'Weekly EMEA scan'")]
pub struct Args {
    /// The configuration: name or id
    #[arg(value_name = "CONFIG")]
    config: String,
}

/// Runs the command.
pub fn run<'c>(args: Args, cx: &'c Context<'_>) -> Result<Output<'c>> {
    cx.show(Action::ConfigView, |op| service::config::view::show(op, &args.config))
}
