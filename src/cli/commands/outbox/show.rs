//! `outbox show`

use clap::Args as ClapArgs;

use crate::cli::context::Context;
use crate::cli::render::Output;
use crate::domain::{Action, Result};
use crate::service::outbox::view;

/// Show a mail
///
/// Shows one mail with its words. A one-time token never stands in the outbox: it is made when the mail is delivered.
#[derive(Debug, ClapArgs)]
#[command(after_help = "Examples:\n  provost outbox show 1")]
pub struct Args {
    /// The mail
    #[arg(value_name = "ID")]
    mail: String,
}

/// Runs the command.
pub fn run<'c>(args: Args, cx: &'c Context<'_>) -> Result<Output<'c>> {
    cx.show(Action::OutboxView, |op| view::show(op, &args.mail))
}
