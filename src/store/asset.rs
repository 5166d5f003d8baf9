//! Assets.

use std::collections::BTreeMap;

use rusqlite::Row;

use super::columns::{Json, List};
use super::scope::Scope;
use super::{Conn, Tx};
use crate::domain::matrix::Reach;
use crate::domain::record::Asset;
use crate::domain::{Action, Actor, Address, AddressSet, Id, Result};

const SELECT: &str = "SELECT o.id, o.name, o.address, o.dns_name, o.os,
        (SELECT json_group_object(a.key, a.value) FROM asset_attributes a WHERE a.asset_id = o.id),
        (SELECT string_agg(t.name, '\u{1f}' ORDER BY t.name_key) FROM asset_tags x JOIN tags t ON t.id = x.tag_id WHERE x.asset_id = o.id),
        (SELECT string_agg(t.name, '\u{1f}' ORDER BY t.name_key) FROM asset_tags x JOIN tags t ON t.id = x.tag_id WHERE x.asset_id = o.id AND x.by_rule = 1),
        (SELECT string_agg(g.name, '\u{1f}' ORDER BY g.name_key) FROM asset_groups g
          WHERE o.address <= (SELECT r.last FROM asset_group_ranges r WHERE r.group_id = g.id AND r.first <= o.address ORDER BY r.first DESC LIMIT 1))
   FROM assets o";

fn record(row: &Row<'_>) -> rusqlite::Result<Asset> {
    let address: Address = row.get(2)?;
    let name: Option<String> = row.get(1)?;
    Ok(Asset {
        id: row.get(0)?,
        name: name.unwrap_or_else(|| address.to_string()),
        address,
        dns_name: row.get(3)?,
        os: row.get(4)?,
        attributes: row.get::<_, Json<BTreeMap<String, String>>>(5)?.0,
        tags: row.get::<_, List>(6)?.0,
        tags_by_rule: row.get::<_, List>(7)?.0,
        asset_groups: row.get::<_, List>(8)?.0,
    })
}

/// A name of its own, and its comparable form; none where the name is the address.
fn own_name(asset: &Asset) -> Option<(&str, String)> {
    (asset.name != asset.address.to_string()).then(|| (asset.name.as_str(), crate::domain::text::key(&asset.name)))
}

/// Adds an asset with its attributes; gives its id, or `None` if the address exists.
pub fn insert(tx: &Tx<'_>, asset: &Asset) -> Result<Option<Id>> {
    let (name, key) = own_name(asset).unzip();
    let id = tx.maybe(
        "INSERT INTO assets (address, name, name_key, dns_name, os) VALUES (?1, ?2, ?3, ?4, ?5)
         ON CONFLICT (address) DO NOTHING RETURNING id",
        (asset.address, name, key, &asset.dns_name, &asset.os),
        |row| row.get(0),
    )?;
    if let Some(id) = id {
        set_attributes(tx, id, &asset.attributes)?;
    }
    Ok(id)
}

/// Writes the fields of an asset; its address never changes.
pub fn update(tx: &Tx<'_>, asset: &Asset) -> Result<()> {
    let (name, key) = own_name(asset).unzip();
    tx.run(
        "UPDATE assets SET name = ?2, name_key = ?3, dns_name = ?4, os = ?5 WHERE id = ?1",
        (asset.id, name, key, &asset.dns_name, &asset.os),
    )?;
    tx.run("DELETE FROM asset_attributes WHERE asset_id = ?1", [asset.id])?;
    set_attributes(tx, asset.id, &asset.attributes)
}

fn set_attributes(tx: &Tx<'_>, asset: Id, attributes: &BTreeMap<String, String>) -> Result<()> {
    for (key, value) in attributes {
        tx.run("INSERT INTO asset_attributes (asset_id, key, value) VALUES (?1, ?2, ?3)", (asset, key, value))?;
    }
    Ok(())
}

/// Reads an asset.
pub fn find(conn: &Conn, id: Id) -> Result<Asset> {
    conn.one(&format!("{SELECT} WHERE o.id = ?1"), [id], record)
}

/// The address of an asset.
pub fn address(conn: &Conn, id: Id) -> Result<Address> {
    conn.one("SELECT address FROM assets WHERE id = ?1", [id], |row| row.get(0))
}

/// The asset with that address.
pub fn by_address(conn: &Conn, address: Address) -> Result<Option<Id>> {
    conn.maybe("SELECT id FROM assets WHERE address = ?1", [address], |row| row.get(0))
}

/// Each asset whose address lies in the set, by address.
pub fn list(conn: &Conn, within: &AddressSet, mut sink: impl FnMut(Asset) -> Result<()>) -> Result<()> {
    let sql = format!("{SELECT} WHERE o.address >= ?1 AND o.address <= ?2 ORDER BY o.address");
    for range in within.ranges() {
        conn.each(&sql, &[&range.first(), &range.last()], record, &mut sink)?;
    }
    Ok(())
}

/// Each asset that the tag scope of the actor covers, by address (SCOPE-2).
pub fn list_in_scope(conn: &Conn, actor: &Actor, reach: Reach, sink: impl FnMut(Asset) -> Result<()>) -> Result<()> {
    let clause = Scope::of(Action::FimAssetView).clause(reach);
    conn.each(&format!("{SELECT} WHERE {clause} ORDER BY o.address"), &[&actor.id, &actor.unit_id()], record, sink)
}

/// Deletes an asset; tickets keep its address.
pub fn delete(tx: &Tx<'_>, id: Id) -> Result<()> {
    tx.run("DELETE FROM assets WHERE id = ?1", [id])?;
    Ok(())
}

/// How many assets lie in the set.
pub fn count(conn: &Conn, within: &AddressSet) -> Result<i64> {
    let mut count = 0;
    for range in within.ranges() {
        count += conn.one(
            "SELECT count(*) FROM assets WHERE address >= ?1 AND address <= ?2",
            (range.first(), range.last()),
            |row| row.get::<_, i64>(0),
        )?;
    }
    Ok(count)
}

/// The addresses of existing assets in the set, as ranges.
pub fn existing(conn: &Conn, within: &AddressSet) -> Result<AddressSet> {
    let mut found: Vec<Address> = Vec::new();
    for range in within.ranges() {
        let sql = "SELECT address FROM assets WHERE address >= ?1 AND address <= ?2 ORDER BY address";
        found.extend(conn.all(sql, (range.first(), range.last()), |row| row.get::<_, Address>(0))?);
    }
    Ok(found.into_iter().collect())
}
