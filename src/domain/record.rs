//! Objects as lists and shows print them: the keys of the contract with scripts.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::Value;

use super::access::Id;
use super::address::{Address, AddressRange};
use super::asset_group::{BusinessImpact, Origin};
use super::auth_record::AuthTechnology;
use super::config::ConfigKind;
use super::mail::{MailKind, MailState};
use super::project::ProjectState;
use super::recurrence::Spec;
use super::roles::{Level, MonitoringRole, Permission, ProjectRole, Role};
use super::scan::{ScanKind, ScanState};
use super::tag::Color;
use super::ticket::{InvalidReason, TicketState};
use super::time::Time;
use super::user::{NotifyScans, Status};

/// The virtual asset group that holds everything in reach (AG-4).
pub const ALL_GROUP: &str = "All";

/// A user's role in a project.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ProjectEntry {
    /// The project's name.
    pub project: String,
    /// The role there.
    pub role: String,
}

impl ProjectEntry {
    /// Reads `project:role`; the last colon splits.
    pub fn split(entry: &str) -> Self {
        let (project, role) = entry.rsplit_once(':').unwrap_or((entry, ""));
        Self { project: project.to_owned(), role: role.to_owned() }
    }
}

/// A user group (GRP-1).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[allow(missing_docs)]
pub struct Group {
    pub id: Id,
    pub name: String,
    pub description: Option<String>,
    pub level: Level,
    pub members: Vec<String>,
    pub projects: Vec<ProjectEntry>,
}

/// A project (PRJ-1).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[allow(missing_docs)]
pub struct Project {
    pub id: Id,
    pub name: String,
    pub description: Option<String>,
    pub state: ProjectState,
    pub members: Vec<ProjectMember>,
}

/// A user or group with a role in a project.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[allow(missing_docs)]
pub struct ProjectMember {
    pub kind: &'static str,
    pub name: String,
    pub role: ProjectRole,
}

/// What a user wants to be told (MAIL-3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Notifications {
    /// Scan summaries.
    pub scans: NotifyScans,
    /// The ticket digest.
    pub tickets: bool,
}

/// A user (USER-1).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[allow(missing_docs)]
pub struct User {
    pub id: Id,
    pub login: String,
    pub first_name: Option<String>,
    pub last_name: Option<String>,
    pub email: String,
    pub title: Option<String>,
    pub phone: Option<String>,
    pub external_id: Option<String>,
    pub role: Role,
    pub unit: Option<String>,
    pub level: Level,
    pub effective_level: Level,
    pub monitoring_role: Option<MonitoringRole>,
    pub effective_monitoring_role: MonitoringRole,
    pub status: Status,
    pub permissions: Vec<Permission>,
    pub groups: Vec<String>,
    pub projects: Vec<ProjectEntry>,
    pub asset_groups: Vec<String>,
    pub tag_scope: Vec<String>,
    pub primary_contact: bool,
    pub api_only: bool,
    pub password_never_expires: bool,
    pub must_change_password: bool,
    pub notifications: Notifications,
    pub time_zone: Option<String>,
    pub created_at: Time,
    pub created_by: Option<String>,
    pub last_login_at: Option<Time>,
    #[serde(skip)]
    pub unit_id: Option<Id>,
}

impl User {
    /// The name for a person: first and last, else the login.
    pub fn display_name(&self) -> String {
        let names = self.names();
        if names.is_empty() { self.login.clone() } else { names.join(" ") }
    }

    /// First and last name, as far as there are any.
    pub fn names(&self) -> Vec<&str> {
        [&self.first_name, &self.last_name].into_iter().flatten().map(String::as_str).collect()
    }

    /// Whether the user signs in like a person: contacts and api-only users do not (USER-2).
    pub fn signs_in(&self) -> bool {
        self.role != Role::Contact && !self.api_only
    }

    /// Whether `All` is assigned (AG-4).
    pub fn has_all(&self) -> bool {
        self.asset_groups.first().is_some_and(|group| group == ALL_GROUP)
    }
}

/// A business unit (UNIT-1).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[allow(missing_docs)]
pub struct Unit {
    pub id: Id,
    pub name: String,
    pub division: Option<String>,
    pub location: Option<String>,
    pub comments: Option<String>,
    pub primary_contact: Option<String>,
    pub user_count: i64,
    pub asset_groups: Vec<String>,
    pub new_ip_limit: Option<i64>,
    pub new_ips_used: i64,
    #[serde(skip)]
    pub primary_contact_id: Option<Id>,
}

/// An asset group (AG-1).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[allow(missing_docs)]
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

/// An asset (ASSET-1).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[allow(missing_docs)]
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
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[allow(missing_docs)]
pub struct Domain {
    pub id: Id,
    pub name: String,
    pub asset_groups: Vec<String>,
}

