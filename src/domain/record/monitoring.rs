//! Things of monitoring.

use schemars::JsonSchema;
use serde::Serialize;

use crate::domain::address::Address;
use crate::domain::id::Id;
use crate::domain::monitoring::{Approval, EventAction, IncidentState, ReportEntity, ReportFormat, ReportState};
use crate::domain::recurrence::Spec;
use crate::domain::time::Time;

/// A monitoring profile: which files are watched on assets of which tags (FIM-1).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Profile {
    pub id: Id,
    pub name: String,
    pub description: Option<String>,
    pub paths: Vec<String>,
    pub tags: Vec<String>,
    pub active: bool,
    pub creator: String,
    pub created_at: Time,
    #[serde(skip)]
    pub creator_id: Option<Id>,
}

/// What happened to a file (FIM-15); without an asset once that is deleted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Event {
    pub id: Id,
    pub at: Time,
    pub asset: Option<String>,
    pub address: Address,
    pub path: String,
    pub action: EventAction,
    pub severity: i64,
    pub process: Option<String>,
    pub ignored: bool,
    #[serde(skip)]
    pub asset_id: Option<Id>,
}

/// Events gathered for review (FIM-4 to FIM-8).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Incident {
    pub id: Id,
    pub title: String,
    pub state: IncidentState,
    pub approval: Approval,
    pub comment: Option<String>,
    pub creator: String,
    pub reviewers: Vec<String>,
    pub event_count: i64,
    pub rule: Option<String>,
    pub created_at: Time,
    pub reviewed_by: Option<String>,
    pub reviewed_at: Option<Time>,
    #[serde(skip)]
    pub reviewed_by_id: Option<Id>,
    #[serde(skip)]
    pub creator_id: Option<Id>,
    #[serde(skip)]
    pub rule_id: Option<Id>,
}

/// A correlation rule: makes an incident from events (FIM-9, FIM-15).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct CorrelationRule {
    pub id: Id,
    pub name: String,
    pub description: Option<String>,
    pub when: String,
    pub active: bool,
    pub creator: String,
    pub reviewers: Vec<String>,
    pub incident_count: i64,
    pub created_at: Time,
    #[serde(skip)]
    pub last_event_id: Id,
    #[serde(skip)]
    pub creator_id: Option<Id>,
}

/// A report and how it went (FIM-11); what was produced is downloaded apart.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Report {
    pub id: Id,
    pub name: String,
    pub content: ReportEntity,
    pub format: ReportFormat,
    pub when: Option<String>,
    pub state: ReportState,
    pub error: Option<String>,
    pub row_count: i64,
    pub creator: String,
    pub rule: Option<String>,
    pub created_at: Time,
    pub produced_at: Time,
    /// What was produced, on its way into the database; nothing when a report is read.
    #[serde(skip)]
    pub body: Option<String>,
    #[serde(skip)]
    pub rule_id: Option<Id>,
    #[serde(skip)]
    pub creator_id: Option<Id>,
}

/// A report that comes by itself (FIM-12).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ReportRule {
    pub id: Id,
    pub name: String,
    pub content: ReportEntity,
    pub format: ReportFormat,
    pub when: Option<String>,
    pub active: bool,
    pub next_run_at: Option<Time>,
    pub recurrence: Spec,
    pub creator: String,
    pub created_at: Time,
    #[serde(skip)]
    pub creator_id: Option<Id>,
}
