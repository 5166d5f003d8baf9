//! `user invite`

use clap::Args as ClapArgs;

use crate::cli::commands::user::links;
use crate::cli::context::Context;
use crate::cli::render::Output;
use crate::domain::{Action, Result};
use crate::service::user::invite;

/// Invite users again
///
/// Makes a new one-time link for users who have not signed in yet, and sends it by mail; every earlier link of
/// theirs is dead from then on (USER-5). With `--no-mail` the token is printed, once.
#[derive(Debug, ClapArgs)]
#[command(after_help = "Examples:\n  provost user invite igor.baran@acme.example")]
pub struct Args {
    /// The users; `-` reads them from standard input
    #[arg(value_name = "LOGIN", required = true)]
    users: Vec<String>,
    /// Print the token instead of sending a mail
    #[arg(long)]
    no_mail: bool,
}

/// Runs the command.
pub fn run<'c>(args: Args, cx: &'c Context<'_>) -> Result<Output<'c>> {
    let users = cx.objects(args.users, "login")?;
    let tokens = links::tokens(cx, args.no_mail, users.len())?;
    cx.write_revealing(
        Action::UserInvite,
        |op| invite::invite(op, &users, |at| links::delivery(&tokens, at)),
        |done| links::printed(&done.body.results),
    )
}
