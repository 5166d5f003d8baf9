//! Assets.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::columns::List;
use super::engine::{Cell, FromCell};
use super::mapping::mapping;
use super::scope::Scope;
use super::{Conn, Tx};
use crate::domain::matrix::Reach;
use crate::domain::record::Asset;
use crate::domain::text::key;
use crate::domain::touch::Touch;
use crate::domain::{Action, Actor, Address, AddressRange, AddressSet, Id, ObjectKind, Result};

mapping! {
    Asset in "assets" from "assets o";
    stored { dns_name, os }
    first { address }
    using {
        own: Option<String> = "o.name",
        free: List = "(SELECT string_agg(a.key || '=' || a.value, '\u{1f}') FROM asset_attributes a WHERE a.asset_id = o.id)",
        marks: Marks = "(SELECT string_agg(x.by_rule || t.name, '\u{1f}') FROM asset_tags x JOIN tags t ON t.id = x.tag_id WHERE x.asset_id = o.id)",
    }
    written { "name" = own_name, "name_key" = |asset| own_name(asset).map(key) }
    derived {
        name = own.unwrap_or_else(|| Address::to_string(&address)),
        attributes = attributes_of(&free.0),
        tags_by_rule = marks.of(&["1"]),
        tags = marks.of(&["0", "1"]),
        asset_groups = Vec::new(),
    }
}

/// Attributes of `KEY=VALUE`; no key has a `=` in it.
fn attributes_of(pairs: &[String]) -> BTreeMap<String, String> {
    let pairs = pairs.iter().filter_map(|pair| pair.split_once('='));
    pairs.map(|(key, value)| (key.to_owned(), value.to_owned())).collect()
}

/// The tags of an asset, by name, each behind `1` if a rule set it.
struct Marks(Vec<String>);

impl FromCell for Marks {
    fn read(cell: Cell<'_>) -> Result<Self> {
        // Putting them in order here is much quicker than an ordered aggregate for each row.
        let mut marks = List::read(cell)?.0;
        marks.sort_by_cached_key(|mark| key(mark.get(1..).unwrap_or_default()));
        Ok(Self(marks))
    }
}

impl Marks {
    fn of(&self, wanted: &[&str]) -> Vec<String> {
        let split = self.0.iter().filter_map(|mark| mark.split_at_checked(1));
        split.filter(|(by_rule, _)| wanted.contains(by_rule)).map(|(_, name)| name.to_owned()).collect()
    }
}

/// The asset groups in which the address lies.
const GROUPS: &str = "(SELECT string_agg(g.name, '\u{1f}' ORDER BY g.name_key) FROM asset_groups g
    WHERE o.address <= (SELECT r.last FROM asset_group_ranges r WHERE r.group_id = g.id AND r.first <= o.address ORDER BY r.first DESC LIMIT 1))";

/// A name of its own, and its comparable form; none where the name is the address.
fn own_name(asset: &Asset) -> Option<&str> {
    (asset.name != asset.address.to_string()).then_some(asset.name.as_str())
}

static INSERT: LazyLock<String> = LazyLock::new(|| format!("{} ON CONFLICT (address) DO NOTHING", STATEMENTS.insert));

/// Adds an asset with its attributes; gives its id, or `None` if the address exists.
pub fn insert(tx: &Tx<'_>, asset: &Asset) -> Result<Option<Id>> {
    let id = inserting(asset, |params| tx.insert_new(&INSERT, params))?;
    if let Some(id) = id {
        tx.made(ObjectKind::Asset, id);
        set_attributes(tx, id, &asset.attributes)?;
    }
    Ok(id)
}

/// Writes the fields of an asset; its address never changes.
pub fn update(tx: &Tx<'_>, asset: &Asset) -> Result<()> {
    update_row(tx, asset)?;
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
    let sql = format!("SELECT {}, {GROUPS} FROM assets o WHERE o.id = ?1", STATEMENTS.columns);
    conn.one(&sql, [id], |row| {
        let mut cells = row.cells();
        let asset = record_of(&mut cells)?;
        Ok(Asset { asset_groups: cells.take::<List>()?.0, ..asset })
    })
}

pub fn address(conn: &Conn, id: Id) -> Result<Address> {
    conn.one("SELECT address FROM assets WHERE id = ?1", [id], |row| row.get(0))
}

