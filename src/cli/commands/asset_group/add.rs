//! `asset-group add`

use clap::Args as ClapArgs;
use serde_json::json;

use crate::cli::commands::existing::ExistingArgs;
use crate::cli::commands::words::{optional, parse_all};
use crate::cli::context::Context;
use crate::cli::render::Output;
use crate::domain::{Action, Name, Result};
use crate::service::asset_group::add;
use crate::service::asset_group::contents::Contents;
use crate::service::asset_group::view::{self, GroupBody};
use crate::service::bulk::BulkKind;

/// Add an asset group
///
/// Adds an asset group that you own. If you belong to a business unit, the group is linked to it. Unit
/// managers and scanners put into a group only what they reach themselves (AG-5).
#[derive(Debug, ClapArgs)]
#[command(
    after_help = "Examples:\n  provost asset-group add 'Lab Bench' --address 10.40.9.0/28 --bu Labs --business-impact low"
)]
pub struct Args {
    /// The name
    #[arg(value_name = "NAME")]
    name: String,
    /// Put this address, range or block in (repeatable)
    #[arg(long, value_name = "ADDRESS")]
    address: Vec<String>,
    /// Put this domain in (repeatable)
    #[arg(long, value_name = "DOMAIN")]
    domain: Vec<String>,
    /// Put this appliance in (repeatable)
    #[arg(long, value_name = "APPLIANCE")]
    appliance: Vec<String>,
    /// Link it to this business unit (repeatable)
    #[arg(long, value_name = "UNIT")]
    bu: Vec<String>,
    /// How much the business depends on it [default: medium]
    #[arg(long, value_name = "IMPACT")]
    business_impact: Option<String>,
    /// Comments
    #[arg(long, value_name = "TEXT")]
    comments: Option<String>,
    #[command(flatten)]
    existing: ExistingArgs,
}

/// Runs the command.
pub fn run<'c>(args: Args, cx: &'c Context<'_>) -> Result<Output<'c>> {
    if let Some(policy) = args.existing.policy()? {
        let row = json!({
            "name": args.name, "addresses": args.address, "domains": args.domain, "appliances": args.appliance,
            "units": args.bu, "business_impact": args.business_impact, "comments": args.comments,
        });
        return cx.add_once((Action::AssetGroupAdd, BulkKind::AssetGroups), policy, row, |op, id, _| {
            Ok(GroupBody { asset_group: view::show(op, &format!("id:{id}"))? })
        });
    }
    let request = add::Request {
        name: Name::of_asset_group(&args.name)?,
        contents: Contents {
            addresses: parse_all(&args.address)?,
            domains: args.domain,
            appliances: args.appliance,
            units: args.bu,
        },
        business_impact: optional(args.business_impact.as_ref())?,
        comments: optional(args.comments.as_ref())?,
        provenance: None,
    };
    cx.write(Action::AssetGroupAdd, |op| add::add(op, &request))
}
