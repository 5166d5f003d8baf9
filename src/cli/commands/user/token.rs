//! Tokens of api-only users.

use clap::Args;

use crate::cli::commands::verb::Verb;
use crate::cli::commands::verbs;
use crate::cli::context::Context;
use crate::cli::render::tabular::{ListColumn, Tabular, more, shown};
use crate::cli::render::told::said_by_the_sentence;
use crate::cli::render::{ListArgs, Reply};
use crate::domain::record::ApiToken;
use crate::domain::reference::UserRef;
use crate::domain::{Action, Name, Result};
use crate::service::Done;
use crate::service::credential::new_api_token;
use crate::service::user::token::{self, Request, RevokeBody, TokenBody};

verbs! {
    /// Tokens of api-only users
    UserTokenVerb {
        "add" UserTokenAdd,
        "list" UserTokenList,
        "revoke" UserTokenRevoke,
    }
}

/// Make a token
///
/// Makes a token with which a program works as an api-only user, and prints it once. With `--allow` it is narrowed
/// to the named actions (SESS-2); name the `view` actions it needs, too. Give it to the program in `PROVOST_TOKEN`.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  provost user token add ci.robot@acme.example --name nightly --allow user.view --expires 2030-01-31"
)]
pub struct UserTokenAdd {
    /// The api-only user
    #[arg(value_name = "LOGIN")]
    login: UserRef,
    /// The token's name
    #[arg(long, value_name = "NAME", required = true)]
    name: Name,
    /// Narrow it to this action (repeatable)
    #[arg(long, value_name = "ACTION")]
    allow: Vec<Action>,
    /// When it stops working: a date or RFC 3339
    #[arg(long, value_name = "TIME")]
    expires: Option<String>,
}

impl Verb for UserTokenAdd {
    type Prints = Done<TokenBody>;

    fn run<'c>(self, cx: &'c Context<'_>) -> Result<Reply<'c, Self::Prints>> {
        cx.refuse_dry_run("user token add")?;
        let (name, allow) = (self.name, self.allow);
        let secret = new_api_token(cx.random)?;
        let expires = self.expires.as_deref();
        cx.write_revealing(
            Action::UserToken,
            false,
            |op| {
                let request = Request { login: &self.login, name: &name, allow: &allow, expires, secret: &secret };
                token::add(op, &request)
            },
            |done| vec![done.body.token.clone()],
        )
    }
}

/// List a user's tokens
///
/// Shows what is known of the tokens of an api-only user; the tokens themselves are shown only when they are made.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  provost user token list ci.robot@acme.example")]
pub struct UserTokenList {
    /// The api-only user
    #[arg(value_name = "LOGIN")]
    login: UserRef,
    #[command(flatten)]
    list: ListArgs,
}

impl Verb for UserTokenList {
    type Prints = Vec<ApiToken>;

    fn run<'c>(self, cx: &'c Context<'_>) -> Result<Reply<'c, Self::Prints>> {
        Ok(cx.list::<ApiToken>(Action::UserToken, self.list, move |op, sink| {
            token::list(op, &self.login)?.into_iter().try_for_each(sink)
        }))
    }
}

/// Revoke a token
///
/// The token is dead from then on.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  provost user token revoke ci.robot@acme.example nightly")]
pub struct UserTokenRevoke {
    /// The api-only user
    #[arg(value_name = "LOGIN")]
    login: UserRef,
    /// The token's name
    #[arg(value_name = "NAME")]
    name: String,
}

impl Verb for UserTokenRevoke {
    type Prints = Done<RevokeBody>;

    fn run<'c>(self, cx: &'c Context<'_>) -> Result<Reply<'c, Self::Prints>> {
        cx.refuse_dry_run("user token revoke")?;
        cx.write(Action::UserToken, |op| token::revoke(op, &self.login, &self.name))
    }
}

said_by_the_sentence!(TokenBody, RevokeBody);

impl Tabular for ApiToken {
    const COLUMNS: &'static [ListColumn] = &[
        more("id"),
        more("login"),
        shown("name"),
        shown("allow"),
        more("created_at"),
        more("created_by"),
        shown("expires_at"),
        shown("last_used_at"),
    ];
}
