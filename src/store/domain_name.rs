//! Domains, for maps.

use super::columns::list_of;
use super::mapping::mapping;
use super::scope::Scope;
use super::{Conn, Tx};
use crate::domain::matrix::Reach;
use crate::domain::record::Domain;
use crate::domain::touch::Touch;
use crate::domain::{Action, Actor, Id, Name, Result};

mapping! {
    Domain in "domains" from "domains o";
    keyed { name }
    lists {
        asset_groups = list_of("g.name", "g.name_key", "asset_group_domains x JOIN asset_groups g ON g.id = x.group_id WHERE x.domain_id = o.id"),
    }
}

/// Adds a domain; gives its id.
pub fn insert(tx: &Tx<'_>, name: &Name) -> Result<Id> {
    tx.insert("INSERT INTO domains (name, name_key) VALUES (?1, ?2)", (name, name.key()))
}

/// Reads a domain.
pub fn find(conn: &Conn, id: Id) -> Result<Domain> {
    conn.one(&format!("{} WHERE o.id = ?1", STATEMENTS.select), [id], record)
}

/// Each domain within reach, by name.
pub fn list(conn: &Conn, actor: &Actor, reach: Reach, sink: impl FnMut(Domain) -> Result<()>) -> Result<()> {
    let clause = Scope::of(Action::DomainView).clause(reach);
    let sql = format!("{} WHERE {clause} ORDER BY o.name_key", STATEMENTS.select);
    conn.each(&sql, &[&actor.id, &actor.unit_id()], record, sink)
}

/// Deletes a domain; it leaves its groups.
pub fn delete(tx: &Tx<'_>, id: Id) -> Result<()> {
    tx.touch(Touch::Domain(id));
    tx.run("DELETE FROM domains WHERE id = ?1", [id])?;
    Ok(())
}
