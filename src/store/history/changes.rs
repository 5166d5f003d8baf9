//! What an operation did to each row: how it was before, and what was left.

use std::collections::BTreeMap;
use std::rc::Rc;

use super::key::{Key, objects_of};
use super::operation::Operation;
use super::row::{self, Cells};
use super::tables::Kept;
use crate::domain::{Error, Id, ObjectKind, Result};
use crate::store::engine::Named;
use crate::store::{Conn, catalogue};

/// What was done to a row from before an operation until after it.
#[derive(Debug, Clone)]
pub struct RowChange {
    pub table: &'static Kept,
    pub key: Key,
    /// As it was; none: it was not there.
    pub before: Option<Cells>,
    /// As it was left; none: it was gone.
    pub after: Option<Cells>,
}

impl RowChange {
    /// The columns in which the two differ.
    pub fn fields(&self) -> Vec<&str> {
        let (Some(before), Some(after)) = (&self.before, &self.after) else { return Vec::new() };
        let names = before.keys().chain(after.keys().filter(|name| !before.contains_key(*name)));
        names.filter(|name| before.get(*name) != after.get(*name)).map(String::as_str).collect()
    }

    /// The value of a column, before or else after.
    pub fn known(&self, column: &str) -> Option<&serde_json::Value> {
        self.before.as_ref().or(self.after.as_ref()).and_then(|cells| cells.get(column))
    }

    /// The objects that the row belongs to.
    pub fn objects(&self) -> Vec<(ObjectKind, Id)> {
        objects_of(self.table, &self.key)
    }

    /// Whether the row is an object of its own.
    pub fn is_thing(&self) -> bool {
        self.table.counts_ids()
    }
}

/// The columns of tables, each asked once, and which of them no two rows may share.
pub struct Columns<'c> {
    conn: &'c Conn,
    known: BTreeMap<i64, Vec<Named>>,
    unique: BTreeMap<i64, Rc<[Vec<String>]>>,
}

impl<'c> Columns<'c> {
    pub const fn new(conn: &'c Conn) -> Self {
        Self { conn, known: BTreeMap::new(), unique: BTreeMap::new() }
    }

    pub fn of(&mut self, table: &'static Kept) -> Result<&[Named]> {
        let number = table.number();
        if !self.known.contains_key(&number) {
            self.known.insert(number, catalogue::columns(&self.conn.session, table.name)?);
        }
        Ok(self.known.get(&number).map(Vec::as_slice).unwrap_or_default())
    }

    pub fn unique(&mut self, table: &'static Kept) -> Result<Rc<[Vec<String>]>> {
        let number = table.number();
        if let Some(known) = self.unique.get(&number) {
            return Ok(Rc::clone(known));
        }
        let asked: Rc<[Vec<String>]> = catalogue::unique(&self.conn.session, table.name)?.into();
        self.unique.insert(number, Rc::clone(&asked));
        Ok(asked)
    }

    /// A row as it is now.
    pub fn present(&mut self, table: &'static Kept, key: &Key) -> Result<Option<Cells>> {
        let conn = self.conn;
        let columns = self.of(table)?;
        let names: Vec<_> = columns.iter().map(|column| format!("t.{}", column.name)).collect();
        let (condition, values) = table.holds(key)?;
        let sql = format!("SELECT {} FROM {} t WHERE {condition}", names.join(", "), table.name);
        let values: Vec<&dyn crate::store::engine::Param> = values.iter().map(|value| value as _).collect();
        conn.maybe(&sql, values.as_slice(), |found| Ok(row::of(columns, found.values()?)))
    }
}

/// A row of the history: its table and key, what was before, and the next row of the history about the same.
struct Noted {
    key: Key,
    old: Option<String>,
    next: Option<(Id, Option<String>)>,
}

