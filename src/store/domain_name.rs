//! Domains, for maps.

use super::columns::list_of;
use super::mapping::mapping;
use super::scope::Scope;
use super::{Conn, Tx};
use crate::domain::ObjectKind;
use crate::domain::matrix::Reach;
use crate::domain::record::Domain;
use crate::domain::touch::Touch;
use crate::domain::{Action, Actor, Id, Name, Result};
use crate::store::listing::Selection;
use crate::store::listing::column::{self as key, Column, Listed};

mapping! {
    Domain in "domains" from "domains o";
    keyed { name }
    lists {
        asset_groups = list_of("g.name", "g.name_key", "asset_group_domains x JOIN asset_groups g ON g.id = x.group_id WHERE x.domain_id = o.id"),
    }
}

impl Listed for Domain {
    const OBJECT: Option<ObjectKind> = Some(ObjectKind::Domain);
    const COLUMNS: &'static [Column] = &[
        key::id("o.id"),
        key::name("name", "o.name_key").indexed(),
        key::others(
            "asset_groups",
            ObjectKind::AssetGroup,
            key::rows(
                "x.domain_id",
                "asset_group_domains x JOIN asset_groups g ON g.id = x.group_id",
                "x.group_id",
                "g.name_key",
            ),
        ),
    ];
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
pub fn list(
    conn: &Conn,
    actor: &Actor,
    reach: Reach,
    selection: &Selection,
    sink: impl FnMut(Domain) -> Result<()>,
) -> Result<()> {
    let clause = Scope::of(Action::DomainView).clause(reach);
    let list = STATEMENTS.list::<Domain>(clause, &["o.name_key"]);
    list.each(conn, &[&actor.id, &actor.unit_id()], selection, record, sink)
}

/// Deletes a domain; it leaves its groups.
pub fn delete(tx: &Tx<'_>, id: Id) -> Result<()> {
    tx.touch(Touch::Domain(id));
    tx.later("DELETE FROM domains WHERE id = ?1", [id])?;
    Ok(())
}
