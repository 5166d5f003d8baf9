//! Scans, maps and reports that were launched (SCAN-1).

use rusqlite::{Row, params};

use super::columns::List;
use super::scope::Scope;
use super::{Conn, Tx};
use crate::domain::matrix::Reach;
use crate::domain::record::{ALL_GROUP, Scan};
use crate::domain::{Action, Actor, Id, Result};

const SELECT: &str = "SELECT o.id, o.kind, o.title, COALESCE(w.login, o.former_owner, ''), o.state, o.targets_all,
        (SELECT string_agg(g.name, '\u{1f}' ORDER BY g.name_key) FROM scan_targets t JOIN asset_groups g ON g.id = t.group_id WHERE t.scan_id = o.id),
        (SELECT c.name FROM configs c WHERE c.id = o.schedule_id), o.created_at, o.finished_at, o.result, o.owner_id, o.schedule_id, o.due_at
   FROM scans o LEFT JOIN users w ON w.id = o.owner_id";

fn record(row: &Row<'_>) -> rusqlite::Result<Scan> {
    let mut targets = row.get::<_, List>(6)?.0;
    if row.get(5)? {
        targets.insert(0, ALL_GROUP.to_owned());
    }
    Ok(Scan {
        id: row.get(0)?,
        kind: row.get(1)?,
        title: row.get(2)?,
        owner: row.get(3)?,
        state: row.get(4)?,
        targets,
        schedule: row.get(7)?,
        created_at: row.get(8)?,
        finished_at: row.get(9)?,
        result: row.get(10)?,
        owner_id: row.get(11)?,
        schedule_id: row.get(12)?,
        due_at: row.get(13)?,
    })
}

/// Queues a scan with the groups it aims at; gives its id.
pub fn insert(tx: &Tx<'_>, scan: &Scan, groups: &[Id]) -> Result<Id> {
    let id = tx.insert(
        "INSERT INTO scans (kind, title, owner_id, state, targets_all, schedule_id, due_at, created_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        params![
            scan.kind,
            scan.title,
            scan.owner_id,
            scan.state,
            scan.targets.first().is_some_and(|target| target == ALL_GROUP),
            scan.schedule_id,
            scan.due_at,
            scan.created_at,
        ],
    )?;
    for group in groups {
        tx.run("INSERT INTO scan_targets (scan_id, group_id) VALUES (?1, ?2)", (id, group))?;
    }
    Ok(id)
}

/// Writes state, end and result.
pub fn update(tx: &Tx<'_>, scan: &Scan) -> Result<()> {
    tx.run(
        "UPDATE scans SET state = ?2, finished_at = ?3, result = ?4 WHERE id = ?1",
        (scan.id, scan.state, scan.finished_at, &scan.result),
    )?;
    Ok(())
}

/// Reads a scan.
pub fn find(conn: &Conn, id: Id) -> Result<Scan> {
    conn.one(&format!("{SELECT} WHERE o.id = ?1"), [id], record)
}

/// Each scan within reach, newest first.
pub fn list(conn: &Conn, actor: &Actor, reach: Reach, sink: impl FnMut(Scan) -> Result<()>) -> Result<()> {
    let clause = Scope::of(Action::ScanView).clause(reach);
    conn.each(&format!("{SELECT} WHERE {clause} ORDER BY o.id DESC"), &[&actor.id, &actor.unit_id()], record, sink)
}

/// The newest scans of a user, at most so many.
pub fn recent_of_owner(conn: &Conn, owner: Id, most: i64) -> Result<Vec<Scan>> {
    conn.all(&format!("{SELECT} WHERE o.owner_id = ?1 ORDER BY o.id DESC LIMIT ?2"), (owner, most), record)
}

/// How many scans a user owns.
pub fn count_of_owner(conn: &Conn, owner: Id) -> Result<i64> {
    conn.one("SELECT count(*) FROM scans WHERE owner_id = ?1", [owner], |row| row.get(0))
}

/// Deletes a scan.
pub fn delete(tx: &Tx<'_>, id: Id) -> Result<()> {
    tx.run("DELETE FROM scans WHERE id = ?1", [id])?;
    Ok(())
}

/// Deletes all scans of a user.
pub fn delete_of_owner(tx: &Tx<'_>, owner: Id) -> Result<()> {
    tx.run("DELETE FROM scans WHERE owner_id = ?1", [owner])?;
    Ok(())
}

/// Cancels what is still queued of a user; tells how many there were.
pub fn cancel_queued(tx: &Tx<'_>, owner: Id) -> Result<i64> {
    let sql = "UPDATE scans SET state = 'cancelled' WHERE owner_id = ?1 AND state = 'queued'";
    Ok(i64::try_from(tx.run(sql, [owner])?).unwrap_or(i64::MAX))
}

/// Takes an owner off its scans: its login stays as text (DEL-2).
pub fn release(tx: &Tx<'_>, owner: Id, login: &str) -> Result<()> {
    tx.run("UPDATE scans SET owner_id = NULL, former_owner = ?2 WHERE owner_id = ?1", (owner, login))?;
    Ok(())
}
