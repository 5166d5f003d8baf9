//! What was made in monitoring, by whom (FIM-1, FIM-9, FIM-11, FIM-12).

use serde_json::Value;

use super::kept::{Likeness, Maker, check_outcome, count, keep, maker, oldest_first, time};
use crate::domain::event_filter::EventFilter;
use crate::domain::monitoring::{MOST_REVIEWERS, ReportEntity, ReportFormat, ReportState};
use crate::domain::record::{CorrelationRule, Profile, Report, ReportRule};
use crate::domain::recurrence::Spec;
use crate::domain::sheet::column::{SheetColumn, json, list, text};
use crate::domain::sheet::{Cells, Row};
use crate::domain::{Action, Error, Id, Line, Name, ObjectKind, ObjectRef, Result, Role, Time};
use crate::service::bulk::export::row_of;
use crate::service::bulk::form::{Reference, RowForm, Sink, Taken, names};
use crate::service::bulk::intake::Intake;
use crate::service::fim::report::Content;
use crate::service::listing::Request;
use crate::service::{Op, WriteOp, fim};
use crate::store;
use crate::store::fim::reviewer::Reviewed;

const UNIQUE: Likeness<()> = Likeness::Unique;
const NAME: SheetColumn = text("name", "Binaries").naming();
const CREATOR: SheetColumn = text("creator", "sofia.rossi@acme.example");
const CREATED_AT: SheetColumn = text("created_at", "2026-10-01T08:00:00Z");

