//! Correlation rules (FIM-9).

use rusqlite::{Row, params};

use crate::domain::matrix::Reach;
use crate::domain::record::CorrelationRule;
use crate::domain::{Action, Actor, Id, Result, text};
use crate::store::columns::List;
use crate::store::scope::Scope;
use crate::store::{Conn, Tx};

const SELECT: &str = "SELECT o.id, o.name, o.description, o.filter, o.active, COALESCE(w.login, o.creator), o.created_at, o.last_event_id, o.creator_id,
        (SELECT string_agg(u.login, '\u{1f}' ORDER BY u.login) FROM fim_rule_reviewers x JOIN users u ON u.id = x.user_id WHERE x.rule_id = o.id),
        (SELECT count(*) FROM fim_incidents x WHERE x.rule_id = o.id)
   FROM fim_rules o LEFT JOIN users w ON w.id = o.creator_id";

fn record(row: &Row<'_>) -> rusqlite::Result<CorrelationRule> {
    Ok(CorrelationRule {
        id: row.get(0)?,
        name: row.get(1)?,
        description: row.get(2)?,
        when: row.get(3)?,
        active: row.get(4)?,
        creator: row.get(5)?,
        created_at: row.get(6)?,
        last_event_id: row.get(7)?,
        creator_id: row.get(8)?,
        reviewers: row.get::<_, List>(9)?.0,
        incident_count: row.get(10)?,
    })
}

/// Adds a rule without reviewers; gives its id.
pub fn insert(tx: &Tx<'_>, rule: &CorrelationRule) -> Result<Id> {
    tx.insert(
        "INSERT INTO fim_rules (name, name_key, description, filter, active, last_event_id, creator_id, creator, created_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
        params![
            rule.name,
            text::key(&rule.name),
            rule.description,
            rule.when,
            rule.active,
            rule.last_event_id,
            rule.creator_id,
            rule.creator,
            rule.created_at,
        ])
}

/// Writes name, description, filter, whether it is active, and how far it has come.
pub fn update(tx: &Tx<'_>, rule: &CorrelationRule) -> Result<()> {
    tx.run(
        "UPDATE fim_rules SET name = ?2, name_key = ?3, description = ?4, filter = ?5, active = ?6, last_event_id = ?7 WHERE id = ?1",
        (
            rule.id,
            &rule.name,
            text::key(&rule.name),
            &rule.description,
            &rule.when,
            rule.active,
            rule.last_event_id,
        ),
    )?;
    Ok(())
}

/// Reads a rule.
pub fn find(conn: &Conn, id: Id) -> Result<CorrelationRule> {
    conn.one(&format!("{SELECT} WHERE o.id = ?1"), [id], record)
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
    conn.each(&format!("{SELECT} WHERE {clause} ORDER BY o.name_key"), &[&actor.id, &actor.unit_id()], record, sink)
}

/// Deletes a rule; the incidents it made stay.
pub fn delete(tx: &Tx<'_>, id: Id) -> Result<()> {
    tx.run("DELETE FROM fim_rules WHERE id = ?1", [id])?;
    Ok(())
}
