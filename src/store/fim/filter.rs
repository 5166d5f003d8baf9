//! The filters that stand in rules and reports.

use crate::domain::{Id, ObjectKind, ObjectRef, Result};
use crate::store::{Conn, Tx};

const TABLES: &[(ObjectKind, &str)] = &[
    (ObjectKind::FimRule, "fim_rules"),
    (ObjectKind::ReportRule, "fim_report_rules"),
    (ObjectKind::FimReport, "fim_reports"),
];

/// Everything that has a filter, with the filter as typed.
pub fn all(conn: &Conn) -> Result<Vec<(ObjectRef, String)>> {
    let mut filters = Vec::new();
    for (kind, table) in TABLES {
        let sql = format!("SELECT id, name, filter FROM {table} WHERE filter IS NOT NULL ORDER BY id");
        let found = conn.all(&sql, [], |row| row.read::<(Id, String, String)>())?;
        filters.extend(found.into_iter().map(|(id, name, filter)| (ObjectRef::new(*kind, id, name), filter)));
    }
    Ok(filters)
}

/// Writes a filter.
pub fn set(tx: &Tx<'_>, kind: ObjectKind, id: Id, filter: &str) -> Result<()> {
    for (_, table) in TABLES.iter().filter(|(of, _)| *of == kind) {
        tx.later(&format!("UPDATE {table} SET filter = ?2 WHERE id = ?1"), (id, filter))?;
    }
    Ok(())
}
