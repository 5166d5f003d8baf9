//! Who made the things of monitoring, and what stays of them (DEL-3).

use crate::domain::{Id, ObjectKind, ObjectRef, Result};
use crate::store::{Conn, Tx, naming};

const TABLES: &[(ObjectKind, &str)] = &[
    (ObjectKind::FimProfile, "fim_profiles"),
    (ObjectKind::FimIncident, "fim_incidents"),
    (ObjectKind::FimRule, "fim_rules"),
    (ObjectKind::ReportRule, "fim_report_rules"),
    (ObjectKind::FimReport, "fim_reports"),
];

/// Everything a user made.
pub fn made_by(conn: &Conn, user: Id) -> Result<Vec<ObjectRef>> {
    let mut made = Vec::new();
    for (kind, _) in TABLES {
        made.extend(naming::those(conn, *kind, "o.creator_id = ?1", [user])?);
    }
    Ok(made)
}

/// Takes the creator off everything it made: its login stays as text.
pub fn release(tx: &Tx<'_>, user: Id, login: &str) -> Result<()> {
    for (_, table) in TABLES {
        tx.later(&format!("UPDATE {table} SET creator_id = NULL, creator = ?2 WHERE creator_id = ?1"), (user, login))?;
    }
    Ok(())
}
