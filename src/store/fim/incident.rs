//! Incidents (FIM-4 to FIM-8).

use rusqlite::{Row, params};

use crate::domain::matrix::Reach;
use crate::domain::monitoring::Approval;
use crate::domain::record::Incident;
use crate::domain::{Action, Actor, Id, Result};
use crate::store::columns::List;
use crate::store::scope::Scope;
use crate::store::{Conn, Tx};

const SELECT: &str = "SELECT o.id, o.title, o.approval, o.comment, COALESCE(w.login, o.creator), o.created_at, o.reviewed_by, o.reviewed_at,
        o.creator_id, o.rule_id, r.name,
        (SELECT string_agg(u.login, '\u{1f}' ORDER BY u.login) FROM fim_incident_reviewers x JOIN users u ON u.id = x.user_id WHERE x.incident_id = o.id),
        (SELECT count(*) FROM fim_incident_events x WHERE x.incident_id = o.id)
   FROM fim_incidents o LEFT JOIN users w ON w.id = o.creator_id LEFT JOIN fim_rules r ON r.id = o.rule_id";

fn record(row: &Row<'_>) -> rusqlite::Result<Incident> {
    let approval: Approval = row.get(2)?;
    Ok(Incident {
        id: row.get(0)?,
        title: row.get(1)?,
        state: approval.state(),
        approval,
        comment: row.get(3)?,
        creator: row.get(4)?,
        created_at: row.get(5)?,
        reviewed_by: row.get(6)?,
        reviewed_at: row.get(7)?,
        creator_id: row.get(8)?,
        rule_id: row.get(9)?,
        rule: row.get(10)?,
        reviewers: row.get::<_, List>(11)?.0,
        event_count: row.get(12)?,
    })
}

/// Adds an incident without events and reviewers; gives its id.
pub fn insert(tx: &Tx<'_>, incident: &Incident) -> Result<Id> {
    tx.insert(
        "INSERT INTO fim_incidents (title, approval, rule_id, creator_id, creator, created_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        params![
            incident.title,
            incident.approval,
            incident.rule_id,
            incident.creator_id,
            incident.creator,
            incident.created_at,
        ],
    )
}

/// Writes title and review.
pub fn update(tx: &Tx<'_>, incident: &Incident) -> Result<()> {
    tx.run(
        "UPDATE fim_incidents SET title = ?2, approval = ?3, comment = ?4, reviewed_by = ?5, reviewed_at = ?6 WHERE id = ?1",
        params![
            incident.id,
            incident.title,
            incident.approval,
            incident.comment,
            incident.reviewed_by,
            incident.reviewed_at,
        ],
    )?;
    Ok(())
}

/// Reads an incident.
pub fn find(conn: &Conn, id: Id) -> Result<Incident> {
    conn.one(&format!("{SELECT} WHERE o.id = ?1"), [id], record)
}

/// Each incident within reach, newest first.
pub fn list(conn: &Conn, actor: &Actor, reach: Reach, sink: impl FnMut(Incident) -> Result<()>) -> Result<()> {
    let clause = Scope::of(Action::FimIncidentView).clause(reach);
    conn.each(&format!("{SELECT} WHERE {clause} ORDER BY o.id DESC"), &[&actor.id, &actor.unit_id()], record, sink)
}

/// Deletes an incident; its events stay.
pub fn delete(tx: &Tx<'_>, id: Id) -> Result<()> {
    tx.run("DELETE FROM fim_incidents WHERE id = ?1", [id])?;
    Ok(())
}

/// Puts an event into an incident; tells whether it is new there.
pub fn add_event(tx: &Tx<'_>, incident: Id, event: Id) -> Result<bool> {
    let sql = "INSERT INTO fim_incident_events (incident_id, event_id) VALUES (?1, ?2) ON CONFLICT (incident_id, event_id) DO NOTHING";
    Ok(tx.run(sql, (incident, event))? > 0)
}

/// Takes an event out of an incident; tells whether it was there.
pub fn remove_event(tx: &Tx<'_>, incident: Id, event: Id) -> Result<bool> {
    Ok(tx.run("DELETE FROM fim_incident_events WHERE incident_id = ?1 AND event_id = ?2", (incident, event))? > 0)
}
