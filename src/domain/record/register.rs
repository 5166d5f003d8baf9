//! What stands in the registers of the organisation (ORG-1).

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

use crate::domain::id::Id;
use crate::domain::register::RegisterState;

/// What runs scans.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Engine {
    pub id: Id,
    pub name: String,
    pub description: Option<String>,
    pub state: RegisterState,
    pub content: Option<Value>,
}

/// A check.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Rule {
    pub id: Id,
    pub name: String,
    pub description: Option<String>,
    pub state: RegisterState,
    pub content: Option<Value>,
}

/// What has to hold.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Requirement {
    pub id: Id,
    pub name: String,
    pub description: Option<String>,
    pub state: RegisterState,
    pub content: Option<Value>,
    /// The rules that show it.
    pub rules: Vec<String>,
}

/// Another system.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Integration {
    pub id: Id,
    pub name: String,
    pub description: Option<String>,
    pub state: RegisterState,
    /// What it is, a tracker for one.
    pub kind: Option<String>,
    pub address: Option<String>,
    /// Its settings, never a secret.
    pub content: Option<Value>,
}
