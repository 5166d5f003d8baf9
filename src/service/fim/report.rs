//! Reports: what their creator sees at the time, as CSV or JSON (FIM-11).

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

use super::rule::{self, Test, check_tags};
use super::{asset, event, incident, profile};
use crate::domain::actor::Actor;
use crate::domain::event_filter::EventFilter;
use crate::domain::monitoring::{MOST_ROWS, ReportEntity, ReportFormat, ReportState};
use crate::domain::record::Report;
use crate::domain::sheet::OnExisting;
use crate::domain::text::quoted;
use crate::domain::{Action, Error, Id, Kind, Name, ObjectKind, ObjectRef, Result, cell};
use crate::service::existing::settle_one;
use crate::service::listing::{self, Request, Sink};
use crate::service::removal::delete_each;
use crate::service::report::Outcomes;
use crate::service::unique::refuse_own;
use crate::service::{Op, WriteOp};
use crate::store;
use crate::store::fim::event::Observing;

/// One report, under its noun.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ReportBody {
    /// The report as it is now.
    pub report: Report,
}

/// What a report is about.
#[derive(Debug, Clone)]
pub struct Content {
    /// Which entities.
    pub entity: ReportEntity,
    /// In which form.
    pub format: ReportFormat,
    /// Which events; none: all.
    pub when: Option<EventFilter>,
}

impl Content {
    /// Refuses a filter that does not fit: it is about events, and its tags exist.
    pub fn check(&self, op: &Op<'_>) -> Result<()> {
        let Some(filter) = &self.when else { return Ok(()) };
        if self.entity != ReportEntity::Events {
            return Err(Error::conflict("FIM-11", format!("a report of {} has no filter of events", self.entity))
                .hint("leave `--when` out, or use `--content events`"));
        }
        check_tags(op, filter)
    }
}

/// Each report of the actor's own, newest first; a manager sees all.
pub fn list(op: &Op<'_>, request: &Request, sink: Sink<'_, Report>) -> Result<()> {
    listing::each(op, request, sink, |selection, sink| {
        store::fim::report::list(op.conn, &op.actor, op.reach(Action::FimReportView)?, selection, sink)
    })
}

pub fn show(op: &Op<'_>, name: &str) -> Result<Report> {
    let object = op.find(ObjectKind::FimReport, name)?;
    store::fim::report::find(op.conn, object.id)
}

/// What a report holds, as it was produced.
///
/// # Errors
/// `conflict` for a report that failed.
pub fn download(op: &Op<'_>, name: &str) -> Result<String> {
    let object = op.find(ObjectKind::FimReport, name)?;
    op.authorize(Action::FimReportDownload, &object)?;
    store::fim::report::body(op.conn, object.id)?.ok_or_else(|| {
        Error::conflict("FIM-11", format!("the report `{}` failed and holds nothing", object.name))
            .hint(format!("see why: `provost fim report show {}`", quoted(&object.name)))
            .hint(format!("try it again: `provost fim report rerun {}`", quoted(&object.name)))
    })
}

/// Adds a report and produces it.
///
/// # Errors
/// `conflict` if the actor has a report of that name, or the filter does not fit.
pub fn add(op: &mut WriteOp<'_>, name: &Name, content: &Content) -> Result<ReportBody> {
    content.check(op)?;
    refuse_taken(op, Some(op.actor.id), name, None)?;
    let creator = op.actor.clone();
    let report = produce_new(op, &creator, name.to_string(), content, None)?;
    op.say("add", "added", format!("report `{name}`"));
    if let Some(error) = &report.error {
        op.notice(format!("the report failed: {error}"));
    }
    Ok(ReportBody { report })
}

