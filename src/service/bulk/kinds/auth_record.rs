//! Authentication records (AUTH-1).

use crate::domain::sheet::Row;
use crate::domain::sheet::column::{Column, list, text};
use crate::domain::{Action, Error, Name, ObjectKind, Result};
use crate::service::Op;
use crate::service::auth_record::{self as record, Edit, Request};
use crate::service::bulk::export::row_of;
use crate::service::bulk::form::{Form, Sink, Taken, names};
use crate::service::bulk::intake::{Intake, beyond};

/// Authentication records as rows.
pub const FORM: Form = Form {
    object: ObjectKind::AuthRecord,
    add: Action::AuthRecordAdd,
    edit: Action::AuthRecordEdit,
    others: &[],
    columns: COLUMNS,
    references: &[names("targets", ObjectKind::AssetGroup)],
    take_in,
    present: |op, record| row_of(COLUMNS, &record::seen(op, record.id)?),
    export,
    conclude: None,
};

const COLUMNS: &[Column] = &[
    text("name", "Lisbon Unix").naming(),
    text("technology", "unix").lasting(),
    text("account", "scanner"),
    list("targets", ""),
    text("comments", ""),
];

fn take_in(intake: &mut Intake<'_, '_>, row: &Row) -> Taken {
    let mut cells = intake.cells(&FORM, row);
    let name = cells.need("name", str::parse::<Name>);
    let technology = cells.word("technology").value();
    let (account, targets, comments) =
        (cells.line("account"), cells.list("targets").or_empty(), cells.line("comments"));
    let name = cells.finish(name)?;
    intake.settle_named(
        row,
        &FORM,
        name.as_str(),
        |intake| {
            let request = Request {
                name: name.clone(),
                technology: technology.ok_or_else(|| Error::invalid("a new record needs a technology"))?,
                account: account.clone(),
                targets: targets.clone().unwrap_or_default(),
                comments: comments.clone(),
            };
            Ok(intake.step(Action::AuthRecordAdd, |op| record::add(op, &request))?.auth_record.id)
        },
        |intake, object| {
            let before = record::seen(intake.op, object.id)?.targets;
            let targets = targets.clone().unwrap_or_else(|| before.clone());
            let lost = beyond(&before, &targets);
            let request = Edit {
                record: object.name.clone(),
                name: None,
                technology,
                account: account.clone(),
                add_targets: beyond(&targets, &before),
                remove_targets: lost.clone(),
                comments: comments.clone(),
            };
            intake.step(Action::AuthRecordEdit, |op| record::edit(op, &request))?;
            intake.note_loss(name.as_str(), "targets", lost);
            Ok(())
        },
    )
}

fn export(op: &Op<'_>, sink: Sink<'_>) -> Result<()> {
    record::list(op, &mut |record| sink(row_of(COLUMNS, &record)?))
}
