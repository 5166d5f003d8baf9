//! `user token add`

use clap::Args as ClapArgs;

use crate::cli::commands::words::parse_all;
use crate::cli::context::Context;
use crate::cli::render::Output;
use crate::domain::{Action, Result};
use crate::service::credential::new_api_token;
use crate::service::user::token::{self, Request};

/// Make a token
///
/// Makes a token with which a program works as an api-only user, and prints it once. With `--allow` it is narrowed
/// to the named actions (SESS-2); name the `view` actions it needs, too. Give it to the program in `PROVOST_TOKEN`.
#[derive(Debug, ClapArgs)]
#[command(
    after_help = "Examples:\n  provost user token add ci.robot@acme.example --name nightly --allow user.view --expires 2030-01-31"
)]
pub struct Args {
    /// The api-only user
    #[arg(value_name = "LOGIN")]
    login: String,
    /// The token's name
    #[arg(long, value_name = "NAME", required = true)]
    name: String,
    /// Narrow it to this action (repeatable)
    #[arg(long, value_name = "ACTION")]
    allow: Vec<String>,
    /// When it stops working: a date or RFC 3339
    #[arg(long, value_name = "TIME")]
    expires: Option<String>,
}

/// Runs the command.
pub fn run<'c>(args: Args, cx: &'c Context<'_>) -> Result<Output<'c>> {
    cx.refuse_dry_run("user token add")?;
    let (name, allow) = (args.name.parse()?, parse_all(&args.allow)?);
    let secret = new_api_token(cx.random)?;
    let expires = args.expires.as_deref();
    cx.write_revealing(
        Action::UserToken,
        |op| {
            let request = Request { login: &args.login, name: &name, allow: &allow, expires, secret: &secret };
            token::add(op, &request)
        },
        |done| vec![done.body.token.clone()],
    )
}
