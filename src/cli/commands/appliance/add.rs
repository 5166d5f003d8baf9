//! `appliance add`

use clap::Args as ClapArgs;
use serde_json::json;

use crate::cli::commands::existing::ExistingArgs;
use crate::cli::context::Context;
use crate::cli::render::Output;
use crate::domain::{Action, Result};
use crate::service::appliance;
use crate::service::appliance::ApplianceBody;
use crate::service::bulk::BulkKind;

/// Add a scanner appliance
///
/// Adds a scanner appliance; you are its owner.
#[derive(Debug, ClapArgs)]
#[command(after_help = "Examples:\n  provost appliance add scanner-osl-1")]
pub struct Args {
    /// The name
    #[arg(value_name = "NAME")]
    name: String,
    #[command(flatten)]
    existing: ExistingArgs,
}

/// Runs the command.
pub fn run<'c>(args: Args, cx: &'c Context<'_>) -> Result<Output<'c>> {
    if let Some(policy) = args.existing.policy()? {
        let row = json!({ "name": args.name });
        return cx.add_once((Action::ApplianceAdd, BulkKind::Appliances), policy, row, |op, id, _| {
            Ok(ApplianceBody { appliance: appliance::show(op, id)? })
        });
    }
    let name = args.name.parse()?;
    cx.write(Action::ApplianceAdd, |op| appliance::add(op, &name, None))
}
