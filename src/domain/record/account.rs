//! Accounts and what they belong to.

use schemars::JsonSchema;
use serde::Serialize;

use super::asset::names_all;
use crate::domain::id::Id;
use crate::domain::mail::{MailKind, MailState};
use crate::domain::project::ProjectState;
use crate::domain::roles::{Level, MonitoringRole, Permission, ProjectRole, Role};
use crate::domain::time::Time;
use crate::domain::user::{NotifyScans, Status};

/// A user's role in a project.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
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
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Group {
    pub id: Id,
    pub name: String,
    pub description: Option<String>,
    pub level: Level,
    pub members: Vec<String>,
    pub projects: Vec<ProjectEntry>,
}

/// A project (PRJ-1).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Project {
    pub id: Id,
    pub name: String,
    pub description: Option<String>,
    pub state: ProjectState,
    pub members: Vec<ProjectMember>,
}

/// A user or group with a role in a project.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ProjectMember {
    pub kind: &'static str,
    pub name: String,
    pub role: ProjectRole,
}

/// What a user wants to be told (MAIL-3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Notifications {
    /// Scan summaries.
    pub scans: NotifyScans,
    /// The ticket digest.
    pub tickets: bool,
}

impl Default for Notifications {
    fn default() -> Self {
        Self { scans: NotifyScans::Own, tickets: false }
    }
}

/// A user (USER-1).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
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
    #[serde(skip)]
    pub created_by_id: Option<Id>,
    pub last_login_at: Option<Time>,
    #[serde(skip)]
    pub unit_id: Option<Id>,
}

impl User {
    /// A new one, of which nothing is known but its login, its role and when it was made.
    pub fn new(login: String, role: Role, created_at: Time) -> Self {
        Self {
            id: 0,
            email: login.clone(),
            login,
            first_name: None,
            last_name: None,
            title: None,
            phone: None,
            external_id: None,
            role,
            unit: None,
            level: Level::Default,
            effective_level: role.implied_level(),
            monitoring_role: None,
            effective_monitoring_role: role.effective_monitoring(None),
            status: Status::at_creation(role, false),
            permissions: Vec::new(),
            groups: Vec::new(),
            projects: Vec::new(),
            asset_groups: Vec::new(),
            tag_scope: Vec::new(),
            primary_contact: false,
            api_only: false,
            password_never_expires: false,
            must_change_password: false,
            notifications: Notifications::default(),
            time_zone: None,
            created_at,
            created_by: None,
            created_by_id: None,
            last_login_at: None,
            unit_id: None,
        }
    }

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
        names_all(&self.asset_groups)
    }
}

/// A business unit (UNIT-1).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
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

/// A mail in the outbox (MAIL-1).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
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
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
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
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Session {
    pub id: Id,
    pub login: String,
    pub created_at: Time,
    pub last_seen_at: Time,
    pub address: String,
    pub client: String,
    pub current: bool,
}
