//! Assets.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::asset_groups_of::{self, GroupNames};
use super::columns::List;
use super::counts::Count;
use super::engine::{Cell, FromCell};
use super::mapping::mapping;
use super::scope::Scope;
use super::{Conn, Tx};
use crate::domain::matrix::Reach;
use crate::domain::record::Asset;
use crate::domain::text::key;
use crate::domain::touch::Touch;
use crate::domain::{Action, Actor, Address, AddressRange, AddressSet, Id, ObjectKind, Result};
use crate::store::listing::Selection;
use crate::store::listing::column::{self as key, Column, Listed, Rows};

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

impl Listed for Asset {
    const OBJECT: Option<ObjectKind> = Some(ObjectKind::Asset);
    const COLUMNS: &'static [Column] = &[
        key::id("o.id"),
        key::name_or_address("name", "o.name_key", "o.address").describing().indexed(),
        key::address("address", "o.address").indexed(),
        key::text("dns_name", "o.dns_name").describing(),
        key::text("os", "o.os").describing(),
        key::pairs("attributes", "x.key", key::rows("x.asset_id", "asset_attributes x", "x.value", "fold(x.value)")),
        key::others("tags", ObjectKind::Tag, TAGGED),
        key::others("tags_by_rule", ObjectKind::Tag, TAGGED_BY_RULE),
        key::others("asset_groups", ObjectKind::AssetGroup, WITHIN_GROUP),
    ];
}

const TAGGED: Rows = key::rows("x.asset_id", "asset_tags x JOIN tags t ON t.id = x.tag_id", "x.tag_id", "t.name_key");
const TAGGED_BY_RULE: Rows =
    key::rows("x.asset_id", "tags t JOIN asset_tags x ON x.tag_id = t.id AND x.by_rule = 1", "x.tag_id", "t.name_key");
const WITHIN_GROUP: Rows = key::rows(
    "a.id",
    "asset_groups g JOIN asset_group_ranges r ON r.group_id = g.id JOIN assets a ON a.address >= r.first AND a.address <= r.last",
    "g.id",
    "g.name_key",
);

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
        tx.counts.add(Count::Assets, 1);
        set_attributes(tx, id, &asset.attributes)?;
    }
    Ok(id)
}

/// Writes the fields of an asset; its address never changes.
pub fn update(tx: &Tx<'_>, asset: &Asset) -> Result<()> {
    update_row(tx, asset)?;
    tx.later("DELETE FROM asset_attributes WHERE asset_id = ?1", [asset.id])?;
    set_attributes(tx, asset.id, &asset.attributes)
}

fn set_attributes(tx: &Tx<'_>, asset: Id, attributes: &BTreeMap<String, String>) -> Result<()> {
    for (key, value) in attributes {
        tx.later("INSERT INTO asset_attributes (asset_id, key, value) VALUES (?1, ?2, ?3)", (asset, key, value))?;
    }
    Ok(())
}

/// Reads an asset.
pub fn find(conn: &Conn, id: Id) -> Result<Asset> {
    let asset = conn.one(&format!("{} WHERE o.id = ?1", STATEMENTS.select), [id], record)?;
    Ok(Asset { asset_groups: asset_groups_of::names(conn, asset.address)?, ..asset })
}

pub fn address(conn: &Conn, id: Id) -> Result<Address> {
    conn.one("SELECT address FROM assets WHERE id = ?1", [id], |row| row.get(0))
}

pub fn by_address(conn: &Conn, address: Address) -> Result<Option<Id>> {
    conn.maybe("SELECT id FROM assets WHERE address = ?1", [address], |row| row.get(0))
}

/// Each asset whose address lies in the set, by address.
pub fn within(conn: &Conn, within: &AddressSet, mut sink: impl FnMut(Asset) -> Result<()>) -> Result<()> {
    let mut groups = GroupNames::new(conn, None);
    let sql = format!("{} WHERE o.address >= ?1 AND o.address <= ?2 ORDER BY o.address", STATEMENTS.select);
    for range in within.ranges() {
        conn.each(&sql, &[&range.first(), &range.last()], record, |asset| sink(groups.fill(asset)?))?;
    }
    Ok(())
}

/// The assets that an action reaches whose addresses lie in rising ranges, at most so many, by address.
pub fn addresses_within(
    conn: &Conn,
    actor: &Actor,
    (action, reach): (Action, Reach),
    ranges: &[AddressRange],
    most: usize,
) -> Result<Vec<(Id, Address)>> {
    let clause = Scope::of(action).clause(reach);
    let mut found = Vec::new();
    for range in ranges {
        let left = most.saturating_sub(found.len());
        let sql = format!(
            "SELECT o.id, o.address FROM assets o
              WHERE o.address >= ?3 AND o.address <= ?4 AND {clause} AND (?1 > 0 OR ?2 > 0) ORDER BY o.address LIMIT {left}"
        );
        let params = (actor.id, actor.unit_id(), range.first(), range.last());
        found.extend(conn.all(&sql, params, |row| Ok((row.get(0)?, row.get(1)?)))?);
    }
    Ok(found)
}

/// Each asset that an action reaches, by address.
pub fn list(
    conn: &Conn,
    actor: &Actor,
    (action, reach): (Action, Reach),
    selection: &Selection,
    mut sink: impl FnMut(Asset) -> Result<()>,
) -> Result<()> {
    let mut groups = GroupNames::new(conn, selection.limit);
    let clause = Scope::of(action).clause(reach);
    let list = STATEMENTS.list::<Asset>(clause, &["o.address"]);
    list.each(conn, &[&actor.id, &actor.unit_id()], selection, record, |asset| sink(groups.fill(asset)?))
}

/// Deletes an asset; tickets keep its address.
pub fn delete(tx: &Tx<'_>, id: Id) -> Result<()> {
    tx.touch(Touch::Asset(id));
    if tx.run("DELETE FROM assets WHERE id = ?1", [id])? > 0 {
        tx.counts.add(Count::Assets, -1);
    }
    Ok(())
}

/// How many assets there are.
pub fn count_all(conn: &Conn) -> Result<i64> {
    conn.settle_counts()?;
    conn.one("SELECT asset_count FROM subscriptions", [], |row| row.get(0))
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
