//! `contact set`

use clap::Args as ClapArgs;

use crate::cli::context::Context;
use crate::cli::render::Output;
use crate::domain::{Action, Result};
use crate::service::contact;

/// Make a user the primary contact
///
/// Makes a manager the primary contact of the subscription, or with `--bu` a unit manager that of its
/// unit (CONT-1).
#[derive(Debug, ClapArgs)]
#[command(
    after_help = "Examples:\n  provost contact set tomas.reyes@acme.example\n  provost contact set sofia.rossi@acme.example --bu EMEA"
)]
pub struct Args {
    /// The user
    #[arg(value_name = "LOGIN")]
    user: String,
    /// The business unit, instead of the subscription
    #[arg(long, value_name = "UNIT")]
    bu: Option<String>,
}

/// Runs the command.
pub fn run<'c>(args: Args, cx: &'c Context<'_>) -> Result<Output<'c>> {
    cx.write(Action::ContactSet, |op| contact::set(op, &args.user, args.bu.as_deref()))
}
