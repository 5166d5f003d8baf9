//! `user token revoke`

use clap::Args as ClapArgs;

use crate::cli::context::Context;
use crate::cli::render::Output;
use crate::domain::{Action, Result};
use crate::service::user::token;

/// Revoke a token
///
/// The token is dead from then on.
#[derive(Debug, ClapArgs)]
#[command(after_help = "Examples:\n  provost user token revoke ci.robot@acme.example nightly")]
pub struct Args {
    /// The api-only user
    #[arg(value_name = "LOGIN")]
    login: String,
    /// The token's name
    #[arg(value_name = "NAME")]
    name: String,
}

/// Runs the command.
pub fn run<'c>(args: Args, cx: &'c Context<'_>) -> Result<Output<'c>> {
    cx.refuse_dry_run("user token revoke")?;
    cx.write(Action::UserToken, |op| token::revoke(op, &args.login, &args.name))
}
