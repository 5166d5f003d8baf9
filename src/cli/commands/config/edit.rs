//! `config edit`

use clap::Args as ClapArgs;

use super::content;
use super::recurrence::RecurrenceArgs;
use crate::cli::commands::words::optional;
use crate::cli::context::Context;
use crate::cli::render::Output;
use crate::domain::{Action, Result};
use crate::service::config::edit;

/// Edit a configuration
///
/// Changes what is named and leaves the rest. A new recurrence must be given whole.
#[derive(Debug, ClapArgs)]
#[command(
    after_help = "Examples:\n  provost config edit 'Weekly EMEA scan' --name 'EMEA scan'\n  provost config edit 'Weekly EMEA scan' --add-target 'Shared Services'"
)]
pub struct Args {
    /// The configuration: name or id
    #[arg(value_name = "CONFIG")]
    config: String,
    /// The new name
    #[arg(long, value_name = "NAME")]
    name: Option<String>,
    /// Aim it at this asset group too (repeatable)
    #[arg(long, value_name = "GROUP")]
    add_target: Vec<String>,
    /// Aim it at this asset group no longer (repeatable)
    #[arg(long, value_name = "GROUP")]
    remove_target: Vec<String>,
    /// Share it with the subscription or unit
    #[arg(long, value_name = "BOOL")]
    global: Option<bool>,
    /// The content, as JSON or @FILE; empty clears it
    #[arg(long, value_name = "JSON|@FILE")]
    content: Option<String>,
    #[command(flatten)]
    recurrence: RecurrenceArgs,
}

/// Runs the command.
pub fn run<'c>(args: Args, cx: &'c Context<'_>) -> Result<Output<'c>> {
    let request = edit::Request {
        config: args.config,
        name: optional(args.name.as_ref())?,
        content: args.content.as_deref().map(content::parse).transpose()?,
        add_targets: args.add_target,
        remove_targets: args.remove_target,
        global: args.global,
        recurrence: args.recurrence.parse()?,
    };
    cx.write(Action::ConfigEdit, |op| edit::edit(op, &request))
}
