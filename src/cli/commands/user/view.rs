//! Showing users.

use clap::Args;

use crate::cli::commands::verb::Verb;
use crate::cli::context::Context;
use crate::cli::list_args::ListArgs;
use crate::cli::render::told::said_by_the_sentence;
use crate::cli::render::{Reply, Rows};
use crate::domain::Moment;
use crate::domain::record::User;
use crate::domain::reference::UserRef;
use crate::domain::{Action, Result};
use crate::service::user::view::{self, UserBody, UserDetail};

/// List users
///
/// Shows every user that you may view. Primary contacts bear ` *`.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  provost user list\n  provost user list lee\n  provost user list --filter role=scanner --filter unit=EMEA\n  provost user list --dormant 90d\n  provost user list --json --fields login,unit"
)]
pub struct UserList {
    /// Only who was not seen since, such as 90d; who never signed in too
    #[arg(long, value_name = "TIME", allow_hyphen_values = true)]
    dormant: Option<Moment>,
    #[command(flatten)]
    list: ListArgs<User>,
}

impl Verb for UserList {
    type Prints = Rows<User>;

    fn run<'c>(self, cx: &'c Context<'_>) -> Result<Reply<'c, Self::Prints>> {
        let dormant = self.dormant;
        Ok(cx.list::<User>(Action::UserView, self.list.into_request(), move |op, request, sink| match dormant {
            Some(since) => view::list_dormant(op, since, request, sink),
            None => view::list(op, request, sink),
        }))
    }
}

/// Show a user
///
/// Shows everything about one user: fields, role, level, groups and asset groups.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  provost user show ana.silva@acme.example\n  provost user show ana.silva@acme.example --json"
)]
pub struct UserShow {
    /// The user
    #[arg(value_name = "LOGIN")]
    login: UserRef,
}

impl Verb for UserShow {
    type Prints = UserDetail;

    fn run<'c>(self, cx: &'c Context<'_>) -> Result<Reply<'c, Self::Prints>> {
        cx.show(Action::UserView, |op| view::show(op, &self.login))
    }
}

said_by_the_sentence!(UserBody);
