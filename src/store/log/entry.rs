//! Reading entries.

use super::packing::{Changes, Objects, read_changes, read_objects, sentence};
use crate::domain::log::{Change, Entry, Hash, hex};
use crate::domain::record::{LogChange, LogEntry, LogObject};
use crate::domain::{Id, Result, Time};
use crate::store::engine::Row;

/// What is read of an entry `e` and its occasion `c`.
pub const COLUMNS: &str = "e.id, e.occasion_id, c.operation_id, c.at, (SELECT w.word FROM log_words w WHERE w.id = e.action_id),
    COALESCE(e.details, c.details), c.user_id, c.user_login, c.user_role, c.address, COALESCE(e.outcome, 'done'), c.reason, e.unit,
    c.actor_unit_id, (SELECT w.word FROM log_words w WHERE w.id = e.kind_id), e.object_id, e.object_name, e.objects,
    c.fields, e.made, e.changes, e.hash";

/// The entries, each with its occasion.
pub const FROM: &str = "log_entries e LEFT JOIN log_occasions c ON c.id = e.occasion_id";

/// An entry as it stands in the log.
pub struct Logged {
    /// As it was told.
    pub entry: Entry,
    /// The hash that it bears.
    pub hash: Hash,
    /// The first entry of its occasion.
    pub occasion: Id,
}

/// An entry as it is kept, before its texts are put together: that can be left to somebody else.
pub struct Kept {
    /// Without its sentence, objects and changes.
    entry: Entry,
    pattern: String,
    objects: Objects,
    changes: Changes,
    hash: Hash,
    occasion: Id,
}

impl Kept {
    /// Puts it together.
    pub fn unpack(self) -> Result<Logged> {
        let Self { entry, pattern, objects, changes, hash, occasion } = self;
        let entry = Entry {
            details: sentence(pattern, objects.name()),
            objects: objects.text()?,
            changes: changes.text(),
            ..entry
        };
        Ok(Logged { entry, hash, occasion })
    }
}

/// Reads an entry.
pub fn kept(row: &Row<'_>) -> Result<Kept> {
    let mut cells = row.cells();
    let (id, occasion, operation) = (cells.take()?, cells.take()?, cells.take()?);
    // What is missing is tampered with: nothing fits its hash.
    let at = cells.take::<Option<_>>()?.unwrap_or_default();
    let action = cells.text()?.unwrap_or_default().to_owned();
    let pattern = cells.text()?.unwrap_or_default().to_owned();
    let (user_id, user, role) = (cells.take()?, cells.take()?, cells.take()?);
    let address = cells.text()?.unwrap_or_default().to_owned();
    let (outcome, reason, unit, actor_unit_id) = (cells.take()?, cells.take()?, cells.take()?, cells.take()?);
    let kind = cells.text()?;
    let (object_id, name) = (cells.take::<Option<_>>()?, cells.text()?);
    let first = match (kind, object_id, name) {
        (None, None, None) => None,
        (kind, id, name) => {
            Some((kind.unwrap_or_default().to_owned(), id.unwrap_or_default(), name.unwrap_or_default().to_owned()))
        }
    };
    let objects = Objects { first, others: cells.take()? };
    let (fields, made) = (cells.take::<Option<String>>()?, cells.take::<Option<String>>()?);
    let changes = Changes { made: made.map(|values| (fields.unwrap_or_default(), values)), others: cells.take()? };
    let entry = Entry {
        id,
        operation,
        at,
        action,
        details: String::new(),
        user_id,
        user,
        role,
        address,
        outcome,
        reason,
        unit,
        actor_unit_id,
        objects: String::new(),
        changes: String::new(),
    };
    Ok(Kept { entry, pattern, objects, changes, hash: cells.take()?, occasion })
}

/// An entry as it is shown.
pub fn record(row: &Row<'_>) -> Result<LogEntry> {
    let Logged { entry, hash, .. } = kept(row)?.unpack()?;
    // What was tampered with is shown as far as it can be read; verification tells the rest.
    let objects = read_objects(&entry.objects);
    let label = |place: usize| objects.get(place).map(|(kind, _, name)| format!("{kind}:{name}")).unwrap_or_default();
    let mut changes = Vec::new();
    for change in read_changes(&entry.changes) {
        match change {
            Change::Set(place, values) => changes.extend(values.into_iter().map(|(field, new)| LogChange {
                object: label(place),
                field,
                old: serde_json::Value::Null,
                new,
            })),
            Change::Value(place, field, old, new) => changes.push(LogChange { object: label(place), field, old, new }),
        }
    }
    Ok(LogEntry {
        id: entry.id,
        operation: entry.operation,
        at: Time(entry.at),
        module: entry.action.rsplit_once('.').map_or(entry.action.as_str(), |(noun, _)| noun).to_owned(),
        action: entry.action,
        details: entry.details,
        user: entry.user,
        role: entry.role,
        address: entry.address,
        outcome: entry.outcome,
        reason: entry.reason,
        unit: entry.unit,
        objects: objects.into_iter().map(|(kind, id, name)| LogObject { kind, id, name }).collect(),
        changes,
        hash: hex(&hash),
    })
}
