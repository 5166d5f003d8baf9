//! What entries share: who did something, when, from where and why, and what most of them say.

use std::borrow::Cow;
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
    pub fn of(entry: &Entry<'_>, packed: &Packed<'_>) -> Self {
        Self {
            id: entry.id,
            operation: entry.operation,
            at: entry.at,
            user_id: entry.user_id,
            user: entry.user.map(str::to_owned),
            role: entry.role.map(str::to_owned),
            actor_unit_id: entry.actor_unit_id,
            address: entry.address.to_owned(),
            reason: entry.reason.map(str::to_owned),
            details: packed.details.clone().into_owned(),
            fields: packed.changes.made.as_ref().map(|(fields, _)| fields.clone().into_owned()),
        }
    }

    /// Whether an entry belongs to it.
    pub fn holds(&self, entry: &Entry<'_>) -> bool {
        (self.operation, self.at, self.user_id, self.actor_unit_id)
            == (entry.operation, entry.at, entry.user_id, entry.actor_unit_id)
            && (self.user.as_deref(), self.role.as_deref()) == (entry.user, entry.role)
            && (self.address.as_str(), self.reason.as_deref()) == (entry.address, entry.reason)
    }
}

/// An entry without what it shares.
pub struct Packed<'e> {
    pub details: Cow<'e, str>,
    pub objects: Objects<'e>,
    pub changes: Changes<'e>,
}

impl<'e> Packed<'e> {
    pub fn new(details: &'e str, objects: Objects<'e>, changes: Changes<'e>) -> Self {
        Self { details: pattern(details, objects.name()), objects, changes }
    }
}
