//! Tokens of api-only users.

use clap::Args;

use crate::cli::commands::verb::Verb;
use crate::cli::commands::verbs;
use crate::cli::context::Context;
use crate::cli::list_args::ListOf;
use crate::cli::render::tabular::Tabular;
use crate::cli::render::told::said_by_the_sentence;
use crate::cli::render::{Reply, Rows};
use crate::domain::Moment;
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
    /// Narrow it to these actions (repeatable)
    #[arg(long, value_name = "ACTION", value_delimiter = ',')]
    allow: Vec<Action>,
    /// When it stops working: 90d from now, `tomorrow`, or a date
    #[arg(long, value_name = "TIME", allow_hyphen_values = true)]
    expires: Option<Moment>,
}

impl Verb for UserTokenAdd {
    type Prints = Done<TokenBody>;

    fn run<'c>(self, cx: &'c Context<'_>) -> Result<Reply<'c, Self::Prints>> {
        cx.refuse_dry_run("user token add")?;
        let (name, allow) = (self.name, self.allow);
        let secret = new_api_token(cx.random)?;
        let expires = self.expires;
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

/// List tokens
///
/// Shows what is known of the tokens of an api-only user, or of all within reach: their last use and when they expire. The
/// tokens themselves are shown only when they are made.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  provost user token list\n  provost user token list ci.robot@acme.example")]
pub struct UserTokenList {
    /// The api-only user; all within reach by default
    #[arg(value_name = "LOGIN")]
    login: Option<UserRef>,
    #[command(flatten)]
    list: ListOf<ApiToken>,
}

impl Verb for UserTokenList {
    type Prints = Rows<ApiToken>;

    fn run<'c>(self, cx: &'c Context<'_>) -> Result<Reply<'c, Self::Prints>> {
        Ok(cx.list::<ApiToken>(Action::UserToken, self.list.into_request(), move |op, request, sink| {
            token::list(op, self.login.as_deref(), request, sink)
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
    const SHOWN: &'static [&'static str] = &["login", "name", "allow", "expires_at", "last_used_at"];
}
