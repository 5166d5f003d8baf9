//! Remediation policies (POL-1).

use rusqlite::Row;

use super::scope::Scope;
use super::{Conn, Tx};
use crate::domain::matrix::Reach;
use crate::domain::record::{RemediationPolicy, USER_RUNNING_SCAN};
use crate::domain::{Action, Actor, Id, Result, text};

const SELECT: &str = "SELECT o.id, o.name, n.name, w.login, o.comments, o.unit_id, o.assignee_id
   FROM remediation_policies o LEFT JOIN units n ON n.id = o.unit_id LEFT JOIN users w ON w.id = o.assignee_id";

fn record(row: &Row<'_>) -> rusqlite::Result<RemediationPolicy> {
    Ok(RemediationPolicy {
        id: row.get(0)?,
        name: row.get(1)?,
        unit: row.get(2)?,
        assignee: row.get::<_, Option<String>>(3)?.unwrap_or_else(|| USER_RUNNING_SCAN.to_owned()),
        comments: row.get(4)?,
        unit_id: row.get(5)?,
        assignee_id: row.get(6)?,
    })
}

/// Adds a policy; gives its id.
pub fn insert(tx: &Tx<'_>, policy: &RemediationPolicy) -> Result<Id> {
    tx.insert(
        "INSERT INTO remediation_policies (name, name_key, unit_id, assignee_id, comments) VALUES (?1, ?2, ?3, ?4, ?5)",
        (&policy.name, text::key(&policy.name), policy.unit_id, policy.assignee_id, &policy.comments),
    )
}

/// Writes name, assignee and comments.
pub fn update(tx: &Tx<'_>, policy: &RemediationPolicy) -> Result<()> {
    tx.run(
        "UPDATE remediation_policies SET name = ?2, name_key = ?3, assignee_id = ?4, comments = ?5 WHERE id = ?1",
        (policy.id, &policy.name, text::key(&policy.name), policy.assignee_id, &policy.comments),
    )?;
    Ok(())
}

/// Reads a policy.
pub fn find(conn: &Conn, id: Id) -> Result<RemediationPolicy> {
    conn.one(&format!("{SELECT} WHERE o.id = ?1"), [id], record)
}

/// Each policy within reach, by name.
pub fn list(conn: &Conn, actor: &Actor, reach: Reach, sink: impl FnMut(RemediationPolicy) -> Result<()>) -> Result<()> {
    let clause = Scope::of(Action::RemediationPolicyView).clause(reach);
    let sql = format!("{SELECT} WHERE {clause} ORDER BY o.name_key");
    conn.each(&sql, &[&actor.id, &actor.unit_id()], record, sink)
}

/// The policies that name a user, by name.
pub fn of_assignee(conn: &Conn, user: Id) -> Result<Vec<RemediationPolicy>> {
    conn.all(&format!("{SELECT} WHERE o.assignee_id = ?1 ORDER BY o.name_key"), [user], record)
}

/// The policies of a unit, by name.
pub fn of_unit(conn: &Conn, unit: Id) -> Result<Vec<RemediationPolicy>> {
    conn.all(&format!("{SELECT} WHERE o.unit_id = ?1 ORDER BY o.name_key"), [unit], record)
}

/// Deletes a policy.
pub fn delete(tx: &Tx<'_>, id: Id) -> Result<()> {
    tx.run("DELETE FROM remediation_policies WHERE id = ?1", [id])?;
    Ok(())
}
