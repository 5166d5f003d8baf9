//! Asset groups.

use super::columns::{list_of, named};
use super::mapping::mapping;
use super::scope::Scope;
use super::{Conn, Tx};
use crate::domain::ObjectKind;
use crate::domain::asset_group::BusinessImpact;
use crate::domain::asset_group::Origin;
use crate::domain::matrix::Reach;
use crate::domain::record::{AssetGroup, ShownGroup};
use crate::domain::touch::Touch;
use crate::domain::{Action, Actor, AddressRange, AddressSet, Id, Named, Result};
use crate::store::listing::Selection;
use crate::store::listing::column::{self as key, Column, Listed};

mapping! {
    AssetGroup in "asset_groups" from "asset_groups o JOIN users w ON w.id = o.owner_id";
    keyed { name }
    stored { owner_id, business_impact, comments }
    first { origin }
    read { owner = "w.login" }
    lists {
        units = list_of("n.name", "n.name_key", "asset_group_units x JOIN units n ON n.id = x.unit_id WHERE x.group_id = o.id"),
        domains = list_of("d.name", "d.name_key", "asset_group_domains x JOIN domains d ON d.id = x.domain_id WHERE x.group_id = o.id"),
        appliances = list_of("a.name", "a.name_key", "asset_group_appliances x JOIN appliances a ON a.id = x.appliance_id WHERE x.group_id = o.id"),
        // `+`: else all users would be gone through in the order of their logins.
        assigned_to = list_of("u.login", "u.login_key", "asset_group_users x JOIN users u ON u.id = +x.user_id WHERE x.group_id = o.id"),
    }
    derived { addresses = Vec::new() }
}

impl Listed for AssetGroup {
    const OBJECT: Option<ObjectKind> = Some(ObjectKind::AssetGroup);
    const COLUMNS: &'static [Column] = &[
        key::id("o.id"),
        key::name("name", "o.name_key").indexed(),
        key::other("owner", ObjectKind::User, "o.owner_id", "w.login_key").indexed(),
        key::word("origin", Origin::WORDS, "o.origin"),
        key::others(
            "units",
            ObjectKind::Bu,
            key::rows("x.group_id", "asset_group_units x JOIN units n ON n.id = x.unit_id", "x.unit_id", "n.name_key"),
        ),
        key::ranges("addresses", "r.group_id", "asset_group_ranges r", "r.first", "r.last"),
        key::others(
            "domains",
            ObjectKind::Domain,
            key::rows(
                "x.group_id",
                "asset_group_domains x JOIN domains d ON d.id = x.domain_id",
                "x.domain_id",
                "d.name_key",
            ),
        ),
        key::others(
            "appliances",
            ObjectKind::Appliance,
            key::rows(
                "x.group_id",
                "asset_group_appliances x JOIN appliances a ON a.id = x.appliance_id",
                "x.appliance_id",
                "a.name_key",
            ),
        ),
        key::others(
            "assigned_to",
            ObjectKind::User,
            key::rows("x.group_id", "asset_group_users x JOIN users u ON u.id = x.user_id", "x.user_id", "u.login_key"),
        ),
        key::word("business_impact", BusinessImpact::WORDS, "o.business_impact"),
        key::text("comments", "o.comments").describing(),
    ];
}

impl Listed for ShownGroup {
    const OBJECT: Option<ObjectKind> = Some(ObjectKind::AssetGroup);
    const COLUMNS: &'static [Column] = AssetGroup::COLUMNS;
}

/// Adds a group without contents; gives its id.
pub fn insert(tx: &Tx<'_>, group: &AssetGroup) -> Result<Id> {
    let id = insert_row(tx, group)?;
    tx.touch(Touch::AssetGroup(id));
    Ok(id)
}

/// Writes name, owner, impact and comments.
pub fn update(tx: &Tx<'_>, group: &AssetGroup) -> Result<()> {
    if !tx.exists("SELECT 1 FROM asset_groups WHERE id = ?1 AND owner_id = ?2", (group.id, group.owner_id))? {
        tx.touch(Touch::AssetGroup(group.id));
    }
    update_row(tx, group)
}

/// Reads a group.
pub fn find(conn: &Conn, id: Id) -> Result<AssetGroup> {
    let mut group = conn.one(&format!("{} WHERE o.id = ?1", STATEMENTS.select), [id], record)?;
    group.addresses = addresses(conn, id)?.ranges().to_vec();
    Ok(group)
}

