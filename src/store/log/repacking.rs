//! Entries of older programs, put as this one keeps them. What they say stays to the letter, and so does their hash.

use super::append::write;
use super::occasion::{Packed, Written};
use super::packing::{Changes, Objects};
use crate::domain::log::{Entry, Hash};
use crate::domain::{Id, Result};
use crate::store::Tx;
use crate::store::engine::Row;

/// Entries are read in runs of this many.
const RUN: i64 = 1000;

/// Fills the tables of schema 9 from those of schema 8, and puts them in their place.
pub fn repack(tx: &Tx<'_>) -> Result<()> {
    let (mut last, mut written) = (Id::MIN, None);
    loop {
        let entries = tx.all(
            "SELECT id, at, action, details, user_id, user_login, user_role, address, outcome, reason, unit, actor_unit_id, objects, changes, hash
               FROM log_entries_8 WHERE id > ?1 ORDER BY id LIMIT ?2",
            (last, RUN),
            Old::read,
        )?;
        for old in &entries {
            written = Some(move_over(tx, written.as_ref(), old)?);
            last = old.id;
        }
        if entries.is_empty() {
            break;
        }
    }
    Ok(())
}

fn move_over(tx: &Tx<'_>, written: Option<&Written>, old: &Old) -> Result<Written> {
    let entry = old.entry();
    let packed = Packed::new(entry.details, Objects::of_text(entry.objects)?, Changes::of_text(entry.changes));
    let written = write(tx, written, &entry, &packed, &old.hash)?;
    for kind in kinds(tx, entry.id)? {
        tx.later(
            "INSERT INTO log_objects (kind_id, object_id, entry_id)
             SELECT ?1, o.object_id, o.entry_id FROM log_objects_8 o JOIN log_entries e ON e.id = o.entry_id
              WHERE o.entry_id = ?2 AND o.kind = ?3 AND (e.kind_id IS DISTINCT FROM ?1 OR e.object_id IS DISTINCT FROM o.object_id)",
            (tx.word(&kind)?, entry.id, &kind),
        )?;
    }
    Ok(written)
}

fn kinds(tx: &Tx<'_>, entry: Id) -> Result<Vec<String>> {
    tx.all("SELECT DISTINCT kind FROM log_objects_8 WHERE entry_id = ?1 ORDER BY kind", [entry], |row| row.get(0))
}

/// An entry as schema 8 kept it.
struct Old {
    id: Id,
    at: i64,
    action: String,
    details: String,
    user_id: Option<Id>,
    user: Option<String>,
    role: Option<String>,
    address: String,
    outcome: String,
    reason: Option<String>,
    unit: Option<String>,
    actor_unit_id: Option<Id>,
    objects: String,
    changes: String,
    hash: Hash,
}

impl Old {
    fn read(row: &Row<'_>) -> Result<Self> {
        let mut cells = row.cells();
        Ok(Self {
            id: cells.take()?,
            at: cells.take()?,
            action: cells.take()?,
            details: cells.take()?,
            user_id: cells.take()?,
            user: cells.take()?,
            role: cells.take()?,
            address: cells.take()?,
            outcome: cells.take()?,
            reason: cells.take()?,
            unit: cells.take()?,
            actor_unit_id: cells.take()?,
            objects: cells.take()?,
            changes: cells.take()?,
            hash: cells.take()?,
        })
    }

    fn entry(&self) -> Entry<'_> {
        Entry {
            id: self.id,
            operation: None,
            at: self.at,
            action: &self.action,
            details: &self.details,
            user_id: self.user_id,
            user: self.user.as_deref(),
            role: self.role.as_deref(),
            address: &self.address,
            outcome: &self.outcome,
            reason: self.reason.as_deref(),
            unit: self.unit.as_deref(),
            actor_unit_id: self.actor_unit_id,
            objects: &self.objects,
            changes: &self.changes,
        }
    }
}
