//! `user token list`

use clap::Args as ClapArgs;

use crate::cli::context::Context;
use crate::cli::render::{ListArgs, Output};
use crate::domain::record::ApiToken;
use crate::domain::{Action, Result};
use crate::service::user::token;

/// List a user's tokens
///
/// Shows what is known of the tokens of an api-only user; the tokens themselves are shown only when they are made.
#[derive(Debug, ClapArgs)]
#[command(after_help = "Examples:\n  provost user token list ci.robot@acme.example")]
pub struct Args {
    /// The api-only user
    #[arg(value_name = "LOGIN")]
    login: String,
    #[command(flatten)]
    list: ListArgs,
}

/// Runs the command.
pub fn run<'c>(args: Args, cx: &'c Context<'_>) -> Result<Output<'c>> {
    Ok(cx.list::<ApiToken>(Action::UserToken, args.list, move |op, sink| {
        token::list(op, &args.login)?.into_iter().try_for_each(sink)
    }))
}
