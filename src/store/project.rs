//! Projects and who holds which role in them (PRJ-1).

use super::columns::{List, list_of, named};
use super::mapping::mapping;
use super::scope::Scope;
use super::{Conn, Tx};
use crate::domain::grant::{Grant, Holder};
use crate::domain::matrix::Reach;
use crate::domain::project::{Entry, ProjectState};
use crate::domain::record::{Project, ProjectMember};
use crate::domain::roles::ProjectRole;
use crate::domain::touch::Touch;
use crate::domain::{Action, Actor, Id, Named, ObjectKind, Result};
use crate::store::listing::Selection;
use crate::store::listing::column::{self as key, Column, Listed};

/// Members of a project with their roles, `ROLE NAME` each.
fn members(kind: MemberKind, entries: Vec<String>) -> Vec<ProjectMember> {
    let member = |entry: String| {
        let (role, name) = entry.split_once(' ')?;
        Some(ProjectMember { kind: kind.as_str(), name: name.to_owned(), role: role.parse().ok()? })
    };
    entries.into_iter().filter_map(member).collect()
}

mapping! {
    Project in "projects" from "projects o";
    keyed { name }
    stored { description, state }
    using {
        users: List = list_of("x.role || ' ' || u.login", "u.login_key", "project_users x JOIN users u ON u.id = x.user_id WHERE x.project_id = o.id"),
        groups: List = list_of("x.role || ' ' || g.name", "g.name_key", "project_groups x JOIN user_groups g ON g.id = x.group_id WHERE x.project_id = o.id"),
    }
    derived {
        members = [members(MemberKind::User, users.0), members(MemberKind::Group, groups.0)].concat(),
    }
}

impl Listed for Project {
    const OBJECT: Option<ObjectKind> = Some(ObjectKind::Project);
    const COLUMNS: &'static [Column] = &[
        key::id("o.id"),
        key::name("name", "o.name_key").indexed(),
        key::text("description", "o.description").describing(),
        key::word("state", ProjectState::WORDS, "o.state"),
        key::texts("members", key::rows("x.project_id", MEMBERS, "x.name", "x.name")),
        key::texts("members.kind", key::rows("x.project_id", MEMBERS, "x.kind", "x.kind")),
        key::texts("members.name", key::rows("x.project_id", MEMBERS, "x.name", "x.name")),
        key::words("members.role", ProjectRole::WORDS, key::rows("x.project_id", MEMBERS, "x.role", "x.role")),
    ];
}

const MEMBERS: &str = "(SELECT m.project_id, 'user' AS kind, u.login_key AS name, m.role FROM project_users m JOIN users u ON u.id = m.user_id
    UNION ALL SELECT m.project_id, 'group', g.name_key, m.role FROM project_groups m JOIN user_groups g ON g.id = m.group_id) x";

/// Who can hold a role in a project.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MemberKind {
    /// A single user.
    User,
    /// A group, for its members.
    Group,
}

impl MemberKind {
    /// The word for it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::User => "user",
            Self::Group => "group",
        }
    }

    const fn touch(self, member: Id) -> Touch {
        match self {
            Self::User => Touch::UserInProject(member),
            Self::Group => Touch::GroupInProject(member),
        }
    }

    const fn table(self) -> (&'static str, &'static str) {
        match self {
            Self::User => ("project_users", "user_id"),
            Self::Group => ("project_groups", "group_id"),
        }
    }
}

/// Adds a project; gives its id.
pub fn insert(tx: &Tx<'_>, project: &Project) -> Result<Id> {
    insert_row(tx, project)
}

/// Writes name, description and state.
pub fn update(tx: &Tx<'_>, project: &Project) -> Result<()> {
    if is_archived(tx, project.id)? != (project.state == ProjectState::Archived) {
        tx.touch(Touch::Project(project.id));
    }
    update_row(tx, project)
}

/// Reads a project.
pub fn find(conn: &Conn, id: Id) -> Result<Project> {
    conn.one(&format!("{} WHERE o.id = ?1", STATEMENTS.select), [id], record)
}

/// Reads the project's own row.
pub fn find_own(conn: &Conn, id: Id) -> Result<Project> {
    conn.one(&format!("{} WHERE o.id = ?1", STATEMENTS.own), [id], record)
}

