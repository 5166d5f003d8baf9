//! `group delete`

use clap::Args as ClapArgs;

use crate::cli::context::Context;
use crate::cli::render::Output;
use crate::domain::{Action, Result};
use crate::service::group;

/// Delete a user group
///
/// Its members stay as users; the report says what each of them loses (GRP-2).
#[derive(Debug, ClapArgs)]
#[command(after_help = "Examples:\n  provost group delete Analysts --yes")]
pub struct Args {
    /// The group: name or id
    #[arg(value_name = "GROUP")]
    group: String,
}

/// Runs the command.
pub fn run<'c>(args: Args, cx: &'c Context<'_>) -> Result<Output<'c>> {
    cx.destroy(Action::GroupDelete, |op| group::delete(op, &args.group))
}
