//! Authentication records (AUTH-1).

use rusqlite::Row;

use super::columns::List;
use super::scope::Scope;
use super::{Conn, Tx};
use crate::domain::matrix::Reach;
use crate::domain::record::AuthRecord;
use crate::domain::{Action, Actor, Id, Result, text};

const SELECT: &str = "SELECT o.id, o.name, o.technology, o.account, o.comments,
        (SELECT string_agg(g.name, '\u{1f}' ORDER BY g.name_key) FROM auth_record_targets t JOIN asset_groups g ON g.id = t.group_id WHERE t.record_id = o.id)
   FROM auth_records o";

fn record(row: &Row<'_>) -> rusqlite::Result<AuthRecord> {
    Ok(AuthRecord {
        id: row.get(0)?,
        name: row.get(1)?,
        technology: row.get(2)?,
        account: row.get(3)?,
        comments: row.get(4)?,
        targets: row.get::<_, List>(5)?.0,
    })
}

/// Adds a record without targets; gives its id.
pub fn insert(tx: &Tx<'_>, one: &AuthRecord) -> Result<Id> {
    tx.insert(
        "INSERT INTO auth_records (name, name_key, technology, account, comments) VALUES (?1, ?2, ?3, ?4, ?5)",
        (&one.name, text::key(&one.name), one.technology, &one.account, &one.comments),
    )
}

/// Writes every field of the record's own row.
pub fn update(tx: &Tx<'_>, one: &AuthRecord) -> Result<()> {
    tx.run(
        "UPDATE auth_records SET name = ?2, name_key = ?3, technology = ?4, account = ?5, comments = ?6 WHERE id = ?1",
        (one.id, &one.name, text::key(&one.name), one.technology, &one.account, &one.comments),
    )?;
    Ok(())
}

/// Adds a target group.
pub fn add_target(tx: &Tx<'_>, id: Id, group: Id) -> Result<()> {
    tx.run(
        "INSERT INTO auth_record_targets (record_id, group_id) VALUES (?1, ?2) ON CONFLICT (record_id, group_id) DO NOTHING",
        (id, group),
    )?;
    Ok(())
}

/// Takes a target group away.
pub fn remove_target(tx: &Tx<'_>, id: Id, group: Id) -> Result<()> {
    tx.run("DELETE FROM auth_record_targets WHERE record_id = ?1 AND group_id = ?2", (id, group))?;
    Ok(())
}

/// Reads a record.
pub fn find(conn: &Conn, id: Id) -> Result<AuthRecord> {
    conn.one(&format!("{SELECT} WHERE o.id = ?1"), [id], record)
}

/// Each record within reach, by name.
pub fn list(conn: &Conn, actor: &Actor, reach: Reach, sink: impl FnMut(AuthRecord) -> Result<()>) -> Result<()> {
    let clause = Scope::of(Action::AuthRecordView).clause(reach);
    let sql = format!("{SELECT} WHERE {clause} ORDER BY o.name_key");
    conn.each(&sql, &[&actor.id, &actor.unit_id()], record, sink)
}

/// Deletes a record.
pub fn delete(tx: &Tx<'_>, id: Id) -> Result<()> {
    tx.run("DELETE FROM auth_records WHERE id = ?1", [id])?;
    Ok(())
}
