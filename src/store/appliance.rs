//! Scanner appliances.

use super::columns::{list_of, named};
use super::mapping::mapping;
use super::scope::Scope;
use super::{Conn, Tx};
use crate::domain::ObjectKind;
use crate::domain::matrix::Reach;
use crate::domain::record::Appliance;
use crate::domain::touch::Touch;
use crate::domain::{Action, Actor, Id, Name, Named, Result};
use crate::store::listing::Selection;
use crate::store::listing::column::{self as key, Column, Listed};

mapping! {
    Appliance in "appliances" from "appliances o JOIN users w ON w.id = o.owner_id";
    keyed { name }
    read { owner = "w.login" }
    lists {
        asset_groups = list_of("g.name", "g.name_key", "asset_group_appliances x JOIN asset_groups g ON g.id = x.group_id WHERE x.appliance_id = o.id"),
    }
}

impl Listed for Appliance {
    const OBJECT: Option<ObjectKind> = Some(ObjectKind::Appliance);
    const COLUMNS: &'static [Column] = &[
        key::id("o.id"),
        key::name("name", "o.name_key").indexed(),
        key::other("owner", ObjectKind::User, "o.owner_id", "w.login_key").indexed(),
        key::others(
            "asset_groups",
            ObjectKind::AssetGroup,
            key::rows(
                "x.appliance_id",
                "asset_group_appliances x JOIN asset_groups g ON g.id = x.group_id",
                "x.group_id",
                "g.name_key",
            ),
        ),
    ];
}

/// Adds an appliance; gives its id.
pub fn insert(tx: &Tx<'_>, name: &Name, owner: Id) -> Result<Id> {
    tx.touch(Touch::Assignment(owner));
    tx.insert("INSERT INTO appliances (name, name_key, owner_id) VALUES (?1, ?2, ?3)", (name, name.key(), owner))
}

/// Reads an appliance.
pub fn find(conn: &Conn, id: Id) -> Result<Appliance> {
    conn.one(&format!("{} WHERE o.id = ?1", STATEMENTS.select), [id], record)
}

/// Each appliance within reach, by name.
pub fn list(
    conn: &Conn,
    actor: &Actor,
    reach: Reach,
    selection: &Selection,
    sink: impl FnMut(Appliance) -> Result<()>,
) -> Result<()> {
    let clause = Scope::of(Action::ApplianceView).clause(reach);
    let list = STATEMENTS.list::<Appliance>(clause, &["o.name_key"]);
    list.each(conn, &[&actor.id, &actor.unit_id()], selection, record, sink)
}

pub fn owned_by(conn: &Conn, user: Id) -> Result<Vec<Named>> {
    conn.all("SELECT id, name FROM appliances WHERE owner_id = ?1 ORDER BY name_key", [user], named)
}

/// Gives an appliance another owner.
pub fn set_owner(tx: &Tx<'_>, id: Id, owner: Id) -> Result<()> {
    tx.touch(Touch::Appliance(id));
    tx.touch(Touch::Assignment(owner));
    tx.later("UPDATE appliances SET owner_id = ?2 WHERE id = ?1", (id, owner))?;
    Ok(())
}

/// Deletes an appliance; it leaves its groups.
pub fn delete(tx: &Tx<'_>, id: Id) -> Result<()> {
    tx.touch(Touch::Appliance(id));
    tx.later("DELETE FROM appliances WHERE id = ?1", [id])?;
    Ok(())
}
