//! `user revoke`

use clap::Args as ClapArgs;

use crate::cli::commands::words::parse_all;
use crate::cli::context::Context;
use crate::cli::render::Output;
use crate::domain::{Action, Result};
use crate::service::user::grant;

/// Revoke extended permissions
///
/// Switches extended permissions off for one user.
#[derive(Debug, ClapArgs)]
#[command(after_help = "Examples:\n  provost user revoke ben.osei@acme.example manage-virtual-scanners")]
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
    cx.write(Action::UserGrant, |op| grant::revoke(op, &args.user, &permissions))
}
