//! Incidents (FIM-4 to FIM-8).

use crate::domain::ObjectKind;
use crate::domain::matrix::Reach;
use crate::domain::monitoring::Approval;
use crate::domain::monitoring::IncidentState;
use crate::domain::record::Incident;
use crate::domain::{Action, Actor, Id, Result, Time};
use crate::store::columns::list_of;
use crate::store::listing::Selection;
use crate::store::listing::column::{self as key, Column, Listed};
use crate::store::mapping::mapping;
use crate::store::scope::Scope;
use crate::store::{Conn, Tx};

mapping! {
    Incident in "fim_incidents"
        from "fim_incidents o LEFT JOIN users w ON w.id = o.creator_id LEFT JOIN fim_rules r ON r.id = o.rule_id";
    stored { title, approval, reviewed_by_id }
    first { rule_id, creator_id, created_at }
    later { comment, reviewed_at }
    read {
        creator = "COALESCE(w.login, o.creator)",
        reviewed_by = "COALESCE((SELECT v.login FROM users v WHERE v.id = o.reviewed_by_id), o.reviewed_by)",
        rule = "r.name",
        event_count = "(SELECT count(*) FROM fim_incident_events x WHERE x.incident_id = o.id)",
    }
    lists {
        reviewers = list_of("u.login", "u.login_key", "fim_incident_reviewers x JOIN users u ON u.id = x.user_id WHERE x.incident_id = o.id"),
    }
    written { "reviewed_by" = |incident| incident.reviewed_by.as_deref() }
    first_written { "creator" = |incident| &incident.creator }
    derived { state = Approval::state(approval) }
}

impl Listed for Incident {
    const OBJECT: Option<ObjectKind> = Some(ObjectKind::FimIncident);
    const COLUMNS: &'static [Column] = &[
        key::id("o.id"),
        key::text("title", "o.title").describing(),
        key::word("state", IncidentState::WORDS, "CASE o.approval WHEN 'pending' THEN 'open' ELSE 'closed' END"),
        key::word("approval", Approval::WORDS, "o.approval"),
        key::text("comment", "o.comment").describing(),
        key::kept("creator", "o.creator_id", "w.login_key", "o.creator"),
        key::others(
            "reviewers",
            ObjectKind::User,
            key::rows(
                "x.incident_id",
                "fim_incident_reviewers x JOIN users u ON u.id = x.user_id",
                "x.user_id",
                "u.login_key",
            ),
        ),
        key::number("event_count", "(SELECT count(*) FROM fim_incident_events y WHERE y.incident_id = o.id)"),
        key::text("rule", "r.name"),
        key::time("created_at", "o.created_at"),
        key::kept(
            "reviewed_by",
            "o.reviewed_by_id",
            "(SELECT v.login_key FROM users v WHERE v.id = o.reviewed_by_id)",
            "o.reviewed_by",
        ),
        key::time("reviewed_at", "o.reviewed_at"),
    ];
}

/// Adds an incident without events and reviewers; gives its id.
pub fn insert(tx: &Tx<'_>, incident: &Incident) -> Result<Id> {
    insert_row(tx, incident)
}

/// Writes title and review.
pub fn update(tx: &Tx<'_>, incident: &Incident) -> Result<()> {
    update_row(tx, incident)
}

/// Reads an incident.
pub fn find(conn: &Conn, id: Id) -> Result<Incident> {
    conn.one(&format!("{} WHERE o.id = ?1", STATEMENTS.select), [id], record)
}

/// Each incident within reach, newest first.
pub fn list(
    conn: &Conn,
    actor: &Actor,
    reach: Reach,
    selection: &Selection,
    sink: impl FnMut(Incident) -> Result<()>,
) -> Result<()> {
    let clause = Scope::of(Action::FimIncidentView).clause(reach);
    let list = STATEMENTS.list::<Incident>(clause, &["o.id DESC"]);
    list.each(conn, &[&actor.id, &actor.unit_id()], selection, record, sink)
}

/// The incidents of that title and time, by id.
pub fn alike(conn: &Conn, title: &str, at: Time) -> Result<Vec<Id>> {
    conn.all("SELECT id FROM fim_incidents WHERE created_at = ?1 AND title = ?2 ORDER BY id", (at, title), |row| {
        row.get(0)
    })
}

/// Deletes an incident; its events stay.
pub fn delete(tx: &Tx<'_>, id: Id) -> Result<()> {
    tx.later("DELETE FROM fim_incidents WHERE id = ?1", [id])?;
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
