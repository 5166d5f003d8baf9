//! Authentication records (AUTH-1).

use crate::domain::sheet::Row;
use crate::domain::sheet::column::{SheetColumn, list, text};
use crate::domain::{Action, Given, Id, ObjectKind, Result};
use crate::service::auth_record::{self as record, AuthRecordDraft, RecordBody};
use crate::service::bulk::BulkKind;
use crate::service::bulk::draft::Draft;
use crate::service::bulk::export::row_of;
use crate::service::bulk::form::{RowForm, Sink, Taken, names};
use crate::service::bulk::intake::Intake;
use crate::service::bulk::settled::Consequences;
use crate::service::listing::Request;
use crate::service::{Op, WriteOp};

/// Authentication records as rows.
pub const FORM: RowForm = RowForm {
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

const COLUMNS: &[SheetColumn] = &[
    text("name", "Lisbon Unix").naming(),
    text("technology", "unix").lasting(),
    text("account", "scanner"),
    list("targets", ""),
    text("comments", ""),
];

impl Draft for AuthRecordDraft {
    type Body = RecordBody;
    const ADD: Action = Action::AuthRecordAdd;
    const KIND: BulkKind = BulkKind::AuthRecords;

    fn add(&self, op: &mut WriteOp<'_>) -> Result<RecordBody> {
        record::add(op, self)
    }

    fn settled(op: &Op<'_>, id: Id, _: Consequences) -> Result<RecordBody> {
        Ok(RecordBody { auth_record: record::seen(op, id)? })
    }
}

fn take_in(intake: &mut Intake<'_, '_>, row: &Row) -> Taken {
    let mut cells = intake.cells(&FORM, row);
    let draft = AuthRecordDraft::read(&mut cells);
    let (name, draft) = cells.finish_named(draft.clone(), ("name", &draft.name))?;
    intake.settle_named(
        row,
        &FORM,
        name.as_str(),
        |intake| Ok(intake.step(Action::AuthRecordAdd, |op| record::add(op, &draft))?.auth_record.id),
        |intake, object| {
            let lost = draft.targets.changes(&record::seen(intake.op, object.id)?.targets).1;
            // A row never renames.
            let draft = AuthRecordDraft { name: Given::Unsaid, ..draft.clone() };
            intake.step(Action::AuthRecordEdit, |op| record::edit(op, &object.name, &draft))?;
            intake.note_loss(name.as_str(), "targets", lost);
            Ok(())
        },
    )
}

fn export(op: &Op<'_>, sink: Sink<'_>) -> Result<()> {
    record::list(op, &Request::default(), &mut |record| sink(row_of(COLUMNS, &record)?))
}
