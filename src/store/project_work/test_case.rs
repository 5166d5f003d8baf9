//! Test cases of projects (PRJ-4).

use crate::domain::ObjectKind;
use crate::domain::record::TestCase;
use crate::domain::{Id, Result};
use crate::store::listing::Selection;
use crate::store::listing::column::{self as key, Column, Listed};
use crate::store::mapping::mapping;
use crate::store::{Conn, Tx};

mapping! {
    TestCase in "project_test_cases" from "project_test_cases o JOIN projects p ON p.id = o.project_id LEFT JOIN project_profiles f ON f.id = o.profile_id";
    keyed { name }
    stored { steps, profile_id }
    first { project_id }
    read { project = "p.name", profile = "f.name" }
}

impl Listed for TestCase {
    const OBJECT: Option<ObjectKind> = Some(ObjectKind::TestCase);
    const COLUMNS: &'static [Column] = &[
        key::id("o.id"),
        key::other("project", ObjectKind::Project, "o.project_id", "p.name_key"),
        key::name("name", "o.name_key"),
        key::text("steps", "o.steps").describing(),
        key::text("profile", "f.name"),
    ];
}

/// Adds one; gives its id.
pub fn insert(tx: &Tx<'_>, one: &TestCase) -> Result<Id> {
    insert_row(tx, one)
}

/// Writes every field of its own row.
pub fn update(tx: &Tx<'_>, one: &TestCase) -> Result<()> {
    update_row(tx, one)
}

/// Reads one.
pub fn find(conn: &Conn, id: Id) -> Result<TestCase> {
    conn.one(&format!("{} WHERE o.id = ?1", STATEMENTS.select), [id], record)
}

/// Each one of a project, by name.
pub fn list(conn: &Conn, project: Id, selection: &Selection, sink: impl FnMut(TestCase) -> Result<()>) -> Result<()> {
    STATEMENTS.list::<TestCase>("o.project_id = ?1".to_owned(), &["o.name_key"]).each(
        conn,
        &[&project],
        selection,
        record,
        sink,
    )
}

pub fn delete(tx: &Tx<'_>, id: Id) -> Result<()> {
    tx.later("DELETE FROM project_test_cases WHERE id = ?1", [id])?;
    Ok(())
}
