//! `project add`

use clap::Args as ClapArgs;
use serde_json::json;

use crate::cli::commands::existing::ExistingArgs;
use crate::cli::commands::words::optional;
use crate::cli::context::Context;
use crate::cli::render::Output;
use crate::domain::{Action, Result};
use crate::service::bulk::BulkKind;
use crate::service::project;
use crate::service::project::ProjectBody;

/// Add a project
///
/// Takes the level admin (PRJ-1). Give users and groups a role in it with `project assign`.
#[derive(Debug, ClapArgs)]
#[command(after_help = "Examples:\n  provost project add 'Payment terminals' --description 'all that takes cards'")]
pub struct Args {
    /// Its name
    #[arg(value_name = "NAME")]
    name: String,
    /// What it is about
    #[arg(long, value_name = "TEXT")]
    description: Option<String>,
    #[command(flatten)]
    existing: ExistingArgs,
}

/// Runs the command.
pub fn run<'c>(args: Args, cx: &'c Context<'_>) -> Result<Output<'c>> {
    if let Some(policy) = args.existing.policy()? {
        let row = json!({ "name": args.name, "description": args.description });
        return cx.add_once((Action::ProjectAdd, BulkKind::Projects), policy, row, |op, id, consequences| {
            Ok(ProjectBody { project: project::show(op, &format!("id:{id}"))?, effects: consequences.effects })
        });
    }
    let (name, description) = (args.name.parse()?, optional(args.description.as_ref())?);
    cx.write(Action::ProjectAdd, |op| project::add(op, &name, description.as_ref()))
}
