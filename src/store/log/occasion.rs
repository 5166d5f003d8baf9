//! What entries share: who did something, when, from where and why, and what most of them say.

use std::rc::Rc;

use super::packing::{Changes, Objects, pattern};
use crate::domain::Id;
use crate::domain::log::{Entry, Head};

/// What a transaction has written to the log so far.
#[derive(Debug, Clone)]
pub struct Written {
    pub head: Head,
    /// The occasion of the newest entry, as it stands in its row.
    pub occasion: Rc<Occasion>,
}

/// Who did something, when, from where and why; and what most of its entries say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Occasion {
    pub id: Id,
    pub operation: Option<Id>,
    pub at: i64,
    pub user_id: Option<Id>,
    pub user: Option<String>,
    pub role: Option<String>,
    pub actor_unit_id: Option<Id>,
    pub address: String,
    pub reason: Option<String>,
    pub details: String,
    pub fields: Option<String>,
}

impl Occasion {
    /// That of an entry which begins one.
    pub fn of(entry: &Entry, packed: &Packed) -> Self {
        Self {
            id: entry.id,
            operation: entry.operation,
            at: entry.at,
            user_id: entry.user_id,
            user: entry.user.clone(),
            role: entry.role.clone(),
            actor_unit_id: entry.actor_unit_id,
            address: entry.address.clone(),
            reason: entry.reason.clone(),
            details: packed.details.clone(),
            fields: packed.changes.made.as_ref().map(|(fields, _)| fields.clone()),
        }
    }

    /// Whether an entry belongs to it.
    pub fn holds(&self, entry: &Entry) -> bool {
        (self.operation, self.at, self.user_id, self.actor_unit_id)
            == (entry.operation, entry.at, entry.user_id, entry.actor_unit_id)
            && (&self.user, &self.role, &self.address, &self.reason)
                == (&entry.user, &entry.role, &entry.address, &entry.reason)
    }
}

/// An entry without what it shares.
pub struct Packed {
    pub details: String,
    pub objects: Objects,
    pub changes: Changes,
}

impl Packed {
    pub fn new(details: &str, objects: Objects, changes: Changes) -> Self {
        Self { details: pattern(details, objects.name()), objects, changes }
    }
}