/// Produces a report of that creator under a name that is free, by hand or for a rule that is due.
pub fn produce_new(
    op: &mut WriteOp<'_>,
    creator: &Actor,
    name: String,
    content: &Content,
    rule: Option<Id>,
) -> Result<Report> {
    let mut report = Report {
        id: 0,
        name,
        content: content.entity,
        format: content.format,
        when: content.when.as_ref().map(ToString::to_string),
        state: ReportState::Complete,
        error: None,
        row_count: 0,
        creator: creator.login.clone(),
        rule: None,
        created_at: op.now,
        produced_at: op.now,
        body: None,
        rule_id: rule,
        creator_id: Some(creator.id),
    };
    produce(&op.on_behalf(creator.clone()), &mut report)?;
    let id = store::fim::report::insert(op.tx(), &report)?;
    let object = ObjectRef::new(ObjectKind::FimReport, id, report.name.clone());
    let report = store::fim::report::find(op.conn, id)?;
    op.journal.created(&object, &report)?;
    Ok(report)
}

/// Renames a report.
///
/// # Errors
/// `conflict` if its creator has another of that name.
pub fn edit(op: &mut WriteOp<'_>, typed: &str, name: Option<&Name>) -> Result<ReportBody> {
    let object = op.find(ObjectKind::FimReport, typed)?;
    op.authorize(Action::FimReportEdit, &object)?;
    let before = store::fim::report::find(op.conn, object.id)?;
    let mut after = before.clone();
    if let Some(name) = name {
        refuse_taken(op, before.creator_id, name, Some(object.id))?;
        after.name = name.to_string();
    }
    let object = ObjectRef::new(ObjectKind::FimReport, object.id, after.name.clone());
    if op.journal.compare(&object, &before, &after)? {
        store::fim::report::update(op.tx(), &after)?;
    }
    op.say("change", "changed", format!("report `{}`", after.name));
    Ok(ReportBody { report: after })
}

/// Produces a failed report again, with what its creator sees now.
///
/// # Errors
/// `conflict` for a report that did not fail.
pub fn rerun(op: &mut WriteOp<'_>, typed: &str) -> Result<ReportBody> {
    let object = op.find(ObjectKind::FimReport, typed)?;
    op.authorize(Action::FimReportRerun, &object)?;
    let before = store::fim::report::find(op.conn, object.id)?;
    if before.state != ReportState::Failed {
        return Err(Error::conflict("FIM-11", format!("the report `{}` did not fail", before.name))
            .hint("for another one as of now: `provost fim report add NAME`"));
    }
    let mut after = before.clone();
    let actor = match before.creator_id {
        Some(creator) => store::session::actor(op.conn, creator)?.at_work(),
        None => op.actor.clone(),
    };
    produce(&op.on_behalf(actor), &mut after)?;
    store::fim::report::set_result(op.tx(), &after)?;
    op.journal.compare(&object, &before, &after)?;
    op.say("rerun", "reran", format!("report `{}`", after.name));
    if let Some(error) = &after.error {
        op.notice(format!("the report failed again: {error}"));
    }
    Ok(ReportBody { report: after })
}

/// Deletes reports.
///
/// # Errors
/// `not-permitted` by FIM-11.
pub fn delete(op: &mut WriteOp<'_>, names: &[String]) -> Result<Outcomes> {
    delete_each(op, ObjectKind::FimReport, Action::FimReportDelete, names, |op, object| {
        store::fim::report::delete(op.tx(), object.id)
    })
}

/// Adds a report, or settles what exists, which is never produced anew for another content.
pub fn ensure(op: &mut WriteOp<'_>, on_existing: OnExisting, name: &Name, content: &Content) -> Result<ReportBody> {
    let found = store::fim::report::of_creator(op.conn, Some(op.actor.id), &name.key())?;
    let found = found.map(|id| ObjectRef::new(ObjectKind::FimReport, id, name.as_str()));
    let body = |op: &WriteOp<'_>, object: &ObjectRef| -> Result<ReportBody> {
        Ok(ReportBody { report: store::fim::report::find(op.conn, object.id)? })
    };
    settle_one(
        op,
        on_existing,
        (ObjectKind::FimReport, name, found),
        |op| add(op, name, content),
        |op, object| {
            let present = body(op, object)?;
            let when = content.when.as_ref().map(ToString::to_string);
            let same = present.report.content == content.entity && present.report.format == content.format;
            if same && present.report.when == when { Ok(present) } else { Err(shows_something_else(name)) }
        },
        |op, object| body(op, object),
    )
}