/// Each project within reach, by name.
pub fn list(
    conn: &Conn,
    actor: &Actor,
    reach: Reach,
    selection: &Selection,
    sink: impl FnMut(Project) -> Result<()>,
) -> Result<()> {
    let clause = Scope::of(Action::ProjectView).clause(reach);
    let list = STATEMENTS.list::<Project>(clause, &["o.name_key"]);
    list.each(conn, &[&actor.id, &actor.unit_id()], selection, record, sink)
}

/// Gives a user or group a role, or another one.
pub fn assign(tx: &Tx<'_>, kind: MemberKind, project: Id, member: Id, role: ProjectRole) -> Result<()> {
    let (table, column) = kind.table();
    tx.touch(kind.touch(member));
    if Some(role) > role_of(tx, kind, project, member)? {
        let holder = match kind {
            MemberKind::User => Holder::User(member),
            MemberKind::Group => Holder::Group(member),
        };
        tx.note(Grant::ProjectRole { holder, project, role });
    }
    tx.later(
        &format!(
            "INSERT INTO {table} ({column}, project_id, role) VALUES (?1, ?2, ?3)
             ON CONFLICT ({column}, project_id) DO UPDATE SET role = excluded.role"
        ),
        (member, project, role),
    )?;
    Ok(())
}

/// Takes the role of a user or group away.
pub fn unassign(tx: &Tx<'_>, kind: MemberKind, project: Id, member: Id) -> Result<()> {
    let (table, column) = kind.table();
    tx.touch(kind.touch(member));
    tx.later(&format!("DELETE FROM {table} WHERE {column} = ?1 AND project_id = ?2"), (member, project))?;
    Ok(())
}

/// The role that a user or group holds by an entry of its own.
pub fn role_of(conn: &Conn, kind: MemberKind, project: Id, member: Id) -> Result<Option<ProjectRole>> {
    let (table, column) = kind.table();
    conn.maybe(&format!("SELECT role FROM {table} WHERE {column} = ?1 AND project_id = ?2"), (member, project), |row| {
        row.get(0)
    })
}

/// The highest role that a user holds in a project, by itself and through groups; the level `admin` apart (ROLE-5).
pub fn role_within(conn: &Conn, project: Id, user: Id) -> Result<Option<ProjectRole>> {
    let roles: Vec<ProjectRole> = conn.all(
        "SELECT role FROM project_users WHERE project_id = ?1 AND user_id = ?2
         UNION ALL
         SELECT x.role FROM project_groups x JOIN user_group_members m ON m.group_id = x.group_id AND m.user_id = ?2
          WHERE x.project_id = ?1",
        (project, user),
        |row| row.get(0),
    )?;
    Ok(roles.into_iter().max())
}

/// Every role that a user holds in a project, by itself and through groups.
pub fn entries_of(conn: &Conn, user: Id) -> Result<Vec<Entry>> {
    conn.all(
        "SELECT x.project_id, x.role, NULL, p.state = 'archived' FROM project_users x JOIN projects p ON p.id = x.project_id WHERE x.user_id = ?1
         UNION ALL
         SELECT x.project_id, x.role, g.name, p.state = 'archived' FROM user_group_members m JOIN project_groups x ON x.group_id = m.group_id
           JOIN user_groups g ON g.id = m.group_id JOIN projects p ON p.id = x.project_id WHERE m.user_id = ?1",
        [user],
        |row| {
            let (project, role, group, archived) = row.read()?;
            Ok(Entry { project, role, group, archived })
        },
    )
}

/// Everybody who holds a role in a project, by itself or through a group, by login.
pub fn holders(conn: &Conn, project: Id) -> Result<Vec<Named>> {
    conn.all(
        "SELECT u.id, u.login FROM project_users x JOIN users u ON u.id = x.user_id WHERE x.project_id = ?1
         UNION
         SELECT u.id, u.login FROM project_groups x JOIN user_group_members m ON m.group_id = x.group_id
           JOIN users u ON u.id = m.user_id WHERE x.project_id = ?1 ORDER BY 2",
        [project],
        named,
    )
}

/// Deletes a project with every role in it.
pub fn delete(tx: &Tx<'_>, id: Id) -> Result<()> {
    tx.touch(Touch::Project(id));
    tx.later("DELETE FROM projects WHERE id = ?1", [id])?;
    Ok(())
}

/// A project's name.
pub fn name(conn: &Conn, id: Id) -> Result<String> {
    conn.one("SELECT name FROM projects WHERE id = ?1", [id], |row| row.get(0))
}

pub fn is_archived(conn: &Conn, id: Id) -> Result<bool> {
    conn.exists("SELECT 1 FROM projects WHERE id = ?1 AND state = 'archived'", [id])
}