/// A form of rows that are taken in as they stand.
pub const fn form(
    object: ObjectKind,
    add: Action,
    columns: &'static [SheetColumn],
    references: &'static [Reference],
    take_in: fn(&mut Intake<'_, '_>, &Row) -> Taken,
    present: fn(&Op<'_>, &ObjectRef) -> Result<Vec<Value>>,
    export: fn(&Op<'_>, Sink<'_>) -> Result<()>,
) -> RowForm {
    RowForm { object, add, edit: add, others: &[], columns, references, take_in, present, export, conclude: None }
}

/// What every row of monitoring says.
struct Made {
    name: Name,
    creator: Maker,
    created_at: Time,
}

fn made(intake: &Intake<'_, '_>, cells: &mut Cells<'_>) -> Option<Made> {
    let name = cells.need("name", str::parse::<Name>);
    let creator = maker(intake.op, cells, "creator");
    let created_at = cells.need("created_at", |typed| intake.past(typed));
    let ((name, creator), created_at) = name.zip(creator).zip(created_at)?;
    Some(Made { name, creator, created_at })
}

/// Things whose names nobody else bears.
fn by_name(op: &Op<'_>, kind: ObjectKind, name: &Name) -> Result<Vec<Id>> {
    Ok(store::naming::by_key(op.conn, kind, &name.key())?.into_iter().map(|one| one.id).collect())
}

pub const PROFILES: RowForm = form(
    ObjectKind::FimProfile,
    Action::FimProfileAdd,
    PROFILE_COLUMNS,
    &[names("tags", ObjectKind::Tag)],
    take_profile,
    |op, object| row_of(PROFILE_COLUMNS, &store::fim::profile::find(op.conn, object.id)?),
    |op, sink| fim::profile::list(op, &Request::default(), &mut |one| sink(row_of(PROFILE_COLUMNS, &one)?)),
);

const PROFILE_COLUMNS: &[SheetColumn] = &[
    NAME,
    text("description", ""),
    list("paths", "/usr/bin|/usr/sbin"),
    list("tags", "production"),
    text("active", "false"),
    CREATOR,
    CREATED_AT,
];

fn take_profile(intake: &mut Intake<'_, '_>, row: &Row) -> Taken {
    let mut cells = intake.cells(&PROFILES, row);
    let made = made(intake, &mut cells);
    let description = cells.take("description", str::parse::<Line>).map(|line| line.to_string());
    let paths = cells.list("paths").or_empty().unwrap_or_default();
    let tags = cells.list("tags").or_empty().unwrap_or_default();
    let active = cells.flag("active").value().unwrap_or(false);
    let made = cells.finish(made)?;
    let alike = by_name(intake.op, ObjectKind::FimProfile, &made.name);
    keep(intake, row, &PROFILES, (made.name.as_str(), alike), &UNIQUE, |op| {
        let tags = op.find_all(ObjectKind::Tag, &tags)?;
        let record = Profile {
            id: 0,
            name: made.name.to_string(),
            description,
            paths,
            tags: tags.iter().map(|tag| tag.name.clone()).collect(),
            active,
            creator: made.creator.login.clone(),
            created_at: made.created_at,
            creator_id: made.creator.id,
        };
        let id = store::fim::profile::insert(op.tx(), &record)?;
        for tag in &tags {
            store::fim::profile::attach(op.tx(), id, tag.id)?;
        }
        note(op, ObjectKind::FimProfile, id, &record.name, &record)
    })
}

pub const RULES: RowForm = form(
    ObjectKind::FimRule,
    Action::FimRuleAdd,
    RULE_COLUMNS,
    &[],
    take_rule,
    |op, object| row_of(RULE_COLUMNS, &store::fim::rule::find(op.conn, object.id)?),
    |op, sink| fim::rule::list(op, &Request::default(), &mut |one| sink(row_of(RULE_COLUMNS, &one)?)),
);

const RULE_COLUMNS: &[SheetColumn] = &[
    NAME,
    text("description", ""),
    text("when", "severity>=4"),
    text("active", "false"),
    list("reviewers", ""),
    CREATOR,
    CREATED_AT,
];

fn take_rule(intake: &mut Intake<'_, '_>, row: &Row) -> Taken {
    let mut cells = intake.cells(&RULES, row);
    let made = made(intake, &mut cells);
    let description = cells.take("description", str::parse::<Line>).map(|line| line.to_string());
    let when = cells.need("when", str::parse::<EventFilter>);
    let active = cells.flag("active").value().unwrap_or(false);
    let reviewers = cells.list("reviewers").or_empty().unwrap_or_default();
    let (made, when) = cells.finish(made.zip(when))?;
    let alike = by_name(intake.op, ObjectKind::FimRule, &made.name);
    keep(intake, row, &RULES, (made.name.as_str(), alike), &UNIQUE, |op| {
        fim::rule::check_tags(op, &when)?;
        let record = CorrelationRule {
            id: 0,
            name: made.name.to_string(),
            description,
            when: when.to_string(),
            active,
            creator: made.creator.login.clone(),
            reviewers: reviewers.clone(),
            incident_count: 0,
            created_at: made.created_at,
            // What happened before it came is known already.
            last_event_id: store::fim::event::last_id(op.conn)?,
            creator_id: made.creator.id,
        };
        let id = store::fim::rule::insert(op.tx(), &record)?;
        add_reviewers(op, Reviewed::Rule, id, &made.creator, &reviewers)?;
        note(op, ObjectKind::FimRule, id, &record.name, &record)
    })
}

pub const REPORT_RULES: RowForm = form(
    ObjectKind::ReportRule,
    Action::FimReportRuleAdd,
    REPORT_RULE_COLUMNS,
    &[],
    take_report_rule,
    |op, object| row_of(REPORT_RULE_COLUMNS, &store::fim::report_rule::find(op.conn, object.id)?),
    |op, sink| fim::report_rule::list(op, &Request::default(), &mut |one| sink(row_of(REPORT_RULE_COLUMNS, &one)?)),
);

const REPORT_RULE_COLUMNS: &[SheetColumn] = &[
    NAME,
    text("content", "events"),
    text("format", "csv"),
    text("when", ""),
    text("active", "false"),
    text("next_run_at", ""),
    json("recurrence", r#"{"frequency":"daily","time":"07:00","time_zone":"Europe/Berlin"}"#),
    CREATOR,
    CREATED_AT,
];

fn take_report_rule(intake: &mut Intake<'_, '_>, row: &Row) -> Taken {
    let mut cells = intake.cells(&REPORT_RULES, row);
    let made = made(intake, &mut cells);
    let content = cells.need("content", str::parse::<ReportEntity>);
    let format = cells.need("format", str::parse::<ReportFormat>);
    let when = cells.word::<EventFilter>("when").value();
    let active = cells.flag("active").value().unwrap_or(false);
    let next_run_at = time(intake, &mut cells, "next_run_at");
    if active && next_run_at.is_none() {
        cells.flaw("next_run_at", Error::invalid("what is active has a next run").rule("SCHED-1"));
    }
    let recurrence = spec(&mut cells);
    let needed = made.zip(recurrence).zip(content.zip(format));
    let ((made, recurrence), (content, format)) = cells.finish(needed)?;
    let name = made.name.key();
    let alike = store::fim::report_rule::alike(intake.op.conn, made.creator.id, &made.creator.login, &name);
    let likeness = Likeness::of(&made.creator, (made.creator.login.clone(), name));
    keep(intake, row, &REPORT_RULES, (made.name.as_str(), alike), &likeness, |op| {
        let about = Content { entity: content, format, when };
        about.check(op)?;
        let record = ReportRule {
            id: 0,
            name: made.name.to_string(),
            content,
            format,
            when: about.when.as_ref().map(ToString::to_string),
            active,
            next_run_at,
            recurrence,
            creator: made.creator.login.clone(),
            created_at: made.created_at,
            creator_id: made.creator.id,
        };
        let id = store::fim::report_rule::insert(op.tx(), &record)?;
        note(op, ObjectKind::ReportRule, id, &record.name, &record)
    })
}

fn spec(cells: &mut Cells<'_>) -> Option<Spec> {
    let value = cells.json("recurrence").value();
    match value.map(serde_json::from_value::<Spec>).transpose() {
        Ok(Some(spec)) => Some(spec),
        Ok(None) => {
            cells.miss("recurrence");
            None
        }
        Err(error) => {
            cells.flaw("recurrence", Error::invalid(format!("it is no recurrence: {error}")).rule("SCHED-1"));
            None
        }
    }
}

pub const REPORTS: RowForm = form(
    ObjectKind::FimReport,
    Action::FimReportAdd,
    REPORT_COLUMNS,
    &[],
    take_report,
    |op, object| report_row(op, &store::fim::report::find(op.conn, object.id)?),
    |op, sink| oldest_first(|each| fim::report::list(op, &Request::default(), each), |one| sink(report_row(op, one)?)),
);

const REPORT_COLUMNS: &[SheetColumn] = &[
    NAME,
    text("content", "events"),
    text("format", "csv"),
    text("when", ""),
    text("state", "complete"),
    text("error", ""),
    text("row_count", "0"),
    json("body", r#""id,at""#),
    text("rule", ""),
    text("produced_at", "2026-10-01T08:00:00Z"),
    CREATOR,
    CREATED_AT,
];

fn report_row(op: &Op<'_>, report: &Report) -> Result<Vec<Value>> {
    let mut row = row_of(REPORT_COLUMNS, report)?;
    if !op.may(Action::FimReportDownload, ObjectKind::FimReport, report.id)? {
        return Ok(row);
    }
    if let Some((_, value)) = REPORT_COLUMNS.iter().zip(&mut row).find(|(column, _)| column.name == "body") {
        *value = store::fim::report::body(op.conn, report.id)?.into();
    }
    Ok(row)
}

fn take_report(intake: &mut Intake<'_, '_>, row: &Row) -> Taken {
    let mut cells = intake.cells(&REPORTS, row);
    let made = made(intake, &mut cells);
    let content = cells.need("content", str::parse::<ReportEntity>);
    let format = cells.need("format", str::parse::<ReportFormat>);
    let state = cells.need("state", str::parse::<ReportState>);
    let produced_at = cells.need("produced_at", |typed| intake.past(typed));
    let (when, error) = (cells.word::<EventFilter>("when").value(), cells.text("error").value());
    let row_count = cells.take("row_count", count).unwrap_or(0);
    let body = cells.json("body").value().and_then(|body| body.as_str().map(str::to_owned));
    check_outcome(&mut cells, state == Some(ReportState::Complete), body.is_some(), error.is_some());
    let rule = cells.text("rule").value();
    let needed = made.zip(content).zip(format.zip(state)).zip(produced_at);
    let (((made, content), (format, state)), produced_at) = cells.finish(needed)?;
    let name = made.name.key();
    let alike = store::fim::report::alike(intake.op.conn, made.creator.id, &made.creator.login, &name);
    let likeness = Likeness::of(&made.creator, (made.creator.login.clone(), name));
    keep(intake, row, &REPORTS, (made.name.as_str(), alike), &likeness, |op| {
        let rule_id = match &rule {
            Some(rule) => {
                store::fim::report_rule::of_creator(op.conn, made.creator.id, &crate::domain::text::key(rule))?
            }
            None => None,
        };
        let about = Content { entity: content, format, when };
        about.check(op)?;
        let record = Report {
            id: 0,
            name: made.name.to_string(),
            content,
            format,
            when: about.when.as_ref().map(ToString::to_string),
            state,
            error,
            row_count,
            creator: made.creator.login.clone(),
            rule,
            created_at: made.created_at,
            produced_at,
            body,
            rule_id,
            creator_id: made.creator.id,
        };
        let id = store::fim::report::insert(op.tx(), &record)?;
        note(op, ObjectKind::FimReport, id, &record.name, &record)
    })
}

/// Puts reviewers back; their scope was judged when they were assigned.
pub fn add_reviewers(op: &WriteOp<'_>, on: Reviewed, id: Id, creator: &Maker, logins: &[String]) -> Result<()> {
    let conflict = |message: String| Error::conflict("FIM-13", message).about("reviewers");
    if logins.len() > MOST_REVIEWERS {
        return Err(conflict(format!("at most {MOST_REVIEWERS} review")));
    }
    for reviewer in op.find_all(ObjectKind::User, logins)? {
        if Some(reviewer.id) == creator.id {
            return Err(conflict(format!("`{}` made it and cannot review it", reviewer.name)));
        }
        if store::user::role(op.conn, reviewer.id)? == Some(Role::Contact) {
            return Err(conflict(format!("`{}` does not sign in and cannot review it", reviewer.name)));
        }
        store::fim::reviewer::add(op.tx(), on, id, reviewer.id)?;
    }
    Ok(())
}

pub fn note(op: &mut WriteOp<'_>, kind: ObjectKind, id: Id, name: &str, record: &impl serde::Serialize) -> Result<Id> {
    op.journal.created(&ObjectRef::new(kind, id, name.to_owned()), record)?;
    Ok(id)
}
