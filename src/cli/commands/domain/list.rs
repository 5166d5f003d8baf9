//! `domain list`

use clap::Args as ClapArgs;

use crate::cli::context::Context;
use crate::cli::render::{ListArgs, Output};
use crate::domain::record::Domain;
use crate::domain::{Action, Result};
use crate::service;

/// List domains
///
/// Shows every domain that you may view.
#[derive(Debug, ClapArgs)]
#[command(after_help = "Examples:\n  provost domain list")]
pub struct Args {
    #[command(flatten)]
    list: ListArgs,
}

/// Runs the command.
pub fn run<'c>(args: Args, cx: &'c Context<'_>) -> Result<Output<'c>> {
    Ok(cx.list::<Domain>(Action::DomainView, args.list, service::domain_name::list))
}
