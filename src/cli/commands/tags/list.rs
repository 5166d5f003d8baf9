//! `tags list`

use clap::Args as ClapArgs;

use crate::cli::context::Context;
use crate::cli::render::{ListArgs, Output};
use crate::domain::record::Tag;
use crate::domain::{Action, Result};
use crate::service;

/// List tags
///
/// Shows every tag and how many assets bear it.
#[derive(Debug, ClapArgs)]
#[command(after_help = "Examples:\n  provost tags list")]
pub struct Args {
    #[command(flatten)]
    list: ListArgs,
}

/// Runs the command.
pub fn run<'c>(args: Args, cx: &'c Context<'_>) -> Result<Output<'c>> {
    Ok(cx.list::<Tag>(Action::TagsView, args.list, service::tag::define::list))
}
