//! Tags (TAG-1, TAG-2).

use crate::domain::sheet::Row;
use crate::domain::sheet::column::{Column, text};
use crate::domain::{Action, Name, ObjectKind, Result};
use crate::service::bulk::export::row_of;
use crate::service::bulk::form::{Form, Sink, Taken, names};
use crate::service::bulk::intake::Intake;
use crate::service::{Op, tag};
use crate::store;

/// Tags as rows.
pub const FORM: Form = Form {
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

const COLUMNS: &[Column] = &[
    text("name", "lisbon").naming(),
    text("parent", ""),
    text("color", "blue"),
    text("description", "Machines in Lisbon"),
    text("rule", "address-in 10.80.0.0/16"),
];

fn take_in(intake: &mut Intake<'_, '_>, row: &Row) -> Taken {
    let mut cells = intake.cells(&FORM, row);
    let name = cells.need("name", str::parse::<Name>);
    let request = tag::define::Request {
        parent: cells.given("parent", |text| Ok(text.trim().to_owned())).change(),
        color: cells.word("color").change(),
        description: cells.line("description"),
        rule: cells.word("rule").change(),
    };
    let name = cells.finish(name)?;
    intake.settle_named(
        row,
        &FORM,
        name.as_str(),
        |intake| Ok(intake.step(Action::TagsAdd, |op| tag::define::add(op, &name, &request))?.tag.id),
        |intake, object| {
            let edited = intake.step(Action::TagsEdit, |op| tag::define::edit(op, &object.name, None, &request))?;
            intake.note_marks(edited.marks);
            intake.note_scopes(edited.change);
            Ok(())
        },
    )
}

fn export(op: &Op<'_>, sink: Sink<'_>) -> Result<()> {
    tag::define::list(op, &mut |tag| sink(row_of(COLUMNS, &tag)?))
}
