//! Scanner appliances.

use rusqlite::Row;

use super::columns::{List, named};
use super::scope::Scope;
use super::{Conn, Tx};
use crate::domain::matrix::Reach;
use crate::domain::record::Appliance;
use crate::domain::{Action, Actor, Id, Name, Named, Result};

const SELECT: &str = "SELECT o.id, o.name, w.login,
        (SELECT string_agg(g.name, '\u{1f}' ORDER BY g.name_key) FROM asset_group_appliances d JOIN asset_groups g ON g.id = d.group_id WHERE d.appliance_id = o.id)
   FROM appliances o JOIN users w ON w.id = o.owner_id";

fn record(row: &Row<'_>) -> rusqlite::Result<Appliance> {
    Ok(Appliance { id: row.get(0)?, name: row.get(1)?, owner: row.get(2)?, asset_groups: row.get::<_, List>(3)?.0 })
}

/// Adds an appliance; gives its id.
pub fn insert(tx: &Tx<'_>, name: &Name, owner: Id) -> Result<Id> {
    tx.insert("INSERT INTO appliances (name, name_key, owner_id) VALUES (?1, ?2, ?3)", (name, name.key(), owner))
}

/// Reads an appliance.
pub fn find(conn: &Conn, id: Id) -> Result<Appliance> {
    conn.one(&format!("{SELECT} WHERE o.id = ?1"), [id], record)
}

/// Each appliance within reach, by name.
pub fn list(conn: &Conn, actor: &Actor, reach: Reach, sink: impl FnMut(Appliance) -> Result<()>) -> Result<()> {
    let clause = Scope::of(Action::ApplianceView).clause(reach);
    let sql = format!("{SELECT} WHERE {clause} ORDER BY o.name_key");
    conn.each(&sql, &[&actor.id, &actor.unit_id()], record, sink)
}

/// The appliances a user owns, by name.
pub fn owned_by(conn: &Conn, user: Id) -> Result<Vec<Named>> {
    conn.all("SELECT id, name FROM appliances WHERE owner_id = ?1 ORDER BY name_key", [user], named)
}

/// Gives an appliance another owner.
pub fn set_owner(tx: &Tx<'_>, id: Id, owner: Id) -> Result<()> {
    tx.run("UPDATE appliances SET owner_id = ?2 WHERE id = ?1", (id, owner))?;
    Ok(())
}

/// Deletes an appliance; it leaves its groups.
pub fn delete(tx: &Tx<'_>, id: Id) -> Result<()> {
    tx.run("DELETE FROM appliances WHERE id = ?1", [id])?;
    Ok(())
}
