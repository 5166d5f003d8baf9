//! Operations: what one command did in one transaction (OP-1).

use schemars::JsonSchema;
use serde::Serialize;

use crate::domain::id::Id;
use crate::domain::time::Time;
use crate::domain::words::words;

words! {
    /// Whether what an operation did still stands.
    OperationState is "state of an operation" {
        Done = "done",
        Undone = "undone",
    }
}

/// An operation as the list prints it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct OperationEntry {
    pub id: Id,
    pub at: Time,
    /// Who did it, by the login of that time.
    pub user: Option<String>,
    pub action: String,
    /// What it did, in words.
    pub details: String,
    pub reason: Option<String>,
    pub state: OperationState,
    /// The operation that took it back.
    pub undone_by: Option<Id>,
    /// The operations that it took back.
    pub undoes: Vec<Id>,
}
