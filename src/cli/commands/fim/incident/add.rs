//! `fim incident add`

use clap::Args as ClapArgs;

use crate::cli::context::Context;
use crate::cli::render::Output;
use crate::domain::{Action, Name, Result};
use crate::service::fim::incident;

/// Add an incident
///
/// Gathers events that you see, for others to review. A reviewer sees at least what your tag scope covers, and has a
/// monitoring role that reviews; up to ten, and never yourself (FIM-13).
#[derive(Debug, ClapArgs)]
#[command(
    after_help = "Examples:\n  provost fim incident add 'Changed passwords' --event 1 --reviewer tomas.reyes@acme.example"
)]
pub struct Args {
    /// The title
    #[arg(value_name = "TITLE")]
    title: String,
    /// Who reviews it (repeatable)
    #[arg(long, value_name = "LOGIN")]
    reviewer: Vec<String>,
    /// An event, by number (repeatable)
    #[arg(long, value_name = "ID")]
    event: Vec<String>,
}

/// Runs the command.
pub fn run<'c>(args: Args, cx: &'c Context<'_>) -> Result<Output<'c>> {
    let title = Name::called("title", &args.title)?;
    cx.write(Action::FimIncidentAdd, |op| incident::add(op, &title, &args.reviewer, &args.event))
}
