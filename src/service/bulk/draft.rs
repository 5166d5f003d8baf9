//! Drafts that are settled as rows are, with their kinds.

use serde::Serialize;

use super::form::BulkKind;
use super::settled::Consequences;
use crate::domain::{Action, Id, Result};
use crate::service::{Op, WriteOp};

/// What is said of a thing.
pub trait Draft: Serialize {
    /// What is told of the thing once it is there.
    type Body;
    const ADD: Action;
    /// The rows that say the same.
    const KIND: BulkKind;

    fn add(&self, op: &mut WriteOp<'_>) -> Result<Self::Body>;

    /// What is told of one that was settled, and of what that brought about.
    fn settled(op: &Op<'_>, id: Id, consequences: Consequences) -> Result<Self::Body>;
}
