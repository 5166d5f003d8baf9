//! `redeem`

use std::cell::RefCell;

use clap::Args as ClapArgs;

use crate::cli::context::Context;
use crate::cli::render::Output;
use crate::cli::secrets::{SecretArgs, Secrets};
use crate::domain::Result;
use crate::service::sign_in::redeem;

/// Use a one-time link
///
/// Asks for the one-time token of a mail, then for your new password; on standard input they stand on two lines. A
/// token works once. Where passwords are generated, or with `--generate`, the new one is shown once instead.
#[derive(Debug, ClapArgs)]
#[command(after_help = "Examples:\n  provost redeem --password-file link.txt")]
pub struct Args {
    /// Generate the password and show it once
    #[arg(long)]
    generate: bool,
    #[command(flatten)]
    secret: SecretArgs,
}

/// Runs the command.
pub fn run<'c>(args: Args, cx: &'c Context<'_>) -> Result<Output<'c>> {
    cx.refuse_dry_run("redeem")?;
    cx.require_database()?;
    let secrets = RefCell::new(Secrets::open(&args.secret, cx)?);
    let token = secrets.borrow_mut().existing("Token")?;
    let done = redeem::redeem(&cx.app, &token, |settings, user| {
        cx.tell_asker(&format!("the new password of {}", user.login));
        secrets.borrow_mut().required_choice(settings, args.generate)
    })?;
    Output::revealing(&done, done.body.password.iter().cloned().collect())
}
