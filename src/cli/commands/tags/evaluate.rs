//! `tags evaluate`

use clap::Args as ClapArgs;

use crate::cli::context::Context;
use crate::cli::render::Output;
use crate::domain::{Action, Result};
use crate::service::tag::evaluate;

/// Evaluate rules of tags
///
/// Sets and takes away what the rules say, on all assets: of the tags named, or of every tag that has a rule. Rules are
/// evaluated by themselves when an asset or a rule changes; this is for making sure.
#[derive(Debug, ClapArgs)]
#[command(after_help = "Examples:\n  provost tags evaluate")]
pub struct Args {
    /// The tags; all that have a rule by default
    #[arg(value_name = "TAG")]
    tags: Vec<String>,
}

/// Runs the command.
pub fn run<'c>(args: Args, cx: &'c Context<'_>) -> Result<Output<'c>> {
    cx.destroy_if(Action::TagsEvaluate, |op| evaluate::evaluate(op, &args.tags), |done| done.body.published_count > 0)
}
