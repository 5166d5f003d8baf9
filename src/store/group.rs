//! User groups (GRP-1).

use super::columns::{List, list_of, named};
use super::mapping::mapping;
use super::scope::Scope;
use super::{Conn, Tx};
use crate::domain::ObjectKind;
use crate::domain::grant::Grant;
use crate::domain::matrix::Reach;
use crate::domain::record::{Group, ProjectEntry};
use crate::domain::roles::ProjectRole;
use crate::domain::touch::Touch;
use crate::domain::{Action, Actor, Id, Level, Named, Result};
use crate::store::listing::Selection;
use crate::store::listing::column::{self as key, Column, Listed, Rows};

mapping! {
    Group in "user_groups" from "user_groups o";
    keyed { name }
    stored { description, level }
    lists {
        members = list_of("u.login", "u.login_key", "user_group_members x JOIN users u ON u.id = x.user_id WHERE x.group_id = o.id"),
    }
    using {
        entries: List = list_of("p.name || ':' || x.role", "p.name_key", "project_groups x JOIN projects p ON p.id = x.project_id WHERE x.group_id = o.id"),
    }
    derived { projects = entries.0.iter().map(|entry| ProjectEntry::split(entry)).collect() }
}

impl Listed for Group {
    const OBJECT: Option<ObjectKind> = Some(ObjectKind::Group);
    const COLUMNS: &'static [Column] = &[
        key::id("o.id"),
        key::name("name", "o.name_key").indexed(),
        key::text("description", "o.description").describing(),
        key::word("level", Level::WORDS, "o.level"),
        key::others(
            "members",
            ObjectKind::User,
            key::rows(
                "x.group_id",
                "user_group_members x JOIN users u ON u.id = x.user_id",
                "x.user_id",
                "u.login_key",
            ),
        ),
        key::others("projects", ObjectKind::Project, IN_PROJECTS),
        key::others("projects.project", ObjectKind::Project, IN_PROJECTS),
        key::words(
            "projects.role",
            ProjectRole::WORDS,
            key::rows("x.group_id", "project_groups x", "x.role", "x.role"),
        ),
    ];
}

const IN_PROJECTS: Rows =
    key::rows("x.group_id", "project_groups x JOIN projects p ON p.id = x.project_id", "x.project_id", "p.name_key");

/// Adds a group without members; gives its id.
pub fn insert(tx: &Tx<'_>, group: &Group) -> Result<Id> {
    let id = insert_row(tx, group)?;
    tx.note(Grant::GroupLevel { group: id, is_new: true, level: group.level });
    Ok(id)
}

/// Writes name, description and level.
pub fn update(tx: &Tx<'_>, group: &Group) -> Result<()> {
    tx.may_unseat();
    let before = level(tx, group.id)?;
    if group.level > before {
        tx.note(Grant::GroupLevel { group: group.id, is_new: false, level: group.level });
    }
    if group.level != before {
        tx.touch(Touch::Group(group.id));
    }
    update_row(tx, group)
}

/// Reads a group.
pub fn find(conn: &Conn, id: Id) -> Result<Group> {
    conn.one(&format!("{} WHERE o.id = ?1", STATEMENTS.select), [id], record)
}

/// Reads the group's own row.
pub fn find_own(conn: &Conn, id: Id) -> Result<Group> {
    conn.one(&format!("{} WHERE o.id = ?1", STATEMENTS.own), [id], record)
}

/// Each group within reach, by name.
pub fn list(
    conn: &Conn,
    actor: &Actor,
    reach: Reach,
    selection: &Selection,
    sink: impl FnMut(Group) -> Result<()>,
) -> Result<()> {
    let clause = Scope::of(Action::GroupView).clause(reach);
    let list = STATEMENTS.list::<Group>(clause, &["o.name_key"]);
    list.each(conn, &[&actor.id, &actor.unit_id()], selection, record, sink)
}

/// The members of a group, by login.
pub fn members(conn: &Conn, group: Id) -> Result<Vec<Named>> {
    conn.all(
        "SELECT u.id, u.login FROM user_group_members m JOIN users u ON u.id = m.user_id WHERE m.group_id = ?1 ORDER BY u.login_key",
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
        |row| {
            let (id, name, role) = row.read()?;
            Ok((Named { id, name }, role))
        },
    )
}

/// Adds a member; tells whether it was new.
pub fn add_member(tx: &Tx<'_>, group: Id, user: Id) -> Result<bool> {
    let sql =
        "INSERT INTO user_group_members (user_id, group_id) VALUES (?1, ?2) ON CONFLICT (user_id, group_id) DO NOTHING";
    let is_new = tx.run(sql, (user, group))? > 0;
    if is_new {
        tx.note(Grant::Membership { user, group });
        tx.touch(Touch::Membership(user));
    }
    Ok(is_new)
}

pub fn has_member(conn: &Conn, group: Id, user: Id) -> Result<bool> {
    conn.exists("SELECT 1 FROM user_group_members WHERE user_id = ?1 AND group_id = ?2", (user, group))
}

/// Removes a member; tells whether it was one.
pub fn remove_member(tx: &Tx<'_>, group: Id, user: Id) -> Result<bool> {
    tx.may_unseat();
    tx.touch(Touch::Membership(user));
    Ok(tx.run("DELETE FROM user_group_members WHERE user_id = ?1 AND group_id = ?2", (user, group))? > 0)
}

/// Deletes a group; its members stay as users (GRP-2).
pub fn delete(tx: &Tx<'_>, id: Id) -> Result<()> {
    tx.may_unseat();
    tx.touch(Touch::Group(id));
    tx.later("DELETE FROM user_groups WHERE id = ?1", [id])?;
    Ok(())
}