/// A group's name and origin alone.
pub fn brief(conn: &Conn, id: Id) -> Result<(String, Origin)> {
    conn.one("SELECT name, origin FROM asset_groups WHERE id = ?1", [id], |row| Ok((row.get(0)?, row.get(1)?)))
}

/// Each group within reach, by name.
pub fn list(
    conn: &Conn,
    actor: &Actor,
    reach: Reach,
    selection: &Selection,
    mut sink: impl FnMut(AssetGroup) -> Result<()>,
) -> Result<()> {
    let clause = Scope::of(Action::AssetGroupView).clause(reach);
    let list = STATEMENTS.list::<AssetGroup>(clause, &["o.name_key"]);
    list.each(conn, &[&actor.id, &actor.unit_id()], selection, record, |mut group| {
        group.addresses = addresses(conn, group.id)?.ranges().to_vec();
        sink(group)
    })
}

/// Deletes a group; its assignments and its places as target go with it (AG-8).
pub fn delete(tx: &Tx<'_>, id: Id) -> Result<()> {
    tx.touch(Touch::AssetGroup(id));
    tx.later("DELETE FROM asset_groups WHERE id = ?1", [id])?;
    Ok(())
}

pub fn addresses(conn: &Conn, group: Id) -> Result<AddressSet> {
    let ranges =
        conn.all("SELECT first, last FROM asset_group_ranges WHERE group_id = ?1 ORDER BY first", [group], |row| {
            Ok(AddressRange::new(row.get(0)?, row.get(1)?))
        })?;
    Ok(ranges.into_iter().flatten().collect())
}

/// Replaces the addresses of a group.
pub fn set_addresses(tx: &Tx<'_>, group: Id, addresses: &AddressSet) -> Result<()> {
    tx.touch(Touch::AssetGroup(group));
    tx.later("DELETE FROM asset_group_ranges WHERE group_id = ?1", [group])?;
    insert_ranges(tx, group, addresses)
}

fn insert_ranges(tx: &Tx<'_>, group: Id, addresses: &AddressSet) -> Result<()> {
    for range in addresses.ranges() {
        tx.later(
            "INSERT INTO asset_group_ranges (group_id, first, last, block) VALUES (?1, ?2, ?3, ?4)",
            (group, range.first(), range.last(), range.block()),
        )?;
    }
    Ok(())
}

/// Puts addresses into a group, of which only the ranges beside them are read and written; gives those that are new.
pub fn add_addresses(tx: &Tx<'_>, group: Id, addresses: &AddressSet) -> Result<AddressSet> {
    let mut new = Vec::new();
    for range in addresses.ranges() {
        let old = beside(tx, group, *range)?;
        let added: AddressSet = [*range].into_iter().collect();
        let beyond = added.minus(&old);
        if beyond.is_empty() {
            continue;
        }
        tx.touch(Touch::AssetGroup(group));
        for range in old.ranges() {
            tx.later("DELETE FROM asset_group_ranges WHERE group_id = ?1 AND first = ?2", (group, range.first()))?;
        }
        insert_ranges(tx, group, &old.union(&added))?;
        new.extend_from_slice(beyond.ranges());
    }
    Ok(new.into_iter().collect())
}

/// The ranges of a group that overlap or touch a range.
fn beside(conn: &Conn, group: Id, range: AddressRange) -> Result<AddressSet> {
    let from = range.first().previous().unwrap_or(range.first());
    let to = range.last().next().unwrap_or(range.last());
    let ranges = conn.all(
        "SELECT * FROM (SELECT first, last FROM asset_group_ranges WHERE group_id = ?1 AND first <= ?2 ORDER BY first DESC LIMIT 1) before
          WHERE last >= ?2
         UNION ALL
         SELECT first, last FROM asset_group_ranges WHERE group_id = ?1 AND first > ?2 AND first <= ?3",
        (group, from, to),
        |row| Ok(AddressRange::new(row.get(0)?, row.get(1)?)),
    )?;
    Ok(ranges.into_iter().flatten().collect())
}

/// What a group can be joined with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Link {
    /// A domain lies in it.
    Domain,
    /// An appliance may be used for it.
    Appliance,
    Unit,
    /// A user has it assigned.
    User,
}

