//! Events (FIM-15).

use serde_json::Value;

use crate::domain::monitoring::severity;
use crate::domain::record::Event;
use crate::domain::sheet::Row;
use crate::domain::sheet::column::{SheetColumn, text};
use crate::domain::{Action, Address, Line, ObjectKind, ObjectRef, Result};
use crate::service::Op;
use crate::service::bulk::export::row_of;
use crate::service::bulk::form::{RowForm, Sink, Taken};
use crate::service::bulk::intake::Intake;
use crate::service::fim::event::{self, Request, Where};
use crate::store;

pub const FORM: RowForm = RowForm {
    object: ObjectKind::Event,
    add: Action::EventImport,
    edit: Action::EventImport,
    others: &[Action::FimEventIgnore],
    columns: COLUMNS,
    references: &[],
    take_in,
    present: |op, event| row(&store::fim::event::find(op.conn, event.id)?),
    export,
    conclude: Some(conclude),
};

const COLUMNS: &[SheetColumn] = &[
    text("asset", "10.10.0.10").naming(),
    text("at", "2026-11-20T08:15:00Z"),
    text("path", "/etc/passwd"),
    text("action", "modify"),
    text("severity", "4"),
    text("process", "vi"),
    text("ignored", "").beside(),
    text("address", "").beside(),
];

fn take_in(intake: &mut Intake<'_, '_>, row: &Row) -> Taken {
    let mut cells = intake.cells(&FORM, row);
    let asset = cells.take("asset", |text| intake.op.find(ObjectKind::Asset, text));
    let address = cells.take("address", str::parse::<Address>);
    let place = match (asset, address) {
        (Some(asset), _) => Some(Where::Asset(asset)),
        (None, Some(address)) => Some(Where::Gone(address)),
        (None, None) => {
            cells.miss("asset");
            None
        }
    };
    let at = cells.need("at", |typed| intake.past(typed));
    let path = cells.need("path", str::parse::<Line>);
    let action = cells.need("action", str::parse);
    let severity = cells.need("severity", severity);
    let process = cells.word("process");
    let ignored = cells.flag("ignored").value();
    let needed = place.zip(at).zip(path.zip(action)).zip(severity);
    let (((place, at), (path, action)), severity) = cells.finish(needed)?;
    let request = Request { place, at, process, path, action, severity, ignored: ignored.unwrap_or(false) };
    let known = event::known(intake.op, &request);
    let found = known.map(|id| id.map(|id| ObjectRef::new(ObjectKind::Event, id, id.to_string())));
    intake.settle(
        row,
        &FORM,
        (request.path.as_str(), found),
        |intake| event::take_in(intake.op, &request).map(Some),
        |intake, object| ignore(intake, object, ignored),
    )
}

fn ignore(intake: &mut Intake<'_, '_>, object: &ObjectRef, ignored: Option<bool>) -> Result<()> {
    let present = store::fim::event::find(intake.op.conn, object.id)?.ignored;
    match ignored.filter(|ignored| *ignored != present) {
        Some(ignored) => {
            let ids = [object.name.clone()];
            intake.step_of("ignored", Action::FimEventIgnore, |op| event::ignore(op, &ids, ignored)).map(drop)
        }
        None => Ok(()),
    }
}

/// One log entry for the file: events are many, and say themselves when they happened.
fn conclude(intake: &mut Intake<'_, '_>, created: usize) -> Result<()> {
    intake.step(Action::EventImport, |op| {
        let subscription = ObjectRef::subscription(store::subscription::find(op.conn)?.name);
        op.journal.change(&subscription, "events", Value::Null, created.into());
        op.say("import", "imported", crate::domain::phrase::counted(created, "event"));
        Ok(())
    })
}

/// Oldest first, so that they are numbered alike when they are read back.
fn export(op: &Op<'_>, sink: Sink<'_>) -> Result<()> {
    event::list_oldest_first(op, &mut |event| sink(row(&event)?))
}

/// Names of assets may be shared; addresses are not.
fn row(event: &Event) -> Result<Vec<Value>> {
    let mut row = row_of(COLUMNS, event)?;
    let address = Value::from(event.address.to_string());
    let gone = event.asset_id.is_none();
    for (column, value) in COLUMNS.iter().zip(&mut row) {
        match column.name {
            "asset" if !gone => *value = address.clone(),
            "address" if !gone => *value = Value::Null,
            _ => {}
        }
    }
    Ok(row)
}
