//! Profiles of projects (PRJ-4).

use crate::domain::ObjectKind;
use crate::domain::record::ProjectProfile;
use crate::domain::{Id, Result};
use crate::store::columns::list_of;
use crate::store::listing::Selection;
use crate::store::listing::column::{self as key, Column, Listed};
use crate::store::mapping::mapping;
use crate::store::{Conn, Tx};

mapping! {
    ProjectProfile in "project_profiles" from "project_profiles o JOIN projects p ON p.id = o.project_id LEFT JOIN engines e ON e.id = o.engine_id";
    keyed { name }
    stored { engine_id }
    json { settings }
    first { project_id }
    read { project = "p.name", engine = "e.name" }
    lists {
        rules = list_of("r.name", "r.name_key", "project_profile_rules x JOIN rules r ON r.id = x.rule_id WHERE x.profile_id = o.id"),
        requirements = list_of("q.name", "q.name_key", "project_profile_requirements x JOIN requirements q ON q.id = x.requirement_id WHERE x.profile_id = o.id"),
    }
}

impl Listed for ProjectProfile {
    const OBJECT: Option<ObjectKind> = Some(ObjectKind::ProjectProfile);
    const COLUMNS: &'static [Column] = &[
        key::id("o.id"),
        key::other("project", ObjectKind::Project, "o.project_id", "p.name_key"),
        key::name("name", "o.name_key"),
        key::other("engine", ObjectKind::Engine, "o.engine_id", "e.name_key"),
        key::others(
            "rules",
            ObjectKind::Rule,
            key::rows(
                "x.profile_id",
                "project_profile_rules x JOIN rules r ON r.id = x.rule_id",
                "x.rule_id",
                "r.name_key",
            ),
        ),
        key::others(
            "requirements",
            ObjectKind::Requirement,
            key::rows(
                "x.profile_id",
                "project_profile_requirements x JOIN requirements q ON q.id = x.requirement_id",
                "x.requirement_id",
                "q.name_key",
            ),
        ),
        key::parts("settings"),
    ];
}

/// Adds one; gives its id.
pub fn insert(tx: &Tx<'_>, one: &ProjectProfile) -> Result<Id> {
    insert_row(tx, one)
}

/// Writes every field of its own row.
pub fn update(tx: &Tx<'_>, one: &ProjectProfile) -> Result<()> {
    update_row(tx, one)
}

/// Reads one.
pub fn find(conn: &Conn, id: Id) -> Result<ProjectProfile> {
    conn.one(&format!("{} WHERE o.id = ?1", STATEMENTS.select), [id], record)
}

/// Each one of a project, by name.
pub fn list(
    conn: &Conn,
    project: Id,
    selection: &Selection,
    sink: impl FnMut(ProjectProfile) -> Result<()>,
) -> Result<()> {
    STATEMENTS.list::<ProjectProfile>("o.project_id = ?1".to_owned(), &["o.name_key"]).each(
        conn,
        &[&project],
        selection,
        record,
        sink,
    )
}

/// Names a rule or requirement in a profile, or takes it away.
pub fn set_part(tx: &Tx<'_>, profile: Id, kind: ObjectKind, part: Id, is_in: bool) -> Result<()> {
    let (table, column) = match kind {
        ObjectKind::Rule => ("project_profile_rules", "rule_id"),
        _ => ("project_profile_requirements", "requirement_id"),
    };
    let sql = if is_in {
        format!(
            "INSERT INTO {table} (profile_id, {column}) VALUES (?1, ?2) ON CONFLICT (profile_id, {column}) DO NOTHING"
        )
    } else {
        format!("DELETE FROM {table} WHERE profile_id = ?1 AND {column} = ?2")
    };
    tx.later(&sql, (profile, part))?;
    Ok(())
}

pub fn delete(tx: &Tx<'_>, id: Id) -> Result<()> {
    tx.later("DELETE FROM project_profiles WHERE id = ?1", [id])?;
    Ok(())
}
