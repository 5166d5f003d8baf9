//! Machines by address.

use std::collections::BTreeMap;

use clap::Args;
use serde_json::json;

use crate::cli::commands::existing::ExistingArgs;
use crate::cli::commands::verb::Verb;
use crate::cli::commands::verbs;
use crate::cli::commands::words::{pairs, parse_all};
use crate::cli::context::Context;
use crate::cli::list_args::ListArgs;
use crate::cli::render::tabular::Tabular;
use crate::cli::render::told::said_by_the_sentence;
use crate::cli::render::{Either, Lines, Reply, Rows, Told};
use crate::domain::record::Asset;
use crate::domain::reference::{AssetGroupRef, AssetRef, TagRef, texts};
use crate::domain::{Action, AddressRange, Given, Line, Name, Result};
use crate::service::Done;
use crate::service::asset::{self, AddBody, EditBody, UntagBody};
use crate::service::bulk::BulkKind;
use crate::service::bulk::kinds::asset::Settlement;
use crate::service::purge::{self, PurgeBody};
use crate::service::report::Outcomes;

verbs! {
    /// Machines by address
    AssetVerb {
        "add" AssetAdd,
        "list" AssetList,
        "show" AssetShow,
        "edit" AssetEdit,
        "delete" AssetDelete,
        "tag" AssetTag,
        "untag" AssetUntag,
        "purge" AssetPurge,
    }
}

/// Add assets
///
/// Adds an asset for every address: single addresses, ranges `a-b` and blocks in CIDR notation, IPv4
/// and IPv6, at most 65,536 per command. Addresses that exist are reported as unchanged. A unit manager
/// names the asset group that they go into.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  provost asset add 10.50.0.10 --name mail-1 --os Linux\n  provost asset add 10.50.0.0/28 2001:db8:50::1-2001:db8:50::9"
)]
pub struct AssetAdd {
    /// The addresses, ranges and blocks
    #[arg(value_name = "ADDRESS", required = true)]
    addresses: Vec<String>,
    /// The name, for a single address
    #[arg(long, value_name = "NAME")]
    name: Option<Name>,
    /// The DNS name
    #[arg(long, value_name = "NAME")]
    dns_name: Option<Given<Line>>,
    /// The operating system
    #[arg(long, value_name = "TEXT")]
    os: Option<Given<Line>>,
    /// Set an attribute, KEY=VALUE (repeatable)
    #[arg(long, value_name = "KEY=VALUE")]
    attribute: Vec<String>,
    /// Put this tag on (repeatable)
    #[arg(long, value_name = "TAG")]
    tag: Vec<TagRef>,
    /// Put them into this asset group
    #[arg(long, value_name = "GROUP")]
    asset_group: Option<AssetGroupRef>,
    #[command(flatten)]
    existing: ExistingArgs,
}

impl Verb for AssetAdd {
    type Prints = Either<Done<AddBody>, Done<Settlement>>;

    fn run<'c>(self, cx: &'c Context<'_>) -> Result<Reply<'c, Self::Prints>> {
        if let Some(policy) = self.existing.policy() {
            let attributes: BTreeMap<&str, &str> = pairs(&self.attribute)?.into_iter().collect();
            let row = |address: String| {
                json!({
                    "address": [address], "name": self.name, "dns_name": self.dns_name, "os": self.os,
                    "attributes": attributes, "tags": self.tag, "asset_group": self.asset_group,
                })
            };
            let addresses = cx.objects(self.addresses, "address")?;
            let wanted: Vec<AddressRange> = parse_all(&addresses)?;
            asset::check_size(&wanted.into_iter().collect(), self.name.is_some())?;
            let rows = addresses.into_iter().map(row).collect();
            return cx.add_each((Action::AssetAdd, BulkKind::Assets), policy, rows, Settlement::of).map(Reply::second);
        }
        let addresses = cx.objects(self.addresses, "address")?;
        let request = asset::Request {
            addresses: parse_all(&addresses)?,
            name: self.name,
            dns_name: self.dns_name.into(),
            os: self.os.into(),
            attributes: asset::attributes(pairs(&self.attribute)?.into_iter())?,
            tags: texts(self.tag),
            asset_group: self.asset_group.map(Into::into),
        };
        cx.write(Action::AssetAdd, |op| asset::add(op, &request)).map(Reply::first)
    }
}

/// List assets
///
/// Shows every asset that you may view, by address.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  provost asset list --limit 10\n  provost asset list --filter os~linux --json")]
pub struct AssetList {
    #[command(flatten)]
    list: ListArgs<Asset>,
}

impl Verb for AssetList {
    type Prints = Rows<Asset>;

    fn run<'c>(self, cx: &'c Context<'_>) -> Result<Reply<'c, Self::Prints>> {
        Ok(cx.list::<Asset>(Action::AssetView, self.list.into_request(), asset::list))
    }
}

/// Show an asset
///
/// Shows one asset, named by its address, name or id.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  provost asset show 10.20.1.10")]
pub struct AssetShow {
    /// The asset: address, name or id
    #[arg(value_name = "ASSET")]
    asset: AssetRef,
}

impl Verb for AssetShow {
    type Prints = Asset;

    fn run<'c>(self, cx: &'c Context<'_>) -> Result<Reply<'c, Self::Prints>> {
        cx.show(Action::AssetView, |op| asset::show(op, &self.asset))
    }
}

