//! Incidents: events gathered and reviewed (FIM-4 to FIM-8).

use schemars::JsonSchema;
use serde::Serialize;

use super::reviewer;
use crate::domain::actor::Actor;
use crate::domain::monitoring::{Approval, IncidentState};
use crate::domain::record::{Event, Incident};
use crate::domain::{Action, Error, Given, Id, Line, Name, ObjectKind, ObjectRef, Result, Time};
use crate::service::listing::{self, Request, Sink};
use crate::service::removal::delete_each;
use crate::service::report::Outcomes;
use crate::service::{Op, WriteOp};
use crate::store;
use crate::store::fim::reviewer::Reviewed;

/// One incident, under its noun.
#[derive(Debug, Serialize, JsonSchema)]
pub struct IncidentBody {
    /// The incident as it is now.
    pub incident: Incident,
}

/// What is to change; what is `None` or empty stays.
#[derive(Debug, Clone, Default)]
pub struct Edit {
    pub incident: String,
    /// The new title.
    pub title: Option<Name>,
    /// Reviewers to assign.
    pub add_reviewers: Vec<String>,
    /// Reviewers whose place ends.
    pub remove_reviewers: Vec<String>,
    /// Events to gather.
    pub add_events: Vec<String>,
    /// Events to take out.
    pub remove_events: Vec<String>,
}

/// Each incident that the actor made or reviews, newest first; a manager sees all.
pub fn list(op: &Op<'_>, request: &Request, sink: Sink<'_, Incident>) -> Result<()> {
    listing::each(op, request, sink, |selection, sink| {
        store::fim::incident::list(op.conn, &op.actor, op.reach(Action::FimIncidentView)?, selection, sink)
    })
}

pub fn show(op: &Op<'_>, id: &str) -> Result<Incident> {
    let object = op.find(ObjectKind::FimIncident, id)?;
    store::fim::incident::find(op.conn, object.id)
}

/// The events of an incident, all of them, whatever the actor's scope (FIM-5).
pub fn events(op: &Op<'_>, id: &str, request: &Request, sink: Sink<'_, Event>) -> Result<()> {
    let object = op.find(ObjectKind::FimIncident, id)?;
    listing::each(op, request, sink, |selection, sink| {
        store::fim::event::of_incident(op.conn, object.id, selection, sink)
    })
}

/// A new incident that somebody made, still to be reviewed.
pub fn opened(title: String, creator: &Actor, rule: Option<Id>, now: Time) -> Incident {
    Incident {
        id: 0,
        title,
        state: IncidentState::Open,
        approval: Approval::Pending,
        comment: None,
        creator: creator.login.clone(),
        reviewers: Vec::new(),
        event_count: 0,
        rule: None,
        created_at: now,
        reviewed_by: None,
        reviewed_by_id: None,
        reviewed_at: None,
        creator_id: Some(creator.id),
        rule_id: rule,
    }
}

/// Adds an incident of events that the actor sees, with reviewers.
///
/// # Errors
/// `not-found` for events out of sight; `conflict` by FIM-13.
pub fn add(op: &mut WriteOp<'_>, title: &Name, reviewers: &[String], events: &[String]) -> Result<IncidentBody> {
    let incident = opened(title.to_string(), &op.actor, None, op.now);
    let id = store::fim::incident::insert(op.tx(), &incident)?;
    let object = ObjectRef::new(ObjectKind::FimIncident, id, title.as_str());
    for event in op.find_all(ObjectKind::Event, events)? {
        store::fim::incident::add_event(op.tx(), id, event.id)?;
        op.journal.change(&object, "events", serde_json::Value::Null, event.id.into());
    }
    reviewer::change(op, Reviewed::Incident, &object, incident.creator_id, reviewers, &[])?;
    let incident = store::fim::incident::find(op.conn, id)?;
    op.journal.created(&object, &incident)?;
    op.say("add", "added", format!("incident {id} `{title}`"));
    Ok(IncidentBody { incident })
}

/// Edits an incident that is open.
///
/// # Errors
/// `conflict` by FIM-13, or if it is closed; `not-permitted` by FIM-6.
pub fn edit(op: &mut WriteOp<'_>, request: &Edit) -> Result<IncidentBody> {
    let object = op.find(ObjectKind::FimIncident, &request.incident)?;
    op.authorize(Action::FimIncidentEdit, &object)?;
    let before = store::fim::incident::find(op.conn, object.id)?;
    refuse_closed(&before)?;
    let title = request.title.as_ref().map_or_else(|| before.title.clone(), ToString::to_string);
    store::fim::incident::update(op.tx(), &Incident { title: title.clone(), ..before.clone() })?;
    let object = ObjectRef::new(ObjectKind::FimIncident, object.id, title);
    change_events(op, &object, before.creator_id, request)?;
    let (add, remove) = (&request.add_reviewers, &request.remove_reviewers);
    reviewer::change(op, Reviewed::Incident, &object, before.creator_id, add, remove)?;
    let after = store::fim::incident::find(op.conn, object.id)?;
    op.journal.compare(&object, &before, &after)?;
    op.say("change", "changed", format!("incident {} `{}`", after.id, after.title));
    Ok(IncidentBody { incident: after })
}

