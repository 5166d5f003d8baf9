//! Scans of projects (PRJ-4).

use crate::domain::record::ProjectScan;
use crate::domain::{Id, Result};
use crate::store::mapping::mapping;
use crate::store::{Conn, Tx};

mapping! {
    ProjectScan in "project_scans" from "project_scans o JOIN projects p ON p.id = o.project_id LEFT JOIN project_profiles f ON f.id = o.profile_id LEFT JOIN users u ON u.id = o.user_id";
    stored { state, finished_at }
    first { project_id, number, profile_id, user_id, started_at }
    read {
        project = "p.name",
        profile = "f.name",
        user = "COALESCE(u.login, o.user_login)",
        result_count = "(SELECT count(*) FROM project_results r WHERE r.scan_id = o.id)",
    }
    first_written { "user_login" = |scan| scan.user.as_deref() }
}

/// Adds one; gives its id.
pub fn insert(tx: &Tx<'_>, one: &ProjectScan) -> Result<Id> {
    insert_row(tx, one)
}

/// Writes every field of its own row.
pub fn update(tx: &Tx<'_>, one: &ProjectScan) -> Result<()> {
    update_row(tx, one)
}

/// Reads one.
pub fn find(conn: &Conn, id: Id) -> Result<ProjectScan> {
    conn.one(&format!("{} WHERE o.id = ?1", STATEMENTS.select), [id], record)
}

/// Each one of a project, the newest first.
pub fn list(conn: &Conn, project: Id, sink: impl FnMut(ProjectScan) -> Result<()>) -> Result<()> {
    let sql = format!("{} WHERE o.project_id = ?1 ORDER BY o.number DESC", STATEMENTS.select);
    conn.each(&sql, &[&project], record, sink)
}

/// The number that the next scan of a project has.
pub fn next_number(conn: &Conn, project: Id) -> Result<i64> {
    conn.one("SELECT COALESCE(max(number), 0) + 1 FROM project_scans WHERE project_id = ?1", [project], |row| {
        row.get(0)
    })
}

/// The scan of that number in a project.
pub fn by_number(conn: &Conn, project: Id, number: i64) -> Result<Option<Id>> {
    conn.maybe("SELECT id FROM project_scans WHERE project_id = ?1 AND number = ?2", (project, number), |row| {
        row.get(0)
    })
}

pub fn delete(tx: &Tx<'_>, id: Id) -> Result<()> {
    tx.run("DELETE FROM project_scans WHERE id = ?1", [id])?;
    Ok(())
}
