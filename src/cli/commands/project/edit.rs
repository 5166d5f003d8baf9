//! `project edit`

use clap::Args as ClapArgs;

use crate::cli::commands::words::optional;
use crate::cli::context::Context;
use crate::cli::render::Output;
use crate::domain::{Action, Result};
use crate::service::project;

/// Edit a project
///
/// Changes the named fields; an empty value clears one.
#[derive(Debug, ClapArgs)]
#[command(after_help = "Examples:\n  provost project edit 'Web shop' --description 'the shop and its checkout'")]
pub struct Args {
    /// The project: name or id
    #[arg(value_name = "PROJECT")]
    project: String,
    /// The new name
    #[arg(long, value_name = "NAME")]
    name: Option<String>,
    /// What it is about
    #[arg(long, value_name = "TEXT")]
    description: Option<String>,
}

/// Runs the command.
pub fn run<'c>(args: Args, cx: &'c Context<'_>) -> Result<Output<'c>> {
    let (name, description) = (optional(args.name.as_ref())?, optional(args.description.as_ref())?);
    cx.write(Action::ProjectEdit, |op| project::edit(op, &args.project, name.as_ref(), description.as_ref()))
}
