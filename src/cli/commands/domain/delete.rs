//! `domain delete`

use clap::Args as ClapArgs;

use crate::cli::context::Context;
use crate::cli::render::Output;
use crate::domain::{Action, Result};
use crate::service;

/// Delete domains
///
/// Deletes domains; they leave their asset groups.
#[derive(Debug, ClapArgs)]
#[command(after_help = "Examples:\n  provost domain delete lab.acme.example --yes")]
pub struct Args {
    /// The domains, or `-` for standard input
    #[arg(value_name = "DOMAIN", required = true)]
    domains: Vec<String>,
}

/// Runs the command.
pub fn run<'c>(args: Args, cx: &'c Context<'_>) -> Result<Output<'c>> {
    let names = cx.objects(args.domains, "name")?;
    cx.destroy(Action::DomainDelete, |op| service::domain_name::delete(op, &names))
}
