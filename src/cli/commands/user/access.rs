//! How users come in: links, passwords, sessions.

use std::cell::RefCell;

use clap::Args;

use crate::cli::commands::user::links::{self, MailArgs};
use crate::cli::commands::verb::Verb;
use crate::cli::context::Context;
use crate::cli::list_args::ListOf;
use crate::cli::render::results::tell_each;
use crate::cli::render::tabular::Tabular;
use crate::cli::render::told::said_by_the_sentence;
use crate::cli::render::{Either, Lines, Reply, Rows, Told};
use crate::cli::secrets::{SecretArgs, Secrets};
use crate::domain::record::Session;
use crate::domain::reference::UserRef;
use crate::domain::{Action, Error, Result};
use crate::service::Done;
use crate::service::listing::computed;
use crate::service::user::invite::{self, LinksBody};
use crate::service::user::sessions::{self, SignOutBody};
use crate::service::user::view::UserBody;
use crate::service::user::{reset, set_password};

/// Invite users again
///
/// Makes a new one-time link for users who have not signed in yet, and sends it by mail; every earlier link of
/// theirs is dead from then on (USER-5). With `--no-mail` the token is printed, once.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  provost user invite igor.baran@acme.example")]
pub struct UserInvite {
    /// The users; `-` reads them from standard input
    #[arg(value_name = "LOGIN", required = true)]
    users: Vec<UserRef>,
    #[command(flatten)]
    mail: MailArgs,
}

impl Verb for UserInvite {
    type Prints = Done<LinksBody>;

    fn run<'c>(self, cx: &'c Context<'_>) -> Result<Reply<'c, Self::Prints>> {
        let users = cx.objects(self.users, "login")?;
        let tokens = links::tokens(cx, self.mail.no_mail, users.len())?;
        cx.write_revealing(
            Action::UserInvite,
            self.mail.send,
            |op| invite::invite(op, &users, |at| links::delivery(&tokens, at)),
            |done| links::printed(&done.body.results),
        )
    }
}

/// Reset or set a password
///
/// Sends a one-time link with which the user chooses a new password (PASS-5); with `--no-mail` its token is
/// printed, once. With `--set` you set the password yourself: your own password is asked for first, then the
/// new one, and the user must change it at the next sign-in. A dry run asks for neither; of those
/// that are given, it checks the new one.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  provost user password ana.silva@acme.example\n  provost user password ana.silva@acme.example --set --password-file own-and-new.txt"
)]
pub struct UserPassword {
    /// The users; `-` reads them from standard input
    #[arg(value_name = "LOGIN", required = true)]
    users: Vec<UserRef>,
    #[command(flatten)]
    mail: MailArgs,
    /// Set the password of one user directly
    #[arg(long, conflicts_with_all = ["no_mail", "send"])]
    set: bool,
    #[command(flatten)]
    secret: SecretArgs,
}

fn set<'c>(args: &UserPassword, cx: &'c Context<'_>) -> Result<Reply<'c, Either<Done<LinksBody>, Done<UserBody>>>> {
    let [login] = args.users.as_slice() else {
        return Err(Error::usage("a password is set for one user at a time").hint("name a single login"));
    };
    if cx.globals.dry_run && !args.secret.is_given() {
        return Reply::change(&set_password::preview(&cx.app, login)?).map(Reply::second);
    }
    let secrets = RefCell::new(Secrets::open(&args.secret, cx)?);
    let done = set_password::set(
        &cx.app,
        login,
        || secrets.borrow_mut().existing("Your own password"),
        |due| {
            let label = format!("New password of {}", due.user.login);
            secrets.borrow_mut().required(&label, due.settings, due.refused)
        },
    )?;
    Reply::change(&done).map(Reply::second)
}

impl Verb for UserPassword {
    type Prints = Either<Done<LinksBody>, Done<UserBody>>;

    fn run<'c>(self, cx: &'c Context<'_>) -> Result<Reply<'c, Self::Prints>> {
        if self.set {
            return set(&self, cx);
        }
        if self.secret.is_given() {
            return Err(Error::usage("a reset takes no password").hint("add `--set` to set the password yourself"));
        }
        let users = cx.objects(self.users, "login")?;
        let tokens = links::tokens(cx, self.mail.no_mail, users.len())?;
        cx.write_revealing(
            Action::UserPassword,
            self.mail.send,
            |op| reset::reset(op, &users, |at| links::delivery(&tokens, at)),
            |done| links::printed(&done.body.results),
        )
        .map(Reply::first)
    }
}

/// List a user's sessions
///
/// Shows where a user is signed in, the last used first. Everybody sees their own; a manager sees anybody's.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  provost user sessions mara.lindholm@acme.example")]
pub struct UserSessions {
    /// The user
    #[arg(value_name = "LOGIN")]
    login: UserRef,
    #[command(flatten)]
    list: ListOf<Session>,
}

impl Verb for UserSessions {
    type Prints = Rows<Session>;

    fn run<'c>(self, cx: &'c Context<'_>) -> Result<Reply<'c, Self::Prints>> {
        Ok(cx.list::<Session>(Action::UserSessions, self.list.into_request(), move |op, request, sink| {
            computed(op, request, sink, |sink| sessions::list(op, &self.login)?.into_iter().try_for_each(sink))
        }))
    }
}

/// Sign a user out
///
/// Ends all sessions of a user, or only those that are named. API tokens stay: revoke them apart.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  provost user sign-out ana.silva@acme.example")]
pub struct UserSignOut {
    /// The user
    #[arg(value_name = "LOGIN")]
    login: UserRef,
    /// The sessions; all by default
    #[arg(value_name = "SESSION")]
    sessions: Vec<String>,
}

impl Verb for UserSignOut {
    type Prints = Done<SignOutBody>;

    fn run<'c>(self, cx: &'c Context<'_>) -> Result<Reply<'c, Self::Prints>> {
        cx.write(Action::UserSessions, |op| sessions::sign_out(op, &self.login, &self.sessions))
    }
}

said_by_the_sentence!(SignOutBody);

impl Told for LinksBody {
    fn describe(&self, told: &mut Lines) {
        tell_each(&self.results, told);
    }
}

impl Tabular for Session {
    const SHOWN: &'static [&'static str] = &["id", "created_at", "last_seen_at", "address", "client", "current"];
}
