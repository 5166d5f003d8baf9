//! Business units.

use super::columns::{list_of, named};
use super::counts::Count;
use super::mapping::mapping;
use super::scope::Scope;
use super::{Conn, Tx};
use crate::domain::ObjectKind;
use crate::domain::matrix::Reach;
use crate::domain::record::Unit;
use crate::domain::{Action, Actor, Id, Name, Named, Result};
use crate::store::listing::Selection;
use crate::store::listing::column::{self as key, Column, Listed};

mapping! {
    Unit in "units" from "units o LEFT JOIN users c ON c.id = o.primary_contact_id";
    keyed { name }
    stored { division, location, comments, new_ip_limit }
    read {
        primary_contact = "c.login",
        primary_contact_id = "o.primary_contact_id",
        user_count = "o.user_count",
        new_ips_used = "o.new_ips_used",
    }
    lists {
        asset_groups = list_of("g.name", "g.name_key", "asset_group_units x JOIN asset_groups g ON g.id = x.group_id WHERE x.unit_id = o.id"),
    }
}

impl Listed for Unit {
    const OBJECT: Option<ObjectKind> = Some(ObjectKind::Bu);
    const COLUMNS: &'static [Column] = &[
        key::id("o.id"),
        key::name("name", "o.name_key").indexed(),
        key::text("division", "o.division").describing(),
        key::text("location", "o.location").describing(),
        key::text("comments", "o.comments").describing(),
        key::other("primary_contact", ObjectKind::User, "o.primary_contact_id", "c.login_key").indexed(),
        key::number("user_count", "o.user_count"),
        key::others(
            "asset_groups",
            ObjectKind::AssetGroup,
            key::rows(
                "x.unit_id",
                "asset_group_units x JOIN asset_groups g ON g.id = x.group_id",
                "x.group_id",
                "g.name_key",
            ),
        ),
        key::number("new_ip_limit", "o.new_ip_limit"),
        key::number("new_ips_used", "o.new_ips_used"),
    ];
}

/// Adds a unit; gives its id.
pub fn insert(tx: &Tx<'_>, name: &Name) -> Result<Id> {
    tx.insert("INSERT INTO units (name, name_key) VALUES (?1, ?2)", (name, name.key()))
}

/// Writes the fields of a unit that people edit.
pub fn update(tx: &Tx<'_>, unit: &Unit) -> Result<()> {
    update_row(tx, unit)
}

/// Reads a unit.
pub fn find(conn: &Conn, id: Id) -> Result<Unit> {
    conn.settle_counts()?;
    conn.one(&format!("{} WHERE o.id = ?1", STATEMENTS.select), [id], record)
}

/// Reads the unit's own row.
pub fn find_own(conn: &Conn, id: Id) -> Result<Unit> {
    conn.settle_counts()?;
    conn.one(&format!("{} WHERE o.id = ?1", STATEMENTS.own), [id], record)
}

/// Counts users who come to a unit, or leave it.
pub(super) fn count_users(tx: &Tx<'_>, unit: Option<Id>, change: i64) {
    if let Some(unit) = unit {
        tx.counts.add(Count::Users(unit), change);
    }
}

/// A unit's name alone.
pub fn name(conn: &Conn, id: Id) -> Result<String> {
    conn.one("SELECT name FROM units WHERE id = ?1", [id], |row| row.get(0))
}

/// Each unit within reach, by name.
pub fn list(
    conn: &Conn,
    actor: &Actor,
    reach: Reach,
    selection: &Selection,
    sink: impl FnMut(Unit) -> Result<()>,
) -> Result<()> {
    conn.settle_counts()?;
    let clause = Scope::of(Action::BuView).clause(reach);
    let list = STATEMENTS.list::<Unit>(clause, &["o.name_key"]);
    list.each(conn, &[&actor.id, &actor.unit_id()], selection, record, sink)
}