/// An incident gathers what its creator sees, whoever adds it (FIM-15).
fn change_events(op: &mut WriteOp<'_>, object: &ObjectRef, creator: Option<Id>, request: &Edit) -> Result<()> {
    let coming = op.find_all(ObjectKind::Event, &request.add_events)?;
    if let Some(creator) = creator.filter(|creator| *creator != op.actor.id && !coming.is_empty()) {
        let creator = op.on_behalf(store::session::actor(op.conn, creator)?.at_work());
        for event in &coming {
            if !creator.may_view(ObjectKind::Event, event.id)? {
                return Err(Error::conflict(
                    "FIM-15",
                    format!("`{}`, who made the incident, cannot see the event {}", creator.actor.login, event.id),
                )
                .hint("add an incident of your own: `provost fim incident add TITLE --event ID`"));
            }
        }
    }
    let going: Vec<Id> = request.remove_events.iter().filter_map(|typed| number(typed)).collect();
    if let Some(both) = coming.iter().find(|event| going.contains(&event.id)) {
        return Err(Error::conflict("FIM-6", format!("the event {} cannot come and go at once", both.id))
            .hint("leave one of the two out"));
    }
    for event in coming {
        if store::fim::incident::add_event(op.tx(), object.id, event.id)? {
            op.journal.change(object, "events", serde_json::Value::Null, event.id.into());
        }
    }
    for id in going {
        if store::fim::incident::remove_event(op.tx(), object.id, id)? {
            op.journal.change(object, "events", id.into(), serde_json::Value::Null);
        }
    }
    Ok(())
}

/// The number of an event as typed; what is none stands in no incident.
fn number(typed: &str) -> Option<Id> {
    typed.trim().trim_start_matches("id:").parse().ok()
}

pub fn refuse_closed(incident: &Incident) -> Result<()> {
    if incident.state == IncidentState::Open {
        return Ok(());
    }
    Err(Error::conflict("FIM-7", format!("the incident {} is closed as `{}`", incident.id, incident.approval))
        .hint(format!("its reviewers can reopen it: `provost fim incident reopen {}`", incident.id)))
}

/// Reviews an incident; any outcome but `pending` closes it.
///
/// # Errors
/// `conflict` if it is closed already; `not-permitted` by FIM-7.
pub fn review(op: &mut WriteOp<'_>, id: &str, approval: Approval, comment: &Given<Line>) -> Result<IncidentBody> {
    let object = op.find(ObjectKind::FimIncident, id)?;
    op.authorize(Action::FimIncidentReview, &object)?;
    let before = store::fim::incident::find(op.conn, object.id)?;
    let mut after = before.clone();
    after.approval = approval;
    after.state = approval.state();
    comment.write(&mut after.comment);
    if after != before {
        refuse_closed(&before)?;
        after.reviewed_by = Some(op.actor.login.clone());
        after.reviewed_by_id = Some(op.actor.id);
        after.reviewed_at = Some(op.now);
    }
    op.say("review", "reviewed", format!("incident {} `{}` as `{approval}`", after.id, after.title));
    keep(op, &object, &before, after)
}

/// Reopens a closed incident for another review.
///
/// # Errors
/// `not-permitted` by FIM-13.
pub fn reopen(op: &mut WriteOp<'_>, id: &str) -> Result<IncidentBody> {
    let object = op.find(ObjectKind::FimIncident, id)?;
    op.authorize(Action::FimIncidentReopen, &object)?;
    let before = store::fim::incident::find(op.conn, object.id)?;
    let after = Incident { approval: Approval::Pending, state: IncidentState::Open, ..before.clone() };
    op.say("reopen", "reopened", format!("incident {} `{}`", after.id, after.title));
    keep(op, &object, &before, after)
}

fn keep(op: &mut WriteOp<'_>, object: &ObjectRef, before: &Incident, after: Incident) -> Result<IncidentBody> {
    if op.journal.compare(object, before, &after)? {
        store::fim::incident::update(op.tx(), &after)?;
    }
    Ok(IncidentBody { incident: after })
}

/// Deletes incidents; their events stay.
///
/// # Errors
/// `not-permitted` by FIM-8.
pub fn delete(op: &mut WriteOp<'_>, ids: &[String]) -> Result<Outcomes> {
    delete_each(op, ObjectKind::FimIncident, Action::FimIncidentDelete, ids, |op, object| {
        store::fim::incident::delete(op.tx(), object.id)
    })
}
