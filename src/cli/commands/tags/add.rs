//! `tags add`

use clap::Args as ClapArgs;

use crate::cli::context::Context;
use crate::cli::render::Output;
use crate::domain::{Action, Result};
use crate::service::tag;

/// Add a tag
///
/// Adds a tag that is put on assets by hand.
#[derive(Debug, ClapArgs)]
#[command(after_help = "Examples:\n  provost tags add laptop")]
pub struct Args {
    /// The name
    #[arg(value_name = "NAME")]
    name: String,
}

/// Runs the command.
pub fn run<'c>(args: Args, cx: &'c Context<'_>) -> Result<Output<'c>> {
    let name = args.name.parse()?;
    cx.write(Action::TagsAdd, |op| tag::add(op, &name))
}