/// Edit an asset
///
/// Changes what is named and leaves the rest; an empty value clears a field or an attribute. The rules of tags
/// are evaluated on what the asset is then; if that leaves it without any tag, asks first (TAG-3).
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  provost asset edit 10.20.1.10 --name web-10 --attribute owner=web-team")]
pub struct AssetEdit {
    /// The asset: address, name or id
    #[arg(value_name = "ASSET")]
    asset: AssetRef,
    /// The new name
    #[arg(long, value_name = "NAME")]
    name: Option<Name>,
    /// The DNS name
    #[arg(long, value_name = "NAME")]
    dns_name: Option<Given<Line>>,
    /// The operating system
    #[arg(long, value_name = "TEXT")]
    os: Option<Given<Line>>,
    /// Set an attribute, KEY=VALUE (repeatable)
    #[arg(long, value_name = "KEY=VALUE")]
    attribute: Vec<String>,
}

impl Verb for AssetEdit {
    type Prints = Done<EditBody>;

    fn run<'c>(self, cx: &'c Context<'_>) -> Result<Reply<'c, Self::Prints>> {
        let request = asset::Edit {
            asset: self.asset.into(),
            name: self.name,
            dns_name: self.dns_name.into(),
            os: self.os.into(),
            attributes: asset::attributes(pairs(&self.attribute)?.into_iter())?,
        };
        cx.destroy_if(Action::AssetEdit, |op| asset::edit(op, &request), |done| done.body.marks.published_count > 0)
    }
}

/// Delete assets
///
/// Deletes assets. Tickets about them stay, with the address as text (AG-8).
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  provost asset delete 10.20.1.10 --yes")]
pub struct AssetDelete {
    /// The assets, or `-` for standard input
    #[arg(value_name = "ASSET", required = true)]
    assets: Vec<AssetRef>,
}

impl Verb for AssetDelete {
    type Prints = Done<Outcomes>;

    fn run<'c>(self, cx: &'c Context<'_>) -> Result<Reply<'c, Self::Prints>> {
        let names = cx.objects(self.assets, "address")?;
        cx.destroy(Action::AssetDelete, |op| asset::delete(op, &names))
    }
}

/// Assets, and tags that are put on them or taken off.
#[derive(Debug, Args)]
struct TaggedAssets {
    /// The assets, or `-` for standard input
    #[arg(value_name = "ASSET", required = true)]
    assets: Vec<AssetRef>,
    /// The tag (repeatable)
    #[arg(long, value_name = "TAG", required = true)]
    tag: Vec<TagRef>,
}

impl TaggedAssets {
    fn named(self, cx: &Context<'_>) -> Result<(Vec<String>, Vec<String>)> {
        Ok((cx.objects(self.assets, "address")?, texts(self.tag)))
    }
}

/// Put tags on assets
///
/// Puts tags on assets by hand.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  provost asset tag 10.20.1.10 10.20.1.11 --tag production")]
pub struct AssetTag {
    #[command(flatten)]
    tagged: TaggedAssets,
}

impl Verb for AssetTag {
    type Prints = Done<Outcomes>;

    fn run<'c>(self, cx: &'c Context<'_>) -> Result<Reply<'c, Self::Prints>> {
        let (assets, tags) = self.tagged.named(cx)?;
        cx.write(Action::AssetTag, |op| asset::tag(op, &assets, &tags))
    }
}

/// Take tags off assets
///
/// Takes tags off assets. An asset without any tag is open to every sub-user, so a change that leaves
/// some without one says how many and asks first (TAG-3).
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  provost asset untag 10.20.1.12 --tag production --yes")]
pub struct AssetUntag {
    #[command(flatten)]
    tagged: TaggedAssets,
}

impl Verb for AssetUntag {
    type Prints = Done<UntagBody>;

    fn run<'c>(self, cx: &'c Context<'_>) -> Result<Reply<'c, Self::Prints>> {
        let (assets, tags) = self.tagged.named(cx)?;
        cx.destroy_if(Action::AssetTag, |op| asset::untag(op, &assets, &tags), |done| done.body.published_count > 0)
    }
}

/// Purge what was gathered about assets
///
/// Removes what was gathered about hosts, for good: the results of scans whose every host is purged, the events
/// in your scope that stand in no incident, operating system and DNS name, and the closed and ignored tickets
/// that you may delete. The assets, their groups, tags and open tickets stay (PURGE-1).
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  provost asset purge 10.20.1.10 --dry-run\n  provost asset list --filter tags=windows --json | jq -r '.[].address' | provost asset purge - --yes"
)]
pub struct AssetPurge {
    /// The assets, or `-` for standard input
    #[arg(value_name = "ASSET", required = true)]
    assets: Vec<AssetRef>,
}

impl Verb for AssetPurge {
    type Prints = Done<PurgeBody>;

    fn run<'c>(self, cx: &'c Context<'_>) -> Result<Reply<'c, Self::Prints>> {
        let names = cx.objects(self.assets, "address")?;
        cx.destroy(Action::HostDataPurge, |op| purge::purge(op, &names))
    }
}

said_by_the_sentence!(AddBody, Settlement);

impl Told for EditBody {
    fn describe(&self, told: &mut Lines) {
        self.marks.describe(told);
    }
}

impl Told for UntagBody {
    fn describe(&self, told: &mut Lines) {
        self.outcomes.describe(told);
    }
}

impl Told for PurgeBody {
    fn describe(&self, told: &mut Lines) {
        self.outcomes.describe(told);
        told.count("scan results", self.scan_result_count);
        told.count("events", self.event_count);
        told.count("systems and DNS names", self.described_count);
        told.count("tickets", self.ticket_count);
    }
}

impl Tabular for Asset {
    const SHOWN: &'static [&'static str] = &["name", "address", "os", "tags", "asset_groups"];
}
