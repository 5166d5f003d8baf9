//! `tags delete`

use clap::Args as ClapArgs;

use crate::cli::context::Context;
use crate::cli::render::Output;
use crate::domain::{Action, Result};
use crate::service::tag::define;

/// Delete a tag
///
/// Takes the tag off every asset; tags below it go to its parent. A tag with others below it, or in somebody's scope,
/// is deleted only with `--force`; the report names whose scope shrinks (TAG-3).
#[derive(Debug, ClapArgs)]
#[command(after_help = "Examples:\n  provost tags delete staging --yes")]
pub struct Args {
    /// The tag: name or id
    #[arg(value_name = "TAG")]
    tag: String,
    /// Delete it though it is used
    #[arg(long)]
    force: bool,
}

/// Runs the command.
pub fn run<'c>(args: Args, cx: &'c Context<'_>) -> Result<Output<'c>> {
    cx.destroy(Action::TagsDelete, |op| define::delete(op, &args.tag, args.force))
}
