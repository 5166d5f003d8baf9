//! Work in a project (PRJ-4).

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

use crate::domain::id::Id;
use crate::domain::project_work::{ProjectScanState, ResultState};
use crate::domain::time::Time;

/// What a project scans with, and what for.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct ProjectProfile {
    pub id: Id,
    pub project: String,
    pub name: String,
    pub engine: Option<String>,
    pub rules: Vec<String>,
    pub requirements: Vec<String>,
    pub settings: Option<Value>,
    #[serde(skip)]
    pub project_id: Id,
    #[serde(skip)]
    pub engine_id: Option<Id>,
}

/// A scan in a project.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ProjectScan {
    pub id: Id,
    pub project: String,
    /// Its number in the project, from 1 on.
    pub number: i64,
    /// `null` once the profile is deleted.
    pub profile: Option<String>,
    pub state: ProjectScanState,
    /// Who started it, as text once the user is deleted.
    pub user: Option<String>,
    pub started_at: Time,
    pub finished_at: Option<Time>,
    pub result_count: i64,
    #[serde(skip)]
    pub project_id: Id,
    #[serde(skip)]
    pub profile_id: Option<Id>,
    #[serde(skip)]
    pub user_id: Option<Id>,
}

/// What a scan found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ProjectResult {
    pub id: Id,
    pub project: String,
    /// The scan, by its id.
    pub scan: Id,
    /// The scan's number in the project.
    pub scan_number: i64,
    pub title: String,
    /// From 1 to 5.
    pub severity: i64,
    pub rule: Option<String>,
    pub state: ResultState,
    pub comment: Option<String>,
    #[serde(skip)]
    pub project_id: Id,
    #[serde(skip)]
    pub rule_id: Option<Id>,
}

/// Steps by which something is shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct TestCase {
    pub id: Id,
    pub project: String,
    pub name: String,
    pub steps: Option<String>,
    pub profile: Option<String>,
    #[serde(skip)]
    pub project_id: Id,
    #[serde(skip)]
    pub profile_id: Option<Id>,
}

/// Another system that a project works with.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct ProjectIntegration {
    pub id: Id,
    pub project: String,
    /// One of the organisation's.
    pub integration: String,
    /// What holds for this project, never a secret.
    pub settings: Option<Value>,
    #[serde(skip)]
    pub project_id: Id,
    #[serde(skip)]
    pub integration_id: Id,
}
