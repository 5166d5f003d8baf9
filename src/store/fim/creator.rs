//! Who made the things of monitoring, and what stays of them (DEL-3).

use crate::domain::{Id, ObjectKind, ObjectRef, Result};
use crate::store::{Conn, Tx};

const TABLES: &[(ObjectKind, &str, &str)] = &[
    (ObjectKind::Profile, "fim_profiles", "name"),
    (ObjectKind::Incident, "fim_incidents", "title"),
    (ObjectKind::Rule, "fim_rules", "name"),
    (ObjectKind::ReportRule, "fim_report_rules", "name"),
    (ObjectKind::Report, "fim_reports", "name"),
];

/// Everything a user made.
pub fn made_by(conn: &Conn, user: Id) -> Result<Vec<ObjectRef>> {
    let mut made = Vec::new();
    for (kind, table, name) in TABLES {
        let sql = format!("SELECT id, {name} FROM {table} WHERE creator_id = ?1 ORDER BY id");
        made.extend(conn.all(&sql, [user], |row| Ok(ObjectRef::new(*kind, row.get(0)?, row.get::<_, String>(1)?)))?);
    }
    Ok(made)
}

/// Takes the creator off everything it made: its login stays as text.
pub fn release(tx: &Tx<'_>, user: Id, login: &str) -> Result<()> {
    for (_, table, _) in TABLES {
        tx.run(&format!("UPDATE {table} SET creator_id = NULL, creator = ?2 WHERE creator_id = ?1"), (user, login))?;
    }
    Ok(())
}