/// Deletes a unit; its asset groups stay, unlinked (UNIT-5).
pub fn delete(tx: &Tx<'_>, id: Id) -> Result<()> {
    tx.later("DELETE FROM units WHERE id = ?1", [id])?;
    Ok(())
}

/// Sets or clears the primary contact.
pub fn set_primary_contact(tx: &Tx<'_>, unit: Id, user: Option<Id>) -> Result<()> {
    tx.later("UPDATE units SET primary_contact_id = ?2 WHERE id = ?1", (unit, user))?;
    Ok(())
}

pub fn primary_contact(conn: &Conn, unit: Id) -> Result<Option<Named>> {
    let sql = "SELECT u.id, u.login FROM units n JOIN users u ON u.id = n.primary_contact_id WHERE n.id = ?1";
    conn.maybe(sql, [unit], named)
}

/// The limit on new addresses, and how many there are so far (UNIT-4).
pub fn new_ips(conn: &Conn, unit: Id) -> Result<(Option<i64>, i64)> {
    conn.settle_counts()?;
    conn.one("SELECT new_ip_limit, new_ips_used FROM units WHERE id = ?1", [unit], |row| Ok((row.get(0)?, row.get(1)?)))
}

/// Counts addresses against the unit's limit (UNIT-4).
pub fn add_new_ips(tx: &Tx<'_>, unit: Id, count: i64) {
    tx.counts.add(Count::NewAddresses(unit), count);
}

/// How many addresses all units have reserved and not used (UNIT-4).
pub fn reserved_ips(conn: &Conn) -> Result<i64> {
    conn.settle_counts()?;
    conn.one(
        "SELECT COALESCE(sum(new_ip_limit - new_ips_used), 0) FROM units WHERE new_ip_limit > new_ips_used",
        [],
        |row| row.get(0),
    )
}

/// Whether there is any unit.
pub fn any(conn: &Conn) -> Result<bool> {
    conn.exists("SELECT 1 FROM units LIMIT 1", [])
}

pub fn has_users(conn: &Conn, unit: Id) -> Result<bool> {
    conn.settle_counts()?;
    conn.exists("SELECT 1 FROM units WHERE id = ?1 AND user_count > 0", [unit])
}

/// Whether the unit breaks UNIT-2: users without a primary contact who is a unit manager of it and not inactive.
pub fn breaks_contact_rule(conn: &Conn, unit: Id) -> Result<bool> {
    conn.exists(
        "SELECT 1 FROM units n LEFT JOIN users c ON c.id = n.primary_contact_id
          WHERE n.id = ?1
            AND CASE WHEN EXISTS (SELECT 1 FROM users w WHERE w.unit_id = n.id)
                     THEN c.id IS NULL OR c.unit_id IS NULL OR c.unit_id <> n.id OR c.role <> 'unit-manager' OR c.status = 'inactive'
                     ELSE n.primary_contact_id IS NOT NULL END",
        [unit],
    )
}

/// A unit manager of the unit, not inactive, other than the given users: who could become its contact.
pub fn other_manager(conn: &Conn, unit: Id, not: &[Id]) -> Result<Option<String>> {
    let candidates = conn.all(
        "SELECT id, login FROM users WHERE unit_id = ?1 AND role = 'unit-manager' AND status <> 'inactive' ORDER BY status <> 'active', login_key",
        [unit],
        named,
    )?;
    Ok(candidates.into_iter().find(|user| !not.contains(&user.id)).map(|user| user.name))
}

/// Anybody of the unit other than the given users.
pub fn other_member(conn: &Conn, unit: Id, not: &[Id]) -> Result<Option<String>> {
    let mut members = conn.all(
        "SELECT id, login FROM users WHERE unit_id = ?1 AND status <> 'inactive' ORDER BY role = 'contact', status <> 'active', login_key",
        [unit],
        named,
    )?;
    members.retain(|user| !not.contains(&user.id));
    Ok(members.into_iter().next().map(|user| user.name))
}