/// Each row that an operation changed, as it was before and as it was left.
///
/// # Errors
/// `internal` for a history that cannot be read.
pub fn of(conn: &Conn, operation: &Operation) -> Result<Vec<RowChange>> {
    let made = made_by(conn, operation.id)?;
    let mut columns = Columns::new(conn);
    let mut changes = Vec::new();
    for (table, first, last) in &made {
        let Some(kept) = Kept::of(*table).filter(|kept| !kept.is_made_only()) else { continue };
        for id in *first..=*last {
            let key = Key { table: *table, first: id, second: String::new() };
            let next = next_after(conn, &key, operation.last_change)?;
            let after = left(&mut columns, kept, &key, next)?;
            if after.is_some() {
                changes.push(RowChange { table: kept, key, before: None, after });
            }
        }
    }
    let is_made = |key: &Key| {
        made.iter().any(|(table, first, last)| key.table == *table && (*first..=*last).contains(&key.first))
    };
    for noted in noted(conn, operation)?.into_iter().filter(|noted| !is_made(&noted.key)) {
        let kept = Kept::of(noted.key.table).ok_or_else(unknown_table)?;
        if kept.is_made_only() {
            continue;
        }
        let before = noted.old.as_deref().map(row::parse).transpose()?;
        let after = left(&mut columns, kept, &noted.key, noted.next)?;
        if before != after {
            changes.push(RowChange { table: kept, key: noted.key, before, after });
        }
    }
    Ok(changes)
}

/// Which new ids an operation gave: the table, the first and the last.
pub fn made_by(conn: &Conn, operation: Id) -> Result<Vec<(i64, Id, Id)>> {
    conn.all(
        "SELECT table_id, first_id, last_id FROM history_made WHERE operation_id = ?1 ORDER BY table_id",
        [operation],
        |row| row.read(),
    )
}

/// How a row was left: as the next change of it found it, or as it is.
fn left(
    columns: &mut Columns<'_>,
    table: &'static Kept,
    key: &Key,
    next: Option<(Id, Option<String>)>,
) -> Result<Option<Cells>> {
    match next {
        Some((_, old)) => old.as_deref().map(row::parse).transpose(),
        None => columns.present(table, key),
    }
}

/// The next row of the history about a row.
fn next_after(conn: &Conn, key: &Key, change: Id) -> Result<Option<(Id, Option<String>)>> {
    conn.maybe(
        "SELECT id, old FROM history WHERE table_id = ?1 AND key1 = ?2 AND key2 = ?3 AND id > ?4 ORDER BY id LIMIT 1",
        (key.table, key.first, &key.second, change),
        |row| row.read(),
    )
}

/// The first row of the history about each row that an operation changed.
fn noted(conn: &Conn, operation: &Operation) -> Result<Vec<Noted>> {
    conn.all(
        "SELECT h.table_id, h.key1, h.key2, h.old, n.id, n.old
           FROM history h LEFT JOIN history n ON n.id = (SELECT min(l.id) FROM history l
                WHERE l.table_id = h.table_id AND l.key1 = h.key1 AND l.key2 = h.key2 AND l.id > ?2)
          WHERE h.id >= ?1 AND h.id <= ?2
            AND NOT EXISTS (SELECT 1 FROM history e
                WHERE e.table_id = h.table_id AND e.key1 = h.key1 AND e.key2 = h.key2 AND e.id >= ?1 AND e.id < h.id)
          ORDER BY h.id",
        (operation.first_change, operation.last_change),
        |row| {
            let (table, first, second, old, next, next_old): (_, _, _, _, Option<Id>, _) = row.read()?;
            Ok(Noted { key: Key { table, first, second }, old, next: next.map(|id| (id, next_old)) })
        },
    )
}

fn unknown_table() -> Error {
    Error::internal("the history tells of a table that there is not")
}

/// The mails that an operation queued, from one id to another.
pub fn mails_of(conn: &Conn, operation: &Operation) -> Result<Vec<(Id, Id)>> {
    let Some(mails) = super::tables::TABLES.iter().find(|table| table.is_made_only()) else { return Ok(Vec::new()) };
    let mut found: Vec<(Id, Id)> = conn.all(
        "SELECT key1, key1 FROM history WHERE table_id = ?1 AND id >= ?2 AND id <= ?3 ORDER BY id",
        (mails.number(), operation.first_change, operation.last_change),
        |row| row.read(),
    )?;
    let made = made_by(conn, operation.id)?;
    found.extend(made.into_iter().filter(|(table, ..)| *table == mails.number()).map(|(_, first, last)| (first, last)));
    Ok(found)
}
