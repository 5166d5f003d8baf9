//! `undo` and `redo`

use clap::Args;

use crate::cli::commands::verb::Verb;
use crate::cli::context::Context;
use crate::cli::render::Reply;
use crate::domain::{Action, Result};
use crate::service::Done;
use crate::service::operation::report::RevertBody;
use crate::service::operation::revert::{self, Which};

/// Take back what you did last
///
/// Takes back the last operation of yours that is not undone yet; each time it goes further. `--dry-run` tells exactly
/// what it would do. What stands in the way is named (OP-4); what others did is taken back with `provost op revert`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  provost undo --dry-run\n  provost undo --last 2 --dry-run")]
pub struct UndoVerb {
    #[command(flatten)]
    last: Last,
}

/// Bring back what you undid last
///
/// Takes back the latest `undo` of yours, as long as you have done nothing else since (OP-3).
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  provost redo --dry-run")]
pub struct RedoVerb {
    #[command(flatten)]
    last: Last,
}

/// How many.
#[derive(Debug, Args)]
struct Last {
    /// So many of them, in one step
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u16).range(1..=1000))]
    last: u16,
    /// A number alone is refused: it could be a count or an operation
    #[arg(value_name = "ID", hide = true)]
    number: Option<String>,
}

impl Last {
    fn count(&self, verb: &str) -> Result<usize> {
        match &self.number {
            Some(typed) => Err(revert::bare_number(verb, typed)),
            None => Ok(self.last.into()),
        }
    }
}

impl Verb for UndoVerb {
    type Prints = Done<RevertBody>;

    fn run<'c>(self, cx: &'c Context<'_>) -> Result<Reply<'c, Self::Prints>> {
        let which = Which::Undo(self.last.count("undo")?);
        cx.destroy(Action::OpRevert, |op| revert::revert(op, &which))
    }
}

impl Verb for RedoVerb {
    type Prints = Done<RevertBody>;

    fn run<'c>(self, cx: &'c Context<'_>) -> Result<Reply<'c, Self::Prints>> {
        let which = Which::Redo(self.last.count("redo")?);
        cx.destroy(Action::OpRevert, |op| revert::revert(op, &which))
    }
}
