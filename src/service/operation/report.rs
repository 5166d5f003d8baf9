//! What is told of taking operations back.

use schemars::JsonSchema;
use serde::Serialize;

use crate::domain::operation::Undoing;
use crate::domain::{Id, Time};

/// An operation that was taken back, or brought back.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Undone {
    pub id: Id,
    pub at: Time,
    /// Who did it.
    pub user: Option<String>,
    /// What it did.
    pub details: String,
}

/// What was taken back.
#[derive(Debug, Default, Serialize, JsonSchema)]
pub struct RevertBody {
    /// How they were chosen.
    #[serde(skip)]
    pub how: Option<Undoing>,
    /// The operations, newest first.
    pub undoes: Vec<Undone>,
    /// How many objects are as they were.
    pub object_count: usize,
    /// Who came back without a password, and is to be invited (OP-6).
    pub invite: Vec<String>,
    /// Mails that waited and are cancelled.
    pub cancelled_mail_count: usize,
    /// What left the house, and stays there (OP-6).
    pub not_taken_back: Vec<String>,
}
