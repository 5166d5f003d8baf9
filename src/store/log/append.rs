//! Writing entries: each is chained to the one before, and leaves out what its occasion says.

use std::rc::Rc;

use super::chain::head;
use super::occasion::{Occasion, Packed, Written};
use super::packing::{Changes, Objects};
use crate::domain::log::{Entry, Event, Hash};
use crate::domain::{Id, Result};
use crate::store::Tx;
use crate::store::engine::Param;

/// Appends what is to be told; gives the id of its operation, which is that of the first entry of the outermost
/// transaction (OP-1).
pub fn append(tx: &Tx<'_>, event: &Event<'_>) -> Result<Id> {
    let written = tx.written();
    let (last, previous) = match &written {
        Some(written) => written.head,
        None => head(tx)?,
    };
    let id = last + 1;
    let operation = written.as_ref().and_then(|written| written.occasion.operation).unwrap_or(id);
    let (objects, changes) = (Objects::of(event.objects)?, Changes::of(event.changes)?);
    let (objects_text, changes_text) = (objects.text()?, changes.text());
    let entry = Entry {
        id,
        operation: Some(operation),
        at: event.at.0,
        action: event.action,
        details: &event.details,
        user_id: event.user_id,
        user: event.user,
        role: event.role,
        address: event.address,
        outcome: event.outcome.as_str(),
        reason: event.reason,
        unit: event.unit,
        actor_unit_id: event.actor_unit_id,
        objects: &objects_text,
        changes: &changes_text,
    };
    let hash = entry.hash(&previous);
    let packed = Packed::new(entry.details, objects, changes);
    let written = write(tx, written.as_ref(), &entry, &packed, &hash)?;
    for object in event.objects.iter().skip(1) {
        tx.later(
            "INSERT INTO log_objects (kind_id, object_id, entry_id) VALUES (?1, ?2, ?3) ON CONFLICT (kind_id, object_id, entry_id) DO NOTHING",
            (tx.word(object.kind.stored())?, object.id, id),
        )?;
    }
    tx.wrote(written);
    Ok(operation)
}

/// Writes the row of an entry, and that of its occasion if it begins one.
pub(super) fn write(
    tx: &Tx<'_>,
    written: Option<&Written>,
    entry: &Entry<'_>,
    packed: &Packed<'_>,
    hash: &Hash,
) -> Result<Written> {
    let occasion = match written.map(|written| &written.occasion) {
        Some(occasion) if occasion.holds(entry) => Rc::clone(occasion),
        _ => {
            let occasion = Occasion::of(entry, packed);
            insert(tx, &occasion)?;
            Rc::new(occasion)
        }
    };
    let (made, changes) = packed.changes.beside(occasion.fields.as_deref());
    let (kind, object_id, name) = match &packed.objects.first {
        Some((kind, id, name)) => (Some(tx.word(kind)?), Some(*id), Some(name.as_ref())),
        None => (None, None, None),
    };
    let params: &[&dyn Param] = &[
        &entry.id,
        &occasion.id,
        &tx.word(entry.action)?,
        &Some(packed.details.as_ref()).filter(|details| *details != occasion.details),
        &Some(entry.outcome).filter(|outcome| *outcome != "done"),
        &entry.unit,
        &kind,
        &object_id,
        &name,
        &packed.objects.others.as_deref(),
        &made,
        &changes.as_deref(),
        hash,
    ];
    tx.later(
        "INSERT INTO log_entries (id, occasion_id, action_id, details, outcome, unit, kind_id, object_id, object_name, objects, made, changes, hash)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)",
        params,
    )?;
    Ok(Written { head: (entry.id, *hash), occasion })
}

fn insert(tx: &Tx<'_>, occasion: &Occasion) -> Result<()> {
    let params: &[&dyn Param] = &[
        &occasion.id,
        &occasion.operation,
        &occasion.at,
        &occasion.user_id,
        &occasion.user,
        &occasion.role,
        &occasion.actor_unit_id,
        &occasion.address,
        &occasion.reason,
        &occasion.details,
        &occasion.fields,
    ];
    tx.later(
        "INSERT INTO log_occasions (id, operation_id, at, user_id, user_login, user_role, actor_unit_id, address, reason, details, fields)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
        params,
    )
}
