//! Activating, deactivating and deleting users.

use clap::Args;

use crate::cli::commands::verb::Verb;
use crate::cli::commands::words::optional;
use crate::cli::context::Context;
use crate::cli::render::results::tell_each;
use crate::cli::render::{Lines, Reply, Told};
use crate::domain::deletion::ResultsAnswer;
use crate::domain::reference::{DeleteWord, UserRef};
use crate::domain::text::printable;
use crate::domain::{Action, Error, Result};
use crate::service::Done;
use crate::service::deletion::{self, ConfigsFate, DeletionBody, Request};
use crate::service::report::Outcomes;
use crate::service::user::status::{self, DeactivateBody};

/// Activate users
///
/// Brings deactivated and locked users back: to active, or to pending if they never signed in (USER-2). The
/// count of failed sign-ins starts anew.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  provost user activate hanna.lund@acme.example")]
pub struct UserActivate {
    /// The users; `-` reads them from standard input
    #[arg(value_name = "LOGIN", required = true)]
    users: Vec<UserRef>,
}

impl Verb for UserActivate {
    type Prints = Done<Outcomes>;

    fn run<'c>(self, cx: &'c Context<'_>) -> Result<Reply<'c, Self::Prints>> {
        let users = cx.objects(self.users, "login")?;
        cx.write(Action::UserActivate, |op| status::activate(op, &users))
    }
}

/// Deactivate users
///
/// Ends sessions, tokens and links at once; schedules run until their next launch time and are switched off
/// then, unless somebody active gets them before (USER-6). Everything else stays as it is.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  provost user deactivate yuki.tanaka@acme.example --yes")]
pub struct UserDeactivate {
    /// The users; `-` reads them from standard input
    #[arg(value_name = "LOGIN", required = true)]
    users: Vec<UserRef>,
}

impl Verb for UserDeactivate {
    type Prints = Done<DeactivateBody>;

    fn run<'c>(self, cx: &'c Context<'_>) -> Result<Reply<'c, Self::Prints>> {
        let users = cx.objects(self.users, "login")?;
        cx.destroy(Action::UserDeactivate, |op| status::deactivate(op, &users))
    }
}

/// Delete users
///
/// Deletes users for good. What nobody else may lose goes to the unit's primary contact: asset groups, appliances,
/// and of managers their scheduled scans and what they shared (DEL-3). What becomes of results and of the other
/// configurations is asked, or answered with flags.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  provost user delete will.hart@acme.example --results keep --configs delete --yes")]
pub struct UserDelete {
    /// The users; `-` reads them from standard input
    #[arg(value_name = "LOGIN", required = true)]
    users: Vec<UserRef>,
    /// Scan and map results: keep or delete
    #[arg(long, value_name = "ANSWER")]
    results: Option<ResultsAnswer>,
    /// Configurations: delete
    #[arg(long, value_name = "ANSWER", conflicts_with = "configs_to")]
    configs: Option<DeleteWord>,
    /// Give the configurations to this user
    #[arg(long, value_name = "LOGIN")]
    configs_to: Option<UserRef>,
}

impl UserDelete {
    /// The answers given as flags or at the terminal.
    fn answers(&self, asked: &dyn Fn(&str) -> Option<String>) -> Result<(Option<ResultsAnswer>, Option<ConfigsFate>)> {
        let results = optional(asked("results").as_ref())?.or(self.results);
        let to = asked("configs-to").or_else(|| self.configs_to.clone().map(Into::into));
        let configs = match (self.configs.as_deref(), to) {
            (Some("delete"), _) => Some(ConfigsFate::Delete),
            (Some(other), _) => {
                return Err(Error::invalid(format!("`{}` is no answer for `--configs`", printable(other)))
                    .rule("DEL-2")
                    .hint("`--configs delete`, or `--configs-to LOGIN`"));
            }
            (None, Some(word)) if word == "delete" => Some(ConfigsFate::Delete),
            (None, login) => login.map(ConfigsFate::To),
        };
        Ok((results, configs))
    }
}

impl Verb for UserDelete {
    type Prints = Done<DeletionBody>;

    fn run<'c>(self, cx: &'c Context<'_>) -> Result<Reply<'c, Self::Prints>> {
        let users = cx.objects(self.users.clone(), "login")?;
        self.answers(&|_| None)?;
        cx.destroy_asking(
            Action::UserDelete,
            |op, asked| {
                let (results, configs) = self.answers(asked)?;
                deletion::delete(op, &Request { users: users.clone(), results, configs })
            },
            |_| true,
        )
    }
}

impl Told for DeactivateBody {
    fn describe(&self, told: &mut Lines) {
        tell_each(&self.results, told);
    }
}
