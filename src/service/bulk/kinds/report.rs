//! Reports on hosts with what they tell (REP-1).

use super::kept::{Likeness, Maker, check_outcome, count, keep, maker, oldest_first};
use crate::domain::config::ConfigKind;
use crate::domain::host_report::{HostReportFormat, HostReportState};
use crate::domain::record::{HostReport, HostReportBody};
use crate::domain::sheet::column::{SheetColumn, json, list, text};
use crate::domain::sheet::{Cells, Row};
use crate::domain::{Action, AddressRange, AddressSet, Error, Id, Name, ObjectKind, ObjectRef, Result, Time};
use crate::service::bulk::export::row_of;
use crate::service::bulk::form::{RowForm, Sink, Taken};
use crate::service::bulk::intake::Intake;
use crate::service::listing::Request;
use crate::service::{Op, WriteOp, host_report};
use crate::store;

pub const FORM: RowForm = RowForm {
    object: ObjectKind::Report,
    add: Action::ReportAdd,
    edit: Action::ReportAdd,
    others: &[],
    columns: COLUMNS,
    references: &[],
    take_in,
    present: |op, report| row(op, &store::host_report::find(op.conn, report.id)?),
    export,
    conclude: None,
};

const COLUMNS: &[SheetColumn] = &[
    text("name", "Third quarter").naming(),
    text("owner", "ann.keller@acme.example").naming(),
    text("format", "json"),
    text("state", "complete"),
    list("targets", "Frankfurt Core"),
    text("template", ""),
    text("schedule", ""),
    text("created_at", "2026-10-01T08:00:00Z"),
    text("host_count", "0"),
    text("error", ""),
    json(
        "body",
        r#"{"subscription":"Acme","name":"Third quarter","owner":"ann.keller@acme.example","created_at":1790000000,"targets":[],"hosts":[],"tickets":null,"scans":null}"#,
    ),
    list("hosts", ""),
];

/// What a row says of a report.
struct Wish {
    name: Name,
    owner: Maker,
    format: HostReportFormat,
    state: HostReportState,
    targets: Vec<String>,
    template: Option<String>,
    schedule: Option<String>,
    created_at: Time,
    host_count: i64,
    error: Option<String>,
    body: Option<serde_json::Value>,
    hosts: AddressSet,
}

fn take_in(intake: &mut Intake<'_, '_>, row: &Row) -> Taken {
    let mut cells = intake.cells(&FORM, row);
    let name = cells.need("name", str::parse::<Name>);
    let owner = maker(intake.op, &mut cells, "owner");
    let (format, state) = (cells.need("format", str::parse), cells.need("state", str::parse));
    let targets = cells.list("targets").or_empty().unwrap_or_default();
    let (template, schedule) = (cells.text("template").value(), cells.text("schedule").value());
    let created_at = cells.need("created_at", |typed| intake.past(typed));
    let counted = cells.take("host_count", count);
    let (error, body) = (cells.text("error").value(), cells.json("body").value());
    let told = match body.clone().map(serde_json::from_value::<HostReportBody>).transpose() {
        Ok(told) => told.unwrap_or_default(),
        Err(wrong) => {
            cells.flaw("body", Error::invalid(format!("it is no report: {wrong}")).rule("REP-1"));
            HostReportBody::default()
        }
    };
    let host_count = told.hosts.as_ref().map_or(0, |hosts| i64::try_from(hosts.len()).unwrap_or(i64::MAX));
    if counted.is_some_and(|counted| counted != host_count) {
        cells.flaw("host_count", Error::invalid(format!("the report tells of {host_count}")).rule("REP-1"));
    }
    check_outcome(&mut cells, state == Some(HostReportState::Complete), body.is_some(), error.is_some());
    let named = cells.each("hosts", str::parse::<AddressRange>).or_empty().unwrap_or_default();
    // Whoever opens it reaches all that it tells of, whatever the row says of its hosts.
    let hosts = named.into_iter().chain(addresses(&mut cells, &told)).collect();
    let needed = name.zip(owner).zip(format.zip(state)).zip(created_at);
    let (((name, owner), (format, state)), created_at) = cells.finish(needed)?;
    let wish =
        Wish { name, owner, format, state, targets, template, schedule, created_at, host_count, error, body, hosts };
    let name = wish.name.key();
    let alike = store::host_report::alike(intake.op.conn, wish.owner.id, &wish.owner.login, &name);
    let likeness = Likeness::of(&wish.owner, (wish.owner.login.clone(), name));
    keep(intake, row, &FORM, (wish.name.as_str(), alike), &likeness, |op| insert(op, &wish))
}

/// Where the hosts and tickets lie that a report tells of.
fn addresses(cells: &mut Cells<'_>, told: &HostReportBody) -> Vec<AddressRange> {
    let hosts = told.hosts.iter().flatten().map(|host| &host.address);
    let tickets = told.tickets.iter().flatten().map(|ticket| &ticket.address);
    let parsed: Result<Vec<AddressRange>> = hosts.chain(tickets).map(|address| address.parse()).collect();
    parsed.unwrap_or_else(|error| {
        cells.flaw("body", error);
        Vec::new()
    })
}

fn insert(op: &mut WriteOp<'_>, wish: &Wish) -> Result<Id> {
    let schedule_id = match (wish.owner.id, &wish.schedule) {
        (Some(owner), Some(name)) => store::config::by_name(op.conn, owner, ConfigKind::ScheduledReport, name)?,
        _ => None,
    };
    let record = HostReport {
        id: 0,
        name: wish.name.to_string(),
        owner: wish.owner.login.clone(),
        owner_id: wish.owner.id,
        format: wish.format,
        state: wish.state,
        targets: wish.targets.clone(),
        template: wish.template.clone(),
        created_at: wish.created_at,
        host_count: wish.host_count,
        error: wish.error.clone(),
        schedule: wish.schedule.clone(),
        body: wish.body.as_ref().map(ToString::to_string),
        schedule_id,
        due_at: None,
    };
    let id = store::host_report::insert(op.tx(), &record, &wish.hosts)?;
    op.journal.created(&ObjectRef::new(ObjectKind::Report, id, record.name.clone()), &record)?;
    Ok(id)
}

fn row(op: &Op<'_>, report: &HostReport) -> Result<Vec<serde_json::Value>> {
    let mut row = row_of(COLUMNS, report)?;
    if !op.may(Action::ReportDownload, ObjectKind::Report, report.id)? {
        return Ok(row);
    }
    for (column, value) in COLUMNS.iter().zip(&mut row) {
        match column.name {
            "body" => {
                let body = store::host_report::body(op.conn, report.id)?;
                *value = body.and_then(|body| serde_json::from_str(&body).ok()).unwrap_or_default();
            }
            "hosts" => {
                let hosts = store::host_report::hosts(op.conn, report.id)?;
                *value = hosts.ranges().iter().map(ToString::to_string).collect();
            }
            _ => {}
        }
    }
    Ok(row)
}

fn export(op: &Op<'_>, sink: Sink<'_>) -> Result<()> {
    oldest_first(|each| host_report::view::list(op, &Request::default(), each), |one| sink(row(op, one)?))
}
