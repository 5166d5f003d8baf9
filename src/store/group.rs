//! User groups (GRP-1).

use rusqlite::Row;

use super::columns::{List, named};
use super::scope::Scope;
use super::{Conn, Tx};
use crate::domain::grant::Grant;
use crate::domain::matrix::Reach;
use crate::domain::record::{Group, ProjectEntry};
use crate::domain::roles::ProjectRole;
use crate::domain::{Action, Actor, Id, Level, Named, Result, text};

const SELECT: &str = "SELECT o.id, o.name, o.description, o.level,
        (SELECT string_agg(u.login, '\u{1f}' ORDER BY u.login) FROM user_group_members m JOIN users u ON u.id = m.user_id WHERE m.group_id = o.id),
        (SELECT string_agg(p.name || ':' || x.role, '\u{1f}' ORDER BY p.name_key) FROM project_groups x JOIN projects p ON p.id = x.project_id WHERE x.group_id = o.id)
   FROM user_groups o";

fn record(row: &Row<'_>) -> rusqlite::Result<Group> {
    Ok(Group {
        id: row.get(0)?,
        name: row.get(1)?,
        description: row.get(2)?,
        level: row.get(3)?,
        members: row.get::<_, List>(4)?.0,
        projects: row.get::<_, List>(5)?.0.iter().map(|entry| ProjectEntry::split(entry)).collect(),
    })
}

/// Adds a group without members; gives its id.
pub fn insert(tx: &Tx<'_>, group: &Group) -> Result<Id> {
    let id = tx.insert(
        "INSERT INTO user_groups (name, name_key, description, level) VALUES (?1, ?2, ?3, ?4)",
        (&group.name, text::key(&group.name), &group.description, group.level),
    )?;
    tx.note(Grant::GroupLevel { group: id, is_new: true, level: group.level });
    Ok(id)
}

/// Writes name, description and level.
pub fn update(tx: &Tx<'_>, group: &Group) -> Result<()> {
    if group.level > level(tx, group.id)? {
        tx.note(Grant::GroupLevel { group: group.id, is_new: false, level: group.level });
    }
    tx.run(
        "UPDATE user_groups SET name = ?2, name_key = ?3, description = ?4, level = ?5 WHERE id = ?1",
        (group.id, &group.name, text::key(&group.name), &group.description, group.level),
    )?;
    Ok(())
}

/// Reads a group.
pub fn find(conn: &Conn, id: Id) -> Result<Group> {
    conn.one(&format!("{SELECT} WHERE o.id = ?1"), [id], record)
}

/// Each group within reach, by name.
pub fn list(conn: &Conn, actor: &Actor, reach: Reach, sink: impl FnMut(Group) -> Result<()>) -> Result<()> {
    let clause = Scope::of(Action::GroupView).clause(reach);
    conn.each(&format!("{SELECT} WHERE {clause} ORDER BY o.name_key"), &[&actor.id, &actor.unit_id()], record, sink)
}

/// The members of a group, by login.
pub fn members(conn: &Conn, group: Id) -> Result<Vec<Named>> {
    conn.all(
        "SELECT u.id, u.login FROM user_group_members m JOIN users u ON u.id = m.user_id WHERE m.group_id = ?1 ORDER BY u.login",
        [group],
        named,
    )
}

/// The level that a group lends.
pub fn level(conn: &Conn, group: Id) -> Result<Level> {
    conn.one("SELECT level FROM user_groups WHERE id = ?1", [group], |row| row.get(0))
}

/// The roles that a group holds in projects.
pub fn projects(conn: &Conn, group: Id) -> Result<Vec<(Named, ProjectRole)>> {
    conn.all(
        "SELECT p.id, p.name, x.role FROM project_groups x JOIN projects p ON p.id = x.project_id WHERE x.group_id = ?1 ORDER BY p.name_key",
        [group],
        |row| Ok((named(row)?, row.get(2)?)),
    )
}

/// Adds a member; tells whether it was new.
pub fn add_member(tx: &Tx<'_>, group: Id, user: Id) -> Result<bool> {
    let sql =
        "INSERT INTO user_group_members (user_id, group_id) VALUES (?1, ?2) ON CONFLICT (user_id, group_id) DO NOTHING";
    let is_new = tx.run(sql, (user, group))? > 0;
    if is_new {
        tx.note(Grant::Membership { user, group });
    }
    Ok(is_new)
}

/// Whether a user is in a group.
pub fn has_member(conn: &Conn, group: Id, user: Id) -> Result<bool> {
    conn.exists("SELECT 1 FROM user_group_members WHERE user_id = ?1 AND group_id = ?2", (user, group))
}

/// Removes a member; tells whether it was one.
pub fn remove_member(tx: &Tx<'_>, group: Id, user: Id) -> Result<bool> {
    Ok(tx.run("DELETE FROM user_group_members WHERE user_id = ?1 AND group_id = ?2", (user, group))? > 0)
}

/// Deletes a group; its members stay as users (GRP-2).
pub fn delete(tx: &Tx<'_>, id: Id) -> Result<()> {
    tx.run("DELETE FROM user_groups WHERE id = ?1", [id])?;
    Ok(())
}
