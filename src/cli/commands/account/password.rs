//! `account password`

use std::cell::RefCell;

use clap::Args as ClapArgs;

use crate::cli::context::Context;
use crate::cli::render::Output;
use crate::cli::secrets::{SecretArgs, Secrets};
use crate::domain::Result;
use crate::service::account::password;

/// Change your password
///
/// Asks for your present password, then for the new one; with `--password-stdin` they stand on two lines.
/// Your other sessions end. A wrong present password counts as a failed sign-in (PASS-9).
#[derive(Debug, ClapArgs)]
#[command(after_help = "Examples:\n  provost account password --password-file old-and-new.txt")]
pub struct Args {
    /// Generate the new password and show it once
    #[arg(long)]
    generate: bool,
    #[command(flatten)]
    secret: SecretArgs,
}

/// Runs the command.
pub fn run<'c>(args: Args, cx: &'c Context<'_>) -> Result<Output<'c>> {
    cx.refuse_dry_run("account password")?;
    let secrets = RefCell::new(Secrets::open(&args.secret, cx)?);
    let done = password::change(
        &cx.app,
        || secrets.borrow_mut().existing("Present password"),
        |settings| secrets.borrow_mut().required_choice(settings, args.generate),
    )?;
    Output::revealing(&done, done.body.password.iter().cloned().collect())
}
