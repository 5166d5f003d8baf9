//! Integrations of projects (PRJ-4).

use crate::domain::ObjectKind;
use crate::domain::record::ProjectIntegration;
use crate::domain::{Id, Result};
use crate::store::listing::Selection;
use crate::store::listing::column::{self as key, Column, Listed};
use crate::store::mapping::mapping;
use crate::store::{Conn, Tx};

mapping! {
    ProjectIntegration in "project_integrations" from "project_integrations o JOIN projects p ON p.id = o.project_id JOIN integrations i ON i.id = o.integration_id";
    json { settings }
    first { project_id, integration_id }
    read { project = "p.name", integration = "i.name" }
}

impl Listed for ProjectIntegration {
    const OBJECT: Option<ObjectKind> = Some(ObjectKind::ProjectIntegration);
    const COLUMNS: &'static [Column] = &[
        key::id("o.id"),
        key::other("project", ObjectKind::Project, "o.project_id", "p.name_key"),
        key::other("integration", ObjectKind::Integration, "o.integration_id", "i.name_key").describing(),
        key::parts("settings"),
    ];
}

/// Adds one; gives its id.
pub fn insert(tx: &Tx<'_>, one: &ProjectIntegration) -> Result<Id> {
    insert_row(tx, one)
}

/// Writes every field of its own row.
pub fn update(tx: &Tx<'_>, one: &ProjectIntegration) -> Result<()> {
    update_row(tx, one)
}

/// Reads one.
pub fn find(conn: &Conn, id: Id) -> Result<ProjectIntegration> {
    conn.one(&format!("{} WHERE o.id = ?1", STATEMENTS.select), [id], record)
}

/// Each one of a project, by name.
pub fn list(
    conn: &Conn,
    project: Id,
    selection: &Selection,
    sink: impl FnMut(ProjectIntegration) -> Result<()>,
) -> Result<()> {
    STATEMENTS.list::<ProjectIntegration>("o.project_id = ?1".to_owned(), &["i.name_key"]).each(
        conn,
        &[&project],
        selection,
        record,
        sink,
    )
}

pub fn delete(tx: &Tx<'_>, id: Id) -> Result<()> {
    tx.later("DELETE FROM project_integrations WHERE id = ?1", [id])?;
    Ok(())
}
