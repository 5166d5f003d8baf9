//! `login`

use std::cell::RefCell;

use clap::Args as ClapArgs;

use crate::cli::context::Context;
use crate::cli::render::Output;
use crate::cli::secrets::{SecretArgs, Secrets};
use crate::domain::Result;
use crate::domain::user::ChangeDue;
use crate::service::sign_in::login::{self, Attempt};

/// Sign in
///
/// Opens a session on this database; its token is kept for you alone. If a change of the password is
/// forced, or it has expired, the new one is asked for at once, or read from the next line of the input.
#[derive(Debug, ClapArgs)]
#[command(after_help = "Examples:\n  provost login mara.lindholm@acme.example --password-file pw.txt")]
pub struct Args {
    /// The login
    #[arg(value_name = "LOGIN")]
    login: String,
    #[command(flatten)]
    secret: SecretArgs,
}

/// Runs the command.
pub fn run<'c>(args: Args, cx: &'c Context<'_>) -> Result<Output<'c>> {
    cx.refuse_dry_run("login")?;
    cx.require_database()?;
    let secrets = RefCell::new(Secrets::open(&args.secret, cx)?);
    let prompted = secrets.borrow().is_prompt();
    let password = secrets.borrow_mut().existing("Password")?;
    let attempt = Attempt { login: args.login, password, prompted };
    let done = login::login(&cx.app, &attempt, |due, settings| {
        cx.tell_asker(match due {
            ChangeDue::Forced => "the password must be changed at this sign-in",
            ChangeDue::Expired => "the password has expired, and must be changed at this sign-in",
        });
        secrets.borrow_mut().choice(settings, false)
    })?;
    Output::revealing(&done, done.body.password.iter().cloned().collect())
}
