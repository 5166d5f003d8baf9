//! Operations: what one command did in one transaction (OP-1).

use std::collections::BTreeSet;

use super::key::Key;
use super::tables::Kept;
use crate::domain::operation::Undoing;
use crate::domain::{Id, Result, Time};
use crate::store::Conn;
use crate::store::engine::{Row, Session};

/// An operation that is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Operation {
    /// That of its first log entry.
    pub id: Id,
    pub at: Time,
    /// Who did it.
    pub user: Option<Id>,
    /// The first of its rows of the history; behind the last: it has none.
    pub first_change: Id,
    pub last_change: Id,
    /// Whether it took others back.
    pub kind: Option<Undoing>,
    /// What took it back.
    pub undone_by: Option<Id>,
}

const COLUMNS: &str = "o.id, o.at, o.user_id, o.first_change, o.last_change, o.kind, o.undone_by";

fn record(row: &Row<'_>) -> Result<Operation> {
    let (id, at, user, first_change, last_change, kind, undone_by) = row.read()?;
    Ok(Operation { id, at, user, first_change, last_change, kind, undone_by })
}

/// An operation, if it is kept.
pub fn find(conn: &Conn, id: Id) -> Result<Option<Operation>> {
    conn.maybe(&format!("SELECT {COLUMNS} FROM operations o WHERE o.id = ?1"), [id], record)
}

/// The operation that an entry of the log belongs to; `None`: there is no such entry.
pub fn of_entry(conn: &Conn, entry: Id) -> Result<Option<Id>> {
    let sql = "SELECT COALESCE(c.operation_id, e.id) FROM log_entries e JOIN log_occasions c ON c.id = e.occasion_id WHERE e.id = ?1";
    conn.maybe(sql, [entry], |row| row.get(0))
}

/// What a user did, newest first.
pub fn of_user(conn: &Conn, user: Id, mut sink: impl FnMut(Operation) -> Result<bool>) -> Result<()> {
    let sql =
        format!("SELECT {COLUMNS} FROM operations o WHERE o.user_id = ?1 AND o.id < ?2 ORDER BY o.id DESC LIMIT 16");
    let mut before = Id::MAX;
    loop {
        let found = conn.all(&sql, (user, before), record)?;
        let Some(last) = found.last().map(|last| last.id) else { return Ok(()) };
        for operation in found {
            if !sink(operation)? {
                return Ok(());
            }
        }
        before = last;
    }
}

/// The operations that an operation took back.
pub fn undone_by(session: &Session, id: Id) -> Result<Vec<Id>> {
    session.all("SELECT undone_id FROM operations_undone WHERE operation_id = ?1 ORDER BY undone_id", [id], |row| {
        row.get(0)
    })
}

/// The operations that an operation took back, those that they took back, and so on.
pub fn goes_back_to(conn: &Conn, id: Id) -> Result<BTreeSet<Id>> {
    let mut all = BTreeSet::new();
    let mut next = undone_by(conn, id)?;
    while let Some(one) = next.pop() {
        if all.insert(one) {
            next.extend(undone_by(conn, one)?);
        }
    }
    Ok(all)
}

/// The last operation that had ended by then.
pub fn last_at(conn: &Conn, at: Time) -> Result<Option<Id>> {
    // The log has an index of times, and knows little more than operations do; what it has forgotten is looked for one by one.
    let by_log = "SELECT o.id FROM operations o
        WHERE o.id <= (SELECT c.id FROM log_occasions c WHERE c.at <= ?1 ORDER BY c.at DESC, c.id DESC LIMIT 1) ORDER BY o.id DESC LIMIT 1";
    if let Some(id) = conn.maybe(by_log, [at], |row| row.get(0))? {
        return Ok(Some(id));
    }
    conn.maybe("SELECT id FROM operations WHERE at <= ?1 ORDER BY id DESC LIMIT 1", [at], |row| row.get(0))
}

/// The last row of the history that had been written once an operation, or an entry, was done.
pub fn last_change_at(conn: &Conn, id: Id) -> Result<Id> {
    let last =
        conn.maybe("SELECT last_change FROM operations WHERE id <= ?1 ORDER BY id DESC LIMIT 1", [id], |row| {
            row.get(0)
        })?;
    match last {
        Some(last) => Ok(last),
        None => conn.one("SELECT COALESCE(min(first_change), 1) - 1 FROM operations", [], |row| row.get(0)),
    }
}

/// The oldest operation that is kept, and since when there is a history.
pub fn oldest(conn: &Conn) -> Result<Option<(Id, Time)>> {
    conn.maybe("SELECT id, at FROM operations ORDER BY id LIMIT 1", [], |row| row.read())
}

/// The operations that changed a row after some change, newest first.
pub fn that_changed(conn: &Conn, key: &Key, since: Id) -> Result<Vec<Id>> {
    let mut found: Vec<Id> = conn.all(
        "SELECT (SELECT o.id FROM operations o WHERE o.first_change <= h.id ORDER BY o.id DESC LIMIT 1) FROM history h
          WHERE h.table_id = ?1 AND h.key1 = ?2 AND h.key2 = ?3 AND h.id > ?4",
        (key.table, key.first, &key.second, since),
        |row| row.get::<Option<Id>>(0),
    )?.into_iter().flatten().collect();
    let made = "SELECT operation_id FROM history_made WHERE table_id = ?1 AND first_id <= ?2 AND last_id >= ?2";
    found.extend(conn.all(made, (key.table, key.first), |row| row.get::<Id>(0))?);
    found.sort_unstable_by(|one, other| other.cmp(one));
    found.dedup();
    Ok(found)
}

/// The operations that changed settings after some change, newest first.
pub fn that_changed_settings(conn: &Conn, since: Id) -> Result<Vec<Id>> {
    let Some(settings) = Kept::named("settings") else { return Ok(Vec::new()) };
    conn.all(
        "SELECT DISTINCT (SELECT o.id FROM operations o WHERE o.first_change <= h.id ORDER BY o.id DESC LIMIT 1) FROM history h
          WHERE h.table_id = ?1 AND h.id > ?2 ORDER BY 1 DESC",
        (settings.number(), since),
        |row| row.get(0),
    )
}

/// The newest operation.
pub fn newest(conn: &Conn) -> Result<Option<Id>> {
    conn.one("SELECT max(id) FROM operations", [], |row| row.get(0))
}

/// When an operation was done.
pub fn time_of(conn: &Conn, id: Id) -> Result<Option<Time>> {
    conn.maybe("SELECT at FROM operations WHERE id <= ?1 ORDER BY id DESC LIMIT 1", [id], |row| row.get(0))
}
