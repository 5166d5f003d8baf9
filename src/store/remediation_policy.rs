//! Remediation policies (POL-1).

use super::mapping::mapping;
use super::scope::Scope;
use super::{Conn, Tx};
use crate::domain::ObjectKind;
use crate::domain::matrix::Reach;
use crate::domain::record::{RemediationPolicy, USER_RUNNING_SCAN};
use crate::domain::{Action, Actor, Id, Result};
use crate::store::listing::Selection;
use crate::store::listing::column::{self as key, Column, Listed};

mapping! {
    RemediationPolicy in "remediation_policies" from "remediation_policies o LEFT JOIN units n ON n.id = o.unit_id LEFT JOIN users w ON w.id = o.assignee_id";
    keyed { name }
    stored { assignee_id, comments }
    first { unit_id }
    read { unit = "n.name" }
    using { login: Option<String> = "w.login" }
    derived { assignee = login.unwrap_or_else(|| USER_RUNNING_SCAN.to_owned()) }
}

impl Listed for RemediationPolicy {
    const OBJECT: Option<ObjectKind> = Some(ObjectKind::RemediationPolicy);
    const COLUMNS: &'static [Column] = &[
        key::id("o.id"),
        key::name("name", "o.name_key").indexed(),
        key::other("unit", ObjectKind::Bu, "o.unit_id", "n.name_key").or_none("unassigned").indexed(),
        key::kept("assignee", "o.assignee_id", "w.login_key", "'user-running-scan'"),
        key::text("comments", "o.comments").describing(),
    ];
}

/// Adds a policy; gives its id.
pub fn insert(tx: &Tx<'_>, policy: &RemediationPolicy) -> Result<Id> {
    insert_row(tx, policy)
}

/// Writes name, assignee and comments.
pub fn update(tx: &Tx<'_>, policy: &RemediationPolicy) -> Result<()> {
    update_row(tx, policy)
}

/// Reads a policy.
pub fn find(conn: &Conn, id: Id) -> Result<RemediationPolicy> {
    conn.one(&format!("{} WHERE o.id = ?1", STATEMENTS.select), [id], record)
}

/// Each policy within reach, by name.
pub fn list(
    conn: &Conn,
    actor: &Actor,
    reach: Reach,
    selection: &Selection,
    sink: impl FnMut(RemediationPolicy) -> Result<()>,
) -> Result<()> {
    let clause = Scope::of(Action::RemediationPolicyView).clause(reach);
    let list = STATEMENTS.list::<RemediationPolicy>(clause, &["o.name_key"]);
    list.each(conn, &[&actor.id, &actor.unit_id()], selection, record, sink)
}

/// The policies that name a user, by name.
pub fn of_assignee(conn: &Conn, user: Id) -> Result<Vec<RemediationPolicy>> {
    conn.all(&format!("{} WHERE o.assignee_id = ?1 ORDER BY o.name_key", STATEMENTS.select), [user], record)
}

/// The policies of a unit, by name.
pub fn of_unit(conn: &Conn, unit: Id) -> Result<Vec<RemediationPolicy>> {
    conn.all(&format!("{} WHERE o.unit_id = ?1 ORDER BY o.name_key", STATEMENTS.select), [unit], record)
}

pub fn delete(tx: &Tx<'_>, id: Id) -> Result<()> {
    tx.later("DELETE FROM remediation_policies WHERE id = ?1", [id])?;
    Ok(())
}
