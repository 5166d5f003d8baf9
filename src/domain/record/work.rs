//! Configurations, scans, tickets and what they go by.

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

use crate::domain::address::Address;
use crate::domain::auth_record::AuthTechnology;
use crate::domain::config::ConfigKind;
use crate::domain::id::Id;
use crate::domain::recurrence::Spec;
use crate::domain::scan::{ScanKind, ScanState};
use crate::domain::ticket::{InvalidReason, TicketState};
use crate::domain::time::Time;

/// What a scan or schedule takes beside asset groups (SCAN-2).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Aim {
    pub addresses: Vec<Address>,
    /// For maps.
    pub domains: Vec<String>,
    pub appliances: Vec<String>,
    pub option_profile: Option<String>,
    #[serde(skip)]
    pub option_profile_id: Option<Id>,
}

/// A personal configuration (CONF-1).
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Config {
    pub id: Id,
    pub kind: ConfigKind,
    pub name: String,
    pub owner: String,
    pub global: bool,
    pub targets: Vec<String>,
    #[serde(flatten)]
    pub aim: Aim,
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
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
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

/// A scan, map or report that was launched (SCAN-1).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Scan {
    pub id: Id,
    pub kind: ScanKind,
    pub title: String,
    pub owner: String,
    pub state: ScanState,
    pub targets: Vec<String>,
    #[serde(flatten)]
    pub aim: Aim,
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
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
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
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct AuthRecord {
    pub id: Id,
    pub name: String,
    pub technology: AuthTechnology,
    pub account: Option<String>,
    pub targets: Vec<String>,
    pub comments: Option<String>,
}
