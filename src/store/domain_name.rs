//! Domains, for maps.

use rusqlite::Row;

use super::columns::List;
use super::scope::Scope;
use super::{Conn, Tx};
use crate::domain::matrix::Reach;
use crate::domain::record::Domain;
use crate::domain::{Action, Actor, Id, Name, Result};

const SELECT: &str = "SELECT o.id, o.name,
        (SELECT string_agg(g.name, '\u{1f}' ORDER BY g.name_key) FROM asset_group_domains d JOIN asset_groups g ON g.id = d.group_id WHERE d.domain_id = o.id)
   FROM domains o";

fn record(row: &Row<'_>) -> rusqlite::Result<Domain> {
    Ok(Domain { id: row.get(0)?, name: row.get(1)?, asset_groups: row.get::<_, List>(2)?.0 })
}

/// Adds a domain; gives its id.
pub fn insert(tx: &Tx<'_>, name: &Name) -> Result<Id> {
    tx.insert("INSERT INTO domains (name, name_key) VALUES (?1, ?2)", (name, name.key()))
}

/// Reads a domain.
pub fn find(conn: &Conn, id: Id) -> Result<Domain> {
    conn.one(&format!("{SELECT} WHERE o.id = ?1"), [id], record)
}

/// Each domain within reach, by name.
pub fn list(conn: &Conn, actor: &Actor, reach: Reach, sink: impl FnMut(Domain) -> Result<()>) -> Result<()> {
    let clause = Scope::of(Action::DomainView).clause(reach);
    let sql = format!("{SELECT} WHERE {clause} ORDER BY o.name_key");
    conn.each(&sql, &[&actor.id, &actor.unit_id()], record, sink)
}

/// Deletes a domain; it leaves its groups.
pub fn delete(tx: &Tx<'_>, id: Id) -> Result<()> {
    tx.run("DELETE FROM domains WHERE id = ?1", [id])?;
    Ok(())
}
