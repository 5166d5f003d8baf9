//! `recover`

use clap::Args;

use crate::cli::commands::verb::Verb;
use crate::cli::context::Context;
use crate::cli::render::Reply;
use crate::cli::render::told::said_by_the_sentence;
use crate::domain::reference::UserRef;
use crate::domain::{Action, Result};
use crate::service::Done;
use crate::service::sign_in::recover::{self, RecoverBody};

/// Get a manager back in
///
/// For whoever owns the database file on this machine, when nobody inside can help: unlocks a manager, by default the
/// primary contact, and prints a one-time token for `provost redeem`. Needs no sign-in, and leaves a mark in the
/// activity log (PASS-8).
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  provost recover --yes")]
pub struct RecoverVerb {
    /// The manager [default: the primary contact]
    #[arg(value_name = "LOGIN")]
    login: Option<UserRef>,
}

impl Verb for RecoverVerb {
    type Prints = Done<RecoverBody>;

    fn run<'c>(self, cx: &'c Context<'_>) -> Result<Reply<'c, Self::Prints>> {
        cx.refuse_dry_run("recover")?;
        let login = self.login.as_deref();
        let user = recover::candidate(&cx.app, login)?;
        cx.confirm_plainly(Action::Recover, || {
            Ok(format!("would unlock `{}` and print a one-time token for its password", user.login))
        })?;
        let done = recover::recover(&cx.app, login, &cx.os_user())?;
        Reply::revealing(&done, vec![done.body.token.clone()])
    }
}

said_by_the_sentence!(RecoverBody);
