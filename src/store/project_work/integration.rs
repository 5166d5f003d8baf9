//! Integrations of projects (PRJ-4).

use crate::domain::record::ProjectIntegration;
use crate::domain::{Id, Result};
use crate::store::mapping::mapping;
use crate::store::{Conn, Tx};

mapping! {
    ProjectIntegration in "project_integrations" from "project_integrations o JOIN projects p ON p.id = o.project_id JOIN integrations i ON i.id = o.integration_id";
    json { settings }
    first { project_id, integration_id }
    read { project = "p.name", integration = "i.name" }
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
pub fn list(conn: &Conn, project: Id, sink: impl FnMut(ProjectIntegration) -> Result<()>) -> Result<()> {
    let sql = format!("{} WHERE o.project_id = ?1 ORDER BY i.name_key", STATEMENTS.select);
    conn.each(&sql, &[&project], record, sink)
}

pub fn delete(tx: &Tx<'_>, id: Id) -> Result<()> {
    tx.run("DELETE FROM project_integrations WHERE id = ?1", [id])?;
    Ok(())
}
