//! `config transfer`

use clap::Args as ClapArgs;

use crate::cli::context::Context;
use crate::cli::render::Output;
use crate::domain::{Action, Result};
use crate::service::config::hand_over;

/// Give configurations to another user
///
/// Changes the owner of configurations. A clash of names appends a number (CONF-1).
#[derive(Debug, ClapArgs)]
#[command(after_help = "Examples:\n  provost config transfer 'Weekly EMEA scan' --to uwe.brandt@acme.example")]
pub struct Args {
    /// The configurations, or `-` for standard input
    #[arg(value_name = "CONFIG", required = true)]
    configs: Vec<String>,
    /// The new owner
    #[arg(long, value_name = "USER")]
    to: String,
}

/// Runs the command.
pub fn run<'c>(args: Args, cx: &'c Context<'_>) -> Result<Output<'c>> {
    let configs = cx.objects(args.configs, "id")?;
    cx.write(Action::ConfigTransfer, |op| hand_over::transfer(op, &configs, &args.to))
}