pub fn by_address(conn: &Conn, address: Address) -> Result<Option<Id>> {
    conn.maybe("SELECT id FROM assets WHERE address = ?1", [address], |row| row.get(0))
}

/// Each asset whose address lies in the set, by address.
pub fn list(conn: &Conn, within: &AddressSet, mut sink: impl FnMut(Asset) -> Result<()>) -> Result<()> {
    let mut groups = GroupSweep::new(conn)?;
    let sql = format!("{} WHERE o.address >= ?1 AND o.address <= ?2 ORDER BY o.address", STATEMENTS.select);
    for range in within.ranges() {
        conn.each(&sql, &[&range.first(), &range.last()], record, |asset| sink(groups.fill(asset)))?;
    }
    Ok(())
}

/// Each asset that the tag scope of the actor covers, by address (SCOPE-2).
pub fn list_in_scope(
    conn: &Conn,
    actor: &Actor,
    reach: Reach,
    mut sink: impl FnMut(Asset) -> Result<()>,
) -> Result<()> {
    let mut groups = GroupSweep::new(conn)?;
    let clause = Scope::of(Action::FimAssetView).clause(reach);
    let sql = format!("{} WHERE {clause} ORDER BY o.address", STATEMENTS.select);
    conn.each(&sql, &[&actor.id, &actor.unit_id()], record, |asset| sink(groups.fill(asset)))
}

/// The asset groups of assets that come by rising address: what each asset costs does not grow with the groups.
struct GroupSweep {
    /// Ranges by their first address, with the name and its comparable form.
    ranges: Vec<(AddressRange, String, String)>,
    /// How many of them have begun.
    begun: usize,
    /// Those of them that have not ended.
    open: Vec<usize>,
}

impl GroupSweep {
    fn new(conn: &Conn) -> Result<Self> {
        let ranges = conn.all(
            "SELECT r.first, r.last, g.name, g.name_key FROM asset_group_ranges r JOIN asset_groups g ON g.id = r.group_id ORDER BY r.first",
            [],
            |row| {
                let (first, last, name, key) = row.read()?;
                Ok((AddressRange::new(first, last), name, key))
            },
        )?;
        let ranges = ranges.into_iter().filter_map(|(range, name, key)| Some((range?, name, key))).collect();
        Ok(Self { ranges, begun: 0, open: Vec::new() })
    }

    fn fill(&mut self, mut asset: Asset) -> Asset {
        while self.ranges.get(self.begun).is_some_and(|(range, ..)| range.first() <= asset.address) {
            self.open.push(self.begun);
            self.begun += 1;
        }
        let ranges = &self.ranges;
        self.open.retain(|at| ranges.get(*at).is_some_and(|(range, ..)| range.last() >= asset.address));
        let mut named: Vec<(&String, &String)> =
            self.open.iter().filter_map(|at| ranges.get(*at)).map(|(_, name, key)| (key, name)).collect();
        named.sort();
        asset.asset_groups = named.into_iter().map(|(_, name)| name.clone()).collect();
        asset
    }
}

/// Deletes an asset; tickets keep its address.
pub fn delete(tx: &Tx<'_>, id: Id) -> Result<()> {
    tx.touch(Touch::Asset(id));
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
            |row| row.get::<i64>(0),
        )?;
    }
    Ok(count)
}

/// Whether any asset lies in the set.
pub fn any(conn: &Conn, within: &AddressSet) -> Result<bool> {
    for range in within.ranges() {
        let sql = "SELECT 1 FROM assets WHERE address >= ?1 AND address <= ?2";
        if conn.exists(sql, (range.first(), range.last()))? {
            return Ok(true);
        }
    }
    Ok(false)
}

/// The addresses of existing assets in the set, as ranges.
pub fn existing(conn: &Conn, within: &AddressSet) -> Result<AddressSet> {
    let mut found: Vec<Address> = Vec::new();
    for range in within.ranges() {
        let sql = "SELECT address FROM assets WHERE address >= ?1 AND address <= ?2 ORDER BY address";
        found.extend(conn.all(sql, (range.first(), range.last()), |row| row.get::<Address>(0))?);
    }
    Ok(found.into_iter().collect())
}
