//! `access explain`

use clap::Args as ClapArgs;

use crate::cli::commands::access::answers::tree;
use crate::cli::context::Context;
use crate::cli::render::Output;
use crate::domain::{Action, Result};
use crate::service::access::check::Question;
use crate::service::access::explain;

/// Ask why somebody may or may not do something
///
/// Shows the answer with its grounds: what it takes, every path that grants it with the deciding one marked, every limit
/// that was passed or failed, what nearly grants it, and what would help (ACC-2). Exits with 0 whatever the answer.
#[derive(Debug, ClapArgs)]
#[command(
    after_help = "Examples:\n  provost access explain ann.keller@acme.example scan.launch asset:10.20.1.11\n  provost access explain clara.dupont@acme.example asset.add"
)]
pub struct Args {
    /// Whom it is about
    #[arg(value_name = "LOGIN")]
    user: String,
    /// What is done, such as scan.launch
    #[arg(value_name = "ACTION")]
    action: String,
    /// What it is done to, such as asset:10.0.0.7
    #[arg(value_name = "KIND:NAME")]
    object: Option<String>,
    /// Answer as if this command had been run (repeatable)
    #[arg(long, value_name = "COMMAND")]
    assume: Vec<String>,
}

/// Runs the command.
pub fn run<'c>(args: Args, cx: &'c Context<'_>) -> Result<Output<'c>> {
    let question = Question { user: args.user, action: args.action, object: args.object };
    let explanation = cx.read_assuming(&args.assume, Action::AccessExplain, |op| explain::explain(op, &question))?;
    Output::answer(&explanation, tree(&explanation), 0)
}
