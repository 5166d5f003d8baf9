//! Tags (TAG-1, TAG-2).

use crate::domain::sheet::Row;
use crate::domain::sheet::column::{SheetColumn, text};
use crate::domain::{Action, Given, Id, ObjectKind, Result};
use crate::service::bulk::BulkKind;
use crate::service::bulk::draft::Draft;
use crate::service::bulk::export::row_of;
use crate::service::bulk::form::{RowForm, Sink, Taken, names};
use crate::service::bulk::intake::Intake;
use crate::service::bulk::settled::Consequences;
use crate::service::listing::Request;
use crate::service::tag::define::{self, TagBody, TagDraft};
use crate::service::{Op, WriteOp};
use crate::store;

pub const FORM: RowForm = RowForm {
    object: ObjectKind::Tag,
    add: Action::TagsAdd,
    edit: Action::TagsEdit,
    others: &[],
    columns: COLUMNS,
    references: &[names("parent", ObjectKind::Tag)],
    take_in,
    present: |op, tag| row_of(COLUMNS, &store::tag::find(op.conn, tag.id)?),
    export,
    conclude: None,
};

const COLUMNS: &[SheetColumn] = &[
    text("name", "lisbon").naming(),
    text("parent", ""),
    text("color", "blue"),
    text("description", "Machines in Lisbon"),
    text("rule", "address-in 10.80.0.0/16"),
];

impl Draft for TagDraft {
    type Body = TagBody;
    const ADD: Action = Action::TagsAdd;
    const KIND: BulkKind = BulkKind::Tags;

    fn add(&self, op: &mut WriteOp<'_>) -> Result<TagBody> {
        define::add(op, self)
    }

    fn settled(op: &Op<'_>, id: Id, consequences: Consequences) -> Result<TagBody> {
        let tag = define::show(op, &format!("id:{id}"))?;
        Ok(TagBody { tag, marks: consequences.marks, review_gaps: consequences.review_gaps })
    }
}

fn take_in(intake: &mut Intake<'_, '_>, row: &Row) -> Taken {
    let mut cells = intake.cells(&FORM, row);
    let draft = TagDraft::read(&mut cells);
    let (name, draft) = cells.finish_named(draft.clone(), ("name", &draft.name))?;
    intake.settle_named(
        row,
        &FORM,
        name.as_str(),
        |intake| Ok(intake.step(Action::TagsAdd, |op| define::add(op, &draft))?.tag.id),
        |intake, object| {
            // A row never renames.
            let draft = TagDraft { name: Given::Unsaid, ..draft.clone() };
            let edited = intake.step(Action::TagsEdit, |op| define::edit(op, &object.name, &draft))?;
            intake.note_marks(edited.marks);
            intake.note_review_gaps(edited.review_gaps);
            Ok(())
        },
    )
}

fn export(op: &Op<'_>, sink: Sink<'_>) -> Result<()> {
    define::list(op, &Request::default(), &mut |tag| sink(row_of(COLUMNS, &tag)?))
}
