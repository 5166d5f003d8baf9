//! Scans, maps and reports that were launched (SCAN-1).

use super::columns::{List, list_of, with_all};
use super::mapping::mapping;
use super::scope::Scope;
use super::{Conn, Tx};
use crate::domain::matrix::Reach;
use crate::domain::record::{ALL_GROUP, Scan};
use crate::domain::{Action, Actor, Id, Result};

mapping! {
    Scan in "scans" from "scans o LEFT JOIN users w ON w.id = o.owner_id";
    stored { state }
    first { kind, title, owner_id, schedule_id, due_at, created_at }
    later { finished_at, result }
    read {
        owner = "COALESCE(w.login, o.former_owner, '')",
        schedule = "(SELECT c.name FROM configs c WHERE c.id = o.schedule_id)",
    }
    using {
        all: bool = "o.targets_all",
        groups: List = list_of("g.name", "g.name_key", "scan_targets x JOIN asset_groups g ON g.id = x.group_id WHERE x.scan_id = o.id"),
    }
    first_written { "targets_all" = |scan| scan.targets.first().is_some_and(|target| target == ALL_GROUP) }
    derived { targets = with_all(groups, all) }
}

/// Queues a scan with the groups it aims at; gives its id.
pub fn insert(tx: &Tx<'_>, scan: &Scan, groups: &[Id]) -> Result<Id> {
    let id = insert_row(tx, scan)?;
    for group in groups {
        tx.run("INSERT INTO scan_targets (scan_id, group_id) VALUES (?1, ?2)", (id, group))?;
    }
    Ok(id)
}

/// Writes state, end and result.
pub fn update(tx: &Tx<'_>, scan: &Scan) -> Result<()> {
    update_row(tx, scan)
}

/// Reads a scan.
pub fn find(conn: &Conn, id: Id) -> Result<Scan> {
    conn.one(&format!("{} WHERE o.id = ?1", STATEMENTS.select), [id], record)
}

/// Each scan within reach, newest first.
pub fn list(conn: &Conn, actor: &Actor, reach: Reach, sink: impl FnMut(Scan) -> Result<()>) -> Result<()> {
    let clause = Scope::of(Action::ScanView).clause(reach);
    conn.each(
        &format!("{} WHERE {clause} ORDER BY o.id DESC", STATEMENTS.select),
        &[&actor.id, &actor.unit_id()],
        record,
        sink,
    )
}

/// The newest scans within reach, at most so many.
pub fn recent(conn: &Conn, actor: &Actor, reach: Reach, most: i64) -> Result<Vec<Scan>> {
    let clause = Scope::of(Action::ScanView).clause(reach);
    let sql = format!("{} WHERE {clause} AND (?1 > 0 OR ?2 > 0) ORDER BY o.id DESC LIMIT ?3", STATEMENTS.select);
    conn.all(&sql, (actor.id, actor.unit_id(), most), record)
}

/// How many scans a user owns.
pub fn count_of_owner(conn: &Conn, owner: Id) -> Result<i64> {
    conn.one("SELECT count(*) FROM scans WHERE owner_id = ?1", [owner], |row| row.get(0))
}

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
