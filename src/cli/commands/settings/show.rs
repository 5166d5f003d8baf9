//! `settings show`

use clap::Args as ClapArgs;

use crate::cli::context::Context;
use crate::cli::render::{ListArgs, Output};
use crate::domain::{Action, Result};
use crate::service::settings::{self, Setting};

/// Show the settings
///
/// Shows every setting with its value, what it accepts and what it means.
#[derive(Debug, ClapArgs)]
#[command(after_help = "Examples:\n  provost settings show\n  provost settings show --filter key~password")]
pub struct Args {
    #[command(flatten)]
    list: ListArgs,
}

/// Runs the command.
pub fn run<'c>(args: Args, cx: &'c Context<'_>) -> Result<Output<'c>> {
    Ok(cx.list::<Setting>(Action::SettingsView, args.list, |op, sink| {
        settings::show(op)?.into_iter().try_for_each(sink)
    }))
}
