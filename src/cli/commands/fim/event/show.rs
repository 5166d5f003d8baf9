//! `fim event show`

use clap::Args as ClapArgs;

use crate::cli::context::Context;
use crate::cli::render::Output;
use crate::domain::{Action, Result};
use crate::service::fim::event;

/// Show an event
///
/// Shows one event on an asset that your tag scope covers.
#[derive(Debug, ClapArgs)]
#[command(after_help = "Examples:\n  provost fim event show 1")]
pub struct Args {
    /// The number of the event
    #[arg(value_name = "ID")]
    event: String,
}

/// Runs the command.
pub fn run<'c>(args: Args, cx: &'c Context<'_>) -> Result<Output<'c>> {
    cx.show(Action::FimEventView, |op| event::show(op, &args.event))
}
