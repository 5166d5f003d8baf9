//! `user show`

use clap::Args as ClapArgs;

use crate::cli::context::Context;
use crate::cli::render::Output;
use crate::domain::{Action, Result};
use crate::service;

/// Show a user
///
/// Shows everything about one user: fields, role, level, groups and asset groups.
#[derive(Debug, ClapArgs)]
#[command(
    after_help = "Examples:\n  provost user show ana.silva@acme.example\n  provost user show ana.silva@acme.example --json"
)]
pub struct Args {
    /// The user
    #[arg(value_name = "LOGIN")]
    login: String,
}

/// Runs the command.
pub fn run<'c>(args: Args, cx: &'c Context<'_>) -> Result<Output<'c>> {
    cx.show(Action::UserView, |op| service::user::view::show(op, &args.login))
}
