//! `fim event ignore`

use clap::Args as ClapArgs;

use crate::cli::context::Context;
use crate::cli::render::Output;
use crate::domain::{Action, Result};
use crate::service::fim::event;

/// Ignore events
///
/// Marks events that mean nothing: no correlation rule takes them up. With `--undo` the mark is taken away.
#[derive(Debug, ClapArgs)]
#[command(
    after_help = "Examples:\n  provost fim event ignore 1 2\n  provost fim event list --filter process=dpkg -o jsonl | provost fim event ignore -"
)]
pub struct Args {
    /// The numbers; `-` reads them from standard input
    #[arg(value_name = "ID", required = true)]
    events: Vec<String>,
    /// Take the mark away
    #[arg(long)]
    undo: bool,
}

/// Runs the command.
pub fn run<'c>(args: Args, cx: &'c Context<'_>) -> Result<Output<'c>> {
    let events = cx.objects(args.events, "id")?;
    cx.write(Action::FimEventIgnore, |op| event::ignore(op, &events, !args.undo))
}
