//! Scans and maps with their results (SCAN-1).

use super::kept::{Likeness, Maker, keep, maker, oldest_first, time};
use crate::domain::config::ConfigKind;
use crate::domain::record::Scan;
use crate::domain::scan::{ScanKind, ScanState};
use crate::domain::sheet::Row;
use crate::domain::sheet::column::{SheetColumn, list, text};
use crate::domain::{Action, Address, Error, Id, ObjectKind, ObjectRef, Result, Time};
use crate::service::bulk::export::row_of;
use crate::service::bulk::form::{RowForm, Sink, Taken, names};
use crate::service::bulk::intake::Intake;
use crate::service::config::aim::{AimWish, look_up};
use crate::service::config::targets;
use crate::service::listing::Request;
use crate::service::{Op, WriteOp, scan};
use crate::store;

pub const FORM: RowForm = RowForm {
    object: ObjectKind::Scan,
    add: Action::ScanLaunch,
    edit: Action::ScanLaunch,
    others: &[],
    columns: COLUMNS,
    references: &[names("targets", ObjectKind::AssetGroup)],
    take_in,
    present: |op, scan| row_of(COLUMNS, &scan::seen(op, scan.id)?),
    export,
    conclude: None,
};

const COLUMNS: &[SheetColumn] = &[
    text("title", "Quarterly").naming(),
    text("kind", "scan").naming(),
    text("owner", "ann.keller@acme.example").naming(),
    text("state", "finished"),
    list("targets", "Frankfurt Core"),
    list("addresses", ""),
    list("domains", ""),
    list("appliances", ""),
    text("option_profile", ""),
    text("schedule", ""),
    text("created_at", "2026-10-01T06:00:00Z").naming(),
    text("finished_at", "2026-10-01T07:30:00Z"),
    text("result", "s3://scans/2026-q3.xml"),
];

/// What a row says of a scan.
struct Wish {
    kind: ScanKind,
    title: String,
    owner: Maker,
    state: ScanState,
    targets: Vec<String>,
    aim: AimWish,
    schedule: Option<String>,
    created_at: Time,
    finished_at: Option<Time>,
    result: Option<String>,
}

fn take_in(intake: &mut Intake<'_, '_>, row: &Row) -> Taken {
    let mut cells = intake.cells(&FORM, row);
    let title = cells.need("title", |text| Ok(text.trim().to_owned()));
    let (kind, state) = (cells.need("kind", str::parse), cells.need("state", str::parse));
    let owner = maker(intake.op, &mut cells, "owner");
    let aim = AimWish {
        addresses: cells.addresses("addresses", str::parse::<Address>).or_empty().unwrap_or_default(),
        domains: cells.list("domains").or_empty().unwrap_or_default(),
        appliances: cells.list("appliances").or_empty().unwrap_or_default(),
        option_profile: cells.text("option_profile").value(),
    };
    let targets = cells.list("targets").or_empty().unwrap_or_default();
    let (schedule, result) = (cells.text("schedule").value(), cells.text("result").value());
    let created_at = cells.need("created_at", |typed| intake.past(typed));
    let finished_at = time(intake, &mut cells, "finished_at");
    if finished_at.zip(created_at).is_some_and(|(end, begin)| end < begin) {
        cells.flaw("finished_at", Error::invalid("it ended before it began").rule("SCAN-1"));
    }
    let has_ended = state.is_some_and(|state| matches!(state, ScanState::Finished | ScanState::Failed));
    if has_ended && finished_at.is_none() {
        cells.flaw("finished_at", Error::invalid("what has ended says when").rule("SCAN-1"));
    }
    let needed = title.zip(kind).zip(state.zip(owner)).zip(created_at);
    let (((title, kind), (state, owner)), created_at) = cells.finish(needed)?;
    let wish = Wish { kind, title, owner, state, targets, aim, schedule, created_at, finished_at, result };
    let likeness = Likeness::Shared((wish.title.clone(), wish.created_at));
    let alike = store::scan::alike(intake.op.conn, &wish.title, wish.kind, wish.created_at);
    keep(intake, row, &FORM, (&wish.title, alike), &likeness, |op| insert(op, &wish))
}

fn insert(op: &mut WriteOp<'_>, wish: &Wish) -> Result<Id> {
    let found = targets::find_any(op, ConfigKind::ScheduledScan, &wish.targets)?;
    let (aim, ids) = look_up(op, &wish.aim)?;
    let schedule_id = match (wish.owner.id, &wish.schedule) {
        (Some(owner), Some(name)) => store::config::by_name(op.conn, owner, ConfigKind::ScheduledScan, name)?,
        _ => None,
    };
    let record = Scan {
        id: 0,
        kind: wish.kind,
        title: wish.title.clone(),
        owner: wish.owner.login.clone(),
        owner_id: wish.owner.id,
        state: wish.state,
        targets: found.names,
        aim,
        schedule: wish.schedule.clone(),
        schedule_id,
        due_at: None,
        created_at: wish.created_at,
        finished_at: wish.finished_at,
        result: wish.result.clone(),
    };
    let id = store::scan::insert(op.tx(), &record, &found.groups, &ids)?;
    let record = Scan { id, ..record };
    store::scan::update(op.tx(), &record)?;
    op.journal.created(&ObjectRef::new(ObjectKind::Scan, id, record.title.clone()), &record)?;
    Ok(id)
}

fn export(op: &Op<'_>, sink: Sink<'_>) -> Result<()> {
    oldest_first(|each| scan::list(op, &Request::default(), each), |one| sink(row_of(COLUMNS, one)?))
}
