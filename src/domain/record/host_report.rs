//! Reports on hosts (REP-1).

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::domain::host_report::{HostReportFormat, HostReportState};
use crate::domain::id::Id;
use crate::domain::time::Time;

/// A report on hosts: what it was made of, and how that went.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct HostReport {
    pub id: Id,
    pub name: String,
    pub owner: String,
    pub format: HostReportFormat,
    pub state: HostReportState,
    /// The asset groups that it is about; empty: all that its owner reached.
    pub targets: Vec<String>,
    pub template: Option<String>,
    pub created_at: Time,
    pub host_count: i64,
    /// Why there is none.
    pub error: Option<String>,
    /// The schedule that made it.
    pub schedule: Option<String>,
    /// What it tells, on its way into the database; nothing when a report is read.
    #[serde(skip)]
    pub body: Option<String>,
    #[serde(skip)]
    pub owner_id: Option<Id>,
    #[serde(skip)]
    pub schedule_id: Option<Id>,
    #[serde(skip)]
    pub due_at: Option<Time>,
}

/// What a report tells; kept as JSON, so that keys are never taken away.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct HostReportBody {
    /// The organisation.
    pub subscription: String,
    pub name: String,
    pub owner: String,
    pub created_at: i64,
    pub targets: Vec<String>,
    /// `None`: the template leaves them out.
    pub hosts: Option<Vec<ReportedHost>>,
    pub tickets: Option<Vec<ReportedTicket>>,
    pub scans: Option<Vec<ReportedScan>>,
}

/// A host in a report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ReportedHost {
    pub address: String,
    pub name: String,
    pub dns_name: Option<String>,
    pub os: Option<String>,
    pub tags: Vec<String>,
}

/// A ticket on a host of a report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ReportedTicket {
    pub id: Id,
    pub address: String,
    pub title: String,
    pub severity: i64,
    pub state: String,
}

/// A scan in a report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ReportedScan {
    pub id: Id,
    pub kind: String,
    pub title: String,
    pub state: String,
    pub created_at: String,
}