impl Link {
    const fn touch(self, group: Id, other: Id) -> Touch {
        match self {
            Self::Domain | Self::Appliance | Self::Unit => Touch::AssetGroup(group),
            Self::User => Touch::Assignment(other),
        }
    }

    const fn table(self) -> (&'static str, &'static str) {
        match self {
            Self::Domain => ("asset_group_domains", "domain_id"),
            Self::Appliance => ("asset_group_appliances", "appliance_id"),
            Self::Unit => ("asset_group_units", "unit_id"),
            Self::User => ("asset_group_users", "user_id"),
        }
    }
}

/// Joins a group with something; tells whether that was new.
pub fn link(tx: &Tx<'_>, kind: Link, group: Id, other: Id) -> Result<bool> {
    let (table, column) = kind.table();
    tx.touch(kind.touch(group, other));
    let sql =
        format!("INSERT INTO {table} (group_id, {column}) VALUES (?1, ?2) ON CONFLICT (group_id, {column}) DO NOTHING");
    Ok(tx.run(&sql, (group, other))? > 0)
}

/// Ends a link; tells whether there was one.
pub fn unlink(tx: &Tx<'_>, kind: Link, group: Id, other: Id) -> Result<bool> {
    let (table, column) = kind.table();
    tx.touch(kind.touch(group, other));
    Ok(tx.run(&format!("DELETE FROM {table} WHERE group_id = ?1 AND {column} = ?2"), (group, other))? > 0)
}

/// Whether a link exists.
pub fn is_linked(conn: &Conn, kind: Link, group: Id, other: Id) -> Result<bool> {
    let (table, column) = kind.table();
    conn.exists(&format!("SELECT 1 FROM {table} WHERE group_id = ?1 AND {column} = ?2"), (group, other))
}

/// The ids at the other end of a link, in rising order.
pub fn linked(conn: &Conn, kind: Link, group: Id) -> Result<Vec<Id>> {
    let (table, column) = kind.table();
    conn.all(&format!("SELECT {column} FROM {table} WHERE group_id = ?1 ORDER BY {column}"), [group], |row| row.get(0))
}

/// Copies addresses, domains and appliances from one group to another.
pub fn copy_contents(tx: &Tx<'_>, from: Id, to: Id) -> Result<()> {
    tx.touch(Touch::AssetGroup(to));
    for sql in [
        "INSERT INTO asset_group_ranges (group_id, first, last, block) SELECT ?2, first, last, block FROM asset_group_ranges WHERE group_id = ?1",
        "INSERT INTO asset_group_domains (group_id, domain_id) SELECT ?2, domain_id FROM asset_group_domains WHERE group_id = ?1",
        "INSERT INTO asset_group_appliances (group_id, appliance_id) SELECT ?2, appliance_id FROM asset_group_appliances WHERE group_id = ?1",
    ] {
        tx.later(sql, (from, to))?;
    }
    Ok(())
}

pub fn assigned_to(conn: &Conn, user: Id) -> Result<Vec<Id>> {
    conn.all("SELECT group_id FROM asset_group_users WHERE user_id = ?1 ORDER BY group_id", [user], |row| row.get(0))
}

pub fn owned_by(conn: &Conn, user: Id) -> Result<Vec<Named>> {
    conn.all("SELECT id, name FROM asset_groups WHERE owner_id = ?1 ORDER BY name_key", [user], named)
}

/// How somebody is tied to a group.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GroupTie {
    /// Owns it.
    Owner,
    Assigned,
    /// Aims a configuration at it.
    Target,
}

/// Somebody tied to a group.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Holder {
    pub user: Id,
    /// The user's unit.
    pub unit: Option<Id>,
    /// How.
    pub tie: GroupTie,
}

/// Ends the assignments of a unit's users to a group that has left the unit (AG-3); gives their logins.
pub fn unassign_unit(tx: &Tx<'_>, group: Id, unit: Id) -> Result<Vec<String>> {
    tx.touch(Touch::AssetGroup(group));
    tx.returning(
        "DELETE FROM asset_group_users WHERE group_id = ?1 AND user_id IN (SELECT id FROM users WHERE unit_id = ?2)
         RETURNING (SELECT login FROM users WHERE id = user_id)",
        (group, unit),
        |row| row.get(0),
    )
}