/// A scanner appliance (ASSET-1).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[allow(missing_docs)]
pub struct Appliance {
    pub id: Id,
    pub name: String,
    pub owner: String,
    pub asset_groups: Vec<String>,
}

/// A personal configuration (CONF-1).
#[derive(Debug, Clone, PartialEq, Serialize)]
#[allow(missing_docs)]
pub struct Config {
    pub id: Id,
    pub kind: ConfigKind,
    pub name: String,
    pub owner: String,
    pub global: bool,
    pub targets: Vec<String>,
    pub needs_target: bool,
    pub content: Option<Value>,
    pub map: bool,
    pub active: Option<bool>,
    pub next_launch_at: Option<Time>,
    pub recurrence: Option<Spec>,
    #[serde(skip)]
    pub owner_id: Id,
}

/// A remediation ticket (TICK-1).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[allow(missing_docs)]
pub struct Ticket {
    pub id: Id,
    pub address: Address,
    pub title: String,
    pub severity: i64,
    pub state: TicketState,
    pub assignee: Option<String>,
    pub valid: bool,
    pub invalid_reason: Option<InvalidReason>,
    pub created_at: Time,
    #[serde(skip)]
    pub assignee_id: Option<Id>,
}

/// A tag (TAG-1); its rule as it was typed (TAG-2).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[allow(missing_docs)]
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

/// A scan, map or report that was launched (SCAN-1).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[allow(missing_docs)]
pub struct Scan {
    pub id: Id,
    pub kind: ScanKind,
    pub title: String,
    pub owner: String,
    pub state: ScanState,
    pub targets: Vec<String>,
    pub schedule: Option<String>,
    pub created_at: Time,
    pub finished_at: Option<Time>,
    pub result: Option<String>,
    /// `None`: the owner is gone, and `owner` is what its login was.
    #[serde(skip)]
    pub owner_id: Option<Id>,
    #[serde(skip)]
    pub schedule_id: Option<Id>,
    #[serde(skip)]
    pub due_at: Option<Time>,
}

/// A remediation policy (POL-1).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[allow(missing_docs)]
pub struct RemediationPolicy {
    pub id: Id,
    pub name: String,
    pub unit: Option<String>,
    pub assignee: String,
    pub comments: Option<String>,
    #[serde(skip)]
    pub unit_id: Option<Id>,
    /// `None`: the user who runs the scan.
    #[serde(skip)]
    pub assignee_id: Option<Id>,
}

/// The assignee of a policy that names nobody (POL-1).
pub const USER_RUNNING_SCAN: &str = "user-running-scan";

/// An authentication record (AUTH-1): how scans sign in to hosts. The secret itself is kept elsewhere.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[allow(missing_docs)]
pub struct AuthRecord {
    pub id: Id,
    pub name: String,
    pub technology: AuthTechnology,
    pub account: Option<String>,
    pub targets: Vec<String>,
    pub comments: Option<String>,
}

/// A mail in the outbox (MAIL-1).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[allow(missing_docs)]
pub struct OutboxMail {
    pub id: Id,
    pub kind: MailKind,
    pub recipient: String,
    pub user: Option<String>,
    pub state: MailState,
    pub attempts: i64,
    pub created_at: Time,
    pub next_attempt_at: Option<Time>,
    pub sent_at: Option<Time>,
    pub last_error: Option<String>,
}

/// A token of an api-only user (SESS-2); the token itself is shown once, when it is made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[allow(missing_docs)]
pub struct ApiToken {
    pub id: Id,
    pub login: String,
    pub name: String,
    pub allow: Option<Vec<String>>,
    pub created_at: Time,
    pub created_by: String,
    pub expires_at: Option<Time>,
    pub last_used_at: Option<Time>,
}

/// A session (SESS-1).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[allow(missing_docs)]
pub struct Session {
    pub id: Id,
    pub login: String,
    pub created_at: Time,
    pub last_seen_at: Time,
    pub address: String,
    pub client: String,
    pub current: bool,
}

/// An object in a log entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[allow(missing_docs)]
pub struct LogObject {
    pub kind: String,
    pub id: Id,
    pub name: String,
}

/// A value that changed, in a log entry.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[allow(missing_docs)]
pub struct LogChange {
    pub object: String,
    pub field: String,
    pub old: Value,
    pub new: Value,
}

/// An entry of the activity log (LOG-1).
#[derive(Debug, Clone, PartialEq, Serialize)]
#[allow(missing_docs)]
pub struct LogEntry {
    pub id: Id,
    pub at: Time,
    pub action: String,
    pub module: String,
    pub details: String,
    pub user: Option<String>,
    pub role: Option<String>,
    pub address: String,
    pub outcome: String,
    pub reason: Option<String>,
    pub unit: Option<String>,
    pub objects: Vec<LogObject>,
    pub changes: Vec<LogChange>,
    pub hash: String,
}
