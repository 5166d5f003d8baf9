//! `user delete`

use clap::Args as ClapArgs;

use crate::cli::commands::words::optional;
use crate::cli::context::Context;
use crate::cli::render::Output;
use crate::domain::deletion::ResultsAnswer;
use crate::domain::{Action, Error, Result};
use crate::service::deletion::{self, ConfigsAnswer, Request};

/// Delete users
///
/// Deletes users for good. What nobody else may lose goes to the unit's primary contact: asset groups, appliances,
/// and of managers their scheduled scans and what they shared (DEL-3). What becomes of results and of the other
/// configurations is asked, or answered with flags.
#[derive(Debug, ClapArgs)]
#[command(after_help = "Examples:\n  provost user delete will.hart@acme.example --results keep --configs delete --yes")]
pub struct Args {
    /// The users; `-` reads them from standard input
    #[arg(value_name = "LOGIN", required = true)]
    users: Vec<String>,
    /// Scan and map results: keep or delete
    #[arg(long, value_name = "ANSWER")]
    results: Option<String>,
    /// Configurations: delete
    #[arg(long, value_name = "ANSWER", conflicts_with = "configs_to")]
    configs: Option<String>,
    /// Give the configurations to this user
    #[arg(long, value_name = "LOGIN")]
    configs_to: Option<String>,
}

impl Args {
    /// The answers given as flags or at the terminal.
    fn answers(
        &self,
        asked: &dyn Fn(&str) -> Option<String>,
    ) -> Result<(Option<ResultsAnswer>, Option<ConfigsAnswer>)> {
        let results = optional(asked("results").or_else(|| self.results.clone()).as_ref())?;
        let configs = match (self.configs.as_deref(), asked("configs-to").or_else(|| self.configs_to.clone())) {
            (Some("delete"), _) => Some(ConfigsAnswer::Delete),
            (Some(other), _) => {
                return Err(Error::invalid(format!(
                    "`{}` is no answer for `--configs`",
                    crate::domain::text::printable(other)
                ))
                .rule("DEL-2")
                .hint("`--configs delete`, or `--configs-to LOGIN`"));
            }
            (None, Some(word)) if word == "delete" => Some(ConfigsAnswer::Delete),
            (None, login) => login.map(ConfigsAnswer::To),
        };
        Ok((results, configs))
    }
}

/// Runs the command.
pub fn run<'c>(args: Args, cx: &'c Context<'_>) -> Result<Output<'c>> {
    let users = cx.objects(args.users.clone(), "login")?;
    args.answers(&|_| None)?;
    cx.destroy_asking(
        Action::UserDelete,
        |op, asked| {
            let (results, configs) = args.answers(asked)?;
            deletion::delete(op, &Request { users: users.clone(), results, configs })
        },
        |_| true,
    )
}
