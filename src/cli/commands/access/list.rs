//! `access list`

use clap::Args as ClapArgs;

use crate::cli::context::Context;
use crate::cli::render::{ListArgs, Output};
use crate::domain::{Action, Result};
use crate::service::access::list::{self, Held};

/// List all that somebody may do
///
/// Shows each action that a user holds, how far, for which project or kind of configuration, and by what (ACC-3).
#[derive(Debug, ClapArgs)]
#[command(
    after_help = "Examples:\n  provost access list ann.keller@acme.example\n  provost access list ann.keller@acme.example --assume 'user level ann.keller@acme.example viewer' --filter reach=all"
)]
pub struct Args {
    /// Whom it is about
    #[arg(value_name = "LOGIN")]
    user: String,
    /// Answer as if this command had been run (repeatable)
    #[arg(long, value_name = "COMMAND")]
    assume: Vec<String>,
    #[command(flatten)]
    list: ListArgs,
}

/// Runs the command.
pub fn run<'c>(args: Args, cx: &'c Context<'_>) -> Result<Output<'c>> {
    Ok(cx.list_assuming::<Held>(args.assume, Action::AccessList, args.list, move |op, sink| {
        list::list(op, &args.user, sink)
    }))
}
