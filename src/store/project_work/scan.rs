//! Scans of projects (PRJ-4).

use crate::domain::ObjectKind;
use crate::domain::project_work::ProjectScanState;
use crate::domain::record::ProjectScan;
use crate::domain::{Id, Result};
use crate::store::listing::Selection;
use crate::store::listing::column::{self as key, Column, Listed};
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

impl Listed for ProjectScan {
    const OBJECT: Option<ObjectKind> = Some(ObjectKind::ProjectScan);
    const COLUMNS: &'static [Column] = &[
        key::id("o.id"),
        key::other("project", ObjectKind::Project, "o.project_id", "p.name_key"),
        key::number("number", "o.number"),
        key::text("profile", "f.name"),
        key::word("state", ProjectScanState::WORDS, "o.state"),
        key::kept("user", "o.user_id", "u.login_key", "o.user_login"),
        key::time("started_at", "o.started_at"),
        key::time("finished_at", "o.finished_at"),
        key::number("result_count", "(SELECT count(*) FROM project_results y WHERE y.scan_id = o.id)"),
    ];
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
pub fn list(
    conn: &Conn,
    project: Id,
    selection: &Selection,
    sink: impl FnMut(ProjectScan) -> Result<()>,
) -> Result<()> {
    STATEMENTS.list::<ProjectScan>("o.project_id = ?1".to_owned(), &["o.number DESC"]).each(
        conn,
        &[&project],
        selection,
        record,
        sink,
    )
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
    tx.later("DELETE FROM project_scans WHERE id = ?1", [id])?;
    Ok(())
}
