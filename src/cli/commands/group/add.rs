//! `group add`

use clap::Args as ClapArgs;
use serde_json::json;

use crate::cli::commands::existing::ExistingArgs;
use crate::cli::commands::words::optional;
use crate::cli::context::Context;
use crate::cli::render::Output;
use crate::domain::{Action, Level, Result};
use crate::service::bulk::BulkKind;
use crate::service::group;
use crate::service::group::GroupBody;

/// Add a user group
///
/// A group lends its level to its members, and every role it holds in projects (ROLE-5).
#[derive(Debug, ClapArgs)]
#[command(after_help = "Examples:\n  provost group add Oncall --description 'who is called at night' --level viewer")]
pub struct Args {
    /// Its name
    #[arg(value_name = "NAME")]
    name: String,
    /// What it is for
    #[arg(long, value_name = "TEXT")]
    description: Option<String>,
    /// The level it lends [default: default]
    #[arg(long, value_name = "LEVEL")]
    level: Option<String>,
    #[command(flatten)]
    existing: ExistingArgs,
}

/// Runs the command.
pub fn run<'c>(args: Args, cx: &'c Context<'_>) -> Result<Output<'c>> {
    if let Some(policy) = args.existing.policy()? {
        let row = json!({ "name": args.name, "description": args.description, "level": args.level });
        return cx.add_once((Action::GroupAdd, BulkKind::Groups), policy, row, |op, id, consequences| {
            Ok(GroupBody { group: group::show(op, &format!("id:{id}"))?, effects: consequences.effects })
        });
    }
    let (name, description) = (args.name.parse()?, optional(args.description.as_ref())?);
    let level = optional(args.level.as_ref())?.unwrap_or(Level::Default);
    cx.write(Action::GroupAdd, |op| group::add(op, &name, description.as_ref(), level))
}