fn shows_something_else(name: &Name) -> Error {
    Error::conflict("FIM-11", format!("there is a report `{name}` already, which shows something else"))
        .code("already-exists")
        .hint("choose another name, or delete it first: `provost fim report delete NAME`")
}

/// Names of reports are unique with their creator.
fn refuse_taken(op: &Op<'_>, creator: Option<Id>, name: &Name, oneself: Option<Id>) -> Result<()> {
    let found = store::fim::report::of_creator(op.conn, creator, &name.key())?;
    refuse_own(ObjectKind::FimReport, found, name.as_str(), oneself)
}

/// Fills in how the production went, as the operation's actor sees things; gives what was produced.
fn produce(op: &Op<'_>, report: &mut Report) -> Result<()> {
    report.produced_at = op.now;
    match rows(op, report) {
        Ok(rows) => {
            report.state = ReportState::Complete;
            report.error = None;
            report.row_count = i64::try_from(rows.len()).unwrap_or(i64::MAX);
            report.body = Some(written(report, &rows)?);
            Ok(())
        }
        Err(error) if matches!(error.kind, Kind::NotPermitted | Kind::Conflict) => {
            report.state = ReportState::Failed;
            report.error = Some(error.message.clone());
            report.row_count = 0;
            report.body = None;
            Ok(())
        }
        Err(error) => Err(error),
    }
}

fn rows(op: &Op<'_>, report: &Report) -> Result<Vec<Value>> {
    let decision = op.decide(Action::FimReportAdd, Default::default());
    if !decision.allowed {
        let reason = decision.reason;
        return Err(Error::not_permitted(format!("its creator may not do `{}` ({reason})", Action::FimReportAdd)));
    }
    let mut rows = Vec::new();
    match (report.content, &report.when) {
        (ReportEntity::Events, Some(filter)) => matching_events(op, filter, &mut rows)?,
        (ReportEntity::Events, None) => event::list(op, &Request::default(), &mut |row| keep(&mut rows, &row))?,
        (ReportEntity::Incidents, _) => incident::list(op, &Request::default(), &mut |row| keep(&mut rows, &row))?,
        (ReportEntity::Assets, _) => asset::list(op, &Request::default(), &mut |row| keep(&mut rows, &row))?,
        (ReportEntity::Profiles, _) => profile::list(op, &Request::default(), &mut |row| keep(&mut rows, &row))?,
        (ReportEntity::Rules, _) => rule::list(op, &Request::default(), &mut |row| keep(&mut rows, &row))?,
    }
    Ok(rows)
}

fn matching_events(op: &Op<'_>, filter: &str, rows: &mut Vec<Value>) -> Result<()> {
    let filter: EventFilter = filter.parse()?;
    let test = Test::new(op, &filter)?;
    let reach = op.reach(Action::FimEventView)?;
    store::fim::event::observe(op.conn, &op.actor, reach, Observing::All, |observed| {
        if test.fits(&observed, op.now) { keep(rows, &observed.event) } else { Ok(()) }
    })
}

fn keep<T: Serialize>(rows: &mut Vec<Value>, row: &T) -> Result<()> {
    if rows.len() >= MOST_ROWS {
        return Err(Error::conflict(
            "FIM-11",
            format!("it would hold more than {MOST_ROWS} rows; narrow it with a filter"),
        ));
    }
    rows.push(serde_json::to_value(row).map_err(unwritable)?);
    Ok(())
}

fn written(report: &Report, rows: &[Value]) -> Result<String> {
    match report.format {
        ReportFormat::Json => serde_json::to_string_pretty(rows).map(|text| text + "\n").map_err(unwritable),
        ReportFormat::Csv => {
            let keys = report.content.keys();
            let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
            writer.write_record(keys).map_err(unwritable)?;
            for row in rows {
                let cells = keys.iter().map(|key| cell::csv(row.get(key).unwrap_or(&Value::Null)));
                writer.write_record(cells).map_err(unwritable)?;
            }
            let bytes = writer.into_inner().map_err(|error| unwritable(error.into_error()))?;
            String::from_utf8(bytes).map_err(unwritable)
        }
    }
}

fn unwritable(error: impl std::error::Error + Send + Sync + 'static) -> Error {
    Error::internal("a report could not be written").source(error)
}
