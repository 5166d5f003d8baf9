//! `access who`

use clap::Args as ClapArgs;

use crate::cli::context::Context;
use crate::cli::render::{ListArgs, Output};
use crate::domain::{Action, Result};
use crate::service::access::who::{self, Holder};

/// List everybody who may do something
///
/// Shows each user who may do it, how far and by what; without an object, each who holds the action at all (ACC-3). Only
/// users whom you may view are named, and a notice says so.
#[derive(Debug, ClapArgs)]
#[command(
    after_help = "Examples:\n  provost access who scan.launch asset:10.10.0.10\n  provost access who settings.security --json"
)]
pub struct Args {
    /// What is done, such as scan.launch
    #[arg(value_name = "ACTION")]
    action: String,
    /// What it is done to, such as asset:10.0.0.7
    #[arg(value_name = "KIND:NAME")]
    object: Option<String>,
    /// Answer as if this command had been run (repeatable)
    #[arg(long, value_name = "COMMAND")]
    assume: Vec<String>,
    #[command(flatten)]
    list: ListArgs,
}

/// Runs the command.
pub fn run<'c>(args: Args, cx: &'c Context<'_>) -> Result<Output<'c>> {
    Ok(cx.list_assuming::<Holder>(args.assume, Action::AccessWho, args.list, move |op, sink| {
        if who::is_narrowed(op)? {
            cx.notice("only users whom you may view are named");
        }
        who::who(op, &args.action, args.object.as_deref(), sink)
    }))
}
