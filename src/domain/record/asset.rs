//! Assets and what groups them.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

use crate::domain::address::{Address, AddressRange};
use crate::domain::asset_group::{BusinessImpact, Origin};
use crate::domain::id::Id;
use crate::domain::tag::Color;

/// The virtual asset group that holds everything in reach (AG-4).
pub const ALL_GROUP: &str = "All";

/// Whether `All` is among the names of groups as records hold them: it comes first.
pub fn names_all(groups: &[String]) -> bool {
    groups.first().is_some_and(|group| group == ALL_GROUP)
}

/// An asset group (AG-1).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct AssetGroup {
    pub id: Id,
    pub name: String,
    pub owner: String,
    pub origin: Origin,
    pub units: Vec<String>,
    pub addresses: Vec<AddressRange>,
    pub domains: Vec<String>,
    pub appliances: Vec<String>,
    pub assigned_to: Vec<String>,
    pub business_impact: BusinessImpact,
    pub comments: Option<String>,
    #[serde(skip)]
    pub owner_id: Id,
}

/// An asset group as it is told: one of the database, or `All` in the place of who asks, which has neither id nor
/// owner (AG-9).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ShownGroup {
    pub id: Option<Id>,
    pub name: String,
    pub owner: Option<String>,
    pub origin: Option<Origin>,
    pub units: Vec<String>,
    pub addresses: Vec<AddressRange>,
    pub domains: Vec<String>,
    pub appliances: Vec<String>,
    pub assigned_to: Vec<String>,
    pub business_impact: Option<BusinessImpact>,
    pub comments: Option<String>,
}

impl From<AssetGroup> for ShownGroup {
    fn from(group: AssetGroup) -> Self {
        Self {
            id: Some(group.id),
            name: group.name,
            owner: Some(group.owner),
            origin: Some(group.origin),
            units: group.units,
            addresses: group.addresses,
            domains: group.domains,
            appliances: group.appliances,
            assigned_to: group.assigned_to,
            business_impact: Some(group.business_impact),
            comments: group.comments,
        }
    }
}

/// An asset (ASSET-1).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Asset {
    pub id: Id,
    pub name: String,
    pub address: Address,
    pub dns_name: Option<String>,
    pub os: Option<String>,
    pub attributes: BTreeMap<String, String>,
    pub tags: Vec<String>,
    pub tags_by_rule: Vec<String>,
    pub asset_groups: Vec<String>,
}

/// A domain for maps (ASSET-1).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Domain {
    pub id: Id,
    pub name: String,
    pub asset_groups: Vec<String>,
}

/// A scanner appliance (ASSET-1).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Appliance {
    pub id: Id,
    pub name: String,
    pub owner: String,
    pub asset_groups: Vec<String>,
}

/// A tag (TAG-1); its rule as it was typed (TAG-2).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Tag {
    pub id: Id,
    pub name: String,
    pub parent: Option<String>,
    pub color: Option<Color>,
    pub description: Option<String>,
    pub rule: Option<String>,
    pub asset_count: i64,
    #[serde(skip)]
    pub parent_id: Option<Id>,
}
