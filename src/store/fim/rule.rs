//! Correlation rules (FIM-9).

use crate::domain::matrix::Reach;
use crate::domain::record::CorrelationRule;
use crate::domain::{Action, Actor, Id, Result};
use crate::store::columns::list_of;
use crate::store::mapping::mapping;
use crate::store::scope::Scope;
use crate::store::{Conn, Tx};

mapping! {
    CorrelationRule in "fim_rules" from "fim_rules o LEFT JOIN users w ON w.id = o.creator_id";
    keyed { name }
    stored { description, active, last_event_id }
    renamed { when = "filter" }
    first { creator_id, created_at }
    read {
        creator = "COALESCE(w.login, o.creator)",
        incident_count = "(SELECT count(*) FROM fim_incidents x WHERE x.rule_id = o.id)",
    }
    lists {
        reviewers = list_of("u.login", "u.login", "fim_rule_reviewers x JOIN users u ON u.id = x.user_id WHERE x.rule_id = o.id"),
    }
    first_written { "creator" = |rule| &rule.creator }
}

/// Adds a rule without reviewers; gives its id.
pub fn insert(tx: &Tx<'_>, rule: &CorrelationRule) -> Result<Id> {
    insert_row(tx, rule)
}

/// Writes name, description, filter, whether it is active, and how far it has come.
pub fn update(tx: &Tx<'_>, rule: &CorrelationRule) -> Result<()> {
    update_row(tx, rule)
}

/// Reads a rule.
pub fn find(conn: &Conn, id: Id) -> Result<CorrelationRule> {
    conn.one(&format!("{} WHERE o.id = ?1", STATEMENTS.select), [id], record)
}

/// Each rule within the reach of an action, by name.
pub fn list(
    conn: &Conn,
    actor: &Actor,
    action: Action,
    reach: Reach,
    sink: impl FnMut(CorrelationRule) -> Result<()>,
) -> Result<()> {
    let clause = Scope::of(action).clause(reach);
    conn.each(
        &format!("{} WHERE {clause} ORDER BY o.name_key", STATEMENTS.select),
        &[&actor.id, &actor.unit_id()],
        record,
        sink,
    )
}

/// Deletes a rule; the incidents it made stay.
pub fn delete(tx: &Tx<'_>, id: Id) -> Result<()> {
    tx.run("DELETE FROM fim_rules WHERE id = ?1", [id])?;
    Ok(())
}
