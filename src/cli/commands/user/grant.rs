//! `user grant`

use clap::Args as ClapArgs;

use crate::cli::commands::words::parse_all;
use crate::cli::context::Context;
use crate::cli::render::Output;
use crate::domain::{Action, Result};
use crate::service::user::grant;

/// Grant extended permissions
///
/// Switches extended permissions on for one user. Only some roles can hold each of them (ROLE-4).
#[derive(Debug, ClapArgs)]
#[command(after_help = "Examples:\n  provost user grant ana.silva@acme.example create-option-profiles")]
pub struct Args {
    /// The user
    #[arg(value_name = "LOGIN")]
    user: String,
    /// The permissions
    #[arg(value_name = "PERMISSION", required = true)]
    permissions: Vec<String>,
}

/// Runs the command.
pub fn run<'c>(args: Args, cx: &'c Context<'_>) -> Result<Output<'c>> {
    let permissions = parse_all(&args.permissions)?;
    cx.write(Action::UserGrant, |op| grant::grant(op, &args.user, &permissions))
}
