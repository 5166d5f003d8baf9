//! The form in which a file describes an organisation; every reference is a name.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::source::Item;
use crate::domain::recurrence::Spec;

/// A whole organisation, each part with its place in the file.
#[derive(Debug, Default)]
pub struct Organisation {
    /// The organisation's name and primary contact.
    pub head: Option<Item<Head>>,
    /// Settings by their dotted keys.
    pub settings: Vec<Item<Setting>>,
    /// Business units.
    pub units: Vec<Item<Unit>>,
    /// Users.
    pub users: Vec<Item<User>>,
    /// Tags.
    pub tags: Vec<Item<Tag>>,
    /// Assets.
    pub assets: Vec<Item<Assets>>,
    /// Domains.
    pub domains: Vec<Item<Domain>>,
    /// Appliances.
    pub appliances: Vec<Item<Appliance>>,
    /// Asset groups.
    pub asset_groups: Vec<Item<AssetGroup>>,
    /// Configurations.
    pub configs: Vec<Item<Config>>,
    /// Tickets.
    pub tickets: Vec<Item<Ticket>>,
    /// User groups.
    pub groups: Vec<Item<Group>>,
    /// Projects.
    pub projects: Vec<Item<Project>>,
    /// Remediation policies.
    pub remediation_policies: Vec<Item<RemediationPolicy>>,
    /// Authentication records.
    pub auth_records: Vec<Item<AuthRecord>>,
}

/// The subscription itself.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs)]
pub struct Head {
    pub name: String,
    pub primary_contact: String,
}

/// A setting.
#[derive(Debug, Clone)]
#[allow(missing_docs)]
pub struct Setting {
    pub key: String,
    pub value: String,
}

/// A business unit; its primary contact is the first unit manager unless named.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs)]
pub struct Unit {
    pub name: String,
    pub division: Option<String>,
    pub location: Option<String>,
    pub comments: Option<String>,
    pub primary_contact: Option<String>,
    pub new_ip_limit: Option<i64>,
}

/// A user.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs)]
pub struct User {
    pub login: String,
    pub first_name: Option<String>,
    pub last_name: Option<String>,
    pub email: Option<String>,
    pub title: Option<String>,
    pub phone: Option<String>,
    pub external_id: Option<String>,
    pub time_zone: Option<String>,
    pub role: Option<String>,
    pub unit: Option<String>,
    pub level: Option<String>,
    pub monitoring_role: Option<String>,
    pub status: Option<String>,
    #[serde(default)]
    pub permissions: Vec<String>,
    #[serde(default)]
    pub asset_groups: Vec<String>,
    #[serde(default)]
    pub tag_scope: Vec<String>,
    #[serde(default)]
    pub api_only: bool,
}

/// A tag.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs)]
pub struct Tag {
    pub name: String,
    pub parent: Option<String>,
    pub color: Option<String>,
    pub description: Option<String>,
    pub rule: Option<String>,
}

/// Assets: one for each address.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs)]
pub struct Assets {
    pub addresses: Vec<String>,
    pub name: Option<String>,
    pub dns_name: Option<String>,
    pub os: Option<String>,
    #[serde(default)]
    pub attributes: BTreeMap<String, String>,
    #[serde(default)]
    pub tags: Vec<String>,
}

/// A domain.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs)]
pub struct Domain {
    pub name: String,
}

/// A scanner appliance.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs)]
pub struct Appliance {
    pub name: String,
    pub owner: String,
}

/// An asset group; its origin follows from its owner's role unless named.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs)]
pub struct AssetGroup {
    pub name: String,
    pub owner: String,
    pub origin: Option<String>,
    #[serde(default)]
    pub units: Vec<String>,
    #[serde(default)]
    pub addresses: Vec<String>,
    #[serde(default)]
    pub domains: Vec<String>,
    #[serde(default)]
    pub appliances: Vec<String>,
    pub business_impact: Option<String>,
    pub comments: Option<String>,
}

/// A configuration.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs)]
pub struct Config {
    pub name: String,
    pub kind: String,
    pub owner: String,
    #[serde(default)]
    pub global: bool,
    #[serde(default)]
    pub targets: Vec<String>,
    pub content: Option<serde_json::Value>,
    pub recurrence: Option<Spec>,
    #[serde(default)]
    pub map: bool,
    pub active: Option<bool>,
}

/// A ticket.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs)]
pub struct Ticket {
    pub address: String,
    pub title: String,
    pub severity: Option<i64>,
    pub state: Option<String>,
    pub assignee: Option<String>,
}

/// A remediation policy; without an assignee: the user who runs the scan.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs)]
pub struct RemediationPolicy {
    pub name: String,
    pub unit: Option<String>,
    pub assignee: Option<String>,
    pub comments: Option<String>,
}

/// An authentication record.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs)]
pub struct AuthRecord {
    pub name: String,
    pub technology: String,
    pub account: Option<String>,
    #[serde(default)]
    pub targets: Vec<String>,
    pub comments: Option<String>,
}

/// A user group.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs)]
pub struct Group {
    pub name: String,
    pub description: Option<String>,
    pub level: Option<String>,
    #[serde(default)]
    pub members: Vec<String>,
}

/// A project; its members are users and groups with their roles.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs)]
pub struct Project {
    pub name: String,
    pub description: Option<String>,
    pub state: Option<String>,
    #[serde(default)]
    pub members: Vec<ProjectMember>,
}

/// A user or a group with its role in a project.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs)]
pub struct ProjectMember {
    pub user: Option<String>,
    pub group: Option<String>,
    pub role: String,
}
