//! `user password`

use std::cell::RefCell;

use clap::Args as ClapArgs;

use crate::cli::commands::user::links;
use crate::cli::context::Context;
use crate::cli::render::Output;
use crate::cli::secrets::{SecretArgs, Secrets};
use crate::domain::{Action, Error, Result};
use crate::service::user::{reset, set_password};

/// Reset or set a password
///
/// Sends a one-time link with which the user chooses a new password (PASS-5); with `--no-mail` its token is
/// printed, once. With `--set` you set the password yourself: your own password is asked for first, then the
/// new one, and the user must change it at the next sign-in.
#[derive(Debug, ClapArgs)]
#[command(
    after_help = "Examples:\n  provost user password ana.silva@acme.example\n  provost user password ana.silva@acme.example --set --password-file own-and-new.txt"
)]
pub struct Args {
    /// The users; `-` reads them from standard input
    #[arg(value_name = "LOGIN", required = true)]
    users: Vec<String>,
    /// Print the token instead of sending a mail
    #[arg(long, conflicts_with = "set")]
    no_mail: bool,
    /// Set the password of one user directly
    #[arg(long)]
    set: bool,
    #[command(flatten)]
    secret: SecretArgs,
}

fn set<'c>(args: &Args, cx: &'c Context<'_>) -> Result<Output<'c>> {
    let [login] = args.users.as_slice() else {
        return Err(Error::usage("a password is set for one user at a time").hint("name a single login"));
    };
    let secrets = RefCell::new(Secrets::open(&args.secret, cx)?);
    let done = set_password::set(
        &cx.app,
        login,
        || secrets.borrow_mut().existing("Your own password"),
        |user| secrets.borrow_mut().required(&format!("New password of {}", user.login)),
    )?;
    Output::change(&done)
}

/// Runs the command.
pub fn run<'c>(args: Args, cx: &'c Context<'_>) -> Result<Output<'c>> {
    cx.refuse_dry_run("user password")?;
    if args.set {
        return set(&args, cx);
    }
    if args.secret.is_given() {
        return Err(Error::usage("a reset takes no password").hint("add `--set` to set the password yourself"));
    }
    let users = cx.objects(args.users, "login")?;
    let tokens = links::tokens(cx, args.no_mail, users.len())?;
    cx.write_revealing(
        Action::UserPassword,
        |op| reset::reset(op, &users, |at| links::delivery(&tokens, at)),
        |done| links::printed(&done.body.results),
    )
}
