//! `group edit`

use clap::Args as ClapArgs;

use crate::cli::commands::words::optional;
use crate::cli::context::Context;
use crate::cli::render::Output;
use crate::domain::{Action, Result};
use crate::service::group::{self, Edit};

/// Edit a user group
///
/// Changes the named fields; another level changes the rights of every member, and the report says whose and how.
#[derive(Debug, ClapArgs)]
#[command(after_help = "Examples:\n  provost group edit Analysts --level viewer")]
pub struct Args {
    /// The group: name or id
    #[arg(value_name = "GROUP")]
    group: String,
    /// The new name
    #[arg(long, value_name = "NAME")]
    name: Option<String>,
    /// What it is for
    #[arg(long, value_name = "TEXT")]
    description: Option<String>,
    /// The level it lends
    #[arg(long, value_name = "LEVEL")]
    level: Option<String>,
}

/// Runs the command.
pub fn run<'c>(args: Args, cx: &'c Context<'_>) -> Result<Output<'c>> {
    let request = Edit {
        group: args.group,
        name: optional(args.name.as_ref())?,
        description: optional(args.description.as_ref())?,
        level: optional(args.level.as_ref())?,
    };
    cx.write(Action::GroupEdit, |op| group::edit(op, &request))
}
