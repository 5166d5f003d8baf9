//! Incidents with their events (FIM-4 to FIM-8).

use serde_json::Value;

use super::fim::{add_reviewers, form, note};
use super::kept::{Likeness, keep, maker, oldest_first, time};
use crate::domain::monitoring::Approval;
use crate::domain::record::{Event, Incident};
use crate::domain::sheet::Row;
use crate::domain::sheet::column::{SheetColumn, json, list, text};
use crate::domain::text::key;
use crate::domain::{Action, Address, Error, Id, ObjectKind, Result, Time};
use crate::service::bulk::export::row_of;
use crate::service::bulk::form::{RowForm, Taken};
use crate::service::bulk::intake::Intake;
use crate::service::listing::Request;
use crate::service::{Op, WriteOp, fim};
use crate::store;
use crate::store::fim::reviewer::Reviewed;
use crate::store::listing::Selection;

pub const FORM: RowForm = form(
    ObjectKind::FimIncident,
    Action::FimIncidentAdd,
    COLUMNS,
    &[],
    take_in,
    |op, object| row(op, &store::fim::incident::find(op.conn, object.id)?),
    |op, sink| oldest_first(|each| fim::incident::list(op, &Request::default(), each), |one| sink(row(op, one)?)),
);

const COLUMNS: &[SheetColumn] = &[
    text("title", "Changed passwords").naming(),
    text("approval", "pending"),
    text("comment", ""),
    list("reviewers", ""),
    text("rule", ""),
    json("events", "[]"),
    text("reviewed_by", ""),
    text("reviewed_at", ""),
    text("creator", "sofia.rossi@acme.example"),
    text("created_at", "2026-10-01T08:00:00Z").naming(),
];

fn take_in(intake: &mut Intake<'_, '_>, row: &Row) -> Taken {
    let mut cells = intake.cells(&FORM, row);
    let title = cells.need("title", |text| Ok(text.trim().to_owned()));
    let approval = cells.need("approval", str::parse::<Approval>);
    let creator = maker(intake.op, &mut cells, "creator");
    let created_at = cells.need("created_at", |typed| intake.past(typed));
    let (comment, rule) = (cells.text("comment").value(), cells.text("rule").value());
    let reviewers = cells.list("reviewers").or_empty().unwrap_or_default();
    let events = cells.json("events").value();
    let reviewer = if row.says("reviewed_by") { maker(intake.op, &mut cells, "reviewed_by") } else { None };
    let reviewed_at = time(intake, &mut cells, "reviewed_at");
    let needed = title.zip(approval).zip(creator).zip(created_at);
    let (((title, approval), creator), created_at) = cells.finish(needed)?;
    let alike = store::fim::incident::alike(intake.op.conn, &title, created_at);
    let likeness = Likeness::Shared((title.clone(), created_at));
    keep(intake, row, &FORM, (&title, alike), &likeness, |op| {
        let rules = rule.as_ref().map(|rule| store::naming::by_key(op.conn, ObjectKind::FimRule, &key(rule)));
        let record = Incident {
            id: 0,
            title: title.clone(),
            state: Approval::state(approval),
            approval,
            comment,
            creator: creator.login.clone(),
            reviewers: reviewers.clone(),
            event_count: 0,
            rule_id: rules.transpose()?.and_then(|found| found.first().map(|rule| rule.id)),
            rule,
            created_at,
            reviewed_by: reviewer.as_ref().map(|reviewer| reviewer.login.clone()),
            reviewed_by_id: reviewer.and_then(|reviewer| reviewer.id),
            reviewed_at,
            creator_id: creator.id,
        };
        let id = store::fim::incident::insert(op.tx(), &record)?;
        store::fim::incident::update(op.tx(), &Incident { id, ..record.clone() })?;
        add_reviewers(op, Reviewed::Incident, id, &creator, &reviewers)?;
        add_events(op, id, events)?;
        note(op, ObjectKind::FimIncident, id, &title, &record)
    })
}

/// Puts events in, each found by all that is told of it.
fn add_events(op: &WriteOp<'_>, incident: Id, events: Option<Value>) -> Result<()> {
    for (told, event) in read(events)?.into_iter().enumerate().map(|(at, event)| (at + 1, event)) {
        let wanted =
            wanted(op, &event).ok_or_else(|| unreadable(&format!("event {told} is not told as it is exported")))?;
        let Some(known) = store::fim::event::known(op.conn, &wanted)? else {
            return Err(Error::not_found(format!("event {told} of the incident is not there"))
                .rule("FIM-4")
                .about("events")
                .hint("import the events first: `provost import events FILE`"));
        };
        store::fim::incident::add_event(op.tx(), incident, known)?;
    }
    Ok(())
}

fn read(events: Option<Value>) -> Result<Vec<Value>> {
    match events {
        None => Ok(Vec::new()),
        Some(Value::Array(events)) => Ok(events),
        Some(_) => Err(unreadable("the events are no list")),
    }
}

fn unreadable(message: &str) -> Error {
    Error::invalid(message.to_owned()).rule("FIM-4").about("events").expects("events as `export` writes them")
}

fn wanted(op: &Op<'_>, told: &Value) -> Option<Event> {
    let text = |key: &str| told.get(key).and_then(Value::as_str);
    let address: Address = text("address")?.parse().ok()?;
    let is_gone = told.get("gone").and_then(Value::as_bool).unwrap_or(false);
    let asset_id = if is_gone { None } else { Some(store::asset::by_address(op.conn, address).ok()??) };
    Some(Event {
        id: 0,
        at: Time::parse_absolute(text("at")?).ok()?,
        asset: None,
        address,
        path: text("path")?.to_owned(),
        action: text("action")?.parse().ok()?,
        severity: told.get("severity")?.as_i64()?,
        process: text("process").map(str::to_owned),
        ignored: false,
        asset_id,
    })
}

fn row(op: &Op<'_>, incident: &Incident) -> Result<Vec<Value>> {
    let mut row = row_of(COLUMNS, incident)?;
    let mut events = Vec::new();
    store::fim::event::of_incident(op.conn, incident.id, &Selection::default(), |event| {
        if !op.is_seen_or_counted(Action::FimEventView, ObjectKind::Event, event.id)? {
            return Ok(());
        }
        events.push(serde_json::json!({
            "at": event.at, "address": event.address, "path": event.path, "action": event.action,
            "severity": event.severity, "process": event.process, "gone": event.asset_id.is_none(),
        }));
        Ok(())
    })?;
    if let Some((_, value)) = COLUMNS.iter().zip(&mut row).find(|(column, _)| column.name == "events") {
        *value = events.into();
    }
    Ok(row)
}
