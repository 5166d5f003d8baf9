//! `asset-group edit`

use clap::Args as ClapArgs;

use crate::cli::commands::words::{optional, parse_all};
use crate::cli::context::Context;
use crate::cli::render::Output;
use crate::domain::{Action, Name, Result};
use crate::service::asset_group::contents::Contents;
use crate::service::asset_group::edit;

/// Edit an asset group
///
/// Changes what is named and leaves the rest. When a group leaves a business unit, the assignments of
/// its users end, and the report names them.
#[derive(Debug, ClapArgs)]
#[command(
    after_help = "Examples:\n  provost asset-group edit California --add-address 10.20.9.0/28\n  provost asset-group edit California --name 'West Coast' --business-impact high"
)]
pub struct Args {
    /// The asset group
    #[arg(value_name = "GROUP")]
    group: String,
    /// The new name
    #[arg(long, value_name = "NAME")]
    name: Option<String>,
    /// Put in this address, range or block (repeatable)
    #[arg(long, value_name = "ADDRESS")]
    add_address: Vec<String>,
    /// Take out this address, range or block (repeatable)
    #[arg(long, value_name = "ADDRESS")]
    remove_address: Vec<String>,
    /// Put in this domain (repeatable)
    #[arg(long, value_name = "DOMAIN")]
    add_domain: Vec<String>,
    /// Take out this domain (repeatable)
    #[arg(long, value_name = "DOMAIN")]
    remove_domain: Vec<String>,
    /// Put in this appliance (repeatable)
    #[arg(long, value_name = "APPLIANCE")]
    add_appliance: Vec<String>,
    /// Take out this appliance (repeatable)
    #[arg(long, value_name = "APPLIANCE")]
    remove_appliance: Vec<String>,
    /// Link it to this business unit (repeatable)
    #[arg(long, value_name = "UNIT")]
    add_bu: Vec<String>,
    /// Unlink it from this business unit (repeatable)
    #[arg(long, value_name = "UNIT")]
    remove_bu: Vec<String>,
    /// How much the business depends on it
    #[arg(long, value_name = "IMPACT")]
    business_impact: Option<String>,
    /// Comments
    #[arg(long, value_name = "TEXT")]
    comments: Option<String>,
}

/// Runs the command.
pub fn run<'c>(args: Args, cx: &'c Context<'_>) -> Result<Output<'c>> {
    let request = edit::Request {
        group: args.group,
        name: args.name.as_deref().map(Name::of_asset_group).transpose()?,
        add: Contents {
            addresses: parse_all(&args.add_address)?,
            domains: args.add_domain,
            appliances: args.add_appliance,
            units: args.add_bu,
        },
        remove: Contents {
            addresses: parse_all(&args.remove_address)?,
            domains: args.remove_domain,
            appliances: args.remove_appliance,
            units: args.remove_bu,
        },
        business_impact: optional(args.business_impact.as_ref())?,
        comments: optional(args.comments.as_ref())?,
    };
    cx.write(Action::AssetGroupEdit, |op| edit::edit(op, &request))
}
