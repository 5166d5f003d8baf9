//! `recover`

use clap::Args as ClapArgs;

use crate::cli::context::Context;
use crate::cli::render::Output;
use crate::domain::{Action, Result};
use crate::service::sign_in::recover;

/// Get a manager back in
///
/// For whoever owns the database file on this machine, when nobody inside can help: unlocks a manager, by default the
/// primary contact, and prints a one-time token for `provost redeem`. Needs no sign-in, and leaves a mark in the
/// activity log (PASS-8).
#[derive(Debug, ClapArgs)]
#[command(after_help = "Examples:\n  provost recover --yes")]
pub struct Args {
    /// The manager [default: the primary contact]
    #[arg(value_name = "LOGIN")]
    login: Option<String>,
}

/// Runs the command.
pub fn run<'c>(args: Args, cx: &'c Context<'_>) -> Result<Output<'c>> {
    cx.refuse_dry_run("recover")?;
    let login = args.login.as_deref();
    let user = recover::candidate(&cx.app, login)?;
    cx.confirm_plainly(Action::Recover, || {
        Ok(format!("would unlock `{}` and print a one-time token for its password", user.login))
    })?;
    let done = recover::recover(&cx.app, login, &cx.os_user())?;
    Output::revealing(&done, vec![done.body.token.clone()])
}
