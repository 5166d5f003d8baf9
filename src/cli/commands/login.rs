//! `login`

use std::cell::RefCell;

use clap::Args;

use crate::cli::commands::verb::Verb;
use crate::cli::context::Context;
use crate::cli::render::Reply;
use crate::cli::render::told::said_by_the_sentence;
use crate::cli::secrets::{SecretArgs, Secrets};
use crate::domain::Result;
use crate::domain::reference::UserRef;
use crate::domain::user::ChangeDue;
use crate::service::Done;
use crate::service::sign_in::login::{self, Attempt, LoginBody};

/// Sign in
///
/// Opens a session on this database; its token is kept for you alone. If a change of the password is
/// forced, or it has expired, the new one is asked for at once, or read from the next line of the input.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  provost login mara.lindholm@acme.example --password-file pw.txt")]
pub struct LoginVerb {
    /// The login
    #[arg(value_name = "LOGIN")]
    login: UserRef,
    #[command(flatten)]
    secret: SecretArgs,
}

impl Verb for LoginVerb {
    type Prints = Done<LoginBody>;

    fn run<'c>(self, cx: &'c Context<'_>) -> Result<Reply<'c, Self::Prints>> {
        cx.refuse_dry_run("login")?;
        cx.require_database()?;
        let secrets = RefCell::new(Secrets::open(&self.secret, cx)?);
        let prompted = secrets.borrow().is_prompt();
        let password = secrets.borrow_mut().existing("Password")?;
        let attempt = Attempt { login: self.login.into(), password, prompted };
        let done = login::login(&cx.app, &attempt, &mut |cause, due| {
            if due.refused.is_none() {
                cx.tell_asker(match cause {
                    ChangeDue::Forced => "the password must be changed at this sign-in",
                    ChangeDue::Expired => "the password has expired, and must be changed at this sign-in",
                });
            }
            secrets.borrow_mut().choice(due, false)
        })?;
        Reply::revealing(&done, done.body.password.iter().cloned().collect())
    }
}

said_by_the_sentence!(LoginBody);
