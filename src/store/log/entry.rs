//! Reading entries.

use super::packing::{Changes, Objects, push_sentence, read_changes, read_objects};
use super::words::Words;
use crate::domain::log::{Change, Entry, Hash, hex};
use crate::domain::record::{LogChange, LogEntry, LogObject};
use crate::domain::{Id, Result, Time};
use crate::store::Conn;
use crate::store::engine::Row;

/// What is read of an entry `e` and its occasion `c`.
pub const COLUMNS: &str = "e.id, e.occasion_id, c.operation_id, c.at, e.action_id, COALESCE(e.details, c.details),
    c.user_id, c.user_login, c.user_role, c.address, e.outcome, c.reason, e.unit, c.actor_unit_id, e.kind_id, e.object_id,
    e.object_name, e.objects, c.fields, e.made, e.changes, e.hash";

/// The entries, each with its occasion.
pub const FROM: &str = "log_entries e LEFT JOIN log_occasions c ON c.id = e.occasion_id";

/// An entry as it stands in the log.
pub struct Logged<'e> {
    /// As it was told.
    pub entry: Entry<'e>,
    /// The hash that it bears.
    pub hash: Hash,
    /// The first entry of its occasion.
    pub occasion: Id,
}

/// Reads one entry after the other, and puts together what it says.
pub struct EntryReader<'c> {
    words: Words<'c>,
    /// What was put together for the last.
    details: String,
    objects: String,
    changes: String,
}

impl<'c> EntryReader<'c> {
    pub fn new(conn: &'c Conn) -> Self {
        Self { words: Words::of(conn), details: String::new(), objects: String::new(), changes: String::new() }
    }

    /// Reads an entry and hands it on.
    pub fn read<T>(&mut self, row: &Row<'_>, hand_on: impl FnOnce(&Logged<'_>) -> T) -> Result<T> {
        let mut cells = row.cells();
        let (id, occasion, operation) = (cells.take()?, cells.take()?, cells.take()?);
        // What is missing is tampered with: nothing fits its hash.
        let at = cells.take::<Option<_>>()?.unwrap_or_default();
        let action = self.words.get(cells.take()?)?;
        let pattern = cells.text()?.unwrap_or_default();
        let (user_id, user, role) = (cells.take()?, cells.text()?, cells.text()?);
        let (address, outcome) = (cells.text()?.unwrap_or_default(), cells.text()?.unwrap_or("done"));
        let (reason, unit, actor_unit_id) = (cells.text()?, cells.text()?, cells.take()?);
        let kind = cells.take::<Option<Id>>()?.map(|id| self.words.get(id)).transpose()?.flatten();
        let first = match (kind.as_deref(), cells.take::<Option<Id>>()?, cells.text()?) {
            (None, None, None) => None,
            (kind, id, name) => {
                Some((kind.unwrap_or_default().into(), id.unwrap_or_default(), name.unwrap_or_default().into()))
            }
        };
        let objects = Objects { first, others: cells.text()?.map(Into::into) };
        let (fields, made) = (cells.text()?.unwrap_or_default(), cells.text()?);
        let made = made.map(|values| (fields.into(), values.into()));
        let changes = Changes { made, others: cells.text()?.map(Into::into) };
        for text in [&mut self.details, &mut self.objects, &mut self.changes] {
            text.clear();
        }
        push_sentence(&mut self.details, pattern, objects.name());
        objects.push_to(&mut self.objects)?;
        changes.push_to(&mut self.changes);
        let entry = Entry {
            id,
            operation,
            at,
            action: action.as_deref().unwrap_or_default(),
            details: &self.details,
            user_id,
            user,
            role,
            address,
            outcome,
            reason,
            unit,
            actor_unit_id,
            objects: &self.objects,
            changes: &self.changes,
        };
        Ok(hand_on(&Logged { entry, hash: cells.take()?, occasion }))
    }

    /// Reads an entry as it is shown.
    pub fn record(&mut self, row: &Row<'_>) -> Result<LogEntry> {
        self.read(row, record)
    }
}

fn record(Logged { entry, hash, .. }: &Logged<'_>) -> LogEntry {
    // What was tampered with is shown as far as it can be read; verification tells the rest.
    let objects = read_objects(entry.objects);
    let label = |place: usize| objects.get(place).map(|(kind, _, name)| format!("{kind}:{name}")).unwrap_or_default();
    let mut changes = Vec::new();
    for change in read_changes(entry.changes) {
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
    let owned = |text: Option<&str>| text.map(str::to_owned);
    LogEntry {
        id: entry.id,
        operation: entry.operation,
        at: Time(entry.at),
        module: entry.action.rsplit_once('.').map_or(entry.action, |(noun, _)| noun).to_owned(),
        action: entry.action.to_owned(),
        details: entry.details.to_owned(),
        user: owned(entry.user),
        role: owned(entry.role),
        address: entry.address.to_owned(),
        outcome: entry.outcome.to_owned(),
        reason: owned(entry.reason),
        unit: owned(entry.unit),
        objects: objects.into_iter().map(|(kind, id, name)| LogObject { kind, id, name }).collect(),
        changes,
        hash: hex(hash),
    }
}
