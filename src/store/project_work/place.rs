//! Where work lies: in which project, and under which name or number there.

use crate::domain::{Id, Named, ObjectKind, Result};
use crate::store::Conn;
use crate::store::columns::named;

/// The rows of a kind of work, `o`, with the column of their project, and of what they are called in it.
const fn table(kind: ObjectKind) -> Option<(&'static str, &'static str, &'static str)> {
    Some(match kind {
        ObjectKind::ProjectProfile => ("project_profiles o", "o.project_id", "o.name_key"),
        ObjectKind::TestCase => ("project_test_cases o", "o.project_id", "o.name_key"),
        ObjectKind::ProjectScan => ("project_scans o", "o.project_id", "NULL"),
        ObjectKind::Result => ("project_results o JOIN project_scans s ON s.id = o.scan_id", "s.project_id", "NULL"),
        ObjectKind::ProjectIntegration => {
            ("project_integrations o JOIN integrations i ON i.id = o.integration_id", "o.project_id", "i.name_key")
        }
        _ => return None,
    })
}

/// What a piece of work is called: its name, or its number.
const fn called(kind: ObjectKind) -> &'static str {
    match kind {
        ObjectKind::ProjectProfile | ObjectKind::TestCase => "o.name",
        ObjectKind::ProjectIntegration => "i.name",
        ObjectKind::Result => "o.title",
        _ => "CAST(o.id AS TEXT)",
    }
}

/// The project in which a piece of work lies.
pub fn project_of(conn: &Conn, kind: ObjectKind, id: Id) -> Result<Option<Id>> {
    let Some((rows, project, _)) = table(kind) else { return Ok(None) };
    conn.maybe(&format!("SELECT {project} FROM {rows} WHERE o.id = ?1"), [id], |row| row.get(0))
}

/// The piece of work of that comparable name in a project.
pub fn by_key(conn: &Conn, kind: ObjectKind, project: Id, key: &str) -> Result<Option<Named>> {
    let Some((rows, of, column)) = table(kind) else { return Ok(None) };
    let sql = format!("SELECT o.id, {} FROM {rows} WHERE {of} = ?1 AND {column} = ?2", called(kind));
    conn.maybe(&sql, (project, key), named)
}

/// The piece of work of that id in a project.
pub fn by_id(conn: &Conn, kind: ObjectKind, project: Id, id: Id) -> Result<Option<Named>> {
    let Some((rows, of, _)) = table(kind) else { return Ok(None) };
    conn.maybe(
        &format!("SELECT o.id, {} FROM {rows} WHERE {of} = ?1 AND o.id = ?2", called(kind)),
        (project, id),
        named,
    )
}

/// How many pieces of each kind of work a project has.
pub fn count(conn: &Conn, kind: ObjectKind, project: Id) -> Result<i64> {
    let Some((rows, of, _)) = table(kind) else { return Ok(0) };
    conn.one(&format!("SELECT count(*) FROM {rows} WHERE {of} = ?1"), [project], |row| row.get(0))
}
