//! `asset add`

use std::collections::BTreeMap;

use clap::Args as ClapArgs;
use serde_json::json;

use crate::cli::commands::existing::ExistingArgs;
use crate::cli::commands::words::{optional, pairs, parse_all};
use crate::cli::context::Context;
use crate::cli::render::Output;
use crate::domain::{Action, AddressRange, Result};
use crate::service::asset;
use crate::service::bulk::BulkKind;
use crate::service::bulk::kinds::asset::Settlement;

/// Add assets
///
/// Adds an asset for every address: single addresses, ranges `a-b` and blocks in CIDR notation, IPv4
/// and IPv6, at most 65,536 per command. Addresses that exist are reported as unchanged. A unit manager
/// names the asset group that they go into.
#[derive(Debug, ClapArgs)]
#[command(
    after_help = "Examples:\n  provost asset add 10.50.0.10 --name mail-1 --os Linux\n  provost asset add 10.50.0.0/28 2001:db8:50::1-2001:db8:50::9"
)]
pub struct Args {
    /// The addresses, ranges and blocks
    #[arg(value_name = "ADDRESS", required = true)]
    addresses: Vec<String>,
    /// The name, for a single address
    #[arg(long, value_name = "NAME")]
    name: Option<String>,
    /// The DNS name
    #[arg(long, value_name = "NAME")]
    dns_name: Option<String>,
    /// The operating system
    #[arg(long, value_name = "TEXT")]
    os: Option<String>,
    /// Set an attribute, KEY=VALUE (repeatable)
    #[arg(long, value_name = "KEY=VALUE")]
    attribute: Vec<String>,
    /// Put this tag on (repeatable)
    #[arg(long, value_name = "TAG")]
    tag: Vec<String>,
    /// Put them into this asset group
    #[arg(long, value_name = "GROUP")]
    asset_group: Option<String>,
    #[command(flatten)]
    existing: ExistingArgs,
}

/// Runs the command.
pub fn run<'c>(args: Args, cx: &'c Context<'_>) -> Result<Output<'c>> {
    if let Some(policy) = args.existing.policy()? {
        let attributes: BTreeMap<&str, &str> = pairs(&args.attribute)?.into_iter().collect();
        let row = |address: String| {
            json!({
                "address": [address], "name": args.name, "dns_name": args.dns_name, "os": args.os,
                "attributes": attributes, "tags": args.tag, "asset_group": args.asset_group,
            })
        };
        let addresses = cx.objects(args.addresses, "address")?;
        let wanted: Vec<AddressRange> = parse_all(&addresses)?;
        asset::check_size(&wanted.into_iter().collect(), args.name.is_some())?;
        let rows = addresses.into_iter().map(row).collect();
        return cx.add_each((Action::AssetAdd, BulkKind::Assets), policy, rows, Settlement::of);
    }
    let addresses = cx.objects(args.addresses, "address")?;
    let request = asset::Request {
        addresses: parse_all(&addresses)?,
        name: optional(args.name.as_ref())?,
        dns_name: optional(args.dns_name.as_ref())?,
        os: optional(args.os.as_ref())?,
        attributes: asset::attributes(pairs(&args.attribute)?.into_iter())?,
        tags: args.tag,
        asset_group: args.asset_group,
    };
    cx.write(Action::AssetAdd, |op| asset::add(op, &request))
}
