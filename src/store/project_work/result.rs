//! Results of scans in projects (PRJ-4).

use crate::domain::record::ProjectResult;
use crate::domain::{Id, Result};
use crate::store::mapping::mapping;
use crate::store::{Conn, Tx};

mapping! {
    ProjectResult in "project_results" from "project_results o JOIN project_scans s ON s.id = o.scan_id JOIN projects p ON p.id = s.project_id LEFT JOIN rules r ON r.id = o.rule_id";
    stored { title, severity, rule_id, state, comment }
    renamed { scan = "scan_id" }
    read { project = "p.name", project_id = "s.project_id", scan_number = "s.number", rule = "r.name" }
}

/// Adds one; gives its id.
pub fn insert(tx: &Tx<'_>, one: &ProjectResult) -> Result<Id> {
    insert_row(tx, one)
}

/// Writes every field of its own row.
pub fn update(tx: &Tx<'_>, one: &ProjectResult) -> Result<()> {
    update_row(tx, one)
}

/// Reads one.
pub fn find(conn: &Conn, id: Id) -> Result<ProjectResult> {
    conn.one(&format!("{} WHERE o.id = ?1", STATEMENTS.select), [id], record)
}

/// Each one of a project, the newest first.
pub fn list(conn: &Conn, project: Id, sink: impl FnMut(ProjectResult) -> Result<()>) -> Result<()> {
    let sql = format!("{} WHERE s.project_id = ?1 ORDER BY o.id DESC", STATEMENTS.select);
    conn.each(&sql, &[&project], record, sink)
}

/// The results of that title in a scan, the oldest first.
pub fn alike(conn: &Conn, scan: Id, title: &str) -> Result<Vec<Id>> {
    conn.all("SELECT id FROM project_results WHERE scan_id = ?1 AND title = ?2 ORDER BY id", (scan, title), |row| {
        row.get(0)
    })
}

pub fn delete(tx: &Tx<'_>, id: Id) -> Result<()> {
    tx.run("DELETE FROM project_results WHERE id = ?1", [id])?;
    Ok(())
}
