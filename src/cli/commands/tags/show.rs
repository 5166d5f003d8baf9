//! `tags show`

use clap::Args as ClapArgs;

use crate::cli::context::Context;
use crate::cli::render::Output;
use crate::domain::{Action, Result};
use crate::service::tag::define;

/// Show a tag
///
/// Shows one tag with its place in the tree, its rule, and how many assets bear it.
#[derive(Debug, ClapArgs)]
#[command(after_help = "Examples:\n  provost tags show production")]
pub struct Args {
    /// The tag: name or id
    #[arg(value_name = "TAG")]
    tag: String,
}

/// Runs the command.
pub fn run<'c>(args: Args, cx: &'c Context<'_>) -> Result<Output<'c>> {
    cx.show(Action::TagsView, |op| define::show(op, &args.tag))
}
