//! Results of scans in projects (PRJ-4).

use crate::domain::ObjectKind;
use crate::domain::project_work::ResultState;
use crate::domain::record::ProjectResult;
use crate::domain::{Id, Result};
use crate::store::listing::Selection;
use crate::store::listing::column::{self as key, Column, Listed};
use crate::store::mapping::mapping;
use crate::store::{Conn, Tx};

mapping! {
    ProjectResult in "project_results" from "project_results o JOIN project_scans s ON s.id = o.scan_id JOIN projects p ON p.id = s.project_id LEFT JOIN rules r ON r.id = o.rule_id";
    stored { title, severity, rule_id, state, comment }
    renamed { scan = "scan_id" }
    read { project = "p.name", project_id = "s.project_id", scan_number = "s.number", rule = "r.name" }
}

impl Listed for ProjectResult {
    const OBJECT: Option<ObjectKind> = Some(ObjectKind::Result);
    const COLUMNS: &'static [Column] = &[
        key::id("o.id"),
        key::other("project", ObjectKind::Project, "s.project_id", "p.name_key"),
        key::number("scan", "o.scan_id"),
        key::number("scan_number", "s.number"),
        key::text("title", "o.title").describing(),
        key::number("severity", "o.severity"),
        key::other("rule", ObjectKind::Rule, "o.rule_id", "r.name_key"),
        key::word("state", ResultState::WORDS, "o.state"),
        key::text("comment", "o.comment").describing(),
    ];
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
pub fn list(
    conn: &Conn,
    project: Id,
    selection: &Selection,
    sink: impl FnMut(ProjectResult) -> Result<()>,
) -> Result<()> {
    STATEMENTS.list::<ProjectResult>("s.project_id = ?1".to_owned(), &["o.id DESC"]).each(
        conn,
        &[&project],
        selection,
        record,
        sink,
    )
}

/// The results of that title in a scan, the oldest first.
pub fn alike(conn: &Conn, scan: Id, title: &str) -> Result<Vec<Id>> {
    conn.all("SELECT id FROM project_results WHERE scan_id = ?1 AND title = ?2 ORDER BY id", (scan, title), |row| {
        row.get(0)
    })
}

pub fn delete(tx: &Tx<'_>, id: Id) -> Result<()> {
    tx.later("DELETE FROM project_results WHERE id = ?1", [id])?;
    Ok(())
}
