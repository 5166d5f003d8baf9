//! `domain add`

use clap::Args as ClapArgs;
use serde_json::json;

use crate::cli::commands::existing::ExistingArgs;
use crate::cli::context::Context;
use crate::cli::render::Output;
use crate::domain::text::domain_name;
use crate::domain::{Action, Result};
use crate::service;
use crate::service::bulk::BulkKind;
use crate::service::bulk::settled::outcomes;

/// Add domains
///
/// Adds domains, for maps.
#[derive(Debug, ClapArgs)]
#[command(after_help = "Examples:\n  provost domain add shop.acme.example")]
pub struct Args {
    /// The domains, or `-` for standard input
    #[arg(value_name = "DOMAIN", required = true)]
    domains: Vec<String>,
    #[command(flatten)]
    existing: ExistingArgs,
}

/// Runs the command.
pub fn run<'c>(args: Args, cx: &'c Context<'_>) -> Result<Output<'c>> {
    if let Some(policy) = args.existing.policy()? {
        let rows = cx.objects(args.domains, "name")?.into_iter().map(|name| json!({ "name": name })).collect();
        return cx.add_each((Action::DomainAdd, BulkKind::Domains), policy, rows, outcomes);
    }
    let typed = cx.objects(args.domains, "name")?;
    let names = typed.iter().map(|name| domain_name(name)).collect::<Result<Vec<_>>>()?;
    cx.write(Action::DomainAdd, |op| service::domain_name::add(op, &names))
}
