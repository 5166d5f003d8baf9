//! `tags scope`

use clap::Args as ClapArgs;

use crate::cli::context::Context;
use crate::cli::render::Output;
use crate::domain::{Action, Error, Result};
use crate::service::tag::scope::{self, Change};

/// Show or change a tag scope
///
/// Without a flag, shows the tags in one user's scope and what they cover. A tag covers those below it, never those above
/// (SCOPE-2). Only a manager changes scopes, and the change counts from the next command on (SCOPE-1).
#[derive(Debug, ClapArgs)]
#[command(
    after_help = "Examples:\n  provost tags scope ann.keller@acme.example\n  provost tags scope ann.keller@acme.example --add production"
)]
pub struct Args {
    /// The users; `-` reads them from standard input
    #[arg(value_name = "LOGIN", required = true)]
    users: Vec<String>,
    /// Put this tag into the scope (repeatable)
    #[arg(long, value_name = "TAG")]
    add: Vec<String>,
    /// Take this tag out of the scope (repeatable)
    #[arg(long, value_name = "TAG")]
    remove: Vec<String>,
    /// Make exactly these tags the scope (repeatable)
    #[arg(long, value_name = "TAG", conflicts_with_all = ["add", "remove"])]
    set: Vec<String>,
    /// Take every tag out of the scope
    #[arg(long, conflicts_with_all = ["add", "remove", "set"])]
    clear: bool,
}

/// Runs the command.
pub fn run<'c>(args: Args, cx: &'c Context<'_>) -> Result<Output<'c>> {
    let users = cx.objects(args.users, "login")?;
    if args.clear || !args.set.is_empty() {
        return change(cx, &users, &Change::Set(args.set));
    }
    if !args.add.is_empty() || !args.remove.is_empty() {
        return change(cx, &users, &Change::Edit { add: args.add, remove: args.remove });
    }
    let [user] = users.as_slice() else {
        return Err(Error::usage("one scope is shown at a time")
            .rule("SCOPE-4")
            .hint("name a single user, or say what is to change: `--add`, `--remove`, `--set` or `--clear`"));
    };
    cx.show(Action::UserView, |op| scope::show(op, user))
}

fn change<'c>(cx: &'c Context<'_>, users: &[String], change: &Change) -> Result<Output<'c>> {
    cx.write(Action::TagsScope, |op| scope::change(op, users, change))
}
