//! Entries of the activity log.

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

use crate::domain::id::Id;
use crate::domain::time::Time;

/// An object in a log entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct LogObject {
    pub kind: String,
    pub id: Id,
    pub name: String,
}

/// A value that changed, in a log entry.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct LogChange {
    pub object: String,
    pub field: String,
    pub old: Value,
    pub new: Value,
}

/// An entry of the activity log (LOG-1).
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct LogEntry {
    pub id: Id,
    /// The first entry of its operation (OP-1); entries of older programs do not know.
    pub operation: Option<Id>,
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
