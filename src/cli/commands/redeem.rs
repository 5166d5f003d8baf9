//! `redeem`

use std::cell::RefCell;

use clap::Args;

use crate::cli::commands::verb::Verb;
use crate::cli::context::Context;
use crate::cli::render::Reply;
use crate::cli::render::told::said_by_the_sentence;
use crate::cli::secrets::{SecretArgs, Secrets};
use crate::domain::Result;
use crate::service::Done;
use crate::service::sign_in::redeem::{self, RedeemBody};

/// Use a one-time link
///
/// Asks for the one-time token of a mail, then for your new password; on standard input they stand on two lines. A
/// token works once. Where passwords are generated, or with `--generate`, the new one is shown once instead.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  provost redeem --password-file link.txt")]
pub struct RedeemVerb {
    /// Generate the password and show it once
    #[arg(long)]
    generate: bool,
    #[command(flatten)]
    secret: SecretArgs,
}

impl Verb for RedeemVerb {
    type Prints = Done<RedeemBody>;

    fn run<'c>(self, cx: &'c Context<'_>) -> Result<Reply<'c, Self::Prints>> {
        cx.refuse_dry_run("redeem")?;
        cx.require_database()?;
        let secrets = RefCell::new(Secrets::open(&self.secret, cx)?);
        let token = secrets.borrow_mut().existing("Token")?;
        let done = redeem::redeem(&cx.app, &token, &mut |due| {
            if due.refused.is_none() {
                cx.tell_asker(&format!("the new password of {}", due.user.login));
            }
            secrets.borrow_mut().required_choice(due, self.generate)
        })?;
        Reply::revealing(&done, done.body.password.iter().cloned().collect())
    }
}

said_by_the_sentence!(RedeemBody);
